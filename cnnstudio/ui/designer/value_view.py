"""The values of a block that has no maps: a bar for each unit, or a field of cells for many."""

from array import array
from math import ceil

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.text import _
from cnnstudio.ui.designer.colour_bar import figure
from cnnstudio.ui.designer.colour_maps import ranged
from cnnstudio.ui.theme import themes

_BARS_PX = 72
_NARROWEST_BAR_PX = 3
_WIDEST_BAR_PX = 20
_CELL_PX = 5


class ValueView(QWidget):
    """Bars from the line of zero; where they would be too thin, cells in rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = array("f")
        self.low = self.high = 0.0
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        themes.changed.connect(self.update)

    def show_values(self, values: array) -> None:
        """Show the values of the units, in their order."""
        is_as_many = len(values) == len(self._values)
        self._values = values
        self.low, self.high = min(values, default=0.0), max(values, default=0.0)
        if not is_as_many:
            self.updateGeometry()
        self.update()

    def describe(self, index: int) -> str:
        """Name a unit and its value."""
        return _("Unit {number}: {value}").format(
            number=index + 1, value=figure(self._values[index])
        )

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self._has_bars(width):
            return _BARS_PX
        return ceil(len(self._values) / self._columns(width)) * _CELL_PX

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(240))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._values:
            return
        painter = QPainter(self)
        if self._has_bars(self.width()):
            self._paint_bars(painter)
        else:
            self._paint_cells(painter)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Tell of the unit under the pointer."""
        if isinstance(event, QHelpEvent):
            index = self._index_at(event.pos())
            text = self.describe(index) if 0 <= index < len(self._values) else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _paint_bars(self, painter: QPainter) -> None:
        theme, step = themes.current, self._bar_step()
        top, bottom = max(0.0, self.high), min(0.0, self.low)
        scale = (_BARS_PX - 2) / ((top - bottom) or 1.0)
        zero = 1 + top * scale
        colours = ranged(theme, self.low, self.high)
        for index, value in enumerate(self._values):
            bar = QRectF(index * step, zero, max(1.0, step - 1), -value * scale)
            painter.fillRect(bar.normalized(), colours[self._level(value)])
        painter.setPen(theme.dim)
        painter.drawLine(0, round(zero), round(step * len(self._values)), round(zero))

    def _paint_cells(self, painter: QPainter) -> None:
        columns = self._columns(self.width())
        rows = ceil(len(self._values) / columns)
        levels = bytes(map(self._level, self._values)).ljust(rows * columns, b"\0")
        image = QImage(levels, columns, rows, columns, QImage.Format.Format_Indexed8)
        image.setColorTable(ranged(themes.current, self.low, self.high))
        painter.drawImage(QRectF(0, 0, columns * _CELL_PX, rows * _CELL_PX), image)
        rest = rows * columns - len(self._values)
        left = (columns - rest) * _CELL_PX
        empty = QRectF(left, (rows - 1) * _CELL_PX, rest * _CELL_PX, _CELL_PX)
        painter.fillRect(empty, themes.current.panel)

    def _level(self, value: float) -> int:
        return round(255 * (value - self.low) / ((self.high - self.low) or 1.0))

    def _has_bars(self, width: int) -> bool:
        return len(self._values) * _NARROWEST_BAR_PX <= width

    def _bar_step(self) -> float:
        return min(_WIDEST_BAR_PX, self.width() / max(1, len(self._values)))

    def _columns(self, width: int) -> int:
        return max(1, width // _CELL_PX)

    def _index_at(self, place: QPoint) -> int:
        if self._has_bars(self.width()):
            return int(place.x() / self._bar_step())
        column, row = place.x() // _CELL_PX, place.y() // _CELL_PX
        columns = self._columns(self.width())
        return row * columns + column if column < columns else -1
