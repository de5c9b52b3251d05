"""Gradients: how steep a picture is, and which way, from a kernel and its quarter turn.

Sobel x turned by 90° is Sobel y; likewise Prewitt, Scharr, Roberts and every other
derivative. One kernel is edited, and the pair follows.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from cnnstudio.kernels.analysis import largest_magnitude
from cnnstudio.kernels.kernel import centre
from cnnstudio.kernels.settings import Gradient

Grid = NDArray[np.float64]
Values = NDArray[np.float32]
Part = TypeVar("Part", float, Values)

_ROUNDING = 1e-12
_ROWS_IN_CACHE = 16
_SQUARABLE = (1e-12, 1e18)
"""Between these the largest value's square neither vanishes nor overflows in float32."""


def pair(grid: Grid) -> tuple[Grid, Grid]:
    """Return `grid` and the same turned by 90° anticlockwise, both in a square of zeros."""
    height, width = grid.shape
    side = max(height, width)
    top, left = centre(side) - centre(height), centre(side) - centre(width)
    square = np.zeros((side, side))
    square[top : top + height, left : left + width] = grid
    return square, np.rot90(square)


def axis(grid: Grid) -> tuple[float, float]:
    """Return (cosine, sine) of the angle in which a picture that brightens answers most.

    It is 0° to the right and 90° upwards. Kernels that answer to no direction,
    such as blurs, get 0°.
    """
    height, width = grid.shape
    x = float(grid.sum(axis=0) @ (np.arange(width) - (width - 1) / 2))
    y = float(grid.sum(axis=1) @ ((height - 1) / 2 - np.arange(height)))
    length = float(np.hypot(x, y))
    if length <= _ROUNDING * np.abs(grid).sum():
        return 1.0, 0.0
    # Sobel's axes are exact, so that a flat area stays exactly 0 when it is turned.
    cosine, sine = (round(part / length, 12) for part in (x, y))
    return cosine, sine


def combined(
    first: Values, second: Values, gradient: Gradient, *, towards: tuple[float, float]
) -> Values:
    """Return magnitude or direction of a pair's values; both arrays, any shape, are overwritten.

    `towards` is the `axis` of the first kernel. Where both values are 0, so is the direction.
    """
    if gradient is Gradient.MAGNITUDE:
        return _magnitude(first, second)
    return _direction(first, second, towards)


def components(first: Part, second: Part, *, towards: tuple[float, float]) -> tuple[Part, Part]:
    """Return how much brighter it gets to the right, and upwards, from a pair's values."""
    # Python's numbers leave the precision of an array as it is.
    cosine, sine = towards
    return cosine * first - sine * second, sine * first + cosine * second


def _magnitude(first: Values, second: Values) -> Values:
    largest = max(largest_magnitude(first), largest_magnitude(second))
    if not _SQUARABLE[0] < largest < _SQUARABLE[1]:
        return np.hypot(first, second, out=first)
    # Seven times faster; `cv2.magnitude` rounds the same numbers differently from place to place.
    np.multiply(first, first, out=first)
    first += np.multiply(second, second, out=second)
    return np.sqrt(first, out=first)


def _direction(first: Values, second: Values, towards: tuple[float, float]) -> Values:
    for top in range(0, len(first), _ROWS_IN_CACHE):
        rows = slice(top, top + _ROWS_IN_CACHE)
        x, y = components(first[rows], second[rows], towards=towards)
        # Adding 0 turns −0 into 0, whose direction would otherwise be 180°.
        angle = np.arctan2(y + np.float32(0), x + np.float32(0), out=first[rows])
        np.degrees(angle, out=angle)
    return first
