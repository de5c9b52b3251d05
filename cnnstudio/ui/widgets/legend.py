"""The legend of a plot: each entry beside a sample of its line."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.ui.theme import SMALL_PX, body_font, themes

_SAMPLE_PX = 12
_GAP_PX = 5
_BETWEEN_PX = 12


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A line's name and how it is drawn; without a token the text stands alone."""

    text: str
    token: str = ""
    is_dashed: bool = False
    colour: QColor | None = None
    """A colour that is no token of the theme."""


class Legend(QWidget):
    """Entries side by side; those that do not fit are left out, the last ones first."""

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
        return QSize(sum(self._width(entry) for entry in self._entries), 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        x = 0
        for entry in self._entries:
            if x + self._width(entry) - _BETWEEN_PX > self.width():
                break
            self._paint(painter, entry, x)
            x += self._width(entry)
        painter.end()

    def _paint(self, painter: QPainter, entry: LegendEntry, x: int) -> None:
        theme = themes.current
        start = x
        if entry.token or entry.colour:
            dash = Qt.PenStyle.DashLine if entry.is_dashed else Qt.PenStyle.SolidLine
            colour = entry.colour or getattr(theme, entry.token)
            painter.setPen(QPen(colour, 2, dash))
            middle = self.height() / 2
            painter.drawLine(QPointF(x, middle), QPointF(x + _SAMPLE_PX, middle))
            start += _SAMPLE_PX + _GAP_PX
        painter.setPen(theme.dim)
        room = self.rect().adjusted(start, 0, 0, 0)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), entry.text)

    def _width(self, entry: LegendEntry) -> int:
        sample = _SAMPLE_PX + _GAP_PX if entry.token or entry.colour else 0
        return sample + self.fontMetrics().horizontalAdvance(entry.text) + _BETWEEN_PX
