"""The learning rate over the run, as the schedule has it."""

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.text import N_, _
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.schedule import most_drops, rates
from cnnstudio.ui.theme import TINY_PX, body_font, number_font, themes

_POINTS = 200
_NOTE_PX = 4
_LEFT_PX, _BELOW_PX, _ABOVE_PX, _RIGHT_PX = 52, 18, 8, 10


class _Foresight(Enum):
    """What is known of the rates before the run."""

    KNOWN = "known"
    WORST = "worst"
    TOO_SHORT = "too short"


_NOTES = {
    _Foresight.KNOWN: "",
    _Foresight.WORST: N_("if nothing gets better"),
    _Foresight.TOO_SHORT: N_("too few epochs for a drop"),
}
_TEXTS = {
    _Foresight.KNOWN: N_("From {first:.3g} to {last:.3g} over {epochs} epochs"),
    _Foresight.WORST: N_(
        "From {first:.3g} to {last:.3g} over {epochs} epochs, if nothing gets better"
    ),
    _Foresight.TOO_SHORT: N_("{first:.3g} over {epochs} epochs, which are too few for a drop"),
}


class ScheduleView(QWidget):
    """A small curve with its largest rate and the number of epochs."""

    def __init__(self, config: TrainingConfig, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._config = config
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(72)
        self.setAccessibleName(_("Learning rate over the run"))
        themes.changed.connect(self.update)
        self.show_config(config)

    @property
    def curve(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """The epochs and the learning rates that are drawn."""
        return rates(self._config, _POINTS)

    @property
    def note(self) -> str:
        """What has to be said of the curve: what lowers a rate on a plateau is not known yet."""
        note = _NOTES[self._foresight]
        return _(note) if note else ""

    @property
    def _foresight(self) -> "_Foresight":
        if self._config.schedule != "plateau":
            return _Foresight.KNOWN
        drops = most_drops(self._config, self._config.epochs)
        return _Foresight.WORST if drops else _Foresight.TOO_SHORT

    def show_config(self, config: TrainingConfig) -> None:
        """Draw the schedule of another configuration."""
        self._config = config
        _epochs, values = self.curve
        text = _(_TEXTS[self._foresight]).format(
            first=values[0], last=values[-1], epochs=config.epochs
        )
        self.setAccessibleDescription(text)
        self.setToolTip(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 72)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = themes.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(_LEFT_PX, _ABOVE_PX, -_RIGHT_PX, -_BELOW_PX)
        epochs, values = self.curve
        top = max(values)
        painter.setPen(QPen(theme.line, 1))
        for y in (room.top(), room.bottom()):
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
        style = Qt.PenStyle.DashLine if self.note else Qt.PenStyle.SolidLine
        painter.setPen(QPen(theme.training, 2, style))
        painter.drawPolyline(
            QPolygonF(
                [
                    QPointF(
                        room.left() + room.width() * epoch / max(1, self._config.epochs),
                        room.bottom() - room.height() * value / top,
                    )
                    for epoch, value in zip(epochs, values, strict=True)
                ]
            )
        )
        self._paint_numbers(painter, room, top)
        painter.setFont(body_font(TINY_PX))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        painter.drawText(room.adjusted(0, _NOTE_PX, 0, 0), int(flags), self.note)
        painter.end()

    def _paint_numbers(self, painter: QPainter, room: QRectF, top: float) -> None:
        painter.setFont(number_font(TINY_PX))
        painter.setPen(themes.current.dim)
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for y, text in ((room.top(), f"{top:.3g}"), (room.bottom(), "0")):
            painter.drawText(QRectF(0, y - 8, room.left() - 6, 16), right, text)
        last = _("{epochs} epochs").format(epochs=self._config.epochs)
        below = QRectF(room.left(), room.bottom() + 3, room.width(), 14)
        painter.drawText(below, right, last)
