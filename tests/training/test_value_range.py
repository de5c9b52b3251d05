"""Which values are in view: the run as it is now, not its first steps."""

import numpy as np
import pytest

from cnnstudio.training.series import Points
from cnnstudio.training.value_range import rounded, value_range


def curve(*values: float, every: int = 1) -> Points:
    steps = np.arange(1, len(values) + 1, dtype=np.float64) * every
    return Points(steps, np.array(values, np.float32))


def falling(steps: int) -> Points:
    return curve(*(300.0 if step < 5 else 0.5 for step in range(steps)))


def test_few_steps_are_shown_in_full() -> None:
    assert value_range([falling(150)], [], (0, 150)) == (0.5, 300)


def test_the_first_steps_of_many_do_not_set_the_scale() -> None:
    assert value_range([falling(1_000)], [], (0, 1_000)) == (0.5, 0.5)


def test_everything_is_shown_on_demand() -> None:
    assert value_range([falling(1_000)], [], (0, 1_000), is_whole=True) == (0.5, 300)


def test_a_run_that_began_in_the_middle_has_its_first_steps_there() -> None:
    steps, values = falling(1_000)
    later = Points(steps + 5_000, values)
    assert value_range([later], [], (5_000, 6_000), start=5_000) == (0.5, 0.5)


def test_single_spikes_do_not_set_the_scale() -> None:
    values = [1.0] * 1_000
    values[500] = 90.0
    assert value_range([curve(*values)], [], (0, 1_000)) == (1, 1)


def test_what_the_run_has_come_to_now_is_never_cut() -> None:
    values = [1.0] * 995 + [40.0] * 5
    assert value_range([curve(*values)], [], (0, 1_000)) == (1, 40)


def test_of_curves_that_are_kept_only_the_first_steps_are_cut() -> None:
    kept = curve(50.0, 1.0, 5.0, *[1.0] * 97, every=5)
    assert value_range([falling(1_000)], [kept], (0, 1_000)) == (0.5, 5)


def test_nothing_is_cut_where_nothing_would_be_flat() -> None:
    values = np.linspace(2, 1, 1_000)
    assert value_range([curve(*values)], [], (0, 1_000)) == (1, 2)


def test_only_the_steps_in_view_count() -> None:
    assert value_range([curve(*range(1, 101))], [], (50, 60)) == (50, 60)


def test_zeros_have_no_place_on_a_logarithmic_scale() -> None:
    assert value_range([curve(0, 0.1, 1)], [], (0, 3), is_positive=True) == pytest.approx((0.1, 1))


@pytest.mark.parametrize("values", [(), (float("nan"), float("inf"))], ids=["none", "no number"])
def test_without_values_there_is_no_range(values: tuple[float, ...]) -> None:
    assert value_range([curve(*values)], [], (0, 3)) is None


@pytest.mark.parametrize(
    ("limits", "are_shares", "expected"),
    [
        ((0.1, 2.0), False, (0, 2)),
        ((1.5, 2.0), False, (1.5, 2)),
        ((0.001, 0.001), False, (0, 0.001)),
        ((0.0, 0.0), False, (-0.5, 0.5)),
        ((0.3, 1.0), True, (0.3, 1)),
        ((1.0, 1.0), True, (0.98, 1)),
        ((0.0, 0.0), True, (0, 0.02)),
    ],
    ids=["near 0", "far from 0", "constant", "nothing", "shares", "all right", "all wrong"],
)
def test_limits_look_right(
    limits: tuple[float, float], are_shares: bool, expected: tuple[float, float]
) -> None:
    assert rounded(limits, are_shares=are_shares) == pytest.approx(expected)
