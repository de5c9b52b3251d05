"""A picture as filters read it: values in its own units, and what lies beyond its edge."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from cnnstudio.kernels.settings import Border, Channels

Image = NDArray[Any]
"""(H, W) or (H, W, 3) uint8, uint16 or float32; RGB."""

_CEILINGS = {"uint8": 255.0, "uint16": 65535.0, "float32": 1.0}


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """A picture converted once, so that each edit of a kernel costs only the filter."""

    pixels: Image
    values: NDArray[np.float32]
    """The same as float32, in the same units: 0–255, 0–65535, or as they are."""

    @property
    def shape(self) -> tuple[int, ...]:
        """(H, W) or (H, W, 3)."""
        return self.values.shape

    @property
    def size(self) -> tuple[int, int]:
        """(height, width)."""
        return self.values.shape[0], self.values.shape[1]

    @property
    def ceiling(self) -> float:
        """The value of white: 255, 65535, or 1 for float pictures."""
        return _CEILINGS[self.pixels.dtype.name]

    @property
    def is_whole(self) -> bool:
        """Whether all values are whole numbers from 0 to `ceiling`."""
        return self.pixels.dtype.kind == "u"


def samples_of(image: Image, channels: Channels = Channels.EACH) -> Samples:
    """Return the chosen channels of `image`, ready for filtering; grey pictures stay grey."""
    assert image.ndim == 2 or image.shape[2:] == (3,), image.shape
    if image.dtype.name not in _CEILINGS:
        image = image.astype(np.float32)
    pixels = np.ascontiguousarray(_selected(image, channels))
    return Samples(pixels, pixels.astype(np.float32, copy=False))


def _selected(image: Image, channels: Channels) -> Image:
    if image.ndim == 2 or channels is Channels.EACH:
        return image
    if channels is Channels.LUMINANCE:
        # ITU-R BT.601, rounded to the picture's own whole numbers: the grey
        # values on the screen are the numbers that are filtered.
        return cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2GRAY)
    if len(channels.indices) == 1:
        return image[..., channels.indices[0]]
    chosen = np.zeros_like(image)
    for index in channels.indices:
        chosen[..., index] = image[..., index]
    return chosen


def source_indices(positions: NDArray[np.int64], length: int, border: Border) -> NDArray[np.int64]:
    """Return which index of an axis is read at each position; −1 where a zero is read."""
    match border:
        case Border.REPLICATE:
            return positions.clip(0, length - 1)
        case Border.WRAP:
            return positions % length
        case Border.REFLECT:
            period = max(2 * (length - 1), 1)
            folded = np.abs(positions) % period
            return np.minimum(folded, period - folded) if length > 1 else folded * 0
        case _:
            inside = (positions >= 0) & (positions < length)
            return np.where(inside, positions, -1)


def gathered(samples: Samples, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Samples:
    """Return the pixels at the crossings of `rows` and `columns`; zero where an index is −1."""
    pixels = samples.pixels[np.ix_(rows, columns)]
    pixels[rows < 0] = 0
    pixels[:, columns < 0] = 0
    return samples_of(pixels)
