"""The way of a wire: curves that follow one another smoothly."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from cnnstudio.ui.designer.geometry import Curve


@dataclass(frozen=True, slots=True)
class Way:
    """At least one curve; each begins where the one before it ends."""

    pieces: tuple[Curve, ...]

    @classmethod
    def of(cls, *pieces: Curve) -> "Way":
        """Return the way along some curves."""
        return cls(pieces)

    @property
    def start(self) -> QPointF:
        """Where it begins."""
        return self.pieces[0].start

    @property
    def end(self) -> QPointF:
        """Where it ends."""
        return self.pieces[-1].end

    @property
    def last(self) -> Curve:
        """The curve that ends it."""
        return self.pieces[-1]

    def at(self, share: float) -> QPointF:
        """Return the point at `share` (0–1) of the way."""
        lengths = [_length(piece) for piece in self.pieces]
        left = share * sum(lengths)
        for piece, length in zip(self.pieces[:-1], lengths, strict=False):
            if left <= length:
                return piece.at(left / length)
            left -= length
        return self.last.at(min(1.0, left / lengths[-1]) if lengths[-1] else 1.0)

    def path(self) -> QPainterPath:
        """Return the way as Qt draws it."""
        path = QPainterPath(self.start)
        for piece in self.pieces:
            path.cubicTo(piece.first, piece.last, piece.end)
        return path

    def bounds(self) -> QRectF:
        """Return a box around it."""
        return _united([piece.bounds() for piece in self.pieces])

    def distance(self, point: QPointF) -> float:
        """Return how far `point` is from it, to about a pixel."""
        return min(piece.distance(point) for piece in self.pieces)

    def moved(self, by: QPointF) -> "Way":
        """Return the way elsewhere."""
        return Way(tuple(each.moved(by) for each in self.pieces))

    def ending_at(self, end: QPointF) -> "Way":
        """Return the way with another end."""
        return Way((*self.pieces[:-1], replace(self.last, end=end)))


def _length(piece: Curve) -> float:
    gap = piece.end - piece.start
    return math.hypot(gap.x(), gap.y())


def _united(boxes: Sequence[QRectF]) -> QRectF:
    return reduce(or_, boxes)
