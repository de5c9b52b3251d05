"""The learning rate over a run: a function of how far it is, for the engine and for the eye."""

from math import cos, floor, pi

from cnnstudio.training.config import TrainingConfig

# Where one cycle begins and ends, as parts of its peak, and the share of the run that leads up.
# Source: https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html
_START = 1 / 25
_END = _START / 1e4
_RISE = 0.3


def learning_rate(config: TrainingConfig, epochs_done: float, *, drops: int = 0) -> float:
    """Return the learning rate of the step that follows `epochs_done` epochs.

    Halfway through the third epoch that is 2.5, whatever the batch size. `drops`
    counts how often a plateau has lowered the rate, which nobody knows beforehand.
    """
    return config.learning_rate * _factor(config, epochs_done, drops)


def rates(config: TrainingConfig, count: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return `count` points of the curve over the whole run: epochs and learning rates.

    On a plateau they are those of a run in which no epoch is better than the first one.
    """
    epochs = tuple(config.epochs * index / max(1, count - 1) for index in range(count))
    drops = (most_drops(config, each) for each in epochs)
    return epochs, tuple(
        learning_rate(config, epoch, drops=count)
        for epoch, count in zip(epochs, drops, strict=True)
    )


def most_drops(config: TrainingConfig, epochs_done: float) -> int:
    """Return how often a plateau has lowered the rate if no epoch was better than the first one.

    After the last epoch there is nothing left to train more slowly.
    """
    waited = min(floor(epochs_done), config.epochs - 1) - 1
    return max(0, waited // config.schedule_epochs) if config.schedule == "plateau" else 0


def _factor(config: TrainingConfig, epochs_done: float, drops: int) -> float:
    match config.schedule:
        case "step":
            return float(config.schedule_factor ** floor(epochs_done / config.schedule_epochs))
        case "plateau":
            return float(config.schedule_factor**drops)
        case "cosine":
            return _between(1.0, 0.0, epochs_done / config.epochs)
        case "one-cycle":
            return _one_cycle(min(1.0, epochs_done / config.epochs))
    return 1.0


def _one_cycle(share: float) -> float:
    if share < _RISE:
        return _between(_START, 1.0, share / _RISE)
    return _between(1.0, _END, (share - _RISE) / (1 - _RISE))


def _between(first: float, last: float, share: float) -> float:
    """Return a value on half a wave of the cosine from `first` to `last`."""
    return last + (first - last) * (1 + cos(pi * min(1.0, share))) / 2
