"""The operations behind the pictures, on arrays of a few cells.

The engine alone may import torch; the tests hold each of these to it.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnstudio.ui.designer.pictures.sketch import Array

Reduction = Callable[..., Array]


def correlated(picture: Array, kernel: Array) -> Array:
    """Return what a filter finds without padding; picture: (H, W), kernel: (h, w)."""
    windows = sliding_window_view(picture, kernel.shape)
    result: Array = np.einsum("ijuv,uv->ij", windows, kernel)
    return result


def stamped(picture: Array, kernel: Array, stride: int) -> Array:
    """Return the transposed convolution of (H, W): overlapping stamps add up."""
    rows, columns = picture.shape
    height, width = kernel.shape
    result = np.zeros(((rows - 1) * stride + height, (columns - 1) * stride + width))
    for row, column in np.ndindex(rows, columns):
        place = np.s_[row * stride :, column * stride :]
        result[place][:height, :width] += picture[row, column] * kernel
    return result


def pooled(picture: Array, size: int, reduce: Reduction) -> Array:
    """Return one value for each window of (H, W), windows side by side."""
    windows = sliding_window_view(picture, (size, size))[::size, ::size]
    return reduce(windows, axis=(2, 3))


def adapted(picture: Array, rows: int, columns: int) -> Array:
    """Return the means of rows × columns windows that cover (H, W), as torch chooses them."""
    height, width = picture.shape
    result = np.empty((rows, columns))
    for row, column in np.ndindex(rows, columns):
        down, right = _window(row, height, rows), _window(column, width, columns)
        result[row, column] = picture[down, right].mean()
    return result


def _window(place: int, size: int, count: int) -> slice:
    return slice(place * size // count, -(-(place + 1) * size // count))


def normalised(values: Array, axis: int | tuple[int, ...]) -> Array:
    """Return `values` with mean 0 and deviation 1 along `axis`."""
    mean = values.mean(axis=axis, keepdims=True)
    return (values - mean) / np.sqrt(values.var(axis=axis, keepdims=True) + 1e-5)


def subdued(values: Array, neighbours: int, alpha: float, beta: float) -> Array:
    """Return local response normalisation with k = 1 across channels; values: (C,)."""
    padded = np.pad(values**2, neighbours // 2)
    strength = sliding_window_view(padded, neighbours).mean(axis=1)
    result: Array = values / (1.0 + alpha * strength) ** beta
    return result


def dropped(values: Array, mask: Array) -> Array:
    """Return `values` where `mask` is 1, enlarged to make up for those where it is 0."""
    return values * mask / mask.mean()


def softmax(values: Array) -> Array:
    """Return probabilities that add up to 1."""
    powers = np.exp(values - values.max())
    result: Array = powers / powers.sum()
    return result


def _sigmoid(x: Array) -> Array:
    return 1.0 / (1.0 + np.exp(-x))


def _gelu(x: Array) -> Array:
    below = np.array([0.5 * (1.0 + math.erf(value / math.sqrt(2.0))) for value in x])
    return x * below


FUNCTIONS: dict[str, Callable[[Array], Array]] = {
    "relu": lambda x: np.maximum(x, 0.0),
    "leaky_relu": lambda x: np.where(x > 0, x, 0.01 * x),
    "elu": lambda x: np.where(x > 0, x, np.expm1(x)),
    "prelu": lambda x: np.where(x > 0, x, 0.25 * x),
    "tanh": np.tanh,
    "scaled_tanh": lambda x: 1.7159 * np.tanh(2.0 * x / 3.0),
    "softplus": lambda x: np.log1p(np.exp(x)),
    "hard_swish": lambda x: x * np.clip(x + 3.0, 0.0, 6.0) / 6.0,
    "sigmoid": _sigmoid,
    "gelu": _gelu,
    "silu": lambda x: x * _sigmoid(x),
}
"""The activations of one value at their defaults, by the names of their kinds."""
