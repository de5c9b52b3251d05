"""A worksheet worked out: every product, sum and window of a small layer.

All numbers are float64 and each sum is rounded once, so that whole numbers and what is
done by hand agree to the digit.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.activations import activate
from cnnstudio.kernels.choices import Border, Pooling
from cnnstudio.kernels.samples import source_indices
from cnnstudio.kernels.worksheet import Worksheet
from cnnstudio.text import N_, _, plural

Grid = NDArray[np.float64]

_POOLS: dict[Pooling, Callable[..., Any]] = {
    Pooling.MAX: np.max,
    Pooling.AVERAGE: np.mean,
    Pooling.MIN: np.min,
}


@dataclass(frozen=True, slots=True, eq=False)
class Worked:
    """Each step of a worksheet; (K, H, W) float64, K the filters, or channels without any."""

    padded: Grid
    """(C, H, W) the input with its padding."""
    sums: Grid
    """What the filters give, bias included; the padded input where there is none."""
    activated: Grid
    pooled: Grid
    result: Grid
    """The last step; (n,) where it is flattened: channel by channel, row by row."""
    remarks: tuple[str, ...]
    """What is left out at the edges, in sentences."""


@dataclass(frozen=True, slots=True, eq=False)
class CellProducts:
    """How one sum comes about."""

    top: int
    left: int
    """Where the window begins in the padded input."""
    values: Grid
    """(C, h, w) what lies under the filter."""
    is_padding: NDArray[np.bool_]
    """(h, w) which of it is padding."""
    weights: Grid
    products: Grid
    channel_sums: tuple[float, ...]
    bias: float
    total: float
    activated: float


@dataclass(frozen=True, slots=True, eq=False)
class PoolWindow:
    """How one pooled value comes about."""

    top: int
    left: int
    """Where the window begins in the activated values."""
    values: Grid
    """(p, p)"""
    value: float


def worked(sheet: Worksheet) -> Worked:
    """Return every step of a worksheet.

    Raises:
        InvalidValueError: filters or pooling do not fit the input.
    """
    padded = _padded(sheet)
    sums = _sums(sheet, padded)
    activated = activate(sums.copy(), sheet.activation)
    pooled = _pooled(sheet, activated)
    result = pooled.ravel() if sheet.is_flattened else pooled
    return Worked(padded, sums, activated, pooled, result, tuple(_remarks(sheet, padded, sums)))


def cell_products(sheet: Worksheet, number: int, row: int, column: int) -> CellProducts:
    """Return the products behind one sum of the filter with this number."""
    assert sheet.filters
    padded = _padded(sheet)
    top, left = row * sheet.stride, column * sheet.stride
    weights = np.array(sheet.filters[number])
    height, width = weights.shape[1:]
    values = padded[:, top : top + height, left : left + width]
    assert values.shape == weights.shape, (row, column)
    products = values * weights
    total = math.fsum((*products.ravel(), sheet.biases[number]))
    rows, columns = _is_added(sheet)
    return CellProducts(
        top=top,
        left=left,
        values=values,
        is_padding=rows[top : top + height, None] | columns[left : left + width],
        weights=weights,
        products=products,
        channel_sums=tuple(math.fsum(channel.ravel()) for channel in products),
        bias=sheet.biases[number],
        total=total,
        activated=float(activate(np.array([total]), sheet.activation)[0]),
    )


def pool_window(sheet: Worksheet, number: int, row: int, column: int) -> PoolWindow:
    """Return the window behind one pooled value of the filter (or channel) with this number."""
    assert sheet.pooling is not Pooling.NONE
    steps = worked(sheet)
    top, left = row * sheet.pool_stride, column * sheet.pool_stride
    reach = sheet.pool_size
    values = steps.activated[number, top : top + reach, left : left + reach]
    return PoolWindow(top, left, values, float(steps.pooled[number, row, column]))


def _padded(sheet: Worksheet) -> Grid:
    volume = np.array(sheet.channels)
    rows, columns = _sources(sheet)
    padded: Grid = volume[:, rows[:, None], columns]
    padded[:, rows < 0] = 0
    padded[:, :, columns < 0] = 0
    return padded


def _sources(sheet: Worksheet) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return which row and column of the input each of the padded input is; −1 for a zero."""
    height, width = sheet.input_size
    padding = sheet.padding
    _check_reflection(sheet)
    down = np.arange(-padding.top, height + padding.bottom)
    across = np.arange(-padding.left, width + padding.right)
    return (
        source_indices(down, height, sheet.border),
        source_indices(across, width, sheet.border),
    )


