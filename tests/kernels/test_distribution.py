"""How the values of a result are spread, against NumPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cnnstudio.kernels.distribution import BINS, distribution

SMALL = arrays.arrays(np.float32, (5, 7), elements=st.integers(-90, 90).map(float))


@given(SMALL)
def test_counts_agree_with_numpy(values: np.ndarray) -> None:
    found = distribution(values, low=-90.5, high=90.5)
    np.testing.assert_array_equal(found.counts[0], np.histogram(values, BINS, (-90.5, 90.5))[0])
    assert (found.below, found.above, found.total) == (0, 0, 35)


@given(SMALL)
def test_what_lies_outside_is_counted(values: np.ndarray) -> None:
    found = distribution(values, low=-20, high=30)
    assert found.below == (values < -20).sum()
    assert found.above == (values > 30).sum()
    assert found.total == values.size


@pytest.mark.parametrize(("low", "high"), [(-1, 1), (0, 255), (0, 65535), (-775, 775), (0, 1e9)])
def test_both_ends_lie_within(low: float, high: float) -> None:
    found = distribution(np.array([[low, high]], np.float32), low=low, high=high)
    assert (found.counts[0, 0], found.counts[0, -1], found.total) == (1, 1, 2)


@given(SMALL)
def test_extremes_and_mean_are_those_of_all_values(values: np.ndarray) -> None:
    found = distribution(values, low=0, high=1)
    assert (found.least, found.greatest) == (values.min(), values.max())
    assert found.mean == pytest.approx(values.mean(dtype=np.float64))


def test_each_channel_is_counted_by_itself() -> None:
    values = np.zeros((2, 2, 3), np.float32)
    values[..., 1] = 1
    found = distribution(values, low=0, high=1)
    np.testing.assert_array_equal(found.counts[:, [0, -1]], [[4, 0], [0, 4], [4, 0]])
    assert found.mean == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("value", "index"), [(-1, 0), (0, BINS // 2), (0.999, BINS - 1), (1, BINS - 1), (1.1, None)]
)
def test_bin_of_a_value(value: float, index: int | None) -> None:
    found = distribution(np.zeros((1, 1), np.float32), low=-1, high=1)
    assert found.bin_of(value) == index
