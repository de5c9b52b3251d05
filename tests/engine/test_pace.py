import pytest

from cnnstudio.engine.pace import Pace


def test_speed_is_examples_by_seconds() -> None:
    pace = Pace()
    for _report in range(20):
        pace.add(examples=64, steps=2, seconds=0.1)
    assert pace.examples_per_second == pytest.approx(640)


def test_nothing_is_said_of_the_time_left_at_first() -> None:
    pace = Pace()
    assert pace.examples_per_second == 0
    pace.add(examples=32, steps=1, seconds=0.1)
    assert pace.seconds_left(steps=100, validations=1) is None


def test_time_left_counts_steps_and_validations() -> None:
    pace = Pace()
    for _report in range(20):
        pace.add(examples=64, steps=2, seconds=0.1)
    pace.validation_s = 0.5
    assert pace.seconds_left(steps=100, validations=3) == pytest.approx(5 + 1.5)


def test_a_change_of_speed_is_followed_within_seconds() -> None:
    pace = Pace()
    for seconds in [0.1] * 100 + [0.2] * 100:
        pace.add(examples=64, steps=2, seconds=seconds)
    assert pace.examples_per_second == pytest.approx(320, rel=0.05)