def _is_added(sheet: Worksheet) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which rows and which columns of the padded input are padding."""
    height, width = sheet.input_size
    padding = sheet.padding
    down = np.arange(-padding.top, height + padding.bottom)
    across = np.arange(-padding.left, width + padding.right)
    return (down < 0) | (down >= height), (across < 0) | (across >= width)


def _check_reflection(sheet: Worksheet) -> None:
    height, width = sheet.input_size
    padding = sheet.padding
    fits = max(padding.top, padding.bottom) < height and max(padding.left, padding.right) < width
    if sheet.border is Border.REFLECT and not fits:
        # PyTorch refuses this too: there is nothing left to reflect.
        raise InvalidValueError(
            _(
                "A {height}×{width} input cannot be reflected so far; "
                "the padding has to be smaller than the input."
            ).format(height=height, width=width)
        )


def _sums(sheet: Worksheet, padded: Grid) -> Grid:
    if sheet.kernel_size is None:
        return padded
    height, width = sheet.kernel_size
    rows, columns = padded.shape[1:]
    if height > rows or width > columns:
        raise InvalidValueError(
            _(
                "A {height}×{width} filter does not fit the padded input of {rows}×{columns}. "
                "Choose a smaller filter or add padding."
            ).format(height=height, width=width, rows=rows, columns=columns)
        )
    windows = sliding_window_view(padded, (height, width), axis=(1, 2))
    windows = windows[:, :: sheet.stride, :: sheet.stride]
    return np.array(
        [
            _sums_of(windows, np.array(weights), bias)
            for weights, bias in zip(sheet.filters, sheet.biases, strict=True)
        ]
    )


def _sums_of(windows: Grid, weights: Grid, bias: float) -> Grid:
    """Return the sums of one filter, (H, W), over windows (C, H, W, h, w)."""
    products = np.moveaxis(windows * weights[:, None, None], 0, 2)
    height, width = products.shape[:2]
    flat = products.reshape(height * width, -1)
    return np.array([math.fsum((*cell, bias)) for cell in flat]).reshape(height, width)


def _pooled(sheet: Worksheet, values: Grid) -> Grid:
    if sheet.pooling is Pooling.NONE:
        return values
    size, (height, width) = sheet.pool_size, values.shape[1:]
    if size > min(height, width):
        raise InvalidValueError(
            _(
                "A pooling window of {pool}×{pool} does not fit the {height}×{width} values before "
                "it. Reduce the window or the stride."
            ).format(pool=size, height=height, width=width)
        )
    windows = sliding_window_view(values, (size, size), axis=(1, 2))
    windows = windows[:, :: sheet.pool_stride, :: sheet.pool_stride]
    pooled: Grid = _POOLS[sheet.pooling](windows, axis=(3, 4))
    return pooled


_ROWS = N_("The last row is not covered."), N_("The last {count} rows are not covered.")
_COLUMNS = N_("The last column is not covered."), N_("The last {count} columns are not covered.")
_POOLED_ROWS = N_("The last row is not pooled."), N_("The last {count} rows are not pooled.")
_POOLED_COLUMNS = (
    N_("The last column is not pooled."),
    N_("The last {count} columns are not pooled."),
)


def _remarks(sheet: Worksheet, padded: Grid, sums: Grid) -> list[str]:
    """Return a sentence for each edge that strides leave out."""
    height, width = sheet.kernel_size or (1, 1)
    stride = sheet.stride if sheet.filters else 1
    left_out = [
        (_ROWS, (padded.shape[1] - height) % stride),
        (_COLUMNS, (padded.shape[2] - width) % stride),
    ]
    if sheet.pooling is not Pooling.NONE:
        left_out += [
            (_POOLED_ROWS, (sums.shape[1] - sheet.pool_size) % sheet.pool_stride),
            (_POOLED_COLUMNS, (sums.shape[2] - sheet.pool_size) % sheet.pool_stride),
        ]
    return [plural(*words, count) for words, count in left_out if count]
