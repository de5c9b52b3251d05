"""Where the ticks of an axis stand and what is written there, so that no text meets another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, isfinite, log10
from typing import NamedTuple

_NICE = (1.0, 2.0, 5.0)
_MOST_TICKS = 40
_FINEST_DECADES = 1e-6
_UNITS = ((1e9, "G"), (1e6, "M"), (1e3, "k"))
_LONG = 10_000
_HUGE = 1e13
_TINY = 1e-3
_MOST_DECIMALS = 2


class Ticks(NamedTuple):
    """Places on the axis, in its own units (logarithms on a logarithmic one), and their texts."""

    places: list[float]
    texts: list[str]


@dataclass(frozen=True, slots=True)
class Room:
    """How much room there is for texts: all of one height, all letters of one width.

    `before_px` and `after_px` say how far a text may stand over the ends of the axis;
    `most_px` is how wide it may be.
    """

    length_px: float
    letter_px: float
    height_px: float
    gap_px: float
    before_px: float
    after_px: float
    most_px: float
    is_upright: bool = False

    def extent_px(self, text: str) -> float:
        """Return what a text takes along the axis."""
        return self.height_px if self.is_upright else len(text) * self.letter_px

    def holds(self, ticks: Ticks, low: float, high: float) -> bool:
        """Return whether all texts are legible side by side."""
        if any(len(text) * self.letter_px > self.most_px for text in ticks.texts):
            return False
        scale = self.length_px / ((high - low) or 1)
        placed = zip(ticks.places, (self.extent_px(text) for text in ticks.texts), strict=True)
        return all(
            (there - here) * scale >= (one + other) / 2 + self.gap_px
            for (here, one), (there, other) in pairwise(placed)
        )

    def within(self, ticks: Ticks, low: float, high: float) -> Ticks:
        """Return those whose texts do not stand too far over the ends."""
        scale = self.length_px / ((high - low) or 1)
        kept = [
            (place, text)
            for place, text in zip(*ticks, strict=True)
            if (place - low) * scale - self.extent_px(text) / 2 >= -self.before_px
            and (high - place) * scale - self.extent_px(text) / 2 >= -self.after_px
        ]
        return Ticks([place for place, _text in kept], [text for _place, text in kept])


def linear_ticks(low: float, high: float, room: Room, *, are_whole: bool = False) -> Ticks:
    """Return ticks at multiples of 1, 2 or 5 times a power of ten, as many as have room."""
    return _first_that_fits(_linear(low, high, are_whole=are_whole), low, high, room)


def log_ticks(low: float, high: float, room: Room) -> Ticks:
    """Return ticks between two powers of ten; a narrow range has more than the powers."""
    if high - low < 1:
        return _first_that_fits(_fine_logs(low, high), low, high, room)
    return _first_that_fits(_logs(low, high), low, high, room)


def number_texts(values: list[float], spacing: float) -> list[str]:
    """Return numbers `spacing` apart as they are written on an axis, all in one manner."""
    largest = max((abs(value) for value in values), default=0.0)
    if largest >= _HUGE or 0 < largest < _TINY:
        return [_scientific(value, spacing) for value in values]
    if largest >= _LONG:
        unit, letter = next(each for each in _UNITS if largest >= each[0])
        decimals = _decimals(spacing / unit)
        if decimals <= _MOST_DECIMALS:
            return [f"{_plain(v / unit, decimals)}{letter if v else ''}" for v in values]
    return [_plain(value, _decimals(spacing)) for value in values]


def short_number(value: float) -> str:
    """Return one number in few letters: "0.05", "5e-4", "20k"."""
    if not value or not isfinite(value):
        return f"{value:g}"
    size = 10.0 ** floor(log10(abs(value)))
    digits = next((n for n in range(3) if abs(round(value / size, n) - value / size) < 1e-6), 2)
    return number_texts([value], size / 10**digits)[0]


def _first_that_fits(candidates: Iterable[Ticks], low: float, high: float, room: Room) -> Ticks:
    best = Ticks([], [])
    for each in candidates:
        inside = room.within(each, low, high)
        if room.holds(inside, low, high):
            return inside if inside.places else best
        best = Ticks(inside.places[:1], [text[-_letters(room) :] for text in inside.texts[:1]])
    return best


def _letters(room: Room) -> int:
    return max(1, int(room.most_px / room.letter_px))


def _linear(low: float, high: float, *, are_whole: bool) -> Iterator[Ticks]:
    span = high - low
    if not (isfinite(span) and span > 0):
        return
    exponent = floor(log10(span / _MOST_TICKS))
    for power in range(exponent, exponent + 5):
        for nice in _NICE:
            spacing = nice * 10.0**power
            if span / spacing <= _MOST_TICKS and (spacing >= 1 or not are_whole):
                yield _multiples(low, high, spacing)


def _multiples(low: float, high: float, spacing: float) -> Ticks:
    first, last = ceil(low / spacing - 1e-9), floor(high / spacing + 1e-9)
    values = [place * spacing for place in range(first, last + 1)]
    return Ticks(values, number_texts(values, spacing))


def _logs(low: float, high: float) -> Iterator[Ticks]:
    for mantissas in ((1.0, 2.0, 5.0), (1.0, 3.0)):
        yield _log_places(low, high, mantissas)
    for every in range(1, ceil(high - low) + 1):
        first = ceil(ceil(low - 1e-9) / every) * every
        powers = range(first, floor(high + 1e-9) + 1, every)
        yield Ticks([float(power) for power in powers], [short_number(10.0**p) for p in powers])


def _fine_logs(low: float, high: float) -> Iterator[Ticks]:
    """Yield ticks for less than a power of ten: the linear ones, at their logarithms."""
    for values, texts in _linear(10**low, 10 ** max(high, low + _FINEST_DECADES), are_whole=False):
        known = [(log10(v), text) for v, text in zip(values, texts, strict=True) if v > 0]
        yield Ticks([place for place, _text in known], [text for _place, text in known])


def _log_places(low: float, high: float, mantissas: tuple[float, ...]) -> Ticks:
    values = [
        mantissa * 10.0**power
        for power in range(floor(low), ceil(high) + 1)
        for mantissa in mantissas
    ]
    values = [value for value in values if low - 1e-9 <= log10(value) <= high + 1e-9]
    return Ticks([log10(value) for value in values], [short_number(value) for value in values])


def _decimals(spacing: float) -> int:
    """Return after how many decimals numbers so far apart differ."""
    return max(0, ceil(-log10(spacing) - 1e-9)) if spacing > 0 else 0


def _plain(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}".replace("-", "−") if value else "0"


def _scientific(value: float, spacing: float) -> str:
    if not value:
        return "0"
    exponent = floor(log10(abs(value)) + 1e-9)
    decimals = max(0, exponent - floor(log10(spacing) + 1e-9))
    mantissa = f"{value / 10.0**exponent:.{decimals}f}"
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}e{exponent}".replace("-", "−", 1 if value < 0 else 0)
