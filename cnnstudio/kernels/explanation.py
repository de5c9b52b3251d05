"""The arithmetic of a single pixel, with the numbers that are really used."""

import dataclasses
import math
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from cnnstudio.kernels.activations import activate
from cnnstudio.kernels.correlation import margins
from cnnstudio.kernels.filtering import filter_region, filtered_size, laid_weights, scaling
from cnnstudio.kernels.gradients import Grid, axis, combined
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.pooling import pooled
from cnnstudio.kernels.samples import Image, Samples, gathered, samples_of, source_indices
from cnnstudio.kernels.settings import Border, FilterSettings, Gradient, Pooling


@dataclass(frozen=True, slots=True, eq=False)
class PixelProducts:
    """How one value of one channel comes about: Σ products / divisor + offset, and so on."""

    rows: NDArray[np.int64]
    """(h,) rows of the picture under the kernel; −1 where the border gives a zero."""
    columns: NDArray[np.int64]
    values: NDArray[np.float64]
    """(h, w) the picture's values under the kernel, border included."""
    weights: NDArray[np.float64]
    """(h, w) the weights as they lie on the picture: turned if convolving."""
    products: NDArray[np.float64]
    total: float
    divisor: float
    offset: float
    """The kernel's offset and the bias together."""
    filtered: float
    """The sum, or the gradient where there is a `second`, with divisor and offset applied."""
    activated: float
    window: NDArray[np.float32] | None
    """(p, p) the activated values that are pooled."""
    value: float
    """What `filter_picture` gives at this pixel."""
    second: "PixelProducts | None" = None
    """The same for the kernel turned by 90°, where the gradient of the pair is computed."""


def explain_pixel(
    picture: Image | Samples,
    kernel: Kernel,
    settings: FilterSettings,
    x: int,
    y: int,
    *,
    channel: int = 0,
) -> PixelProducts:
    """Return the arithmetic behind column `x`, row `y` of the result.

    With pooling, the products are those of the value that wins the window
    (of its first value for the average).
    """
    samples = picture if isinstance(picture, Samples) else samples_of(picture, settings.channels)
    height, width = filtered_size(kernel, settings, samples.size)
    assert 0 <= x < width, x
    assert 0 <= y < height, y
    if settings.pooling is Pooling.NONE:
        return _explained(samples, kernel, settings, x, y, channel=channel)
    return _explained_window(samples, kernel, settings, x, y, channel=channel)


def _explained_window(
    samples: Samples, kernel: Kernel, settings: FilterSettings, x: int, y: int, *, channel: int
) -> PixelProducts:
    size, stride = settings.pool_size, settings.pool_stride
    before = msgspec.structs.replace(settings, pooling=Pooling.NONE)
    rows, columns = (range(n * stride, n * stride + size) for n in (y, x))
    window = _channel(filter_region(samples, kernel, before, rows, columns), channel)
    pick = {Pooling.MAX: np.argmax, Pooling.MIN: np.argmin}.get(settings.pooling)
    down, across = divmod(int(pick(window)) if pick else 0, size)
    winner = _explained(
        samples, kernel, before, columns.start + across, rows.start + down, channel=channel
    )
    value = pooled(window, settings.pooling, size=size, stride=stride)
    return dataclasses.replace(winner, window=window, value=float(value[0, 0]))


def _explained(
    samples: Samples, kernel: Kernel, settings: FilterSettings, x: int, y: int, *, channel: int
) -> PixelProducts:
    grids = laid_weights(kernel, settings)
    rows = _sources(y, grids[0].shape[0], samples.size[0], settings)
    columns = _sources(x, grids[0].shape[1], samples.size[1], settings)
    values = _channel(gathered(samples, rows, columns).values, channel).astype(np.float64)
    divisor, offset = scaling(kernel, settings, samples.ceiling)
    first, *others = (_multiplied(rows, columns, values, grid, divisor) for grid in grids)
    second = others[0] if others else None
    # Rounded where the filter rounds, so that both give the same number.
    filtered = _joined(first, second, settings.gradient, axis(grids[0])) + np.float32(offset)
    activated = float(activate(filtered.copy(), settings.activation)[0])
    return dataclasses.replace(
        first,
        offset=offset,
        filtered=float(filtered[0]),
        activated=activated,
        value=activated,
        second=second,
    )


def _multiplied(
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    values: NDArray[np.float64],
    grid: Grid,
    divisor: float,
) -> PixelProducts:
    """Return the products of one kernel and their sum, with nothing done to it but dividing."""
    products = values * grid
    total = math.fsum(products.ravel())
    quotient = float(np.float32(total / divisor))
    return PixelProducts(
        rows=rows,
        columns=columns,
        values=values,
        weights=grid,
        products=products,
        total=total,
        divisor=divisor,
        offset=0.0,
        filtered=quotient,
        activated=quotient,
        window=None,
        value=quotient,
    )


def _joined(
    first: PixelProducts,
    second: PixelProducts | None,
    gradient: Gradient,
    towards: tuple[float, float],
) -> NDArray[np.float32]:
    value = np.array([first.value], np.float32)
    if second is None:
        return value
    return combined(value, np.array([second.value], np.float32), gradient, towards=towards)


def _sources(position: int, cells: int, length: int, settings: FilterSettings) -> NDArray[np.int64]:
    """Return which rows (columns) of the picture lie under the cells of the kernel."""
    reach = (cells - 1) * settings.dilation + 1
    before = 0 if settings.border is Border.VALID else margins(reach)[0]
    first = position * settings.stride - before
    return source_indices(first + np.arange(cells) * settings.dilation, length, settings.border)


def _channel(values: NDArray[np.float32], channel: int) -> NDArray[np.float32]:
    return values if values.ndim == 2 else np.ascontiguousarray(values[..., channel])
