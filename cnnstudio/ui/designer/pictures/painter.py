"""Paints a sketch into a box: cells of one size throughout, so that sizes can be compared."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from cnnstudio.ui.designer.pictures.sketch import (
    ARROW,
    Array,
    Bars,
    Curve,
    Net,
    Part,
    Planes,
    Sketch,
)
from cnnstudio.ui.style import mixed
from cnnstudio.ui.theme import Theme, number_font

_SHIFT = 0.7
"""How far each plane stands behind the one before it, in cells."""

_LARGEST_CELL_PX, _LEGIBLE_CELL_PX, _GRID_CELL_PX = 26.0, 17.0, 5.0
_WIDTHS = {Bars: 0.8, Curve: 1.6, Net: 1.7}
"""Width over height of the parts that have no cells."""


@dataclass(frozen=True, slots=True)
class Brush:
    """What all parts are painted with."""

    painter: QPainter
    theme: Theme
    colour: QColor
    cell: float


def paint_sketch(
    painter: QPainter, rect: QRectF, sketch: Sketch, *, theme: Theme, colour: QColor
) -> None:
    """Paint a sketch in the middle of `rect`; `colour` is that of the block's family."""
    painter.save()
    cell = _cell_px(sketch, rect, painter.device().devicePixelRatio())
    brush = Brush(painter, theme, colour, cell)
    sizes = [_size(part, rect, cell) for part in sketch.parts]
    gap = _gap_px(rect)
    x = rect.center().x() - (sum(width for width, _height in sizes) + gap * len(sketch.signs)) / 2
    for place, (part, (width, height)) in enumerate(zip(sketch.parts, sizes, strict=True)):
        if place:
            _paint_sign(brush, sketch.signs[place - 1], QRectF(x, rect.top(), gap, rect.height()))
            x += gap
        box = QRectF(round(x), round(rect.center().y() - height / 2), width, height)
        _paint_part(brush, part, box)
        x += width
    painter.restore()


def _gap_px(rect: QRectF) -> float:
    return max(10.0, min(28.0, rect.height() * 0.3))


def _cell_px(sketch: Sketch, rect: QRectF, ratio: float) -> float:
    """Return the largest cell, a whole number of device pixels, with which all planes fit."""
    planes = [part for part in sketch.parts if isinstance(part, Planes)]
    if not planes:
        return 1.0
    room = rect.width() - _gap_px(rect) * len(sketch.signs)
    room -= sum(
        rect.height() * _WIDTHS[type(part)] for part in sketch.parts if not isinstance(part, Planes)
    )
    columns, rows = zip(*(_cells(part) for part in planes), strict=True)
    cell = min(_LARGEST_CELL_PX, room / sum(columns), rect.height() / max(rows))
    return max(1.0, math.floor(cell * ratio)) / ratio


def _cells(part: Planes) -> tuple[float, float]:
    count, rows, columns = part.values.shape
    return columns + _SHIFT * (count - 1), rows + _SHIFT * (count - 1)


def _size(part: Part, rect: QRectF, cell: float) -> tuple[float, float]:
    if isinstance(part, Planes):
        columns, rows = _cells(part)
        return columns * cell, rows * cell
    return rect.height() * _WIDTHS[type(part)], rect.height()


def _paint_part(brush: Brush, part: Part, box: QRectF) -> None:
    match part:
        case Planes():
            _paint_planes(brush, part, box)
        case Bars():
            _paint_bars(brush, part, box)
        case Curve():
            _paint_curve(brush, part, box)
        case Net():
            _paint_net(brush, part, box)


def _paint_sign(brush: Brush, sign: str, box: QRectF) -> None:
    painter, middle = brush.painter, box.center()
    painter.setPen(_pen(brush.theme.dim, 1.2))
    if sign != ARROW:
        painter.setFont(number_font(round(min(18.0, box.width() * 0.7))))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sign)
        return
    reach, barb = box.width() * 0.3, box.width() * 0.14
    tip = middle + QPointF(reach, 0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawLine(middle - QPointF(reach, 0), tip)
    painter.drawPolyline([tip + QPointF(-barb, -barb), tip, tip + QPointF(-barb, barb)])


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _paint_planes(brush: Brush, part: Planes, box: QRectF) -> None:
    count, rows, columns = part.values.shape
    size = QRectF(0, 0, columns * brush.cell, rows * brush.cell).size()
    step = _SHIFT * brush.cell
    for plane in reversed(range(count)):
        corner = QPointF(box.left() + plane * step, box.bottom() - size.height() - plane * step)
        _paint_plane(brush, part, plane, QRectF(corner, size))
    painter = brush.painter
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(brush.theme.accent, 2.0 if brush.cell > _GRID_CELL_PX else 1.0))
    for mark in part.marks:
        top = box.bottom() - size.height() + mark.row * brush.cell
        left = box.left() + mark.column * brush.cell
        painter.drawRect(QRectF(left, top, mark.columns * brush.cell, mark.rows * brush.cell))


