"""The filters of a convolution as small pictures, signed, with their range in numbers."""

from array import array
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QImage, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.text import _
from cnnstudio.training.messages import Filters
from cnnstudio.ui.designer.colour_maps import diverging
from cnnstudio.ui.theme import TINY_PX, label_font, number_font, themes

_TILE_PX = 38
_GAP_PX = 5
_TITLE_PX = 24
_LEGEND_PX = 30
_MOST = 64


class FilterView(QWidget):
    """A tile for each filter's first input channel; blue is negative, orange positive."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filters: Filters | None = None
        self._values = array("f")
        self._limit = 0.0
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        themes.changed.connect(self.update)
        self.hide()

    def show_filters(self, filters: Filters | None) -> None:
        """Show these filters, or hide."""
        self._filters = filters
        self.setVisible(filters is not None)
        if filters is None:
            return
        self._values = array("f")
        self._values.frombytes(filters.values)
        self._limit = max(map(abs, self._values), default=0.0) or 1.0
        self.setAccessibleName(self._title())
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = -(-self._shown() // self._columns(width))
        return _TITLE_PX + rows * (_TILE_PX + _GAP_PX) + _LEGEND_PX

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(240))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._filters is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(themes.current.dim)
        painter.setFont(label_font())
        room = QRectF(0, 0, self.width(), _TITLE_PX)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._title())
        for index in range(self._shown()):
            self._paint_tile(painter, index)
        self._paint_legend(painter)
        painter.end()

    def event(self, event):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
        """Name the filter under the pointer, with its values where they are few."""
        if isinstance(event, QHelpEvent):
            index = self._index_at(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), self._describe(index), self)
            return True
        return super().event(event)

    def _title(self) -> str:
        if self._filters is None:
            return ""
        if self._filters.count > _MOST:
            return _("First {shown} of {count} filters now").format(
                shown=_MOST, count=self._filters.count
            )
        return _("Filters now")

    def _shown(self) -> int:
        return min(self._filters.count, _MOST) if self._filters else 0

    def _columns(self, width: int) -> int:
        return max(1, (width + _GAP_PX) // (_TILE_PX + _GAP_PX))

    def _paint_tile(self, painter: QPainter, index: int) -> None:
        row, column = divmod(index, self._columns(self.width()))
        step = _TILE_PX + _GAP_PX
        room = QRectF(column * step, _TITLE_PX + row * step, _TILE_PX, _TILE_PX)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        painter.drawImage(room, self._image(index))
        painter.setPen(themes.current.line)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(room)

    def _image(self, index: int) -> QImage:
        assert self._filters is not None
        height, width = self._filters.height, self._filters.width
        image = QImage(width, height, QImage.Format.Format_RGB32)
        for place, value in enumerate(self._cells(index)):
            colour = diverging(themes.current, value / self._limit)
            image.setPixelColor(place % width, place // width, colour)
        return image

    def _cells(self, index: int) -> Sequence[float]:
        assert self._filters is not None
        size = self._filters.height * self._filters.width
        return self._values[index * size : (index + 1) * size]

    def _paint_legend(self, painter: QPainter) -> None:
        theme = themes.current
        top = self.height() - _LEGEND_PX + 2
        bar = QRectF(0, top, min(self.width(), 160), 8)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for place in (0.0, 0.25, 0.5, 0.75, 1.0):
            gradient.setColorAt(place, diverging(theme, 2 * place - 1))
        painter.setPen(theme.line)
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, 2, 2)
        painter.setPen(theme.dim)
        painter.setFont(number_font(TINY_PX))
        room = QRectF(bar.left(), bar.bottom() + 2, bar.width(), 14)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft, f"−{self._limit:.2f}")
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, "0")
        painter.drawText(room, Qt.AlignmentFlag.AlignRight, f"{self._limit:.2f}")

    def _index_at(self, x: int, y: int) -> int:
        step = _TILE_PX + _GAP_PX
        columns = self._columns(self.width())
        column, row = x // step, (y - _TITLE_PX) // step
        index = int(row * columns + column)
        return index if 0 <= column < columns and 0 <= index < self._shown() else -1

    def _describe(self, index: int) -> str:
        if index < 0 or self._filters is None:
            return ""
        width = self._filters.width
        cells = [f"{value:+.2f}" for value in self._cells(index)]
        rows = [" ".join(cells[at : at + width]) for at in range(0, len(cells), width)]
        title = _("Filter {number}, first input channel").format(number=index + 1)
        return "\n".join([title, *rows]) if width <= 7 else title
