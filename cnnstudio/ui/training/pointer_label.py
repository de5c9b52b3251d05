"""What the curves come to at the pointer, written beside its line."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.ui.theme import SMALL_PX, body_font, themes
from cnnstudio.ui.widgets.legend import LegendEntry

_MARGIN_PX = 6
_GAP_PX = 6
_DOT_PX = 7


class PointerLabel(QWidget):
    """A line of text for each entry, with a dot in the colour of the curve."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._plot = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFont(body_font(SMALL_PX))
        self._entries: tuple[LegendEntry, ...] = ()
        self.hide()

    @property
    def text(self) -> str:
        """All that is written, in one line."""
        return ", ".join(entry.text for entry in self._entries)

    def show_entries(self, entries: Sequence[LegendEntry], x: float) -> None:
        """Write these beside a line at `x` in the parent, on the side that has more room."""
        self._entries = tuple(entries)
        self.setAccessibleName(self.text)
        self.resize(self.sizeHint())
        room = self._plot.width()
        left = x - self.width() - _GAP_PX if x > room / 2 else x + _GAP_PX
        self.move(round(max(0, min(left, room - self.width()))), _GAP_PX)
        self.setVisible(bool(entries))
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        widths = [metrics.horizontalAdvance(entry.text) + _indent(entry) for entry in self._entries]
        height = len(self._entries) * metrics.lineSpacing() + _MARGIN_PX
        return QSize(max(widths, default=0) + 2 * _MARGIN_PX, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = themes.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.line)
        painter.setBrush(theme.panel)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        height = self.fontMetrics().lineSpacing()
        for place, entry in enumerate(self._entries):
            row = QRectF(_MARGIN_PX, _MARGIN_PX / 2 + place * height, self.width(), height)
            self._paint(painter, entry, row)
        painter.end()

    def _paint(self, painter: QPainter, entry: LegendEntry, row: QRectF) -> None:
        theme = themes.current
        if _indent(entry):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(entry.colour or getattr(theme, entry.token))
            middle = QPointF(row.left() + _DOT_PX / 2, row.center().y())
            painter.drawEllipse(middle, _DOT_PX / 2, _DOT_PX / 2)
        painter.setPen(theme.text if _indent(entry) else theme.dim)
        row.adjust(_indent(entry), 0, 0, 0)
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, entry.text)


def _indent(entry: LegendEntry) -> int:
    return _DOT_PX + _GAP_PX if entry.token or entry.colour else 0
