"""The ways of wires past the cards in between.

A way runs flat past each column of cards where there is room, and bends in the
gaps between the columns, where nothing stands. Coordinates are (along, across):
along the side from which a wire leaves, and across it.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF

from cnnstudio.ui.designer.geometry import Curve, Side, curve, facing_side, port
from cnnstudio.ui.designer.way import Way

CLEAR_PX = 4.0
"""No way comes nearer to a card that is not its end."""

_ROOM_PX = 14.0
"""How far from cards a way runs past them."""

_LONGEST_BEND_PX = 72.0
_ASIDE_PX = 520.0
"""How far aside of both ends room is looked for."""

_SAMPLES = 12

Near = Callable[[QRectF], Iterable[QRectF]]
"""Returns the cards that touch a rectangle, without the two ends."""

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


def way_between(source: QRectF, target: QRectF, near: Near) -> Way:
    """Return the way of a wire between two cards: straight on where nothing stands in it."""
    sides = _sides(source, target)
    direct = Way.of(_curve(source, target, sides[0]))
    if is_clear(direct, near):
        return direct
    for side in sides:
        found = _around(source, target, side, near)
        if found is not None and is_clear(found, near):
            return found
    return direct


def is_clear(way: Way, near: Near) -> bool:
    """Whether a way keeps clear of the cards that are not its ends."""
    return all(_is_clear(piece, near) for piece in way.pieces)


def _is_clear(piece: Curve, near: Near) -> bool:
    clear = (-CLEAR_PX, -CLEAR_PX, CLEAR_PX, CLEAR_PX)
    cards = [_box(card.adjusted(*clear)) for card in near(piece.bounds().adjusted(*clear))]
    if not cards:
        return True
    if _is_straight(piece):
        points = [piece.start.toTuple(), piece.end.toTuple()]
    else:
        points = [piece.at(step / _SAMPLES).toTuple() for step in range(_SAMPLES + 1)]
    return not any(_crosses(start, end, card) for start, end in pairwise(points) for card in cards)


def _box(card: QRectF) -> Box:
    return (card.left(), card.top(), card.right(), card.bottom())


def _is_straight(piece: Curve) -> bool:
    start, end = piece.start, piece.end
    return any(
        first == last == one == other
        for first, one, other, last in (
            (start.x(), piece.first.x(), piece.last.x(), end.x()),
            (start.y(), piece.first.y(), piece.last.y(), end.y()),
        )
    )


def _crosses(start: Point, end: Point, card: Box) -> bool:
    """Whether a straight line touches a rectangle. Source: Liang and Barsky (1984)."""
    left, top, right, bottom = card
    enter, leave = 0.0, 1.0
    for here, there, low, high in (
        (start[0], end[0], left, right),
        (start[1], end[1], top, bottom),
    ):
        if max(here, there) < low or min(here, there) > high:
            return False
        step = there - here
        if abs(step) >= 1e-9:
            first, second = (low - here) / step, (high - here) / step
            enter = max(enter, min(first, second))
            leave = min(leave, max(first, second))
    return enter <= leave


def _sides(source: QRectF, target: QRectF) -> list[Side]:
    """Return the sides from which a wire may leave: the one that faces the target first."""
    first = facing_side(source, target)
    gaps = {
        Side.RIGHT: target.left() - source.right(),
        Side.LEFT: source.left() - target.right(),
        Side.BOTTOM: target.top() - source.bottom(),
        Side.TOP: source.top() - target.bottom(),
    }
    others = [side for side in Side if side is not first and gaps[side] > 2 * CLEAR_PX]
    return [first, *others]


def _curve(source: QRectF, target: QRectF, side: Side) -> Curve:
    return curve(port(source, side), side, port(target, side.opposite), side.opposite)


@dataclass(frozen=True, slots=True)
class _Column:
    """Cards that stand beside each other, seen along a way, and the line on which it passes."""

    start: float
    end: float
    taken: tuple[tuple[float, float], ...]

    def is_free(self, line: float) -> bool:
        return not any(low < line < high for low, high in self.taken)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The coordinates of a way that leaves from `side`."""

    side: Side

    def place(self, point: QPointF) -> tuple[float, float]:
        x, y = self.side.value
        return (point.x() * x + point.y() * y, point.y() if x else point.x())

    def point(self, along: float, across: float) -> QPointF:
        x, y = self.side.value
        return QPointF(along * x, across) if x else QPointF(across, along * y)

    def spans(self, card: QRectF) -> tuple[tuple[float, float], tuple[float, float]]:
        one, other = self.place(card.topLeft()), self.place(card.bottomRight())
        along, across = sorted((one[0], other[0])), sorted((one[1], other[1]))
        return (along[0], along[1]), (across[0], across[1])


