"""What can be said about a kernel, and about the values it gives."""

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from cnnstudio.kernels.kernel import Kernel, weight_sum, weights
from cnnstudio.text import _

_LARGEST_DENOMINATOR = 4096
_ROUNDING = 2.0**-48
_LONGEST_SHOWN = 9


def separated(grid: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Return (column, row) with column · rowᵀ = grid, or None if the rank is not 1.

    Whole numbers are factored exactly: the row has no common divisor, so the
    column is whole as well. Other weights agree to 2⁻⁴⁸ each, so that a tiny weight
    beside large ones keeps its value.
    """
    nonzero_rows = np.flatnonzero(grid.any(axis=1))
    if not nonzero_rows.size:
        return None
    first = grid[nonzero_rows[0]]
    row = first / _common_divisor(first)
    row = -row if (row <= 0).all() else row
    pivot = int(np.argmax(np.abs(row)))
    column = grid[:, pivot] / row[pivot]
    agrees = np.abs(np.outer(column, row) - grid) <= _ROUNDING * np.abs(grid)
    return (column, row) if agrees.all() else None


def _common_divisor(numbers: NDArray[np.float64]) -> float:
    if not np.array_equal(numbers, np.rint(numbers)):
        return 1.0
    return float(math.gcd(*(int(number) for number in numbers)))


def whole_multiple(grid: NDArray[np.float64]) -> tuple[NDArray[np.float64], int] | None:
    """Return (whole numbers, denominator) with numbers / denominator = grid, if there are any.

    Cells typed as 1/9 or 0.25 are such; sums of whole numbers are exact in
    float32 up to 2²⁴, those of their quotients are not.
    """
    denominator = 1
    for cell in set(grid.ravel().tolist()):
        fraction = Fraction(cell).limit_denominator(_LARGEST_DENOMINATOR)
        if float(fraction) != cell:
            return None
        denominator = math.lcm(denominator, fraction.denominator)
        if denominator > _LARGEST_DENOMINATOR:
            return None
    return np.rint(grid * denominator), denominator


@dataclass(frozen=True, slots=True)
class KernelFacts:
    """What the numbers of a kernel say before any picture is filtered."""

    total: float
    """The sum of the weights over the divisor: what happens to flat areas."""
    rank: int
    factors: tuple[tuple[float, ...], tuple[float, ...]] | None
    """(column, row) where the rank is 1."""
    is_symmetric: bool
    """Whether half a turn changes nothing, so that correlation and convolution agree."""


def kernel_facts(kernel: Kernel) -> KernelFacts:
    """Return the sum, rank, factors and symmetry of a kernel."""
    grid = weights(kernel)
    factors = separated(grid)
    return KernelFacts(
        total=weight_sum(kernel) / kernel.divisor,
        rank=1 if factors else int(np.linalg.matrix_rank(grid)),
        factors=factors and (tuple(factors[0].tolist()), tuple(factors[1].tolist())),
        is_symmetric=np.array_equal(grid, grid[::-1, ::-1]),
    )


def describe(kernel: Kernel) -> str:
    """Return what the kernel's numbers mean, in a few sentences."""
    facts = kernel_facts(kernel)
    if facts.rank == 0:
        return _("All weights are 0, so the result is 0 everywhere.")
    return " ".join((_sum_in_words(facts.total), _rank_in_words(facts)))


def _sum_in_words(total: float) -> str:
    if abs(total) < _ROUNDING:
        return _("Sum 0, so flat areas give 0.")
    if abs(total - 1) < _ROUNDING:
        return _("Sum 1, so flat areas stay as they are.")
    return _("Sum {total}, so flat areas are multiplied by {total}.").format(total=number(total))


def _rank_in_words(facts: KernelFacts) -> str:
    if facts.factors is None:
        return _("Rank {rank}: it cannot be split into a column and a row.").format(rank=facts.rank)
    column, row = facts.factors
    if max(len(column), len(row)) > _LONGEST_SHOWN:
        return _("Rank 1: a column and a row do the work of the whole grid.")
    return _("Rank 1 = ({column})ᵀ · ({row}).").format(
        column=" ".join(map(number, column)), row=" ".join(map(number, row))
    )


def number(value: float) -> str:
    """Return a number as mathematics prints it: three digits at most behind the point."""
    text = f"{value:.3f}".rstrip("0").rstrip(".") if abs(value) < 1e6 else f"{value:.3g}"
    return "0" if text == "-0" else text.replace("-", "\N{MINUS SIGN}")


def value_range(result: NDArray[np.float32]) -> tuple[float, float]:
    """Return the smallest and the largest value of (H, W) or (H, W, 3) float32."""
    import cv2

    low, high, _where, _there = cv2.minMaxLoc(result.reshape(result.shape[0], -1))
    return low, high


def largest_magnitude(values: NDArray[np.float32]) -> float:
    """Return max |value| of an array of any shape."""
    import cv2

    return float(cv2.norm(values.reshape(values.shape[0], -1), cv2.NORM_INF))


def histogram(
    result: NDArray[np.float32], *, low: float, high: float, bins: int = 256
) -> NDArray[np.int64]:
    """Return how many values of (H, W) or (H, W, 3) float32 lie in each of `bins` equal parts.

    Returns (C, bins) int64, one row per channel; `high` itself falls into the last part.
    """
    import cv2

    planes = result.reshape(*result.shape[:2], -1)
    top = np.nextafter(np.float32(high), np.float32(np.inf))
    counts = [
        cv2.calcHist([planes], [channel], None, [bins], [low, float(top)])
        for channel in range(planes.shape[2])
    ]
    return np.stack(counts).reshape(len(counts), bins).astype(np.int64)
