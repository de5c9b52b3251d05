"""What a kernel does to a picture: the values that a network's first layer would compute."""

import numpy as np
from numpy.typing import NDArray

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.activations import activate
from cnnstudio.kernels.correlation import correlate, correlate_part, margins
from cnnstudio.kernels.kernel import Kernel, weight_sum, weights
from cnnstudio.kernels.pooling import pooled
from cnnstudio.kernels.samples import Image, Samples, samples_of
from cnnstudio.kernels.settings import Border, FilterSettings, Pooling
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
    sums = correlate(
        samples,
        applied_weights(kernel, settings),
        divisor=divisor,
        border=settings.border,
        out=out if out is not None and out.shape == samples.shape else None,
    )
    return _finished(sums, offset, settings)


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
    sums = correlate_part(
        samples,
        applied_weights(kernel, settings),
        _reach(rows, settings),
        _reach(columns, settings),
        divisor=divisor,
        border=settings.border,
    )
    return _finished(sums, offset, settings)


def _as_samples(picture: Image | Samples, settings: FilterSettings) -> Samples:
    return picture if isinstance(picture, Samples) else samples_of(picture, settings.channels)


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


def applied_weights(kernel: Kernel, settings: FilterSettings) -> NDArray[np.float64]:
    """Return the weights as they lie on the picture: turned if convolving, dilated with zeros."""
    grid = weights(kernel)
    grid = grid[::-1, ::-1] if settings.convolve else grid
    step = settings.dilation
    dilated = np.zeros(((kernel.height - 1) * step + 1, (kernel.width - 1) * step + 1))
    dilated[::step, ::step] = grid
    return dilated


def scaling(kernel: Kernel, settings: FilterSettings, ceiling: float) -> tuple[float, float]:
    """Return (divisor, offset and bias together) for a picture whose white is `ceiling`.

    Normalising replaces the kernel's own, as image editors do: weights that sum to
    0 get mid-grey added, all others are divided by their sum.
    """
    if not settings.normalise:
        return kernel.divisor, kernel.offset + settings.bias
    total = weight_sum(kernel)
    if abs(total) <= _ZERO_SUM * sum(abs(cell) for row in kernel.rows for cell in row):
        return kernel.divisor, ceiling / 2 + settings.bias
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
    reach = [(n - 1) * settings.dilation + 1 for n in (kernel.height, kernel.width)]
    _check_border(kernel, settings, size, reach)
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


def _check_border(
    kernel: Kernel, settings: FilterSettings, size: tuple[int, int], reach: list[int]
) -> None:
    sizes = list(zip(size, reach, strict=True))
    if settings.border is Border.VALID and any(length < n for length, n in sizes):
        message = _(
            "A {height}×{width} kernel does not fit inside a {rows}×{columns} picture. "
            "Choose a smaller kernel or another border."
        )
    elif settings.border is Border.REFLECT and any(
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
