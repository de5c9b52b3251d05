"""Steps that were taken and not yet reported."""

from math import isfinite
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from cnnstudio.engine.objective import Objective


class Done(NamedTuple):
    """Steps that were looked at: the finite losses, right answers and sizes of the batches."""

    losses: tuple[float, ...]
    hits: tuple[int, ...]
    sizes: tuple[int, ...]
    seconds: float
    bad_loss: float | None


class Pending:
    """Steps since the last report, as tensors: looking at each by itself would cost time."""

    def __init__(self, objective: Objective) -> None:
        self._objective = objective
        self._clear()

    def _clear(self) -> None:
        self._losses: list[Tensor] = []
        self._logits: list[Tensor] = []
        self._targets: list[Tensor] = []
        self.seconds = 0.0

    def add(self, loss: Tensor, logits: Tensor, targets: Tensor) -> None:
        """Keep one step's loss and, where there is an accuracy, its answers."""
        self._losses.append(loss)
        self._targets.append(targets)
        if self._objective.has_accuracy:
            self._logits.append(logits)

    def take(self) -> Done:
        """Return what was added since the last time, up to the first loss that is no number."""
        losses = torch.stack(self._losses).tolist() if self._losses else []
        count = next((i for i, loss in enumerate(losses) if not isfinite(loss)), len(losses))
        sizes = [len(targets) for targets in self._targets]
        done = Done(
            losses=tuple(losses[:count]),
            hits=tuple(self._hits(sizes)[:count]),
            sizes=tuple(sizes[:count]),
            seconds=self.seconds,
            bad_loss=losses[count] if count < len(losses) else None,
        )
        self._clear()
        return done

    def _hits(self, sizes: list[int]) -> list[int]:
        if not self._logits:
            return []
        hits = self._objective.hits(torch.cat(self._logits), torch.cat(self._targets))
        starts = np.cumsum([0, *sizes[:-1]])
        counted: list[int] = np.add.reduceat(hits.cpu().numpy(), starts, dtype=np.int64).tolist()
        return counted
