"""The run as the engine reports it: its status at this moment, and its history."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, Signal

from cnnstudio.text import _
from cnnstudio.training.messages import (
    BatchReport,
    EpochReport,
    LayerReport,
    RunChanged,
    RunEnded,
    RunStarted,
)
from cnnstudio.ui.engine_client import EngineClient, EnginePhase, EngineState
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


class ReportedRun(QObject):
    """Folds what the engine reports into a `Status` and a history.

    `changed` carries the new `Status`; `grown` says that the history has more;
    `epoch_ended` carries the report; `said` is a line for the log. `warned` carries what
    a person should read.
    """

    changed = Signal(object)
    grown = Signal()
    epoch_ended = Signal(object)
    said = Signal(str)
    warned = Signal(str)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.status = Status()
        self._history: History | None = None
        client.state_changed.connect(self._on_client_state_changed)
        client.started.connect(self._on_client_started)
        client.batch_reported.connect(self._on_client_batch_reported)
        client.epoch_reported.connect(self._on_client_epoch_reported)
        client.layers_reported.connect(self._on_client_layers_reported)
        client.changed.connect(self._on_client_changed)
        client.ended.connect(self._on_client_ended)

    @property
    def history(self) -> "History":
        """What the run has reported."""
        if self._history is None:
            # Imported late: it brings NumPy along.
            from cnnstudio.training.history import History

            self._history = History()
        return self._history

    def take_up(self, status: Status, history: "History | None" = None) -> None:
        """Be another run from now on: a new one, or one that has a history."""
        self._history = history
        self.show(status)
        self.grown.emit()

    def show(self, status: Status) -> None:
        """Be where `status` says, with the same history."""
        self.status = status
        self.changed.emit(status)

    def _update(self, **changes: Any) -> None:
        self.show(replace(self.status, **changes))

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
            started = msgspec.structs.replace(started, epochs=report.config.epochs)
            self._update(started=started, project=project.replace(training=report.config))
        text = _("Changed at step {step:,}: {text}")
        self.said.emit(text.format(step=report.step, text=report.text))
        self.grown.emit()

    def _on_client_ended(self, report: RunEnded) -> None:
        self._update(state=RunState.ENDED, text=report.text, ended=report)
        self.said.emit(report.text)
        self.grown.emit()
