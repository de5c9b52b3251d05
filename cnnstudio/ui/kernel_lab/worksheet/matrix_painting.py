"""How a matrix looks."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from cnnstudio.ui.kernel_lab.cell_painting import cell_colour
from cnnstudio.ui.kernel_lab.cell_text import cell_text
from cnnstudio.ui.style import mixed
from cnnstudio.ui.theme import Theme

if TYPE_CHECKING:
    from cnnstudio.ui.kernel_lab.worksheet.matrix_view import MatrixView

_TINT = 0.16
_FRAME_PX = 2.0


class MatrixPainter:
    """Paints one matrix once."""

    def __init__(self, painter: QPainter, view: "MatrixView", font: QFont, theme: Theme) -> None:
        self._painter = painter
        self._view = view
        self._matrix = view.matrix
        self._theme = theme
        self._largest = max(abs(cell) for row in view.matrix.rows for cell in row) or 1.0
        painter.setFont(font)

    def paint(self) -> None:
        """Paint cells, then the frames over them."""
        for row, cells in enumerate(self._matrix.rows):
            for column, value in enumerate(cells):
                self._paint_cell(QPoint(column, row), value)
        if not self._view.window_cells.isEmpty():
            self._frame(self._view.window_cells, self._theme.accent, 1.0)
        if self._view.hasFocus():
            self._frame(QRect(self._view.current, QSize(1, 1)), self._theme.text, -1.0)

    def _paint_cell(self, cell: QPoint, value: float) -> None:
        rect = self._view.rect_of(QRect(cell, QSize(1, 1)))
        is_padding = not self._matrix.inner.contains(cell)
        is_there = self._matrix.has(cell)
        dashed = is_padding or not is_there
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        self._painter.setPen(QPen(self._theme.wire if is_padding else self._theme.line, 1.0, style))
        self._painter.setBrush(self._fill(cell, value, is_padding=is_padding, is_there=is_there))
        radius = min(6.0, rect.height() / 5)
        self._painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if is_there:
            self._painter.setPen(self._theme.dim if is_padding else self._theme.text)
            self._painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, cell_text(value))

    def _fill(self, cell: QPoint, value: float, *, is_padding: bool, is_there: bool) -> QColor:
        theme = self._theme
        if not is_there:
            return theme.canvas
        if self._matrix.is_signed:
            return cell_colour(theme, value / self._largest)
        base = theme.window if is_padding else theme.card
        is_read = self._view.window_cells.contains(cell)
        return mixed(base, theme.accent, _TINT) if is_read else base

    def _frame(self, cells: QRect, colour: QColor, grown_px: float) -> None:
        rect: QRectF = self._view.rect_of(cells).adjusted(-grown_px, -grown_px, grown_px, grown_px)
        radius = min(7.0, rect.height() / 5)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(colour, _FRAME_PX))
        self._painter.drawRoundedRect(rect, radius, radius)
