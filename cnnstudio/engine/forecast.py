"""What a run would take in time and memory, from a few of its batches on a copy."""

from collections.abc import Iterator, Sequence
from statistics import median
from time import perf_counter

import torch
from torch import Tensor

from cnnstudio.data.dataset import Split
from cnnstudio.engine.build import checked_report, input_shape
from cnnstudio.engine.evaluate import score
from cnnstudio.engine.loading import loading
from cnnstudio.engine.order import batch_sizes
from cnnstudio.engine.plan import undisturbed
from cnnstudio.engine.rehearsal import Rehearsal
from cnnstudio.text import _
from cnnstudio.training.tasks import Forecast, MakeForecast, TaskProgress, TaskReport

_BATCHES = 8
_FEWEST_STEPS = 3
_BUDGET_S = 0.4


def forecast(asked: MakeForecast, *, may_measure: bool) -> Iterator[TaskReport]:
    """Report what the run would take; raise `StudioError`.

    `may_measure` lets it look for the fastest plan first, as the run would.
    """
    text = _("Measuring a few batches …")
    yield TaskProgress(number=asked.number, done=0, total=0, text=text)
    # So that it is there for the rehearsal.
    yield from loading(asked.number, asked.data, input_shape(checked_report(asked.network)))
    rehearsal = Rehearsal(
        asked.network, asked.config, asked.data, most_batches=_BATCHES, may_measure=may_measure
    )
    with undisturbed(rehearsal.device):
        memory = _memory(rehearsal)
        seconds = _seconds_per_step(rehearsal)
        validation = _seconds_to_validate(rehearsal)
    config, examples = rehearsal.config, len(rehearsal.dataset.train)
    pairs = rehearsal.training.pairs
    steps = len(batch_sizes(examples, config.batch_size, pairs=pairs))
    epoch = steps * seconds + validation
    yield Forecast(
        number=asked.number,
        device=str(rehearsal.device),
        plan=rehearsal.plan.text(config.optimizer),
        steps_per_epoch=steps,
        seconds_per_step=seconds,
        seconds_per_epoch=epoch,
        seconds=epoch * config.epochs,
        memory_bytes=memory,
    )


def _seconds_per_step(rehearsal: Rehearsal) -> float:
    times: list[float] = []
    until = perf_counter() + _BUDGET_S
    while len(times) < _FEWEST_STEPS or perf_counter() < until:
        started = perf_counter()
        rehearsal.step()  # which waits for the device
        times.append(perf_counter() - started)
    return median(times)


def _seconds_to_validate(rehearsal: Rehearsal) -> float:
    """Return how long validation takes, from one batch of it."""
    validation = rehearsal.dataset.validation
    if not validation:
        return 0.0
    training = rehearsal.training
    started = perf_counter()
    score(training.module, training.train)
    each = (perf_counter() - started) / len(training.train)
    return each * len(validation)


def _memory(rehearsal: Rehearsal) -> int:
    """Return the bytes of pictures, weights, gradients, optimiser and what a step keeps."""
    training = rehearsal.training
    weights = list(training.module.parameters())
    known = {each.untyped_storage().data_ptr() for each in weights}
    kept: dict[int, int] = {}

    def keep(tensor: Tensor) -> Tensor:
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in known:
            kept[storage.data_ptr()] = storage.nbytes()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        rehearsal.step()
    states = [
        value
        for state in training.optimizer.state.values()
        for value in state.values()
        if isinstance(value, Tensor)
    ]
    parameters = 2 * _bytes(weights)  # and as many gradients
    return parameters + _bytes(states) + sum(kept.values()) + _picture_bytes(rehearsal)


def _picture_bytes(rehearsal: Rehearsal) -> int:
    """Return what the pictures take: as float32, those to be augmented as they are."""
    dataset = rehearsal.dataset
    is_augmented = rehearsal.config.augmentation.is_on
    validation = _values(dataset.validation) if dataset.validation else 0
    return _values(dataset.train) * (1 if is_augmented else 4) + validation * 4


def _values(split: Split) -> int:
    return int(split.pictures.size)


def _bytes(tensors: Sequence[Tensor]) -> int:
    return sum(each.numel() * each.element_size() for each in tensors)
