"""The legend of a plot: each entry beside a sample of its line."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.ui.theme import SMALL_PX, body_font, themes

_SAMPLE_PX = 12
_GAP_PX = 5
_BETWEEN_PX = 12
_NARROW_PX = 8


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A line's name and how it is drawn; without a token the text stands alone."""

    text: str
    token: str = ""
    is_dashed: bool = False
    colour: QColor | None = None
    """A colour that is no token of the theme."""
    short: str = ""
    """The text where there is little room, written in the line's colour; "" is `text`."""


class Legend(QWidget):
    """Entries side by side.

    Where they do not fit, their short texts stand there without samples; of those that still do
    not fit the last ones are left out.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(body_font(SMALL_PX))
        self._entries: tuple[LegendEntry, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        themes.changed.connect(self.update)

    def show_entries(self, *entries: LegendEntry) -> None:
        """Show other entries."""
        if entries != self._entries:
            self._entries = entries
            self.setAccessibleName(", ".join(entry.text for entry in entries))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._whole_width(), 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        is_narrow = self._whole_width() - _BETWEEN_PX > self.width()
        width, between = (_short_width, _NARROW_PX) if is_narrow else (_width, _BETWEEN_PX)
        x = 0
        for entry in self._entries:
            needed = width(entry, self.fontMetrics())
            if x + needed > self.width():
                break
            room = self.rect().adjusted(x, 0, 0, 0)
            _paint_short(painter, entry, room) if is_narrow else _paint(painter, entry, room)
            x += needed + between
        painter.end()

    def _whole_width(self) -> int:
        return sum(_width(entry, self.fontMetrics()) + _BETWEEN_PX for entry in self._entries)


def _paint(painter: QPainter, entry: LegendEntry, room: QRect) -> None:
    if entry.token or entry.colour:
        dash = Qt.PenStyle.DashLine if entry.is_dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(_colour(entry), 2, dash))
        middle = QPointF(room.left(), room.height() / 2)
        painter.drawLine(middle, middle + QPointF(_SAMPLE_PX, 0))
        room = room.adjusted(_SAMPLE_PX + _GAP_PX, 0, 0, 0)
    painter.setPen(themes.current.dim)
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), entry.text)


def _paint_short(painter: QPainter, entry: LegendEntry, room: QRect) -> None:
    painter.setPen(_colour(entry))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), entry.short or entry.text)


def _colour(entry: LegendEntry) -> QColor:
    colour: QColor = entry.colour or getattr(themes.current, entry.token or "dim")
    return colour


def _width(entry: LegendEntry, metrics: QFontMetrics) -> int:
    sample = _SAMPLE_PX + _GAP_PX if entry.token or entry.colour else 0
    return sample + metrics.horizontalAdvance(entry.text)


def _short_width(entry: LegendEntry, metrics: QFontMetrics) -> int:
    return metrics.horizontalAdvance(entry.short or entry.text)
