"""Where wires leave and enter cards, and the curves between: plain numbers, no items."""

import math
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

PORT_X_PX = 74.0
"""Ports above and below stand here from the left, so that stacked cards have straight wires."""

PORT_Y_PX = 31.0
"""Ports left and right stand here from the top, so that cards in a row have straight wires.

It is half the height of the lowest card."""

_ROW_GAP_PX, _COLUMN_GAP_PX = 60.0, 40.0
_SHORTEST_REACH_PX, _LONGEST_REACH_PX = 32.0, 120.0
_SEGMENTS = 16


class Side(Enum):
    """A side of a card; the value points outwards."""

    LEFT = (-1.0, 0.0)
    RIGHT = (1.0, 0.0)
    TOP = (0.0, -1.0)
    BOTTOM = (0.0, 1.0)

    @property
    def is_horizontal(self) -> bool:
        """Whether wires leave sideways."""
        return self is Side.LEFT or self is Side.RIGHT

    @property
    def opposite(self) -> "Side":
        """The side that faces this one."""
        return Side((-self.value[0], -self.value[1]))


def port(card: QRectF, side: Side) -> QPointF:
    """Return the point of a card's side at which wires meet it."""
    if side.is_horizontal:
        x = card.left() if side is Side.LEFT else card.right()
        return QPointF(x, card.top() + min(PORT_Y_PX, card.height() / 2))
    y = card.top() if side is Side.TOP else card.bottom()
    return QPointF(card.left() + min(PORT_X_PX, card.width() / 2), y)


def facing_side(source: QRectF, target: QRectF) -> Side:
    """Return the side of `source` that looks towards `target`.

    Wires take the narrower of two gaps: it is the one between rows or columns,
    where nothing stands. A gap too narrow for a wire does not count.
    """
    right, left = target.left() - source.right(), source.left() - target.right()
    below, above = target.top() - source.bottom(), source.top() - target.bottom()
    down, across = max(below, above), max(right, left)
    if down >= _ROW_GAP_PX and across >= _COLUMN_GAP_PX:
        is_vertical = down < 0.9 * across
    else:
        is_vertical = down >= _ROW_GAP_PX or down > across
    if is_vertical:
        return Side.BOTTOM if below >= above else Side.TOP
    return Side.RIGHT if right >= left else Side.LEFT


@dataclass(frozen=True, slots=True)
class Curve:
    """A cubic Bézier curve from port to port."""

    start: QPointF
    first: QPointF
    last: QPointF
    end: QPointF

    def at(self, share: float) -> QPointF:
        """Return the point at `share` (0–1) of the curve."""
        rest = 1 - share
        return (
            self.start * rest**3
            + self.first * (3 * rest**2 * share)
            + self.last * (3 * rest * share**2)
            + self.end * share**3
        )

    def path(self) -> QPainterPath:
        """Return the curve as Qt draws it."""
        path = QPainterPath(self.start)
        path.cubicTo(self.first, self.last, self.end)
        return path

    def bounds(self) -> QRectF:
        """Return a box around it: that of the points that draw it, which is never empty."""
        xs = [point.x() for point in (self.start, self.first, self.last, self.end)]
        ys = [point.y() for point in (self.start, self.first, self.last, self.end)]
        corner = QPointF(min(xs), min(ys)), QPointF(max(xs) + 0.01, max(ys) + 0.01)
        return QRectF(*corner)

    def moved(self, by: QPointF) -> "Curve":
        """Return the curve elsewhere."""
        return Curve(self.start + by, self.first + by, self.last + by, self.end + by)

    def distance(self, point: QPointF) -> float:
        """Return how far `point` is from the curve, to about a pixel."""
        points = [self.at(place / _SEGMENTS) for place in range(_SEGMENTS + 1)]
        return min(_to_segment(point, start, end) for start, end in pairwise(points))


def curve_between(source: QRectF, target: QRectF) -> Curve:
    """Return the curve of a wire between two cards."""
    gap = target.topLeft() - source.topLeft()
    sizes = (source.width(), source.height(), target.width(), target.height())
    return _curve_across(gap.x(), gap.y(), *sizes).moved(source.topLeft())


@lru_cache(maxsize=4096)
def _curve_across(
    dx: float, dy: float, width: float, height: float, target_width: float, target_height: float
) -> Curve:
    """Return the curve from a card at the origin: most wires of a network are one of a few."""
    source, target = QRectF(0, 0, width, height), QRectF(dx, dy, target_width, target_height)
    side = facing_side(source, target)
    return curve(port(source, side), side, port(target, side.opposite), side.opposite)


def curve(start: QPointF, leaving: Side, end: QPointF, entering: Side) -> Curve:
    """Return the curve that leaves and enters at right angles to the sides."""
    ahead = QPointF.dotProduct(end - start, QPointF(*leaving.value))
    reach = min(_LONGEST_REACH_PX, ahead / 2) if ahead > 0 else _SHORTEST_REACH_PX
    return Curve(start, start + _outwards(leaving, reach), end + _outwards(entering, reach), end)


def _outwards(side: Side, distance: float) -> QPointF:
    return QPointF(side.value[0] * distance, side.value[1] * distance)


def _to_segment(point: QPointF, start: QPointF, end: QPointF) -> float:
    along, across = end - start, point - start
    length = QPointF.dotProduct(along, along)
    share = max(0.0, min(1.0, QPointF.dotProduct(across, along) / length)) if length else 0.0
    gap = across - along * share
    return math.hypot(gap.x(), gap.y())
