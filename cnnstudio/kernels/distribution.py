"""How the values of a result are spread."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnstudio.kernels.analysis import histogram, value_range

BINS = 256

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


def distribution(values: Values, *, low: float, high: float, bins: int = BINS) -> Distribution:
    """Return how the values of a result lie in a range.

    Args:
        values: (H, W) or (H, W, 3) float32.
        low: the smallest value that is counted in a bin.
        high: the largest one, greater than `low`.
        bins: into how many parts the range is divided.
    """
    import cv2

    counts = histogram(values, low=low, high=high, bins=bins)
    least, greatest = value_range(values)
    below = int(np.count_nonzero(values < low)) if least < low else 0
    mean = float(np.mean(cv2.mean(values)[: counts.shape[0]]))
    return Distribution(
        low=low,
        high=high,
        counts=counts,
        least=least,
        greatest=greatest,
        mean=mean,
        below=below,
        above=values.size - int(counts.sum()) - below,
    )