def _paint_plane(brush: Brush, part: Planes, plane: int, box: QRectF) -> None:
    painter, cell = brush.painter, brush.cell
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    is_written = part.is_written and cell >= _LEGIBLE_CELL_PX
    painter.setFont(number_font(10))
    strongest = float(np.abs(part.values).max()) or 1.0
    for (row, column), value in np.ndenumerate(part.values[plane]):
        spot = QRectF(box.left() + column * cell, box.top() + row * cell, cell, cell)
        fill = _fill(brush, part, value, strongest)
        painter.fillRect(spot, fill)
        if is_written:
            painter.setPen(_on(fill, brush.theme))
            painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, f"{value:.2g}")
    painter.setPen(QPen(brush.theme.line if cell > _GRID_CELL_PX else brush.theme.dim, 0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if cell > _GRID_CELL_PX:
        _paint_grid(painter, box, cell)
    painter.setPen(QPen(brush.theme.dim, 0))
    painter.drawRect(box)


def _paint_grid(painter: QPainter, box: QRectF, cell: float) -> None:
    for line in range(1, round(box.width() / cell)):
        x = box.left() + line * cell
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
    for line in range(1, round(box.height() / cell)):
        y = box.top() + line * cell
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))


def _fill(brush: Brush, part: Planes, value: float, strongest: float) -> QColor:
    theme = brush.theme
    if part.is_signed:
        end = theme.positive if value > 0 else theme.negative
        return mixed(theme.zero, end, min(1.0, abs(value) / strongest))
    return mixed(theme.zero, brush.colour, min(1.0, max(0.0, value / part.top)))


def _on(fill: QColor, theme: Theme) -> QColor:
    """Return black or white, whichever is read better on `fill`."""
    is_light = fill.lightnessF() > 0.55
    return QColor(theme.text) if is_light != theme.is_dark else QColor(theme.zero)


def _paint_bars(brush: Brush, part: Bars, box: QRectF) -> None:
    painter, values = brush.painter, part.values
    low, high = min(0.0, float(values.min())), max(part.top, float(values.max()))
    scale = (box.height() - 2) / ((high - low) or 1.0)
    zero = box.bottom() - 1 + low * scale
    width = box.width() / len(values)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush.colour)
    for place, value in enumerate(values):
        bar = QRectF(box.left() + (place + 0.15) * width, zero, 0.7 * width, -value * scale)
        painter.drawRoundedRect(bar.normalized(), 1.5, 1.5)
    painter.setPen(_pen(brush.theme.dim, 1.0))
    painter.drawLine(QPointF(box.left(), zero), QPointF(box.right(), zero))


def _paint_curve(brush: Brush, part: Curve, box: QRectF) -> None:
    painter = brush.painter
    low, high = min(-1.0, float(part.y.min())), max(1.0, float(part.y.max()))
    reach = float(np.abs(part.x).max())

    def place(x: float, y: float) -> QPointF:
        across = box.left() + (x + reach) / (2 * reach) * box.width()
        return QPointF(across, box.bottom() - (y - low) / (high - low) * box.height())

    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_pen(mixed(brush.theme.line, brush.theme.dim, 0.4), 1.0))
    painter.drawLine(place(-reach, 0), place(reach, 0))
    painter.drawLine(place(0, low), place(0, high))
    painter.setPen(_pen(brush.colour, 2.2 if box.height() > 40 else 1.6))
    painter.drawPolyline(QPolygonF([place(x, y) for x, y in zip(part.x, part.y, strict=True)]))


def _paint_net(brush: Brush, part: Net, box: QRectF) -> None:
    painter, theme = brush.painter, brush.theme
    radius = min(8.0, box.height() / (2.6 * max(len(part.inputs), len(part.outputs))))
    left = _spots(part.inputs, box, box.left() + radius + 1)
    right = _spots(part.outputs, box, box.right() - radius - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for (unit, source), weight in np.ndenumerate(part.weights):
        end = theme.positive if weight > 0 else theme.negative
        painter.setPen(_pen(end, 0.4 + 2.2 * abs(weight) * min(1.0, radius / 6)))
        painter.drawLine(left[source], right[unit])
    strongest = float(max(np.abs(part.inputs).max(), np.abs(part.outputs).max()))
    for spots, values in ((left, part.inputs), (right, part.outputs)):
        for spot, value in zip(spots, values, strict=True):
            painter.setPen(_pen(brush.colour, 1.4))
            painter.setBrush(mixed(theme.panel, brush.colour, abs(value) / strongest))
            painter.drawEllipse(spot, radius, radius)


def _spots(values: Array, box: QRectF, x: float) -> list[QPointF]:
    step = box.height() / len(values)
    return [QPointF(x, box.top() + (place + 0.5) * step) for place in range(len(values))]
