"""What a trained network is worth: loss, accuracy and confusion over a part of a data set."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cnnstudio.engine.build import NetworkModule
from cnnstudio.engine.objective import OBJECTIVES, Objective, Picture, judging_objective
from cnnstudio.engine.samples import Samples
from cnnstudio.training.config import TrainingConfig

_BATCH_SIZE = 256


@dataclass(frozen=True, slots=True)
class Score:
    """Mean loss and share of right answers; accuracy is None for a picture task."""

    examples: int
    loss: float
    accuracy: float | None


@contextmanager
def evaluating(module: torch.nn.Module) -> Iterator[None]:
    """Switch dropout and batch statistics off, and gradients too, for a while."""
    was_training = module.training
    module.eval()
    try:
        with torch.inference_mode():
            yield
    finally:
        module.train(was_training)


def score(
    module: NetworkModule,
    samples: Samples,
    *,
    objective: Objective | None = None,
    is_wanted: Callable[[], bool] = lambda: True,
) -> Score | None:
    """Return loss and accuracy over `samples`, or None once `is_wanted` says no.

    It is asked before every batch, in the module's own mode. Without an
    `objective` the loss is that of the network's task.
    """
    objective = objective or OBJECTIVES[module.task]
    losses, hits = 0.0, 0
    for start in range(0, len(samples), _BATCH_SIZE):
        if not is_wanted():
            return None
        with evaluating(module):
            pictures = samples.part(start, start + _BATCH_SIZE)
            targets = objective.targets(samples.labels[start : start + _BATCH_SIZE])
            logits = module.logits(pictures)
            losses += objective.loss(logits, targets, pictures).item() * len(targets)
            if objective.has_accuracy:
                hits += int(objective.hits(logits, targets).sum())
    count = len(samples)
    return Score(count, losses / count, hits / count if objective.has_accuracy else None)


def confusion(module: NetworkModule, samples: Samples) -> NDArray[np.int64]:
    """Return how often each class was taken for each: (classes, classes), rows are the truth."""
    starts = range(0, len(samples), _BATCH_SIZE)
    probabilities = torch.cat(
        [predict(module, samples.part(start, start + _BATCH_SIZE)) for start in starts]
    )
    classes = probabilities.shape[1]
    cells = samples.labels.cpu() * classes + probabilities.argmax(dim=1)
    counts = torch.bincount(cells, minlength=classes * classes)
    matrix: NDArray[np.int64] = counts.view(classes, classes).numpy()
    return matrix


def reproduction_losses(module: NetworkModule, pictures: Tensor, config: TrainingConfig) -> Tensor:
    """Return how far off a network that answers with pictures is: (N,), on the CPU.

    `pictures` (N, C, H, W) are scaled; the loss is the one that `config` trains with.
    """
    objective = judging_objective(module.task, config)
    assert isinstance(objective, Picture)
    with evaluating(module):
        return objective.each(module.logits(pictures), pictures).cpu()


def predict(module: NetworkModule, pictures: Tensor) -> Tensor:
    """Return the probabilities (N, classes) for scaled pictures (N, C, H, W), on the CPU."""
    with evaluating(module):
        return OBJECTIVES[module.task].probabilities(module.logits(pictures)).cpu()
