"""The cells of a kernel in colour: orange above zero, blue below, stronger for larger weights."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from cnnstudio.kernels.kernel import Kernel
from cnnstudio.ui.kernel_lab.cell_layout import CellLayout
from cnnstudio.ui.kernel_lab.cell_text import cell_text
from cnnstudio.ui.style import mixed
from cnnstudio.ui.theme import BODY_PX, Theme, number_font

_SMALLEST_FONT_PX = 9
_PADDING_PX = 3
_NARROWEST_EDGED_PX = 16
_WEAKEST, _STRONGEST = 0.14, 0.56
"""Shares of the full colour: the strongest still lets the text stand out at 4.5:1."""


def paint_cells(painter: QPainter, kernel: Kernel, layout: CellLayout, theme: Theme) -> None:
    """Paint every cell, with its number where all the numbers fit."""
    font = fitting_font(kernel, layout)
    largest = max(abs(cell) for row in kernel.rows for cell in row) or 1.0
    colours = {cell: cell_colour(theme, cell / largest) for row in kernel.rows for cell in row}
    radius = min(6.0, layout.cell_width_px / 5)
    has_edges = layout.cell_width_px >= _NARROWEST_EDGED_PX
    if not has_edges:  # what shows between the cells makes their edges
        painter.fillRect(QRectF(0, 0, layout.shown_width_px, layout.height_px), theme.line)
    painter.setPen(QPen(theme.line, 1.0) if has_edges else Qt.PenStyle.NoPen)
    for row, cells in enumerate(kernel.rows):
        for column, value in enumerate(cells):
            painter.setBrush(colours[value])
            rect = layout.rect(row, column)
            if has_edges:
                painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            else:
                painter.drawRect(rect)
    if font is not None:
        _paint_numbers(painter, kernel, layout, font, theme.text)


def _paint_numbers(
    painter: QPainter, kernel: Kernel, layout: CellLayout, font: QFont, colour: QColor
) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    for row, cells in enumerate(kernel.rows):
        for column, value in enumerate(cells):
            rect = layout.rect(row, column)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, cell_text(value))


def fitting_font(kernel: Kernel, layout: CellLayout) -> QFont | None:
    """Return the largest font in which every number fits its cell; None where there is none."""
    texts = {cell_text(cell) for row in kernel.rows for cell in row}
    longest = "0" * max(len(text) for text in texts)
    for size_px in range(BODY_PX, _SMALLEST_FONT_PX - 1, -1):
        font = number_font(size_px)
        metrics = QFontMetricsF(font)
        is_narrow = metrics.horizontalAdvance(longest) <= layout.cell_width_px - _PADDING_PX
        if is_narrow and metrics.capHeight() <= layout.cell_height_px - 2 * _PADDING_PX:
            return font
    return None


def cell_colour(theme: Theme, share: float) -> QColor:
    """Return the colour of a weight that is `share` (−1 to 1) of the largest one."""
    if share == 0:
        return theme.card
    full = theme.positive if share > 0 else theme.negative
    return mixed(theme.card, full, _WEAKEST + (_STRONGEST - _WEAKEST) * abs(share))


def paint_outline(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """Paint the frame of the current cell."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 2.0))
    radius = min(6.0, rect.width() / 4)
    painter.drawRoundedRect(rect, radius, radius)
