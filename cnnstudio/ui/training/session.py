"""The training of this window: what is done to its run, and what is told of it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cnnstudio.project.project import Project
from cnnstudio.training.messages import RunEnded
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EngineClient
from cnnstudio.ui.training.continuation import Continuation
from cnnstudio.ui.training.edited_settings import EditedSettings
from cnnstudio.ui.training.reported_run import ReportedRun
from cnnstudio.ui.training.run_starter import RunStarter
from cnnstudio.ui.training.run_status import RunState, Status

if TYPE_CHECKING:
    from cnnstudio.training.history import History


class TrainingSession(QObject):
    """Starts, pauses and stops runs of the open network, and tells what they report.

    `changed` carries the new `Status`; `grown` says that the history has more;
    `epoch_ended` carries the report; `said` is a line for the log. `warned` carries what
    a person should read of a run, `refused` why there is none. `begun` says that one was
    asked for.
    """

    changed = Signal(object)
    grown = Signal()
    epoch_ended = Signal(object)
    said = Signal(str)
    begun = Signal()
    warned = Signal(str)
    refused = Signal(str)

    def __init__(
        self, document: Document, client: EngineClient, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._client = client
        self.tasks = client.tasks
        self.edited = EditedSettings(document, client, self)
        self._run = ReportedRun(client, self)
        self._starter = RunStarter(document, client, self._run, self.edited, self)
        self.continuation = Continuation(document, self._run, self.edited, self._starter)
        self._run.changed.connect(self.changed)
        self._run.grown.connect(self.grown)
        self._run.epoch_ended.connect(self.epoch_ended)
        self._run.said.connect(self.said)
        self._run.warned.connect(self.warned)
        self._starter.begun.connect(self.begun)
        self._starter.refused.connect(self.said)
        self._starter.refused.connect(self.refused)

    @property
    def status(self) -> Status:
        """The run that goes on, or the last one."""
        return self._run.status

    @property
    def history(self) -> "History":
        """What that run has reported."""
        return self._run.history

    @property
    def is_active(self) -> bool:
        """Whether a run goes on."""
        return self.status.is_active

    @property
    def run_title(self) -> str:
        """Which run it is, and since when."""
        return self.status.title

    @property
    def folder(self) -> Path | None:
        """The folder of the run that goes on, or of the last one."""
        return self._client.folder or self.status.folder

    def train(self) -> None:
        """Start a run of the open network with new weights."""
        if not self.is_active and not self._document.design.report.problems:
            self._starter.start(self._document.project)

    def restart(self) -> None:
        """Train the last run's network again from the same initial weights, whatever is open.

        A run that goes on is stopped first.
        """
        self._starter.restart()

    def add_epochs(self, count: int) -> None:
        """Train for more epochs: the run that goes on, or the last one from its checkpoint."""
        if self.is_active:
            self._client.change({}, more_epochs=count)
        else:
            self.continuation.go_on_until(self.status.epoch + count)

    def toggle_pause(self) -> None:
        """Pause the run, or go on."""
        if self.status.state is RunState.PAUSED:
            self._client.resume()
        else:
            self._client.pause()

    def stop(self) -> None:
        """Stop before the next batch."""
        self._client.stop()

    def stop_after_epoch(self) -> None:
        """Stop when the epoch and its validation are over."""
        self._client.stop(after_epoch=True)

    def adopt(
        self, project: Project, ended: RunEnded, history: "History", *, title: str = ""
    ) -> None:
        """Take up a run of another time as if it had just ended: its curves, maps, Continue."""
        if self.is_active:
            return
        self.edited.take_up()
        epoch = history.epochs[-1].epoch if history.epochs else 0
        text = ended.text
        status = Status(RunState.ENDED, text, project, epoch=epoch, ended=ended, title=title)
        self._run.take_up(status, history)

    def forget(self, folder: Path) -> None:
        """Let go of the last run where its folder is gone; what it has reported stays shown."""
        if self.status.folder == folder:
            self._run.show(self.status.forgotten())

    def recall(self, folder: Path) -> None:
        """Take up the run again whose folder is back, where no other one has come since."""
        before = self.status.before
        if before is not None and before.folder == folder:
            self._run.show(before)
