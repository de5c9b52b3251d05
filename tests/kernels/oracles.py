"""Slow, plain references in float64."""

import numpy as np

from cnnstudio.kernels.settings import Border

EPSILON = float(np.finfo(np.float32).eps)
SMALLEST = float(np.finfo(np.float32).tiny)

_NUMPY_MODES = {
    Border.ZERO: "constant",
    Border.REPLICATE: "edge",
    Border.REFLECT: "reflect",
    Border.WRAP: "wrap",
}


def correlated(
    image: np.ndarray, grid: np.ndarray, border: Border, *, stride: int = 1, dilation: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """Return Σ weight · value and Σ |weight · value| for each pixel, float64."""
    values = padded(image.astype(np.float64), grid.shape, border, dilation=dilation)
    height, width = (
        size - (cells - 1) * dilation
        for size, cells in zip(values.shape[:2], grid.shape, strict=True)
    )
    total = np.zeros((height, width, *image.shape[2:]))
    magnitude = np.zeros_like(total)
    for (row, column), weight in np.ndenumerate(grid):
        top, left = row * dilation, column * dilation
        product = weight * values[top : top + height, left : left + width]
        total += product
        magnitude += np.abs(product)
    return total[::stride, ::stride], magnitude[::stride, ::stride]


def padded(
    values: np.ndarray, shape: tuple[int, ...], border: Border, *, dilation: int = 1
) -> np.ndarray:
    """Return `values` with the border that a kernel of `shape` needs; even sizes get more after."""
    if border is Border.VALID:
        return values
    reach = [(cells - 1) * dilation for cells in shape]
    edges = [(n // 2, n - n // 2) for n in reach]
    return np.pad(values, edges + [(0, 0)] * (values.ndim - 2), mode=_NUMPY_MODES[border])


def assert_within_bound(result: np.ndarray, total: np.ndarray, magnitude: np.ndarray) -> None:
    """Fail unless |result − total| ≤ 4·ε₃₂·magnitude everywhere."""
    assert result.shape == total.shape
    assert result.dtype == np.float32
    excess = np.abs(result - total) - 4 * EPSILON * magnitude - SMALLEST
    assert excess.max(initial=-1.0) <= 0, f"exceeded by {excess.max()} at {excess.argmax()}"
