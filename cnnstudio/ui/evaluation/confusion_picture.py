"""The confusion matrix as a picture: cells, names, legend; painted once, not at every hover."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from cnnstudio.text import _
from cnnstudio.ui.evaluation.confusion_layout import (
    GAP_PX,
    MOST_NAME_PX,
    RAMP_PX,
    TITLE_PX,
    MatrixLayout,
    legend_entry_px,
    legend_titles,
)
from cnnstudio.ui.style import mixed
from cnnstudio.ui.theme import HEADING_PX, SMALL_PX, TINY_PX, body_font, number_font, themes

Counts = NDArray[np.int64]
Shares = NDArray[np.float32]

_SMALLEST_TEXT_PX = 15.0
_PLAIN_BELOW_PX = 8.0
"""Cells smaller than this touch: a gap would take most of them."""
_NAME_PX = 13.0
_MIDDLE_PX, _LARGE_PX = 28.0, 64.0

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Counts (classes, classes) and names of the classes, both in the order that is shown."""

    counts: Counts
    names: Sequence[str]

    @property
    def shares(self) -> Shares:
        """How much of each class (row) was taken for each: (classes, classes), 0–1."""
        totals = np.maximum(self.counts.sum(axis=1, keepdims=True), 1)
        return (self.counts / totals).astype(np.float32)


