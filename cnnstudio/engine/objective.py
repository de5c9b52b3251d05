"""What a network is asked for: its loss, what counts as right, and its probabilities."""

from abc import ABC, abstractmethod

import torch
from torch import Tensor
from torch.nn import functional

from cnnstudio.network.blocks.data import Task


class Objective(ABC):
    """What follows from an Output's task; `logits` are those of `NetworkModule.logits`."""

    has_accuracy = True

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


class Classes(Objective):
    """One of several classes: cross-entropy."""

    def loss(self, logits: Tensor, targets: Tensor, pictures: Tensor) -> Tensor:
        return functional.cross_entropy(logits, targets)

    def hits(self, logits: Tensor, targets: Tensor) -> Tensor:
        return logits.argmax(dim=1) == targets

    def probabilities(self, logits: Tensor) -> Tensor:
        return logits.softmax(dim=1)


class YesNo(Objective):
    """One unit that says how likely the second class is: binary cross-entropy."""

    def targets(self, labels: Tensor) -> Tensor:
        return labels.to(torch.float32).unsqueeze(1)  # (N, 1), as the network answers

    def loss(self, logits: Tensor, targets: Tensor, pictures: Tensor) -> Tensor:
        return functional.binary_cross_entropy_with_logits(logits, targets)

    def hits(self, logits: Tensor, targets: Tensor) -> Tensor:
        return ((logits > 0) == (targets > 0)).squeeze(1)

    def probabilities(self, logits: Tensor) -> Tensor:
        return torch.cat([(-logits).sigmoid(), logits.sigmoid()], dim=1)


class Picture(Objective):
    """The picture that went in: mean squared error."""

    has_accuracy = False

    def loss(self, logits: Tensor, targets: Tensor, pictures: Tensor) -> Tensor:
        return functional.mse_loss(logits, pictures)

    def hits(self, logits: Tensor, targets: Tensor) -> Tensor:
        raise AssertionError

    def probabilities(self, logits: Tensor) -> Tensor:
        return logits.new_empty((len(logits), 0))


OBJECTIVES = {Task.CLASSES: Classes(), Task.YES_NO: YesNo(), Task.PICTURE: Picture()}
"""The objective of each task."""
