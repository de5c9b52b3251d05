"""Windows of values that become one value each."""

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from cnnstudio.kernels.settings import Pooling

Values = NDArray[np.float32]


def pooled(values: Values, pooling: Pooling, *, size: int, stride: int) -> Values:
    """Return the largest, mean or smallest value of each size×size window.

    `values` is (H, W) or (H, W, 3) float32; windows that would reach over the
    edge are left out, as in PyTorch: ⌊(H − size) / stride⌋ + 1 rows remain.
    """
    if pooling is Pooling.NONE:
        return values
    height, width = (length - size + 1 for length in values.shape[:2])
    everywhere = _sliding(values, pooling, size)
    return np.ascontiguousarray(everywhere[:height:stride, :width:stride])


def _sliding(values: Values, pooling: Pooling, size: int) -> Values:
    """Return the pool of the window whose top left corner is each pixel."""
    window = np.ones((size, size), np.uint8)
    if pooling is Pooling.MAX:
        return cast(Values, cv2.dilate(values, window, anchor=(0, 0)))
    if pooling is Pooling.MIN:
        return cast(Values, cv2.erode(values, window, anchor=(0, 0)))
    ones = np.ones(size)
    sums = cv2.sepFilter2D(
        values, cv2.CV_64F, ones, ones, anchor=(0, 0), borderType=cv2.BORDER_CONSTANT
    )
    return (sums / size**2).astype(np.float32)
