"""A row of numbers that grows, and is drawn with as few points as the screen has."""

from bisect import bisect_left, bisect_right
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float32]

# Values smoothed by one matrix product; small enough for the cache.
_BLOCK = 64


class Points(NamedTuple):
    """Points of a curve: `positions` (P,) float64, `values` (P,) float32."""

    positions: NDArray[np.float64]
    values: Values


class Series:
    """Float32 values, with the smallest and largest of every 2, 4, 8 … of them beside.

    These are kept, and brought up to date when the series is drawn: thinning costs the
    same however long it is, no peak is lost, and one that nobody looks at costs nothing.
    """

    def __init__(self) -> None:
        self._values = _Growing()
        self._lows: list[_Growing] = []
        self._highs: list[_Growing] = []

    def __len__(self) -> int:
        return len(self._values)

    @property
    def values(self) -> Values:
        """All values, (N,) float32; not to be written to."""
        return self._values.view

    def extend(self, values: ArrayLike) -> None:
        """Add values at the end."""
        self._values.extend(np.asarray(values, np.float32))

    def cut(self, length: int) -> None:
        """Drop all values from `length` on."""
        self._values.cut(length)
        for level, (low, high) in enumerate(zip(self._lows, self._highs, strict=True), start=1):
            low.cut(length >> level)
            high.cut(length >> level)

    def thinned(self, most: int, *, start: int = 0, stop: int | None = None) -> Points:
        """Return at most `most` points for the values from `start` up to `stop`.

        Where values are left out, each group of them is drawn as its smallest
        and its largest value at the position of the group's first; the last value
        is drawn besides, so that all curves of a run end at the same step.
        """
        start, stop = max(0, start), len(self) if stop is None else min(stop, len(self))
        count = max(0, stop - start)
        if count <= most:
            return Points(np.arange(start, stop, dtype=np.float64), self.values[start:stop])
        # A group at each end may be cut off by the range; the last value is drawn besides.
        level = (count // max(1, most // 2 - 3)).bit_length()
        level = min(max(1, level), len(self).bit_length() - 1)
        return self._grouped(level, start, stop)

    def _grouped(self, level: int, start: int, stop: int) -> Points:
        self._group(level)
        first, last = start >> level, stop >> level
        lows, highs = (each[level - 1].view[first:last] for each in (self._lows, self._highs))
        if last << level < stop:  # the group that is not complete yet
            rest = self.values[last << level : stop]
            lows, highs = np.append(lows, rest.min()), np.append(highs, rest.max())
        positions = np.arange(first, first + len(lows), dtype=np.float64) * (1 << level)
        pairs = np.stack([lows, highs], axis=1).reshape(-1)
        positions = np.append(np.repeat(positions, 2), np.float64(stop - 1))
        return Points(positions, np.append(pairs, self.values[stop - 1]))

    def _group(self, level: int) -> None:
        """Bring the groups of up to 2 ** `level` values up to date."""
        below = self._values, self._values
        for each in range(1, level + 1):
            if each > len(self._lows):
                self._lows.append(_Growing())
                self._highs.append(_Growing())
            low, high = self._lows[each - 1], self._highs[each - 1]
            new = slice(2 * len(low), 2 * (len(self) >> each))
            if new.start < new.stop:
                low.extend(np.minimum(below[0].view[new][::2], below[0].view[new][1::2]))
                high.extend(np.maximum(below[1].view[new][::2], below[1].view[new][1::2]))
            below = low, high


class Sparse:
    """Values of some steps: not every one has a value, and the steps ascend."""

    def __init__(self) -> None:
        self._steps: list[int] = []
        self.series = Series()

    def __len__(self) -> int:
        return len(self._steps)

    def append(self, step: int, value: float) -> None:
        """Add the value of a step."""
        self._steps.append(step)
        self.series.extend([value])

    def cut(self, step: int) -> None:
        """Drop what came after `step`."""
        length = bisect_right(self._steps, step)
        del self._steps[length:]
        self.series.cut(length)

    def thinned(
        self, series: Series, most: int, *, first: float | None = None, last: float | None = None
    ) -> Points:
        """Return at most `most` points between two steps, and one beyond each.

        `series` are the values, or what was made of them one by one.
        """
        start = 0 if first is None else max(0, bisect_left(self._steps, first) - 1)
        stop = None if last is None else bisect_right(self._steps, last) + 1
        points = series.thinned(most, start=start, stop=stop)
        steps = [self._steps[int(place)] for place in points.positions]
        return Points(np.array(steps, np.float64), points.values)


class Smoothed:
    """The running average of a series: each value weighs `weight` times the one after it.

    Debiased, so that the first value does not drag the average for long.

    Source: Kingma and Ba, Adam (2014), section 3.
    """

    def __init__(self, weight: float) -> None:
        assert 0 < weight < 1, weight
        self.weight = weight
        self.series = Series()
        self._average = 0.0

    def follow(self, series: Series) -> Series:
        """Return the smoothed series, brought up to the length of `series`."""
        if len(self.series) > len(series):
            self.series.cut(0)
            self._average = 0.0
        done = len(self.series)
        new = series.values[done:].astype(np.float64)
        if len(new):
            averages = _decayed(new * (1 - self.weight), self.weight, self._average)
            self._average = float(averages[-1])
            # Later on the bias is below what float32 tells apart, and such powers are slow.
            biased = max(0, min(len(new), int(log(1e-9) / log(self.weight)) - done))
            averages[:biased] /= 1 - self.weight ** np.arange(done + 1, done + 1 + biased)
            self.series.extend(averages)
        return self.series


def _decayed(values: NDArray[np.float64], weight: float, carried: float) -> NDArray[np.float64]:
    """Return y with y[i] = weight · y[i − 1] + values[i], `carried` standing before the first.

    Block by block as matrix products: a loop over a million values takes a second.
    """
    powers = weight ** np.arange(_BLOCK + 1, dtype=np.float64)
    if len(values) <= _BLOCK:
        size = len(values)
        return values @ _triangle(powers, size) + carried * powers[1 : size + 1]
    whole = len(values) // _BLOCK * _BLOCK
    blocks = values[:whole].reshape(-1, _BLOCK) @ _triangle(powers, _BLOCK)
    ends = _decayed(blocks[:, -1], float(powers[_BLOCK]), carried)
    before = np.concatenate([[carried], ends[:-1]])
    blocks += before[:, np.newaxis] * powers[1:]
    rest = _decayed(values[whole:], weight, float(ends[-1])) if whole < len(values) else ()
    return np.concatenate([blocks.reshape(-1), rest])


def _triangle(powers: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """Return the matrix that carries each value of a block into those after it."""
    distance = np.arange(size) - np.arange(size)[:, np.newaxis]
    return np.where(distance >= 0, powers[np.abs(distance)], 0.0)


class _Growing:
    """A float32 array that is doubled when it is full."""

    def __init__(self) -> None:
        self._buffer = np.empty(64, np.float32)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def view(self) -> Values:
        return self._buffer[: self._length]

    def extend(self, values: Values) -> None:
        length = self._length + len(values)
        if length > len(self._buffer):
            grown = np.empty(max(length, 2 * len(self._buffer)), np.float32)
            grown[: self._length] = self.view
            self._buffer = grown
        self._buffer[self._length : length] = values
        self._length = length

    def cut(self, length: int) -> None:
        self._length = min(self._length, length)
