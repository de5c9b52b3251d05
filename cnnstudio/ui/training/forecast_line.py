"""What a run would take, before Train is pressed."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from cnnstudio.project.project import Design
from cnnstudio.text import _
from cnnstudio.training.tasks import Forecast, MakeForecast, TaskRefused, TaskReport
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_tasks import EngineTasks, TaskSlot
from cnnstudio.ui.training.progress_text import seconds_text
from cnnstudio.ui.training.session import TrainingSession

_PAUSE_MS = 600
_MIB = 2**20


class ForecastLine(QLabel):
    """Asks while it is seen, a moment after each change, and not while a run goes on."""

    arrived = Signal()

    def __init__(
        self,
        document: Document,
        session: TrainingSession,
        tasks: EngineTasks,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._session = session
        self._slot = TaskSlot(tasks, self)
        self._known: tuple[object, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        self.setText(_("Timing a few batches …"))
        self.setWordWrap(True)
        self.setAccessibleName(_("Forecast"))
        self._slot.reported.connect(self._on_slot_reported)
        document.changed.connect(self._on_document_changed)
        session.changed.connect(lambda _status: self._ask_soon())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask_soon()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self._slot.cancel()

    def _ask_soon(self) -> None:
        if self._session.is_active:
            self._slot.cancel()
            self._known = ()
            self.setText(_("The forecast waits until the run is over."))
        elif self.isVisible():
            self._timer.start()

    def _ask(self) -> None:
        project, report = self._document.project, self._document.design.report
        wanted = (project.network, project.training, project.data)
        if report.problems or wanted == self._known or self._session.is_active:
            return
        self._known = wanted
        self.setText(_("Timing a few batches …"))
        self._slot.give(
            MakeForecast(network=project.network, config=project.training, data=project.data)
        )

    def _on_document_changed(self, old: Design, new: Design) -> None:
        if new.report.problems:
            self._slot.cancel()
            self._known = ()
            self.setText(_("A forecast needs a network without problems."))
        else:
            self._ask_soon()

    def _on_slot_reported(self, report: TaskReport) -> None:
        match report:
            case Forecast():
                self.setText(_text(report))
                self.setToolTip(
                    _("{plan}. The memory is that of training and of all pictures.").format(
                        plan=report.plan
                    )
                )
                self.arrived.emit()
            case TaskRefused():
                self._known = ()
                self.setText(report.text)


def _text(forecast: Forecast) -> str:
    return _("{epoch} an epoch, {all} in all · {memory:,.0f} MB · {device}").format(
        epoch=seconds_text(forecast.seconds_per_epoch),
        all=seconds_text(forecast.seconds),
        memory=forecast.memory_bytes / _MIB,
        device=forecast.device.upper(),
    )
