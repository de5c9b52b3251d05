"""Kernels in bands of rows, each small enough for `cv2.filter2D` to sum directly.

From some area on OpenCV transforms the picture instead, which is slower for kernels
that are mostly zeros and leaves noise where a result should be exactly 0.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LARGEST_AREA = {np.dtype(np.float32): 129, np.dtype(np.float64): 49}
"""The largest kernel that is summed directly in each precision (dft_filter_size - 1)."""

LARGEST_SUMMED = LARGEST_AREA[np.dtype(np.float32)]


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Part of a kernel; its first cell lies at (top, left) of the whole."""

    top: int
    left: int
    grid: NDArray[np.float64]


def bands(grid: NDArray[np.float64], largest_area: int) -> list[Band]:
    """Return the parts of `grid` of at most `largest_area` cells, rows of zeros left out."""
    width = min(grid.shape[1], largest_area)
    return [
        Band(top, left, grid[top:bottom, left : left + width])
        for left in range(0, grid.shape[1], width)
        for top, bottom in _spans(grid[:, left : left + width], largest_area // width)
    ]


def _spans(grid: NDArray[np.float64], tallest: int) -> list[tuple[int, int]]:
    """Return (first, last + 1) of up to `tallest` rows that begin and end with a weight."""
    spans: list[tuple[int, int]] = []
    for row in np.flatnonzero(grid.any(axis=1)).tolist():
        if spans and row < spans[-1][0] + tallest:
            spans[-1] = (spans[-1][0], row + 1)
        else:
            spans.append((row, row + 1))
    return spans
