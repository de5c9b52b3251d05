"""Between which values curves are drawn, so that the first steps do not flatten all others."""

from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from cnnstudio.training.series import Points

Range = tuple[float, float]

_FEW_STEPS = 200
_FIRST_SHARE = 0.01
_PRESENT_SHARE = 0.02
_OUTLIERS = 0.01
# Where the smallest value is below this share of the largest one, the axis begins at 0.
_NEAR_ZERO = 0.35
_LEAST_SHARES = 0.02
# So many times as high as the rest, the first steps and outliers make it flat.
_FLAT = 1.5


def value_range(
    cuttable: Sequence[Points],
    kept: Sequence[Points],
    steps: Range,
    *,
    start: float = 0.0,
    is_whole: bool = False,
    is_positive: bool = False,
) -> Range | None:
    """Return the range of the values at some steps; None where there are none.

    The first steps of the run, which began at `start`, do not count once there are more than a
    few, nor do outliers of the `cuttable` curves; what the last steps came to always does. That
    is done only where the others would be flat otherwise. `is_whole` counts everything,
    `is_positive` only values above 0, for a logarithmic scale.
    """
    whole = _limits(_joined((*cuttable, *kept), steps, is_positive=is_positive))
    first, last = steps
    if whole is None or is_whole or last - max(first, start) <= _FEW_STEPS:
        return whole
    late = max(first, start + _FIRST_SHARE * (last - start)), last
    common = _joined(cuttable, late, is_positive=is_positive)
    limits = _limits(_joined(kept, late, is_positive=is_positive))
    if common.size:
        present = (last - _PRESENT_SHARE * (last - first), last)
        limits = around(limits, _limits(_joined(cuttable, present, is_positive=is_positive)))
        low, high = np.quantile(common, (_OUTLIERS, 1 - _OUTLIERS))
        limits = around(limits, (float(low), float(high)))
    return limits if limits and _is_flat(limits, whole, is_positive=is_positive) else whole


def around(one: Range | None, other: Range | None) -> Range | None:
    """Return the range that holds both."""
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])


def rounded(limits: Range, *, are_shares: bool = False) -> Range:
    """Return limits in which values look right: from 0 where they come near it.

    Shares, such as an accuracy, lie between 0 and 1, and the axis shows some of them.
    """
    low, high = limits
    if are_shares:
        high = min(1.0, max(high, _LEAST_SHARES))
        return max(0.0, min(low, high - _LEAST_SHARES)), high
    if 0 <= low <= _NEAR_ZERO * high or (low == high and high > 0):
        low = 0.0
    return (low, high) if low < high else (low - 0.5, high + 0.5)


def _is_flat(limits: Range, whole: Range, *, is_positive: bool) -> bool:
    """Return whether what lies between the limits would be flat if the whole was shown."""
    if is_positive:
        limits, whole = (log(limits[0]), log(limits[1])), (log(whole[0]), log(whole[1]))
    return whole[1] - whole[0] > _FLAT * (limits[1] - limits[0])


def _joined(curves: Sequence[Points], steps: Range, *, is_positive: bool) -> NDArray[np.float32]:
    """Return the values of curves between two steps that have a place on the axis."""
    parts = [np.empty(0, np.float32)]
    for positions, values in curves:
        chosen = slice(
            int(np.searchsorted(positions, steps[0], "left")),
            int(np.searchsorted(positions, steps[1], "right")),
        )
        parts.append(values[chosen])
    joined = np.concatenate(parts)
    has_place = np.isfinite(joined)
    if is_positive:
        has_place &= joined > 0
    return joined[has_place]


def _limits(values: NDArray[np.float32]) -> Range | None:
    return (float(values.min()), float(values.max())) if values.size else None
