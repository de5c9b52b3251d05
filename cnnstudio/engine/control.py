"""What a run is told while it goes on."""

from enum import Enum
from typing import TYPE_CHECKING

from cnnstudio.training.config import TrainingConfig

if TYPE_CHECKING:
    from cnnstudio.engine.loop import Running


class Wish(Enum):
    """What the person wants of a run that goes on."""

    GO_ON = "go on"
    STOP = "stop"
    STOP_AFTER_EPOCH = "stop after epoch"


class Control:
    """What a run asks between batches. `stop` may come from another thread or a signal handler."""

    running: "Running | None" = None

    def __init__(self) -> None:
        self._wish = Wish.GO_ON
        self.change: TrainingConfig | None = None
        """The settings with which the run is to go on; taken away once it does."""

    def stop(self, *, after_epoch: bool = False) -> None:
        """Ask the run to end before the next batch, or after the epoch."""
        self._wish = Wish.STOP_AFTER_EPOCH if after_epoch else Wish.STOP

    def wish(self) -> Wish:
        """Return what is wanted; a subclass may wait here, or look at `running`."""
        return self._wish

    def note_progress(self, done: int, total: int) -> None:
        """Hear how many pictures of how many are loaded."""

    def is_wanted(self) -> bool:
        """Return whether to go on now."""
        return self.wish() is not Wish.STOP
