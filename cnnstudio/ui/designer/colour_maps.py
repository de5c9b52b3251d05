"""Colours for numbers: a sequential map for feature maps, a diverging one for weights.

Source: viridis by van der Walt and Smith for matplotlib (2015, CC0), sampled
at eleven places; perceptually uniform, and clear to the colour-blind.
"""

from functools import cache

from PySide6.QtGui import QColor

from cnnstudio.ui.style import mixed
from cnnstudio.ui.theme import Theme

_MOST = 255

_VIRIDIS = (
    "#440154",
    "#482475",
    "#414487",
    "#355f8d",
    "#2a788e",
    "#21918c",
    "#22a884",
    "#44bf70",
    "#7ad151",
    "#bddf26",
    "#fde725",
)


@cache
def sequential() -> tuple[int, ...]:
    """Return 256 colours (ARGB) from low to high."""
    stops = [QColor(stop) for stop in _VIRIDIS]
    places = [index / 255 * (len(stops) - 1) for index in range(256)]
    pairs = [(min(int(place), len(stops) - 2), place) for place in places]
    return tuple(mixed(stops[low], stops[low + 1], place - low).rgba() for low, place in pairs)


@cache
def greys() -> tuple[int, ...]:
    """Return 256 greys (ARGB) from black to white."""
    return tuple(QColor(level, level, level).rgba() for level in range(256))


def diverging(theme: Theme, share: float) -> QColor:
    """Return the colour of a signed value; `share` is −1 to 1, zero blends with the cards."""
    end = theme.positive if share > 0 else theme.negative
    return mixed(theme.zero, end, min(1.0, abs(share)))


def ranged(theme: Theme, low: float, high: float) -> tuple[int, ...]:
    """Return 256 colours (ARGB) of the values from `low` to `high`, signed where some are."""
    if low >= 0:
        return sequential()
    colours = _signed(theme.negative.rgba(), theme.zero.rgba(), theme.positive.rgba())
    limit = max(-low, high)
    start, step = (low / limit + 1) * _MOST, (high - low) / limit / 255 * _MOST
    return tuple(colours[round(start + step * level)] for level in range(256))


@cache
def _signed(negative: int, zero: int, positive: int) -> tuple[int, ...]:
    """Return the colours (ARGB) from −1 to 1, zero in their middle."""
    middle = QColor(zero)
    shares = (level / _MOST - 1 for level in range(2 * _MOST + 1))
    ends = QColor(negative), QColor(positive)
    return tuple(mixed(middle, ends[share > 0], abs(share)).rgba() for share in shares)
