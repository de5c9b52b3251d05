"""What the colours of small pictures mean, in numbers."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.text import _
from cnnstudio.ui.designer.colour_maps import ranged
from cnnstudio.ui.theme import TINY_PX, number_font, themes

_BAR_PX = 8
_HEIGHT_PX = 28
_WIDEST_PX = 200
_ROOM_OF_ZERO_PX = 40


class ColourBar(QWidget):
    """A bar of the colours from the least to the greatest value, its ends and its zero named."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low = self._high = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    def show_range(self, low: float, high: float) -> None:
        """Show another range of values."""
        self._low, self._high = low, high
        self.setAccessibleName(
            _("Colours from {low} to {high}").format(low=figure(low), high=figure(high))
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDEST_PX, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = themes.current
        painter = QPainter(self)
        bar = QRectF(0.5, 0.5, min(self.width(), _WIDEST_PX) - 1, _BAR_PX)
        colours = QImage(bytes(range(256)), 256, 1, QImage.Format.Format_Indexed8)
        colours.setColorTable(ranged(theme, self._low, self._high))
        painter.drawImage(bar, colours)
        painter.setPen(theme.line)
        painter.drawRect(bar)
        painter.setPen(theme.dim)
        painter.setFont(number_font(TINY_PX))
        below = QRectF(bar.left(), bar.bottom() + 2, bar.width(), _HEIGHT_PX - _BAR_PX - 2)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, figure(self._low))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, figure(self._high))
        self._paint_zero(painter, below)
        painter.end()

    def _paint_zero(self, painter: QPainter, below: QRectF) -> None:
        """Name the place of zero, where the ends leave room for it."""
        if not self._low < 0 < self._high:
            return
        x = below.left() + below.width() * -self._low / (self._high - self._low)
        painter.drawLine(QPointF(x, below.top() - 4), QPointF(x, below.top() + 1))
        if below.left() + _ROOM_OF_ZERO_PX < x < below.right() - _ROOM_OF_ZERO_PX:
            room = QRectF(x - 10, below.top(), 20, below.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, "0")


def figure(value: float) -> str:
    """Return a number with three digits that count, and a true minus sign."""
    return f"{value:.3g}".replace("-", "\N{MINUS SIGN}")
