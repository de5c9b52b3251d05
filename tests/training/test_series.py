import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.training.series import Series, Smoothed, Sparse

parts = st.lists(st.lists(st.floats(-1e3, 1e3, width=32), max_size=40), max_size=8)


def filled(values: object) -> Series:
    series = Series()
    series.extend(values)
    return series


@given(parts)
def test_values_are_those_that_were_added(added: list[list[float]]) -> None:
    series = Series()
    for part in added:
        series.extend(part)
    expected = np.concatenate([np.array(part, np.float32) for part in [[], *added]])
    np.testing.assert_array_equal(series.values, expected)


@given(
    parts,
    st.integers(8, 60),
    st.integers(0, 200),
    st.integers(0, 200),
)
def test_thinning_keeps_peaks_and_stays_within_the_most(
    added: list[list[float]], most: int, start: int, length: int
) -> None:
    series = Series()
    for part in added:
        series.extend(part)
    shown = series.values[start : start + length]
    points = series.thinned(most, start=start, stop=start + length)
    assert len(points.positions) == len(points.values) <= most
    if len(shown):
        assert points.values.min() <= shown.min()
        assert points.values.max() >= shown.max()


def test_a_thinned_curve_ends_with_the_last_value() -> None:
    points = filled(np.arange(1_001)).thinned(100, start=100, stop=900)
    assert (points.positions[-1], points.values[-1]) == (899, 899)


def test_few_values_are_drawn_as_they_are() -> None:
    points = filled([3.0, 1.0, 2.0]).thinned(10, start=1)
    assert points.positions.tolist() == [1, 2]
    assert points.values.tolist() == [1, 2]


def test_a_single_peak_among_a_million_is_drawn() -> None:
    values = np.zeros(1_000_000, np.float32)
    values[654_321] = 1
    points = filled(values).thinned(1_000)
    peak = points.positions[points.values == 1]
    assert len(peak) == 1
    assert 0 <= 654_321 - peak[0] < 1_000_000 / 400


def test_thinning_looks_at_values_that_fill_no_group() -> None:
    series = filled(np.zeros(100, np.float32))
    series.extend([5.0])
    assert series.thinned(10).values.max() == 5


@given(st.integers(0, 150), st.integers(0, 150))
def test_what_is_cut_off_leaves_no_trace(kept: int, added: int) -> None:
    series = filled(np.full(150, 9.0))
    series.cut(kept)
    series.extend(np.zeros(added))
    again = filled([9.0] * kept + [0.0] * added)
    for most in (8, 50, 1000):
        np.testing.assert_array_equal(series.thinned(most).values, again.thinned(most).values)


@pytest.mark.parametrize("weight", [0.1, 0.9, 0.999])
@pytest.mark.parametrize("step", [1, 7, 1000], ids="{} at a time".format)
def test_smoothing_is_the_debiased_running_average(weight: float, step: int) -> None:
    values = np.random.default_rng(0).normal(5, 1, 1000)
    series, smoothed, average, expected = Series(), Smoothed(weight), 0.0, []
    for count, value in enumerate(values.astype(np.float32), start=1):
        average = weight * average + (1 - weight) * float(value)
        expected.append(average / (1 - weight**count))
    for start in range(0, 1000, step):
        series.extend(values[start : start + step])
        result = smoothed.follow(series)
    np.testing.assert_allclose(result.values, expected, rtol=1e-5)


def test_smoothing_begins_at_the_first_value() -> None:
    assert Smoothed(0.99).follow(filled([7.0])).values.tolist() == [7.0]


def test_smoothing_starts_over_after_a_cut() -> None:
    series, smoothed = filled([1.0, 100.0, 100.0]), Smoothed(0.5)
    smoothed.follow(series)
    series.cut(1)
    series.extend([1.0])
    assert smoothed.follow(series).values.tolist() == [1.0, 1.0]


def test_sparse_values_keep_their_steps_and_peaks() -> None:
    sparse = Sparse()
    for step in range(10, 10_010, 10):
        sparse.append(step, 1000.0 if step == 5_000 else 1.0)
    points = sparse.thinned(sparse.series, 100)
    assert len(points.positions) <= 100
    assert points.values.max() == 1000
    assert np.all(np.diff(points.positions) >= 0)
    inside = sparse.thinned(sparse.series, 100, first=95, last=125)
    assert inside.positions.tolist() == [90, 100, 110, 120, 130]
    sparse.cut(100)
    assert len(sparse) == 10
