"""Correlation of a whole picture, or of a part, as a `Plan` says."""

from itertools import product
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from cnnstudio.kernels.bands import LARGEST_AREA, LARGEST_SUMMED, Band, bands
from cnnstudio.kernels.kernel import centre
from cnnstudio.kernels.plan import Grid, Plan, Way, noise, plan, split
from cnnstudio.kernels.samples import Image, Samples, gathered, samples_of, source_indices
from cnnstudio.kernels.settings import Border

Values = NDArray[np.float32]

_BORDERS = {
    Border.ZERO: cv2.BORDER_CONSTANT,
    Border.VALID: cv2.BORDER_CONSTANT,
    Border.REPLICATE: cv2.BORDER_REPLICATE,
    Border.REFLECT: cv2.BORDER_REFLECT_101,
}
_EDGES = {**_BORDERS, Border.WRAP: cv2.BORDER_WRAP}


def correlate(
    samples: Samples,
    grid: Grid,
    *,
    divisor: float = 1.0,
    border: Border = Border.ZERO,
    out: Values | None = None,
) -> Values:
    """Return Σ grid · neighbours / divisor for each pixel, in the picture's units.

    The result is (H, W[, 3]) float32, smaller for `Border.VALID`. For even
    sizes the kernel reaches one pixel further down and right, as in PyTorch and Keras.
    `out` is a buffer of the picture's shape that may be used for the result.
    """
    chosen = plan(samples, grid, divisor=divisor)
    if border is not Border.WRAP:
        result = _computed(samples, chosen, border, out)
        return _inner(result, grid.shape) if border is Border.VALID else result
    # OpenCV's filters refuse to wrap; only the rim differs.
    result = _computed(samples, chosen, Border.ZERO, out)
    for rows, columns in _rim(samples.size, grid.shape):
        result[rows.start : rows.stop, columns.start : columns.stop] = correlate_part(
            samples, grid, rows, columns, divisor=divisor, border=border
        )
    return result


def correlate_part(
    samples: Samples,
    grid: Grid,
    rows: range,
    columns: range,
    *,
    divisor: float,
    border: Border,
) -> Values:
    """Return what `correlate` gives in these rows and columns of its result."""
    above, left = (0, 0) if border is Border.VALID else (margins(n)[0] for n in grid.shape)
    height, width = samples.size
    down = np.arange(rows.start - above, rows.stop - above + grid.shape[0] - 1)
    across = np.arange(columns.start - left, columns.stop - left + grid.shape[1] - 1)
    part = gathered(
        samples,
        source_indices(down, height, border),
        source_indices(across, width, border),
    )
    return correlate(part, grid, divisor=divisor, border=Border.VALID)


