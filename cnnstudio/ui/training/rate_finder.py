"""The learning-rate finder: tries rates from tiny to huge on a copy, and suggests one."""

from math import isfinite, log10

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.text import _
from cnnstudio.training.tasks import FindRate, RateFound, RatesTried, TaskRefused, TaskReport
from cnnstudio.ui.actions import plain_text
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_tasks import EngineTasks, TaskSlot
from cnnstudio.ui.theme import TINY_PX, number_font, themes

_LEFT_PX, _BELOW_PX, _ABOVE_PX, _RIGHT_PX = 52, 18, 6, 10
# Losses that explode would press the rest of the curve flat.
_MOST_OF_FIRST = 1.5


class RatePlot(QWidget):
    """The loss over the learning rate, on a logarithmic scale, and the rate that is suggested."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rates: list[float] = []
        self.losses: list[float] = []
        self.smoothed: list[float] = []
        self.suggested: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(96)
        self.setAccessibleName(_("Loss over the learning rate"))
        themes.changed.connect(self.update)

    def clear(self) -> None:
        """Begin with an empty plot."""
        self.rates, self.losses, self.smoothed, self.suggested = [], [], [], None
        self.update()

    def add(self, report: RatesTried) -> None:
        """Draw some more rates."""
        self.rates += report.rates
        self.losses += report.losses
        self.smoothed += report.smoothed
        self.update()

    def suggest(self, rate: float | None) -> None:
        """Mark a rate."""
        self.suggested = rate
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 96)

    def paintEvent(self, event: QPaintEvent) -> None:
        if len(self.rates) < 2:
            return
        theme = themes.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(_LEFT_PX, _ABOVE_PX, -_RIGHT_PX, -_BELOW_PX)
        painter.setPen(QPen(theme.line, 1))
        for y in (room.top(), room.bottom()):
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
        faint = QColor(theme.training)
        faint.setAlphaF(0.3)
        painter.setClipRect(room)
        for values, pen in (
            (self.losses, QPen(faint, 1)),
            (self.smoothed, QPen(theme.training, 2)),
        ):
            painter.setPen(pen)
            painter.drawPolyline(self._line(room, values))
        if self.suggested is not None:
            painter.setPen(QPen(theme.validation, 2, Qt.PenStyle.DashLine))
            x = self._x(room, self.suggested)
            painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))
        painter.setClipping(False)
        self._paint_numbers(painter, room)
        painter.end()

    def _line(self, room: QRectF, values: list[float]) -> QPolygonF:
        low, high = self._range()
        return QPolygonF(
            [
                QPointF(
                    self._x(room, rate),
                    room.bottom() - room.height() * (min(value, 2 * high) - low) / (high - low),
                )
                for rate, value in zip(self.rates, values, strict=True)
                if isfinite(value)
            ]
        )

    def _range(self) -> tuple[float, float]:
        known = [value for value in self.smoothed if isfinite(value)] or [0.0, 1.0]
        low, high = min(known), max(known[0] * _MOST_OF_FIRST, min(known) + 1e-6)
        return low - 0.05 * (high - low), high

    def _x(self, room: QRectF, rate: float) -> float:
        first, last = log10(self.rates[0]), log10(self.rates[-1])
        return room.left() + room.width() * (log10(rate) - first) / max(1e-9, last - first)

    def _paint_numbers(self, painter: QPainter, room: QRectF) -> None:
        painter.setFont(number_font(TINY_PX))
        painter.setPen(themes.current.dim)
        low, high = self._range()
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for y, value in ((room.top(), high), (room.bottom(), low)):
            painter.drawText(QRectF(0, y - 8, room.left() - 6, 16), right, f"{value:.2g}")
        below = QRectF(room.left(), room.bottom() + 3, room.width(), 14)
        painter.drawText(below, left, f"{self.rates[0]:.0e}")
        painter.drawText(below, right, f"{self.rates[-1]:.0e}")


class RateFinder(QWidget):
    """Finds a rate when its action is triggered; `wanted` carries the one to be used.

    `shown` says that there is something to be seen.
    """

    wanted = Signal(float)
    shown = Signal()
    ended = Signal()

    def __init__(
        self,
        document: Document,
        tasks: EngineTasks,
        action: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._action = action
        self._slot = TaskSlot(tasks, self)
        self.plot = RatePlot()
        self.about = QLabel(_("Tries rates from tiny to huge on a copy of the network."))
        self.about.setProperty("tone", "dim")
        self.about.setWordWrap(True)
        self.begin = QPushButton(plain_text(action))
        self.begin.setAccessibleName(plain_text(action))
        self.begin.setToolTip(action.toolTip())
        self.begin.clicked.connect(action.trigger)
        self.use = QPushButton()
        self.use.clicked.connect(self._on_use_clicked)
        self._lay_out()
        self._slot.reported.connect(self._on_slot_reported)
        self._slot.ended.connect(self._on_slot_ended)
        action.triggered.connect(self.search)

    def search(self) -> None:
        """Try the rates for the open network."""
        project = self._document.project
        if self._document.design.report.problems:
            self.about.setText(self._document.design.report.problems[0].message)
            return
        self.plot.clear()
        self.plot.show()
        self.shown.emit()
        self.use.hide()
        self.about.setText(_("Trying learning rates …"))
        self._set_able(False)
        self._slot.give(
            FindRate(network=project.network, config=project.training, data=project.data)
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.begin)
        row.addWidget(self.use)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.about)
        layout.addWidget(self.plot)
        self.plot.hide()
        self.use.hide()

    def _on_slot_reported(self, report: TaskReport) -> None:
        match report:
            case RatesTried():
                self.plot.add(report)
            case RateFound():
                self.plot.suggest(report.rate)
                self.about.setText(report.text)
                if report.rate is not None:
                    text = _("Use {rate:.2g}").format(rate=report.rate)
                    self.use.setText(text)
                    self.use.setAccessibleName(text)
                    self.use.show()
                self.shown.emit()
            case TaskRefused():
                self.plot.hide()
                self.about.setText(report.text)

    def _on_slot_ended(self) -> None:
        self._set_able(True)
        self.ended.emit()

    def _set_able(self, is_able: bool) -> None:
        self._action.setEnabled(is_able)
        self.begin.setEnabled(is_able)

    def _on_use_clicked(self) -> None:
        if self.plot.suggested is not None:
            self.wanted.emit(float(f"{self.plot.suggested:.2g}"))
