"""Runs whose curves are drawn in tests."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.history import History
from cnnstudio.training.messages import (
    BatchReport,
    EpochReport,
    LayerReport,
    LayerState,
    RunChanged,
)


class Source(QObject):
    """Stands in for the session: a history that can be grown and exchanged."""

    grown = Signal()
    changed = Signal()

    def __init__(self, history: History, *, is_active: bool = False) -> None:
        super().__init__()
        self.history = history
        self.is_active = is_active
        self.run_title = "Run 1 · 12:00:00"

    def begin(self, history: History) -> None:
        """Begin another run."""
        self.history = history
        self.is_active = True
        self.changed.emit()

    def grow(self, losses: Sequence[float]) -> None:
        """Report some more steps."""
        self.history.append(batch(self.history.step + len(losses), losses))
        self.grown.emit()


def batch(step: int, losses: Sequence[float], *, has_accuracy: bool = True) -> BatchReport:
    """Return the report on the steps that end at `step`; they took 2 ms each."""
    accuracies = tuple(1 / (1 + loss) for loss in losses) if has_accuracy else ()
    seconds = 0.002 * len(losses)
    return BatchReport(1, 1, step, tuple(losses), accuracies, 100.0, None, 0.1 / step, seconds)


def run_of(losses: Sequence[float]) -> History:
    """Return a run of these losses without epochs."""
    history = History()
    history.append(batch(len(losses), losses))
    return history


def short_run() -> History:
    """Return a run of twenty steps in two epochs, with a change after step 12."""
    history = History()
    for step in range(1, 21):
        jump = 1.0 if step % 2 else 3.0
        history.append(BatchReport(1, 1, step, (jump,), (0.5,), 100.0, None, 0.1 / step, 0.002))
        layers = (LayerState("conv1", 1.0 / step), LayerState("dense1", 2.0 / step))
        history.append(LayerReport(1, 1, step, layers))
        if step % 10 == 0:
            history.append(EpochReport(1, step // 10, step, 2.0, 0.5, 1.5, 0.6, 1.0, 100.0, True))
    config = TrainingConfig(learning_rate=0.5)
    history.append(RunChanged(1, 2, 12, "Learning rate 0.1 → 0.5", config))
    return history
