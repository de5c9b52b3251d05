"""Where a dragged card comes to rest beside its neighbours: plain geometry, no items."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF

_PARTS = (0.0, 0.5, 1.0)
"""What of a card meets: its near edge, its centre, its far edge. The first wins."""

_SAME_PX = 0.01
_BEYOND_PX = 8.0
"""How far a guide reaches beyond the cards that it joins."""


class _Span(NamedTuple):
    """A card along one axis, and where it stands on the other."""

    start: float
    end: float
    near: float
    far: float

    def part(self, share: float) -> float:
        return self.start + share * (self.end - self.start)

    def moved(self, by: float) -> "_Span":
        return self._replace(start=self.start + by, end=self.end + by)

    def is_beside(self, other: "_Span") -> bool:
        """Whether one could run into the other along the axis."""
        return self.near < other.far and other.near < self.far


@dataclass(frozen=True, slots=True)
class Snap:
    """How far a card is moved to rest, and what shows why: lines it meets, gaps that are equal."""

    offset: QPointF
    guides: tuple[QLineF, ...] = ()
    gaps: tuple[QLineF, ...] = ()


class Neighbours:
    """The cards that stay where they are; asked on every movement of the hand."""

    def __init__(self, cards: Iterable[QRectF]) -> None:
        rects = list(cards)
        self._axes = tuple(_Axis([_span(rect, axis) for rect in rects]) for axis in (0, 1))

    def snap(self, card: QRectF, reach: float) -> Snap:
        """Return where `card` rests within `reach` of where it is."""
        offsets, guides, gaps = [0.0, 0.0], [], []
        for axis, lines in enumerate(self._axes):
            offsets[axis] = lines.offset(_span(card, axis), reach)
        rested = card.translated(*offsets)
        for axis, lines in enumerate(self._axes):
            span = _span(rested, axis)
            guides += [_line(axis, *found) for found in lines.guides(span)]
            gaps += [_line(1 - axis, *found) for found in lines.gaps(span)]
        return Snap(QPointF(*offsets), tuple(guides), tuple(gaps))


class _Axis:
    """Neighbours along one axis, their edges and centres in order."""

    def __init__(self, spans: list[_Span]) -> None:
        self._spans = spans
        self._lines = [sorted((span.part(share), span) for span in spans) for share in _PARTS]

    def offset(self, card: _Span, reach: float) -> float:
        """Return the smallest step to a line or to equal gaps, 0 where none is in reach."""
        steps = [*self._steps_to_lines(card), *self._steps_to_gaps(card, reach)]
        return min((step for step in steps if abs(step) <= reach), key=abs, default=0.0)

    def guides(self, card: _Span) -> Iterator[tuple[float, float, float]]:
        """Yield the lines that the card meets: where they stand, and from where to where."""
        near_edge, centre, far_edge = (
            self._guide(card, share, lines)
            for share, lines in zip(_PARTS, self._lines, strict=True)
        )
        edges = [guide for guide in (near_edge, far_edge) if guide is not None]
        # Where edges meet, a line through the texts would say nothing new.
        yield from edges or ([centre] if centre is not None else [])

    def gaps(self, card: _Span) -> Iterator[tuple[float, float, float]]:
        """Yield equal gaps on either side of the card, or between its neighbours."""
        row = self._row(card)
        before, after = _last_before(row, card), _first_after(row, card)
        pairs = [(before, card), (card, after)]
        if before is not None:
            pairs.insert(0, (_last_before(row, before), before))
        if after is not None:
            pairs.append((after, _first_after(row, after)))
        found = [(one, other) for one, other in pairs if one is not None and other is not None]
        widths = [other.start - one.end for one, other in found]
        own = {width for pair, width in zip(found, widths, strict=True) if card in pair}
        for (one, other), width in zip(found, widths, strict=True):
            same = sum(abs(width - each) < _SAME_PX for each in widths)
            if same > 1 and any(abs(width - each) < _SAME_PX for each in own):
                middle = (max(one.near, other.near) + min(one.far, other.far)) / 2
                yield middle, one.end, other.start

    def _guide(
        self, card: _Span, share: float, lines: list[tuple[float, _Span]]
    ) -> tuple[float, float, float] | None:
        place = card.part(share)
        met = [span for _place, span in _around(lines, place)]
        if not met:
            return None
        nearest = min(met, key=lambda span: _distance(span, card))
        start, end = min(nearest.near, card.near), max(nearest.far, card.far)
        return place, start - _BEYOND_PX, end + _BEYOND_PX

    def _steps_to_lines(self, card: _Span) -> Iterator[float]:
        for share, lines in zip(_PARTS, self._lines, strict=True):
            place = card.part(share)
            at = bisect_left(lines, (place,))
            yield from (line - place for line, _span in lines[max(0, at - 1) : at + 1])

    def _steps_to_gaps(self, card: _Span, reach: float) -> Iterator[float]:
        row = self._row(card)
        # Within reach a card still counts as beside the one that it has just touched.
        slim = card._replace(start=card.start + reach, end=card.end - reach)
        before, after = _last_before(row, slim), _first_after(row, slim)
        if before is not None and after is not None:
            room = after.start - before.end - (card.end - card.start)
            if room >= 0:
                yield before.end + room / 2 - card.start
        if before is not None and (first := _last_before(row, before)) is not None:
            yield before.end + (before.start - first.end) - card.start
        if after is not None and (last := _first_after(row, after)) is not None:
            yield after.start - (last.start - after.end) - card.end

    def _row(self, card: _Span) -> list[_Span]:
        return [span for span in self._spans if span.is_beside(card)]


def _span(rect: QRectF, axis: int) -> _Span:
    if axis == 0:
        return _Span(rect.left(), rect.right(), rect.top(), rect.bottom())
    return _Span(rect.top(), rect.bottom(), rect.left(), rect.right())


def _around(lines: list[tuple[float, _Span]], place: float) -> list[tuple[float, _Span]]:
    start, end = bisect_left(lines, (place - _SAME_PX,)), bisect_left(lines, (place + _SAME_PX,))
    return lines[start:end]


def _distance(one: _Span, other: _Span) -> float:
    """Return the gap between two cards across the axis."""
    return max(one.near - other.far, other.near - one.far)


def _last_before(row: list[_Span], card: _Span) -> _Span | None:
    return max((span for span in row if span.end <= card.start), key=_end, default=None)


def _first_after(row: list[_Span], card: _Span) -> _Span | None:
    return min((span for span in row if span.start >= card.end), default=None)


def _end(span: _Span) -> float:
    return span.end


def _line(axis: int, place: float, start: float, end: float) -> QLineF:
    """Return a line that stands at `place` on an axis and runs along the other."""
    return QLineF(place, start, place, end) if axis == 0 else QLineF(start, place, end, place)
