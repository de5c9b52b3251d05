"""What a kernel does to a picture: the values that a network's first layer would compute."""

from collections.abc import Callable

import msgspec
import numpy as np
from numpy.typing import NDArray

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.activations import activate
from cnnstudio.kernels.correlation import correlate, correlate_every, correlate_part, margins
from cnnstudio.kernels.gradients import Grid, axis, combined, pair
from cnnstudio.kernels.kernel import Kernel, weight_sum, weights
from cnnstudio.kernels.pooling import pooled
from cnnstudio.kernels.samples import Image, Samples, samples_of
from cnnstudio.kernels.settings import Border, FilterSettings, Gradient, Pooling
from cnnstudio.text import _

Values = NDArray[np.float32]

_ZERO_SUM = 1e-12


def filter_picture(
    picture: Image | Samples,
    kernel: Kernel,
    settings: FilterSettings = FilterSettings(),  # noqa: B008 - a frozen value
    *,
    out: Values | None = None,
) -> Values:
    """Return the picture filtered by `kernel`, in the picture's units.

    Args:
        picture: (H, W) or (H, W, 3) uint8 0–255, uint16 0–65535 or float32; or the
            same as `Samples` (already of the chosen channels), which saves its conversion.
        kernel: its divisor and offset count.
        settings: border, stride, bias, activation, pooling …
        out: a buffer of the picture's shape, float32; it is used for the result
            where it fits, which saves the system clearing new memory.

    Returns:
        (H', W') or (H', W', 3) float32, each value within 4·ε₃₂·Σ|weight · value|
        before offset and activation.

    Raises:
        InvalidValueError: kernel or pooling do not fit the picture.
    """
    samples = _as_samples(picture, settings)
    filtered_size(kernel, settings, samples.size)
    divisor, offset = scaling(kernel, settings, samples.ceiling)

    def sums(grid: Grid, buffer: Values | None) -> Values:
        return correlate(samples, grid, divisor=divisor, border=settings.border, out=buffer)

    fitting = out if out is not None and out.shape == samples.shape else None
    return _finished(_summed(sums, kernel, settings, fitting), offset, settings)


def filter_region(
    picture: Image | Samples,
    kernel: Kernel,
    settings: FilterSettings,
    rows: range,
    columns: range,
) -> Values:
    """Return these rows and columns of what `filter_picture` gives, without the rest.

    Large kernels take long on large pictures: the visible part is shown first.
    """
    samples = _as_samples(picture, settings)
    filtered_size(kernel, settings, samples.size)
    divisor, offset = scaling(kernel, settings, samples.ceiling)
    needed = _reach(rows, settings), _reach(columns, settings)

    def sums(grid: Grid, _buffer: Values | None) -> Values:
        return correlate_part(samples, grid, *needed, divisor=divisor, border=settings.border)

    return _finished(_summed(sums, kernel, settings, None), offset, settings)


def filter_every(
    picture: Image | Samples, kernel: Kernel, settings: FilterSettings, step: int
) -> Values:
    """Return every `step`-th row and column of what `filter_picture` gives, without the rest.

    A picture shown smaller than it is needs no more. Nothing may be pooled: that takes all.
    """
    assert settings.pooling is Pooling.NONE, settings.pooling
    samples = _as_samples(picture, settings)
    filtered_size(kernel, settings, samples.size)
    divisor, offset = scaling(kernel, settings, samples.ceiling)
    apart = step * settings.stride

    def sums(grid: Grid, _buffer: Values | None) -> Values:
        return correlate_every(samples, grid, apart, divisor=divisor, border=settings.border)

    values = _summed(sums, kernel, settings, None)
    return _finished(values, offset, msgspec.structs.replace(settings, stride=1))


def _as_samples(picture: Image | Samples, settings: FilterSettings) -> Samples:
    return picture if isinstance(picture, Samples) else samples_of(picture, settings.channels)


def _summed(
    sums: Callable[[Grid, Values | None], Values],
    kernel: Kernel,
    settings: FilterSettings,
    out: Values | None,
) -> Values:
    """Return the sums of the kernel, or the gradient of its pair."""
    grids = laid_weights(kernel, settings)
    first, *others = (_dilated(grid, settings.dilation) for grid in grids)
    values = sums(first, out)
    for second in others:
        gradient, towards = settings.gradient, axis(grids[0])
        values = combined(values, sums(second, None), gradient, towards=towards)
    return values


