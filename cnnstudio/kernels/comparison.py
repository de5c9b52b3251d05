"""Results beside the picture they were made from: where they lie on it, and how they differ."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnstudio.kernels.correlation import margins
from cnnstudio.kernels.filtering import footprint
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.samples import Samples
from cnnstudio.kernels.settings import Border, FilterSettings, Pooling

Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Placement:
    """Value (i, j) of a result belongs to pixel (top + i · step, left + j · step)."""

    top: int
    left: int
    step: int


def placement(kernel: Kernel, settings: FilterSettings) -> Placement:
    """Return where a result lies on its picture; a pooled value lies on its window's first."""
    step = settings.stride * (1 if settings.pooling is Pooling.NONE else settings.pool_stride)
    if settings.border is not Border.VALID:
        return Placement(0, 0, step)
    top, left = (margins(cells)[0] for cells in footprint(kernel, settings))
    return Placement(top, left, step)


def difference(
    samples: Samples,
    values: Values,
    kernel: Kernel,
    settings: FilterSettings,
    *,
    first: tuple[int, int] = (0, 0),
) -> Values:
    """Return result − input for each value of a result.

    Directions are degrees: take no difference of those.

    Args:
        samples: the picture, of the channels that were filtered.
        values: (H, W) or (H, W, 3) float32, what `filter_picture` gave, or a region of it.
        kernel: what it was filtered with.
        settings: and how.
        first: (row, column) of the region in the whole result.

    Returns:
        an array like `values`.
    """
    place = placement(kernel, settings)
    starts = (place.top + first[0] * place.step, place.left + first[1] * place.step)
    rows, columns = (
        slice(start, start + (count - 1) * place.step + 1, place.step)
        for start, count in zip(starts, values.shape[:2], strict=True)
    )
    return np.subtract(values, samples.values[rows, columns])
