"""The run as the window knows it: its state, its history, and what it was started with."""

import dataclasses
from datetime import datetime
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, Signal

from cnnstudio.network.likeness import trains_alike
from cnnstudio.project.project import Project
from cnnstudio.text import _
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.messages import (
    BatchReport,
    EpochReport,
    LayerReport,
    Refused,
    RunChanged,
    RunEnded,
    RunStarted,
)
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EngineClient, EnginePhase, EngineState
from cnnstudio.ui.training.edited_settings import EditedSettings
from cnnstudio.ui.training.run_status import RunState, Status
from cnnstudio.ui.training.run_texts import epoch_text, started_text

if TYPE_CHECKING:
    from cnnstudio.training.history import History


_STATES = {
    EnginePhase.PREPARING: RunState.PREPARING,
    EnginePhase.TRAINING: RunState.TRAINING,
    EnginePhase.PAUSED: RunState.PAUSED,
    EnginePhase.STOPPING: RunState.STOPPING,
}


class TrainingSession(QObject):
    """Starts, pauses and stops runs of the open network, and gathers what they report.

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
        self.status = Status()
        self.tasks = client.tasks
        self._wants_restart = False
        self._run_count = 0
        self.edited = EditedSettings(document, client, self)
        # Where things stand again if the run is refused.
        self._fallback = Status(), self.edited.known
        self._history: History | None = None
        client.state_changed.connect(self._on_client_state_changed)
        client.started.connect(self._on_client_started)
        client.batch_reported.connect(self._on_client_batch_reported)
        client.epoch_reported.connect(self._on_client_epoch_reported)
        client.layers_reported.connect(self._on_client_layers_reported)
        client.changed.connect(self._on_client_changed)
        client.ended.connect(self._on_client_ended)
        client.refused.connect(self._on_client_refused)

    @property
    def history(self) -> "History":
        """What the last run has reported."""
        if self._history is None:
            # Imported late: it brings NumPy along.
            from cnnstudio.training.history import History

            self._history = History()
        return self._history

    @property
    def is_active(self) -> bool:
        """Whether a run goes on."""
        return self.status.is_active

    @property
    def run_title(self) -> str:
        """Which run it is, and since when."""
        return self.status.title

    def train(self) -> None:
        """Start a run of the open network with new weights."""
        if self.status.is_active or self._document.design.report.problems:
            return
        self._start(self._document.project)

    def _start(self, project: Project) -> None:
        self._history = None
        self._run_count += 1
        self.edited.take_up()
        self._fallback = Status(), self.edited.known
        self.begun.emit()
        title = _("Run {number} · {time}").format(
            number=self._run_count, time=f"{datetime.now().astimezone():%H:%M:%S}"
        )
        self._show(Status(RunState.PREPARING, _("Preparing …"), project, title=title))
        self.grown.emit()
        name = self._document.path.stem if self._document.path else project.data.short_name
        self._client.start(project.network, project.training, project.data, name=name)

    def restart(self) -> None:
        """Train the last run's network again from the same initial weights, whatever is open.

        A run that goes on is stopped first.
        """
        if self.status.project is None:
            return
        if self.status.is_active:
            self._wants_restart = True
            self.stop()
        else:
            self._start(self.status.project)

    def add_epochs(self, count: int) -> None:
        """Train for more epochs: the run that goes on, or the last one from its checkpoint."""
        project = self.status.project
        if project is None:
            return
        if self.status.is_active:
            self._client.change({}, more_epochs=count)
        else:
            self.go_on_until(self.status.epoch + count)

    def go_on(self) -> None:
        """Go on with the last run from its last checkpoint, with what was edited since."""
        project = self.status.project
        if project is not None and self.can_go_on:
            self._go_on_with(self.edited.added_to(project.training))
            self.edited.take_up()

    def recover(self) -> None:
        """Go on with a run whose engine was lost, as if that had not happened."""
        if self.status.project is not None:
            self._go_on_with(self.status.project.training)

    def go_on_until(self, epochs: int) -> None:
        """Go on with the last run until it has done so many epochs, whatever network is open."""
        if self.status.project is not None:
            training = self.status.project.training
            self._go_on_with(msgspec.structs.replace(training, epochs=epochs))

    def _go_on_with(self, training: TrainingConfig) -> None:
        before = self.status
        if before.project is None or before.folder is None or not before.has_checkpoint:
            return
        self._fallback = before, self.edited.known
        self.begun.emit()
        project = before.project.replace(training=training)
        text = _("Going on from the last checkpoint…")
        self._show(Status(RunState.PREPARING, text, project, title=before.title))
        self._client.start(
            project.network, training, project.data, folder=before.folder, resume=True
        )

    def adopt(
        self, project: Project, ended: RunEnded, history: "History", *, title: str = ""
    ) -> None:
        """Take up a run of another time as if it had just ended: its curves, maps, Continue."""
        if self.status.is_active:
            return
        self.edited.take_up()
        self._history = history
        epoch = history.epochs[-1].epoch if history.epochs else 0
        text = ended.text
        self._show(Status(RunState.ENDED, text, project, epoch=epoch, ended=ended, title=title))
        self.grown.emit()

    def forget(self, folder: Path) -> None:
        """Let go of the last run where its folder is gone; what it has reported stays shown."""
        if self.status.folder == folder:
            self._show(self.status.forgotten())

    def recall(self, folder: Path) -> None:
        """Take up the run again whose folder is back, where no other one has come since."""
        before = self.status.before
        if before is not None and before.folder == folder:
            self._show(before)

    @property
    def can_go_on(self) -> bool:
        """Whether the last run can be continued: it left a checkpoint and fits the network."""
        return self.status.has_checkpoint and self.has_same_network and not self.is_complete

    @property
    def is_complete(self) -> bool:
        """Whether the last run has done as many epochs as it is to do now."""
        project = self.status.project
        if project is None:
            return False
        return self.status.epoch >= self.edited.added_to(project.training).epochs

    @property
    def has_same_network(self) -> bool:
        """Whether the open network is the one that the last run was started with."""
        project = self.status.project
        return project is not None and trains_alike(project.network, self._document.design.network)

    @property
    def folder(self) -> Path | None:
        """The folder of the run that goes on, or of the last one."""
        return self._client.folder or self.status.folder

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

    def _on_client_state_changed(self, state: EngineState) -> None:
        if state.phase not in _STATES:
            return
        is_new = _STATES[state.phase] is not self.status.state
        text = "" if state.phase is EnginePhase.TRAINING else state.text
        self._update(state=_STATES[state.phase], text=text)
        if is_new and state.phase in {EnginePhase.PAUSED, EnginePhase.STOPPING}:
            self.said.emit(state.text)

    def _on_client_started(self, report: RunStarted) -> None:
        self._update(started=report)
        if (project := self.status.project) is not None:
            self.said.emit(started_text(report, self.status.title, project.training))
        if report.note:
            self.said.emit(report.note)
            self.warned.emit(report.note)

    def _on_client_batch_reported(self, report: BatchReport) -> None:
        self.history.append(report)
        self._update(batch=report)
        self.grown.emit()

    def _on_client_epoch_reported(self, report: EpochReport) -> None:
        self.history.append(report)
        self._update(epoch=report.epoch)
        self.grown.emit()
        self.said.emit(epoch_text(report))
        self.epoch_ended.emit(report)

    def _on_client_layers_reported(self, report: LayerReport) -> None:
        self.history.append(report)
        self.grown.emit()

    def _on_client_changed(self, report: RunChanged) -> None:
        self.history.append(report)
        started, project = self.status.started, self.status.project
        if started is not None and project is not None:
            steps = ceil(started.examples / report.config.batch_size)
            epochs = report.config.epochs
            started = msgspec.structs.replace(started, epochs=epochs, steps_per_epoch=steps)
            self._update(started=started, project=project.replace(training=report.config))
        text = _("Changed at step {step:,}: {text}")
        self.said.emit(text.format(step=report.step, text=report.text))
        self.grown.emit()

    def _on_client_ended(self, report: RunEnded) -> None:
        self._update(state=RunState.ENDED, text=report.text, ended=report)
        wants_restart, self._wants_restart = self._wants_restart, False
        self.said.emit(report.text)
        self.grown.emit()
        if wants_restart:
            self.restart()

    def _on_client_refused(self, report: Refused) -> None:
        if report.generation is not None:
            return
        if report.run is not None:  # else the run goes on
            status, self.edited.known = self._fallback
            self._show(dataclasses.replace(status, text=report.text))
        self.said.emit(report.text)
        self.refused.emit(report.text)

    def _update(self, **changes: Any) -> None:
        self._show(dataclasses.replace(self.status, **changes))

    def _show(self, status: Status) -> None:
        self.status = status
        self.changed.emit(status)
