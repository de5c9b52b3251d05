"""Marks over a plot where settings were changed, each with a few words as far as there is room."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from cnnstudio.ui.theme import TINY_PX, Theme, body_font

_ROWS = 2
_ROW_PX = 15.0
_GAP_PX = 3.0
_LEAST_PX = 30.0
_COVER = 0.85


@dataclass(frozen=True, slots=True)
class Mark:
    """A step after which something is otherwise, and what, in few words."""

    step: float
    label: str


@dataclass(frozen=True, slots=True)
class _Placed:
    text: str
    place: QRectF


class ChangeMarks:
    """Draws dotted lines, and beside them labels in two rows that do not overlap.

    The rows are the first of the plot, or, where the curve is up there, the last.
    """

    def __init__(self) -> None:
        self.marks: tuple[Mark, ...] = ()
        self.are_below = False

    def labels(
        self, room: QRectF, place_of: Callable[[float], float], metrics: QFontMetricsF
    ) -> list[_Placed]:
        """Return the labels for which there is room; those that are cut end with "…"."""
        free = [room.left()] * _ROWS
        if self.are_below:
            room = room.adjusted(0, room.height() - _ROWS * _ROW_PX, 0, 0)
        placed = []
        for mark in self.marks:
            x = place_of(mark.step)
            if not room.left() <= x <= room.right():
                continue
            found = _placed(mark.label, x, free, room, metrics)
            if found is not None:
                placed.append(found)
        return placed

    def paint(
        self, painter: QPainter, room: QRectF, place_of: Callable[[float], float], theme: Theme
    ) -> None:
        """Draw over a plot that lies in `room`, each step where `place_of` says."""
        if not self.marks:
            return
        painter.setPen(QPen(theme.dim, 1.5, Qt.PenStyle.DotLine))
        for x in (place_of(mark.step) for mark in self.marks):
            if room.left() <= x <= room.right():
                painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))
        font = body_font(TINY_PX)
        painter.setFont(font)
        cover = QColor(theme.panel)
        cover.setAlphaF(_COVER)
        painter.setPen(theme.dim)
        for each in self.labels(room, place_of, QFontMetricsF(font)):
            painter.fillRect(each.place, cover)
            painter.drawText(each.place, int(Qt.AlignmentFlag.AlignCenter), each.text)


def _placed(
    label: str, x: float, free: list[float], room: QRectF, metrics: QFontMetricsF
) -> _Placed | None:
    """Place a label beside its line in the first row with room, and note what it takes there."""
    width = metrics.horizontalAdvance(label) + 2
    rows = range(len(free))
    right = [row for row in rows if free[row] <= x and x + _GAP_PX + width <= room.right()]
    left = [row for row in rows if free[row] <= x - _GAP_PX - width]
    cut = [row for row in rows if free[row] <= x and room.right() - x - _GAP_PX >= _LEAST_PX]
    if right:
        row, start = right[0], x + _GAP_PX
    elif left:
        row, start = left[0], x - _GAP_PX - width
    elif cut:
        row, start, width = cut[0], x + _GAP_PX, room.right() - x - _GAP_PX
        label = metrics.elidedText(label, Qt.TextElideMode.ElideRight, width)
    else:
        return None
    free[row] = start + width + _GAP_PX
    return _Placed(label, QRectF(start, room.top() + row * _ROW_PX, width, _ROW_PX))