def _around(source: QRectF, target: QRectF, side: Side, near: Near) -> Way | None:
    frame = _Frame(side)
    start, end = frame.place(port(source, side)), frame.place(port(target, side.opposite))
    if end[0] <= start[0]:
        return None
    columns = _columns(frame, start, end, near)
    lines = _lines(columns, start, end)
    return None if lines is None else _drawn(frame, start, end, columns, lines)


def _columns(
    frame: _Frame, start: tuple[float, float], end: tuple[float, float], near: Near
) -> list[_Column]:
    """Return the columns of cards between two places, in the order of the way."""
    low, high = sorted((start[1], end[1]))
    corridor = QRectF(frame.point(start[0], low - _ASIDE_PX), frame.point(end[0], high + _ASIDE_PX))
    spans = sorted(frame.spans(card) for card in near(corridor.normalized()))
    columns: list[_Column] = []
    for (first, last), (top, bottom) in spans:
        begins, ends = first - CLEAR_PX - 1, last + CLEAR_PX + 1
        taken: tuple[tuple[float, float], ...] = ((top - _ROOM_PX, bottom + _ROOM_PX),)
        if columns and begins < columns[-1].end:
            before = columns.pop()
            begins, ends = before.start, max(before.end, ends)
            taken = (*before.taken, *taken)
        columns.append(_Column(begins, ends, taken))
    return columns


def _lines(
    columns: Sequence[_Column], start: tuple[float, float], end: tuple[float, float]
) -> list[float] | None:
    """Return on which line each column is passed, or None where there is no room."""
    found: list[float] = []
    last = start[1]
    for column in columns:
        fixed = {start[1]} if column.start <= start[0] else set[float]()
        fixed |= {end[1]} if column.end >= end[0] else set[float]()
        borders = {line for span in column.taken for line in span if _is_near(line, start, end)}
        choices = fixed or {last, end[1], *borders}
        free = [line for line in choices if column.is_free(line) or fixed]
        if len(fixed) > 1 or not free:
            return None
        last = min(free, key=lambda line: (_detour(last, line, end[1]), abs(line - last)))
        found.append(last)
    return found


def _is_near(line: float, start: tuple[float, float], end: tuple[float, float]) -> bool:
    low, high = sorted((start[1], end[1]))
    return low - _ASIDE_PX <= line <= high + _ASIDE_PX


def _detour(here: float, line: float, there: float) -> float:
    return abs(line - here) + abs(there - line)


def _drawn(
    frame: _Frame,
    start: tuple[float, float],
    end: tuple[float, float],
    columns: Sequence[_Column],
    lines: Sequence[float],
) -> Way:
    """Return the way: flat past the columns, and bent between them."""
    pieces: list[Curve] = []
    here = start
    for column, line in zip(columns, lines, strict=True):
        first = max(start[0], min(column.start, end[0]))
        _bend(pieces, frame, here, (first, line))
        here = (max(first, min(column.end, end[0])), line)
        _go(pieces, frame, (first, line), here)
    _bend(pieces, frame, here, end, is_last=True)
    return Way(tuple(pieces))


def _bend(
    pieces: list[Curve],
    frame: _Frame,
    here: tuple[float, float],
    there: tuple[float, float],
    *,
    is_last: bool = False,
) -> None:
    """Go from one line to another, not more slowly than needed, and as late as there is room."""
    if math.isclose(here[1], there[1], abs_tol=0.01):
        _go(pieces, frame, here, there)
        return
    length = min(there[0] - here[0], _LONGEST_BEND_PX)
    if is_last:
        bent = (here[0] + length, there[1])
        pieces.append(_s_curve(frame, here, bent))
        _go(pieces, frame, bent, there)
        return
    flat = (there[0] - length, here[1])
    _go(pieces, frame, here, flat)
    pieces.append(_s_curve(frame, flat, there))


def _go(
    pieces: list[Curve], frame: _Frame, here: tuple[float, float], there: tuple[float, float]
) -> None:
    """Go straight on, where there is any way to go; one piece passes many columns."""
    if there[0] - here[0] <= 0.01:
        return
    if pieces and _is_straight(pieces[-1]) and here[1] == there[1]:
        here = frame.place(pieces.pop().start)
    pieces.append(_s_curve(frame, here, there))


def _s_curve(frame: _Frame, here: tuple[float, float], there: tuple[float, float]) -> Curve:
    middle = (here[0] + there[0]) / 2
    return Curve(
        frame.point(*here),
        frame.point(middle, here[1]),
        frame.point(middle, there[1]),
        frame.point(*there),
    )
