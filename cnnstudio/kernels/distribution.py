"""How the values of a result are spread."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnstudio.kernels.analysis import value_range

BINS = 254
_WITHIN = 1e-3

Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """How many values lie in each part of a range, and what can be said of all of them."""

    low: float
    high: float
    counts: NDArray[np.int64]
    """(C, bins) of equal width from `low` to `high`."""
    least: float
    greatest: float
    mean: float
    below: int
    """How many values lie below `low`."""
    above: int

    @property
    def total(self) -> int:
        """The number of values, in all channels."""
        return int(self.counts.sum()) + self.below + self.above

    def bin_of(self, value: float) -> int | None:
        """Return the part in which a value lies, if it is in the range."""
        if not self.low <= value <= self.high:
            return None
        bins = int(self.counts.shape[1])
        return min(int((value - self.low) / (self.high - self.low) * bins), bins - 1)


def distribution(values: Values, *, low: float, high: float) -> Distribution:
    """Return how the values of a result lie in a range.

    The edges of the bins hold to a thousandth of a bin.

    Args:
        values: (H, W) or (H, W, 3) float32.
        low: the smallest value that is counted in a bin.
        high: the largest one, greater than `low`.
    """
    import cv2

    # Counted as bytes, which is four times as fast as counting floats: 0 is below the
    # range, 255 above it. Rounding to even must leave both ends of the range within.
    factor = (BINS - 2 * _WITHIN) / (high - low)
    zero = 0.5 + _WITHIN - low * factor
    levels = cv2.addWeighted(values, factor, values, 0, zero, dtype=cv2.CV_8U)
    planes = levels.reshape(*levels.shape[:2], -1)
    counts = np.stack(
        [
            cv2.calcHist([planes], [channel], None, [256], [0, 256]).ravel()
            for channel in range(planes.shape[2])
        ]
    ).astype(np.int64)
    least, greatest = value_range(values)
    return Distribution(
        low=low,
        high=high,
        counts=counts[:, 1:-1],
        least=least,
        greatest=greatest,
        mean=float(np.mean(cv2.mean(values)[: len(counts)])),
        below=int(counts[:, 0].sum()),
        above=int(counts[:, -1].sum()),
    )
