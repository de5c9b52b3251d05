"""How to correlate a picture with a kernel: the fastest way that is exact enough.

The bound is 4·ε₃₂·Σ|weight · value| per pixel. A plain float32 sum of many products
leaves it, and no single way is fast for all kernels. Measured in ms on two cores,
1920×1080 RGB uint8:

=========  ==================================================  ====  ====  =====  =====
way        for                                                 3×3   7×7   11×11  31×31
=========  ==================================================  ====  ====  =====  =====
separate   rank 1: two passes; in float64 unless exact         1.5   2.6   3.8    12
summed     sums that are exact, or of few products             2.2   6.1   13
split      other numbers: an exact part and a small remainder        14    27     175
fourier    large; in double precision                                             65
double     other numbers on float pictures: summed in float64        25    60     370
=========  ==================================================  ====  ====  =====  =====

Where picture and kernel are whole numbers (or fractions, such as 1/9) and no sum can
pass 2²⁴, float32 holds every sum, whatever the order; a transform is then rounded.
"""

import math
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from cnnstudio.kernels.analysis import separated, whole_multiple
from cnnstudio.kernels.bands import LARGEST_SUMMED, bands
from cnnstudio.kernels.samples import Samples

Grid = NDArray[np.float64]

_EXACT_IN_FLOAT32 = 2.0**24
_FEW_PRODUCTS = 9
"""So few may be summed in float32 in any order and stay within the bound."""
_BANDS_BEFORE_FOURIER = 3


class Way(Enum):
    """How the sums are computed; the table above says when."""

    SEPARATE = auto()
    SUMMED = auto()
    SPLIT = auto()
    FOURIER = auto()
    DOUBLE = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What is computed for a kernel on a kind of picture: Σ grid · value, then / divisor."""

    way: Way
    grid: Grid
    divisor: float
    is_exact: bool
    """Whether all sums are whole numbers that float32 holds."""
    factors: tuple[Grid, Grid] | None
    """(column, row) with column · rowᵀ = grid, where the rank is 1."""


def plan(samples: Samples, grid: Grid, *, divisor: float = 1.0) -> Plan:
    """Return the fastest way to correlate `samples` with `grid` / `divisor`."""
    numbers, rest, is_exact = _simplified(samples, grid, divisor)
    factors = separated(numbers) if min(grid.shape) > 1 else None
    choose = _way_if_exact if is_exact else _way_if_inexact
    way = choose(samples, numbers, is_separable=factors is not None)
    chosen = Plan(way, numbers, rest, is_exact, factors)
    is_power_of_two = abs(math.frexp(rest)[0]) == 0.5
    return _folded(chosen) if is_power_of_two and way is not Way.FOURIER else chosen


def _simplified(samples: Samples, grid: Grid, divisor: float) -> tuple[Grid, float, bool]:
    multiple = whole_multiple(grid) if samples.is_whole else None
    if multiple and np.abs(multiple[0]).sum() * samples.ceiling <= _EXACT_IN_FLOAT32:
        return multiple[0], multiple[1] * divisor, True
    return grid / divisor, 1.0, False


def _folded(chosen: Plan) -> Plan:
    """Return the plan with its divisor, a power of two, in the weights: exact, a pass less."""
    factors = chosen.factors and (chosen.factors[0], chosen.factors[1] / chosen.divisor)
    return Plan(chosen.way, chosen.grid / chosen.divisor, 1.0, chosen.is_exact, factors)


def _way_if_exact(samples: Samples, grid: Grid, *, is_separable: bool) -> Way:
    # From float32, two passes over the picture cost more than one of 3×3.
    if is_separable and (samples.pixels.dtype == np.uint8 or grid.size > 9):
        return Way.SEPARATE
    has_few_bands = len(bands(grid, LARGEST_SUMMED)) <= _BANDS_BEFORE_FOURIER
    return Way.SUMMED if has_few_bands or noise(samples, grid) > 0.25 else Way.FOURIER


def _way_if_inexact(samples: Samples, grid: Grid, *, is_separable: bool) -> Way:
    products = np.count_nonzero(grid)
    if products <= _FEW_PRODUCTS:
        return Way.SUMMED
    if is_separable:
        return Way.SEPARATE
    if not samples.is_whole:
        return Way.DOUBLE
    if grid.size > LARGEST_SUMMED and stands_above(noise(samples, grid), grid):
        return Way.FOURIER
    has_small_remainder = 8 * products * samples.ceiling <= _EXACT_IN_FLOAT32
    return Way.SPLIT if has_small_remainder else Way.DOUBLE


def noise(samples: Samples, grid: Grid) -> float:
    """Return what a transform in double precision may leave where a result should be 0."""
    return float(2.0**-44 * samples.ceiling * np.linalg.norm(grid))


def stands_above(level: float, grid: Grid) -> bool:
    """Return whether noise of this level is below the bound wherever the bound is not 0.

    A value of 1 under the smallest weight is the least that a picture of whole
    numbers can have under the kernel.
    """
    return bool(level <= 2.0**-21 * np.abs(grid[grid != 0]).min())


def split(samples: Samples, grid: Grid) -> tuple[Plan, Plan]:
    """Return plans for an exact part of `grid` and for a remainder whose error does not matter.

    The weights are rounded to whole multiples of a power of two, so coarse that
    no sum of them passes 2²⁴; what is left of each is at most half a unit.
    """
    largest = np.abs(grid).sum() * samples.ceiling
    unit = 2.0 ** math.ceil(math.log2(2 * largest / _EXACT_IN_FLOAT32))
    multiples = np.rint(grid / unit)
    rest = grid - multiples * unit
    is_far_below = rest.size > LARGEST_SUMMED and stands_above(noise(samples, rest), grid)
    remainder = Plan(Way.FOURIER if is_far_below else Way.SUMMED, rest, 1.0, False, None)
    return plan(samples, multiples, divisor=1 / unit), remainder