def correlate_every(
    samples: Samples, grid: Grid, step: int, *, divisor: float, border: Border
) -> Values:
    """Return every `step`-th row and column of what `correlate` gives, without the rest.

    Pixels that are `step` apart make a small picture, and so do the weights that lie
    on them: the sum of what these step² pairs give, each product computed once.
    """
    edges = [(0, 0) if border is Border.VALID else margins(n) for n in grid.shape]
    padded = cv2.copyMakeBorder(samples.pixels, *edges[0], *edges[1], _EDGES[border])
    height, width = ((n - m) // step + 1 for n, m in zip(padded.shape, grid.shape, strict=False))
    total = np.zeros((height, width, *samples.shape[2:]), np.float64)
    for down, across in product(range(step), range(step)):
        weights = grid[down::step, across::step]
        if weights.any():
            reach = height + weights.shape[0] - 1, width + weights.shape[1] - 1
            pixels = padded[down::step, across::step][: reach[0], : reach[1]]
            total += correlate(samples_of(pixels), weights, divisor=divisor, border=Border.VALID)
    return total.astype(np.float32)


def _rim(size: tuple[int, int], shape: tuple[int, ...]) -> list[tuple[range, range]]:
    """Return the parts (rows, columns) of a result that the border has a share in."""
    height, width = size
    (top, bottom), (left, right) = margins(shape[0]), margins(shape[1])
    bands = (range(min(top, height)), range(max(height - bottom, 0), height))
    sides = (range(min(left, width)), range(max(width - right, 0), width))
    parts = [(rows, range(width)) for rows in bands] + [(range(height), side) for side in sides]
    return [(rows, columns) for rows, columns in parts if rows and columns]


def _computed(samples: Samples, chosen: Plan, border: Border, out: Values | None) -> Values:
    result = _COMPUTE[chosen.way](samples, chosen, border, out)
    if chosen.divisor != 1.0:
        np.divide(result, np.float32(chosen.divisor), out=result)
    return result


def margins(length: int) -> tuple[int, int]:
    """Return how far a kernel of this height or width reaches (before, after) its pixel."""
    return centre(length), length - 1 - centre(length)


def _inner(result: Values, shape: tuple[int, ...]) -> Values:
    (top, bottom), (left, right) = margins(shape[0]), margins(shape[1])
    return result[top : result.shape[0] - bottom, left : result.shape[1] - right]


def _separate(samples: Samples, chosen: Plan, border: Border, out: Values | None) -> Values:
    assert chosen.factors is not None
    column, row = chosen.factors
    depth = cv2.CV_32F if chosen.is_exact else cv2.CV_64F
    # OpenCV reads uint8 faster than float32 here, but uint16 much slower.
    source = samples.pixels if samples.pixels.dtype == np.uint8 else samples.values

    dst = out if chosen.is_exact else None
    anchor = (centre(row.size), centre(column.size))
    result = cv2.sepFilter2D(source, depth, row, column, dst, anchor, 0, _BORDERS[border])
    return cast(Values, result) if chosen.is_exact else _narrowed(result, out)


def _summed(samples: Samples, chosen: Plan, border: Border, out: Values | None) -> Values:
    if chosen.grid.size <= LARGEST_SUMMED:
        return _filtered(samples, chosen, border, out)
    result = np.empty(samples.shape, np.float32) if out is None else out
    return cast(Values, _sum_of_bands(samples.values, chosen.grid, border, result))


def _filtered(samples: Samples, chosen: Plan, border: Border, out: Values | None) -> Values:
    anchor = (centre(chosen.grid.shape[1]), centre(chosen.grid.shape[0]))
    result = cv2.filter2D(samples.values, cv2.CV_32F, chosen.grid, out, anchor, 0, _BORDERS[border])
    return cast(Values, result)


def _fourier(samples: Samples, chosen: Plan, border: Border, out: Values | None) -> Values:
    result = _filtered(samples, chosen, border, out)
    if chosen.is_exact:
        return np.rint(result, out=result)
    is_noise = np.abs(result) < noise(samples, chosen.grid)
    return np.multiply(result, ~is_noise, out=result)


def _split(samples: Samples, chosen: Plan, border: Border, out: Values | None) -> Values:
    exact, remainder = split(samples, chosen.grid)
    result = _computed(samples, exact, border, out)
    return cast(Values, cv2.add(result, _computed(samples, remainder, border, None), dst=result))


def _double(samples: Samples, chosen: Plan, border: Border, out: Values | None) -> Values:
    total = np.empty(samples.shape, np.float64)
    return _narrowed(_sum_of_bands(samples.values, chosen.grid, border, total), out)


def _narrowed(result: Image, out: Values | None) -> Values:
    if out is None:
        return result.astype(np.float32)
    np.copyto(out, result, casting="same_kind")
    return out


def _sum_of_bands(values: Image, grid: Grid, border: Border, total: Image) -> Image:
    """Fill `total`, whose dtype decides the precision, with Σ grid · value."""
    source = values.astype(total.dtype, copy=False)
    edges = (*margins(grid.shape[0]), *margins(grid.shape[1]))
    padded = cv2.copyMakeBorder(source, *edges, _BORDERS[border])
    total[...] = 0
    for band in bands(grid, LARGEST_AREA[total.dtype]):
        cv2.add(total, _sums_of(band, padded, total.shape), dst=total)
    return total


def _sums_of(band: Band, padded: Image, shape: tuple[int, ...]) -> Image:
    bottom = band.top + shape[0] + band.grid.shape[0] - 1
    right = band.left + shape[1] + band.grid.shape[1] - 1
    under = padded[band.top : bottom, band.left : right]
    sums = cv2.filter2D(under, -1, band.grid, anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
    return sums[: shape[0], : shape[1]]


_COMPUTE = {
    Way.SEPARATE: _separate,
    Way.SUMMED: _summed,
    Way.SPLIT: _split,
    Way.FOURIER: _fourier,
    Way.DOUBLE: _double,
}