def _finished(sums: Values, offset: float, settings: FilterSettings) -> Values:
    values = np.ascontiguousarray(sums[:: settings.stride, :: settings.stride])
    if offset:
        values += np.float32(offset)
    return pooled(
        activate(values, settings.activation),
        settings.pooling,
        size=settings.pool_size,
        stride=settings.pool_stride,
    )


def _reach(positions: range, settings: FilterSettings) -> range:
    """Return the rows (columns) of the unstrided sums that these of the result come from."""
    first, last = positions.start, positions.stop - 1
    if settings.pooling is not Pooling.NONE:
        first *= settings.pool_stride
        last = last * settings.pool_stride + settings.pool_size - 1
    return range(first * settings.stride, last * settings.stride + 1)


def laid_weights(kernel: Kernel, settings: FilterSettings) -> tuple[Grid, ...]:
    """Return the weights as they lie on the picture, turned if convolving, but not dilated.

    There are two grids, both square, where the gradient of a pair is computed.
    """
    grid = weights(kernel)
    grid = grid[::-1, ::-1] if settings.convolve else grid
    return (grid,) if settings.gradient is Gradient.NONE else pair(grid)


def _dilated(grid: Grid, step: int) -> Grid:
    dilated = np.zeros([_spread(cells, step) for cells in grid.shape])
    dilated[::step, ::step] = grid
    return dilated


def _spread(cells: int, step: int) -> int:
    return (cells - 1) * step + 1


def footprint(kernel: Kernel, settings: FilterSettings) -> tuple[int, int]:
    """Return how many (rows, columns) of the picture each sum is taken over."""
    height, width = kernel.height, kernel.width
    if settings.gradient is not Gradient.NONE:
        height = width = max(height, width)
    return _spread(height, settings.dilation), _spread(width, settings.dilation)


def scaling(kernel: Kernel, settings: FilterSettings, ceiling: float) -> tuple[float, float]:
    """Return (divisor, offset and bias together) for a picture whose white is `ceiling`.

    Normalising replaces the kernel's own, as image editors do: weights that sum to
    0 get mid-grey added, all others are divided by their sum. A gradient needs no
    mid-grey: it has no sign.
    """
    if not settings.normalise:
        return kernel.divisor, kernel.offset + settings.bias
    total = weight_sum(kernel)
    if abs(total) <= _ZERO_SUM * sum(abs(cell) for row in kernel.rows for cell in row):
        grey = ceiling / 2 if settings.gradient is Gradient.NONE else 0.0
        return kernel.divisor, grey + settings.bias
    return total, settings.bias


def filtered_size(
    kernel: Kernel, settings: FilterSettings, size: tuple[int, int]
) -> tuple[int, int]:
    """Return (height, width) of the result for a picture of `size`.

    ⌊(length + padding − dilation · (kernel − 1) − 1) / stride⌋ + 1, then the same
    for pooling without padding.

    Raises:
        InvalidValueError: kernel or pooling do not fit the picture.
    """
    reach = footprint(kernel, settings)
    _check_border(settings.border, size, reach)
    lost = [n - 1 if settings.border is Border.VALID else 0 for n in reach]
    height, width = ((n - m - 1) // settings.stride + 1 for n, m in zip(size, lost, strict=True))
    if settings.pooling is Pooling.NONE:
        return height, width
    if min(height, width) < settings.pool_size:
        raise InvalidValueError(
            _(
                "A pooling window of {pool}×{pool} does not fit the {height}×{width} values before "
                "it. Reduce the window or the stride."
            ).format(pool=settings.pool_size, height=height, width=width)
        )
    height, width = ((n - settings.pool_size) // settings.pool_stride + 1 for n in (height, width))
    return height, width


def _check_border(border: Border, size: tuple[int, int], reach: tuple[int, int]) -> None:
    sizes = list(zip(size, reach, strict=True))
    if border is Border.VALID and any(length < n for length, n in sizes):
        message = _(
            "A {height}×{width} kernel does not fit inside a {rows}×{columns} picture. "
            "Choose a smaller kernel or another border."
        )
    elif border is Border.REFLECT and any(
        length <= max(margins(n)) and n > 1 for length, n in sizes
    ):
        # PyTorch refuses this too: there is nothing left to reflect.
        message = _(
            "A {height}×{width} kernel reaches too far to reflect a {rows}×{columns} picture. "
            "Choose a smaller kernel or another border."
        )
    else:
        return
    raise InvalidValueError(
        message.format(height=reach[0], width=reach[1], rows=size[0], columns=size[1])
    )
