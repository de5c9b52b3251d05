"""A matrix of numbers: padding, windows and one current cell marked in it."""

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.kernels.kernel import Rows
from cnnstudio.kernels.worksheet import Padding
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.cell_text import cell_text
from cnnstudio.ui.kernel_lab.worksheet.matrix_painting import MatrixPainter
from cnnstudio.ui.theme import number_font, themes

EDGE_PX = 3.0
"""Room for the frames around cells at the edge."""
_NARROW_PX = 4.0
_LARGE_PRINT, _SMALL_PRINT = 0.42, 0.3
"""Of the height of a cell."""
_SMALLEST_PX, _LARGEST_PX = 9, 26
_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


@dataclass(frozen=True)
class Matrix:
    """What a view shows."""

    rows: Rows
    margins: Padding = Padding()  # noqa: RUF009 - a frozen value
    """How many of the outer rows and columns are padding."""
    is_signed: bool = True
    """Whether cells are coloured by their sign."""
    filled: int | None = None
    """How many cells are there, row by row; None for all."""

    @property
    def inner(self) -> QRect:
        """The cells that are no padding."""
        margins = self.margins
        width = len(self.rows[0]) - margins.left - margins.right
        height = len(self.rows) - margins.top - margins.bottom
        return QRect(margins.left, margins.top, width, height)

    @property
    def inner_rows(self) -> Rows:
        """The numbers that are no padding."""
        inner = self.inner
        rows = self.rows[inner.top() : inner.top() + inner.height()]
        return tuple(row[inner.left() : inner.left() + inner.width()] for row in rows)

    @cached_property
    def longest(self) -> str:
        """The longest of the numbers as it is shown."""
        return max((cell_text(cell) for cell in {c for row in self.rows for c in row}), key=len)

    def has(self, cell: QPoint) -> bool:
        """Return whether a cell is there yet."""
        return self.filled is None or cell.y() * len(self.rows[0]) + cell.x() < self.filled


@dataclass(frozen=True, slots=True)
class CellSize:
    """How large cells and the numbers in them are."""

    height_px: float

    @property
    def gap_px(self) -> float:
        """The space between two cells."""
        return 3.0 if self.height_px >= 24 else 2.0

    def width_px(self, matrix: Matrix) -> float:
        """Return the width of each cell of a matrix: more where small print would not fit."""
        text = _advance(matrix.longest, round(max(self.height_px * _SMALL_PRINT, _SMALLEST_PX)))
        return max(self.height_px, round(text + 2 * _NARROW_PX))

    def font_px(self, matrix: Matrix) -> int:
        """Return the size of the numbers: the largest in which the longest one fits."""
        size = round(min(max(self.height_px * _LARGE_PRINT, _SMALLEST_PX), _LARGEST_PX))
        room = self.width_px(matrix) - 2 * _NARROW_PX
        while size > _SMALLEST_PX and _advance(matrix.longest, size) > room:
            size -= 1
        return size

    def size(self, matrix: Matrix) -> tuple[float, float]:
        """Return how wide and how high a matrix is."""
        width, height = len(matrix.rows[0]), len(matrix.rows)
        return (
            width * (self.width_px(matrix) + self.gap_px) - self.gap_px + 2 * EDGE_PX,
            height * (self.height_px + self.gap_px) - self.gap_px + 2 * EDGE_PX,
        )


class MatrixView(QWidget):
    """Paints a matrix; pointing at a cell or moving to it by key is announced."""

    pointed = Signal(int, int)
    """Row and column."""

    def __init__(self, name: str, matrix: Matrix, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = matrix
        self.current = matrix.inner.topLeft()
        self.window_cells = QRect()
        self._cell = CellSize(32.0)
        self._width_px = self._cell.width_px(matrix)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        themes.changed.connect(self.update)
        self._describe()

    def show_matrix(self, matrix: Matrix, cell: CellSize) -> None:
        """Show other numbers; the current cell stays where there is one."""
        if (matrix, cell) == (self.matrix, self._cell):
            return
        self.matrix, self._cell = matrix, cell
        self._width_px = cell.width_px(matrix)
        self.current = _nearest(self.current, matrix.inner)
        width, height = cell.size(matrix)
        self.setFixedSize(round(width), round(height))
        self._describe()
        self.update()

    def show_window(self, cells: QRect) -> None:
        """Mark some cells; an empty rectangle marks none."""
        if cells != self.window_cells:
            self.window_cells = cells
            self.update()

    def set_current(self, row: int, column: int) -> None:
        """Move to a cell, or to the nearest one that is no padding."""
        self.current = _nearest(QPoint(column, row), self.matrix.inner)
        self._describe()
        self.update()

    def rect_of(self, cells: QRect) -> QRectF:
        """Return where some cells lie."""
        across, down = self._width_px + self._cell.gap_px, self._cell.height_px + self._cell.gap_px
        corner = QPointF(EDGE_PX + cells.x() * across, EDGE_PX + cells.y() * down)
        gap = self._cell.gap_px
        return QRectF(
            corner.x(), corner.y(), cells.width() * across - gap, cells.height() * down - gap
        )

    def cell_at(self, point: QPointF) -> QPoint | None:
        """Return the cell under a point; the space behind a cell belongs to it."""
        column = int((point.x() - EDGE_PX) // (self._width_px + self._cell.gap_px))
        row = int((point.y() - EDGE_PX) // (self._cell.height_px + self._cell.gap_px))
        inside = 0 <= row < len(self.matrix.rows) and 0 <= column < len(self.matrix.rows[0])
        return QPoint(column, row) if inside else None

    def sizeHint(self) -> QSize:
        return self.size()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None and not event.buttons():
            self.pointed.emit(cell.y(), cell.x())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.set_current(cell.y(), cell.x())
            self.pointed.emit(cell.y(), cell.x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key not in _MOVES:
            super().keyPressEvent(event)
            return
        down, right = _MOVES[key]
        self.set_current(self.current.y() + down, self.current.x() + right)
        self.pointed.emit(self.current.y(), self.current.x())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.pointed.emit(self.current.y(), self.current.x())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = number_font(self._cell.font_px(self.matrix))
        MatrixPainter(painter, self, font, themes.current).paint()
        painter.end()

    def _describe(self) -> None:
        row, column = self.current.y(), self.current.x()
        inner = self.matrix.inner
        self.setAccessibleDescription(
            _("Row {row}, column {column}: {value}").format(
                row=row - inner.y() + 1,
                column=column - inner.x() + 1,
                value=cell_text(self.matrix.rows[row][column]),
            )
        )


def _advance(text: str, size_px: int) -> float:
    return QFontMetricsF(number_font(size_px)).horizontalAdvance(text)


def _nearest(cell: QPoint, inner: QRect) -> QPoint:
    return QPoint(
        min(max(cell.x(), inner.left()), inner.right()),
        min(max(cell.y(), inner.top()), inner.bottom()),
    )
