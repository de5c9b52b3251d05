"""Where a run is at one moment, and what it has come to."""

from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from cnnstudio.project.project import Project
from cnnstudio.text import _
from cnnstudio.training.messages import BatchReport, RunEnded, RunStarted


class RunState(Enum):
    """Where a run is."""

    NONE = "none"
    PREPARING = "preparing"
    TRAINING = "training"
    PAUSED = "paused"
    STOPPING = "stopping"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Status:
    """A run at one moment: all that the dock and the buttons show of it.

    `title` says which run it is, and since when; `project` is what it was started with.
    `epoch` counts the epochs done. `before` is what a run was whose folder is gone.
    """

    state: RunState = RunState.NONE
    text: str = ""
    project: Project | None = None
    started: RunStarted | None = None
    batch: BatchReport | None = None
    epoch: int = 0
    ended: RunEnded | None = None
    title: str = ""
    before: "Status | None" = None

    @property
    def is_active(self) -> bool:
        """Whether a run goes on."""
        return self.state not in {RunState.NONE, RunState.ENDED}

    @property
    def folder(self) -> Path | None:
        """The run folder, once the run is over."""
        return Path(self.ended.folder) if self.ended and self.ended.folder else None

    @property
    def has_checkpoint(self) -> bool:
        """Whether the run is over and has left something from which it can go on."""
        return self.folder is not None and self.ended is not None and self.ended.has_checkpoint

    @property
    def is_forgotten(self) -> bool:
        """Whether the folder of the run is gone."""
        return self.before is not None

    def forgotten(self) -> "Status":
        """Return what is left of a run that is over once its folder is gone."""
        text = _("The last run was deleted or moved.")
        return replace(self, state=RunState.NONE, text=text, ended=None, before=self)
