"""What a network is asked for: its loss, what counts as right, and its probabilities."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from cnnstudio.network.blocks.data import Task
from cnnstudio.training.config import TrainingConfig


class Objective(ABC):
    """What follows from an Output's task; `logits` are those of `NetworkModule.logits`.

    `kind` is one of `LOSSES`. `weights` (classes,) say how much the examples of
    each class count, and `smoothing` which share of the certainty is spread
    over all classes; both concern the loss that is trained, not the one that judges.
    """

    has_accuracy = True
    usual = "cross-entropy"
    """The loss of the task where none is chosen."""

    def __init__(
        self, kind: str = "auto", *, smoothing: float = 0.0, weights: Tensor | None = None
    ) -> None:
        self.kind = kind
        self.smoothing = smoothing
        self.weights = weights

    @property
    def loss_name(self) -> str:
        """Which of `LOSSES` is meant where `kind` leaves it to the task."""
        return self.usual if self.kind == "auto" else self.kind

    def targets(self, labels: Tensor) -> Tensor:
        """Return labels (N,) int64 as `loss` wants them."""
        return labels

    @abstractmethod
    def loss(self, logits: Tensor, targets: Tensor, pictures: Tensor) -> Tensor:
        """Return the mean loss over the batch, a scalar."""

    @abstractmethod
    def hits(self, logits: Tensor, targets: Tensor) -> Tensor:
        """Return which examples were answered rightly: (N,) bool."""

    @abstractmethod
    def probabilities(self, logits: Tensor) -> Tensor:
        """Return the probability of each class: (N, classes), rows adding up to 1."""

    def _weighed(self, losses: Tensor, classes: Tensor) -> Tensor:
        """Return the mean of `losses` (N, …), those of heavier classes counting more."""
        if self.weights is None:
            return losses.mean()
        weights = self.weights[classes]
        return (losses.flatten(1).mean(1) * weights).sum() / weights.sum()


class Classes(Objective):
    """One of several classes: cross-entropy, or an error of each class by itself."""

    def loss(self, logits: Tensor, targets: Tensor, pictures: Tensor) -> Tensor:
        if self.kind in ("auto", "cross-entropy"):
            return functional.cross_entropy(
                logits, targets, self.weights, label_smoothing=self.smoothing
            )
        count = logits.shape[1]
        wanted = functional.one_hot(targets, count) * (1 - self.smoothing) + self.smoothing / count
        if self.kind == "binary":
            losses = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
        else:
            losses = functional.mse_loss(logits.softmax(dim=1), wanted, reduction="none")
        return self._weighed(losses, targets)

    def hits(self, logits: Tensor, targets: Tensor) -> Tensor:
        return logits.argmax(dim=1) == targets

    def probabilities(self, logits: Tensor) -> Tensor:
        return logits.softmax(dim=1)


class YesNo(Objective):
    """One unit that says how likely the second class is: binary cross-entropy, or its square."""

    usual = "binary"

    @property
    def loss_name(self) -> str:
        """Which of `LOSSES` is meant where `kind` leaves it to the task."""
        return self.usual if self.kind == "auto" else self.kind

    def targets(self, labels: Tensor) -> Tensor:
        return labels.to(torch.float32).unsqueeze(1)  # (N, 1), as the network answers

    def loss(self, logits: Tensor, targets: Tensor, pictures: Tensor) -> Tensor:
        wanted = targets
        if self.smoothing:
            wanted = targets * (1 - self.smoothing) + self.smoothing / 2
        if self.kind == "mse":
            losses = functional.mse_loss(logits.sigmoid(), wanted, reduction="none")
        elif self.weights is None:
            return functional.binary_cross_entropy_with_logits(logits, wanted)
        else:
            losses = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
        return self._weighed(losses, targets.squeeze(1).long())

    def hits(self, logits: Tensor, targets: Tensor) -> Tensor:
        return ((logits > 0) == (targets > 0)).squeeze(1)

    def probabilities(self, logits: Tensor) -> Tensor:
        return torch.cat([(-logits).sigmoid(), logits.sigmoid()], dim=1)


class Picture(Objective):
    """The picture that went in: mean squared or mean absolute error."""

    has_accuracy = False
    usual = "mse"

    def loss(self, logits: Tensor, targets: Tensor, pictures: Tensor) -> Tensor:
        if self.kind == "mae":
            return functional.l1_loss(logits, pictures)
        return functional.mse_loss(logits, pictures)

    def each(self, logits: Tensor, pictures: Tensor) -> Tensor:
        """Return the loss of each picture by itself: (N,)."""
        error = functional.l1_loss if self.kind == "mae" else functional.mse_loss
        return error(logits, pictures, reduction="none").flatten(1).mean(1)

    def hits(self, logits: Tensor, targets: Tensor) -> Tensor:
        raise AssertionError

    def probabilities(self, logits: Tensor) -> Tensor:
        return logits.new_empty((len(logits), 0))


OBJECTIVES = {Task.CLASSES: Classes(), Task.YES_NO: YesNo(), Task.PICTURE: Picture()}
"""The objective of each task, with the loss that it has of its own."""

LOSSES = {
    Task.CLASSES: ("auto", "cross-entropy", "binary", "mse"),
    Task.YES_NO: ("auto", "cross-entropy", "binary", "mse"),
    Task.PICTURE: ("auto", "mse", "mae"),
}
"""The losses that each task may be trained with."""


def judging_objective(task: Task, config: TrainingConfig) -> Objective:
    """Return the objective that validation and evaluation report: without smoothing or weights."""
    return type(OBJECTIVES[task])(config.loss)


def training_objective(
    task: Task, config: TrainingConfig, class_weights: Sequence[float], device: torch.device
) -> Objective:
    """Return the objective that is trained; no `class_weights` let all examples count the same."""
    weights = torch.tensor(class_weights, device=device) if class_weights else None
    return type(OBJECTIVES[task])(config.loss, smoothing=config.label_smoothing, weights=weights)