def paint_matrix(
    painter: QPainter, matrix: Matrix, layout: MatrixLayout, *, width: float, ratio: float
) -> None:
    """Paint all that stays; `ratio` counts the device's pixels in one of the widget."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if layout.side < _PLAIN_BELOW_PX:
        _paint_plain(painter, matrix, layout, ratio)
    else:
        _paint_cells(painter, matrix, layout)
    _paint_names(painter, matrix, layout)
    _paint_legend(painter, layout, width)


def _paint_cells(painter: QPainter, matrix: Matrix, layout: MatrixLayout) -> None:
    painter.setFont(number_font(_number_px(layout.side)))
    for row, shares in enumerate(matrix.shares.tolist()):
        for column, share in enumerate(shares):
            fill = _fill(share, is_right=row == column)
            room = layout.cell(row, column).adjusted(1, 1, -1, -1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(room, 3, 3)
            _paint_count(painter, room, int(matrix.counts[row, column]), fill)


def _number_px(side: float) -> int:
    """Return the size of the numbers in cells of a size."""
    if side >= _LARGE_PX:
        return HEADING_PX
    return SMALL_PX if side >= _MIDDLE_PX else TINY_PX


def _paint_count(painter: QPainter, room: QRectF, count: int, fill: QColor) -> None:
    if not count or room.height() < _SMALLEST_TEXT_PX:
        return
    text = f"{count:,}"
    if painter.fontMetrics().horizontalAdvance(text) <= room.width():
        painter.setPen(_ink(fill))
        painter.drawText(room, _CENTRE, text)


def _paint_plain(painter: QPainter, matrix: Matrix, layout: MatrixLayout, ratio: float) -> None:
    """Paint cells that touch, pixel by pixel of the device."""
    room = layout.matrix
    side = max(1, round(room.width() * ratio))
    pixels = plain_pixels(matrix.shares, side)
    picture = QImage(pixels.tobytes(), side, side, 3 * side, QImage.Format.Format_RGB888).copy()
    picture.setDevicePixelRatio(ratio)
    corner = QPointF(round(room.left() * ratio) / ratio, round(room.top() * ratio) / ratio)
    painter.drawImage(corner, picture)


def plain_pixels(shares: Shares, side: int) -> NDArray[np.uint8]:
    """Return shares (classes, classes) as colours (side, side, 3) uint8, RGB.

    Where several cells fall into a pixel, the largest share of them is seen,
    and the diagonal before what lies beside it.
    """
    theme = themes.current
    right = _resized(np.diag(np.diag(shares)), side)[:, :, np.newaxis]
    wrong = _resized(shares - np.diag(np.diag(shares)), side)[:, :, np.newaxis]
    panel, hit, miss = (_rgb(each) for each in (theme.panel, theme.accent, theme.validation))
    pixels = panel + (miss - panel) * (_WRONG_LEAST + _WRONG_MORE * np.sqrt(wrong))
    pixels = np.where(
        right > 0, panel + (hit - panel) * (_RIGHT_LEAST + _RIGHT_MORE * right), pixels
    )
    pixels = np.where((right > 0) | (wrong > 0), pixels, _rgb(_empty()))
    return np.rint(pixels).astype(np.uint8)


def _resized(values: Shares, side: int) -> Shares:
    """Return the largest value in each of (side, side) pixels."""
    places = np.arange(side) * len(values) // side
    if side >= len(values):
        return values[np.ix_(places, places)]
    rows = np.maximum.reduceat(values, places, axis=0)
    return np.maximum.reduceat(rows, places, axis=1)


def _paint_names(painter: QPainter, matrix: Matrix, layout: MatrixLayout) -> None:
    theme = themes.current
    painter.setFont(body_font(SMALL_PX))
    painter.setPen(theme.dim)
    above = QRectF(layout.left, 0, max(layout.matrix.width(), 60.0), TITLE_PX)
    painter.drawText(above, _LEFT, _("taken for"))
    # The name of a small first cell reaches above it.
    bottom = layout.top - max(0.0, 8 - layout.side / 2)
    corner = QRectF(0, bottom - 18, layout.left - GAP_PX, 18)
    painter.drawText(corner, _RIGHT, _("true class"))
    painter.setPen(theme.text)
    # Names that would lie on one another are left out.
    every = max(1, round(_NAME_PX / layout.side + 0.49))
    for place in range(0, layout.count, every):
        _paint_name(painter, layout, place, matrix.names[place])


def _paint_name(painter: QPainter, layout: MatrixLayout, place: int, name: str) -> None:
    metrics = painter.fontMetrics()
    text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, round(MOST_NAME_PX))
    row = layout.cell(place, 0)
    beside = QRectF(0, row.top(), layout.left - GAP_PX, row.height())
    painter.drawText(beside.adjusted(0, -8, 0, 8), _RIGHT, text)
    column = layout.cell(0, place)
    if layout.is_flat:
        above = QRectF(column.left(), layout.top - 18, column.width(), 18)
        painter.drawText(above, _CENTRE, text)
        return
    painter.save()
    painter.translate(column.center().x() + metrics.ascent() / 2 - 1, layout.top - 4)
    painter.rotate(-90)
    painter.drawText(QPointF(0, 0), text)
    painter.restore()


def _paint_legend(painter: QPainter, layout: MatrixLayout, width: float) -> None:
    """Paint what the shades mean, below the matrix."""
    painter.setFont(body_font(TINY_PX))
    before = 0.0
    for place, (is_right, text) in enumerate(zip((True, False), legend_titles(), strict=True)):
        corner = layout.legend(place, before, width)
        ramp = QRectF(corner.x(), corner.y() + 3, RAMP_PX, 8)
        shades = QLinearGradient(ramp.topLeft(), ramp.topRight())
        for stop in range(11):
            shades.setColorAt(stop / 10, _fill(stop / 10, is_right=is_right))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shades)
        painter.drawRoundedRect(ramp, 2, 2)
        painter.setPen(themes.current.dim)
        entry_px = legend_entry_px(text)
        painter.drawText(QRectF(ramp.right() + 5, corner.y() - 1, entry_px, 16), _LEFT, text)
        before += entry_px


# A few mistakes among many must be seen: their shade begins stronger and grows faster.
_RIGHT_LEAST, _RIGHT_MORE = 0.10, 0.80
_WRONG_LEAST, _WRONG_MORE = 0.25, 0.75


def _fill(share: float, *, is_right: bool) -> QColor:
    """Return the colour of a cell that holds a share (0–1) of its class."""
    theme = themes.current
    if share <= 0:
        return _empty()
    if is_right:
        return mixed(theme.panel, theme.accent, _RIGHT_LEAST + _RIGHT_MORE * share)
    return mixed(theme.panel, theme.validation, _WRONG_LEAST + _WRONG_MORE * share**0.5)


def _empty() -> QColor:
    theme = themes.current
    return theme.window if theme.is_dark else theme.field


def _rgb(colour: QColor) -> NDArray[np.float32]:
    return np.array([colour.red(), colour.green(), colour.blue()], np.float32)


def _ink(fill: QColor) -> QColor:
    """Return the colour of text that stands out on a fill the more."""
    theme = themes.current
    light, dark = sorted((theme.text, theme.accent_text), key=_luminance, reverse=True)
    level = _luminance(fill)
    on_light = (_luminance(light) + 0.05) / (level + 0.05)
    on_dark = (level + 0.05) / (_luminance(dark) + 0.05)
    return light if on_light > on_dark else dark


def _luminance(colour: QColor) -> float:
    """Return the relative luminance, 0–1. Source: WCAG 2.2, definition of relative luminance."""
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
