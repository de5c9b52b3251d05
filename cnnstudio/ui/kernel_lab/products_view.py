"""What lies under the kernel, times its weights, cell by cell."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.kernels.analysis import number
from cnnstudio.kernels.explanation import PixelProducts
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.cell_painting import cell_colour
from cnnstudio.ui.kernel_lab.cell_text import cell_text
from cnnstudio.ui.theme import SMALL_PX, TINY_PX, number_font, themes

_WIDEST_PX = 92.0
_TALLEST_PX = 26.0
_WIDEST_SHAPE = 3.6
_WIDEST_LOW_SHAPE = 1.6
_LOW_PX = 15.0
"""Below this height there is no room for numbers, which need the width."""
_GAP_PX = 4.0
_PADDING_PX = 6.0
_WIDEST_VIEW_PX = 520


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of `rows` × `columns` products, as large as the room allows."""

    rows: int
    columns: int
    room: QSize

    @property
    def gap_px(self) -> float:
        return _GAP_PX if max(self.rows, self.columns) <= 7 else 1.0

    @property
    def width_px(self) -> float:
        room = (self.room.width() + self.gap_px) / self.columns - self.gap_px
        shape = _WIDEST_SHAPE if self.height_px >= _LOW_PX else _WIDEST_LOW_SHAPE
        return min(_WIDEST_PX, room, shape * self.height_px)

    @property
    def height_px(self) -> float:
        return min(_TALLEST_PX, (self.room.height() + self.gap_px) / self.rows - self.gap_px)

    def rect(self, row: int, column: int) -> QRectF:
        x = column * (self.width_px + self.gap_px)
        y = row * (self.height_px + self.gap_px)
        return QRectF(x, y, self.width_px, self.height_px)

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        row = int(point.y() // (self.height_px + self.gap_px))
        column = int(point.x() // (self.width_px + self.gap_px))
        inside = 0 <= row < self.rows and 0 <= column < self.columns
        return (row, column) if inside else None


class ProductsView(QWidget):
    """Value × weight in each cell, coloured by the product; numbers where they fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixel: PixelProducts | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(60, 40)
        self.setAccessibleName(_("Products"))
        themes.changed.connect(self.update)

    def show_pixel(self, pixel: PixelProducts | None) -> None:
        """Show the products behind one value."""
        self._pixel = pixel
        self.setAccessibleDescription("; ".join(_rows_in_words(pixel)) if pixel else "")
        self.updateGeometry()
        self.update()

    def text_at(self, row: int, column: int) -> str:
        """Return what stands in a cell."""
        return _factors(self._pixel, row, column) if self._pixel else ""

    def sizeHint(self) -> QSize:
        rows, columns = self._pixel.products.shape if self._pixel else (3, 3)
        cells = _Cells(rows, columns, QSize(_WIDEST_VIEW_PX, self.height()))
        return QSize(round(columns * (cells.width_px + cells.gap_px)), 90)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # Where there is more height, the cells are wider as well.
        if event.size().height() != event.oldSize().height():
            self.updateGeometry()

    @property
    def _cells(self) -> _Cells:
        assert self._pixel is not None
        rows, columns = self._pixel.products.shape
        return _Cells(rows, columns, self.size())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._pixel is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_cells(painter, self._pixel, self._cells)
        painter.end()

    def _paint_cells(self, painter: QPainter, pixel: PixelProducts, cells: _Cells) -> None:
        theme = themes.current
        largest = float(abs(pixel.products).max()) or 1.0
        has_text = _set_font(painter, pixel, cells)
        for row in range(cells.rows):
            for column in range(cells.columns):
                rect = cells.rect(row, column)
                product = float(pixel.products[row, column])
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(cell_colour(theme, product / largest) if product else theme.hover)
                painter.drawRoundedRect(rect, 4.0, 4.0)
                if has_text:
                    painter.setPen(theme.text)
                    text = _factors(pixel, row, column)
                    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QHelpEvent):
            return super().event(event)
        cell = self._cells.cell_at(QPointF(event.pos())) if self._pixel else None
        text = _in_words(self._pixel, *cell) if self._pixel and cell else ""
        QToolTip.showText(event.globalPos(), text, self)
        return True


def _set_font(painter: QPainter, pixel: PixelProducts, cells: _Cells) -> bool:
    """Set the largest font in which every product fits; return whether there is one."""
    rows, columns = range(cells.rows), range(cells.columns)
    longest = max((_factors(pixel, row, column) for row in rows for column in columns), key=len)
    for size_px in (SMALL_PX, TINY_PX, TINY_PX - 1):
        painter.setFont(number_font(size_px))
        metrics = QFontMetricsF(painter.font())
        fits = metrics.horizontalAdvance(longest) + _PADDING_PX <= cells.width_px
        if fits and metrics.capHeight() + _PADDING_PX <= cells.height_px:
            return True
    return False


def _factors(pixel: PixelProducts, row: int, column: int) -> str:
    value, weight = pixel.values[row, column], pixel.weights[row, column]
    return f"{number(float(value))} × {cell_text(float(weight))}"


def _in_words(pixel: PixelProducts, row: int, column: int) -> str:
    y, x = int(pixel.rows[row]), int(pixel.columns[column])
    product = number(float(pixel.products[row, column]))
    template = (
        _("{factors} = {product}, from x {x}, y {y}")
        if min(x, y) >= 0
        else _("{factors} = {product}, from beyond the edge")
    )
    return template.format(factors=_factors(pixel, row, column), product=product, x=x, y=y)


def _rows_in_words(pixel: PixelProducts) -> list[str]:
    rows, columns = pixel.products.shape
    return [
        ", ".join(_factors(pixel, row, column) for column in range(columns)) for row in range(rows)
    ]
