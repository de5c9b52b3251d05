"""Keeps an engine alive: starts one, notices its death, and starts another."""

import logging

from PySide6.QtCore import QObject, Qt, Signal

from cnnstudio.text import _
from cnnstudio.training.messages import Command, EngineReady, Report
from cnnstudio.ui.engine_process import EngineProcess, log_file

# An engine that cannot even get ready is not started for ever.
_MOST_FAILED_STARTS = 3

_log = logging.getLogger(__name__)


class EngineSupervisor(QObject):
    """Owns the engine process. `lost` says why no other is started, or nothing if one is."""

    received = Signal(object)
    lost = Signal(str)

    _arrived = Signal(object, object)
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: EngineProcess | None = None
        self._failed_starts = 0
        # Emitted in the process's own thread.
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    @property
    def pid(self) -> int | None:
        """The number of the process, if there is one."""
        return self._process.pid if self._process else None

    def launch(self) -> None:
        """Start an engine where there is none."""
        if self._process is None:
            self._failed_starts = 0
            self._start()

    def send(self, command: Command) -> None:
        """Send a command to the engine; what is sent to a lost one is lost."""
        if self._process is not None:
            self._process.send(command)

    def shut_down(self) -> None:
        """End the engine and wait until it is gone."""
        process, self._process = self._process, None
        if process is not None:
            process.shut_down()

    def _start(self) -> None:
        self._process = EngineProcess(self._arrived.emit, self._ended.emit)

    def _on_arrived(self, process: EngineProcess, report: Report) -> None:
        if process is self._process:
            if isinstance(report, EngineReady):
                self._failed_starts = 0
            self.received.emit(report)

    def _on_ended(self, process: EngineProcess) -> None:
        if process is not self._process:
            return
        _log.warning("The engine was lost.")
        self._process = None
        self._failed_starts += 1
        if self._failed_starts > _MOST_FAILED_STARTS:
            reason = _("The engine does not start. Its last words are in {file}.")
            self.lost.emit(reason.format(file=log_file()))
            return
        self.lost.emit("")
        self._start()
