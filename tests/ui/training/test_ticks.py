"""Ticks are legible, round, and written alike."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.ui.training.ticks import Room, linear_ticks, log_ticks, number_texts, short_number


def level(width: float) -> Room:
    """Return the room of an axis of steps."""
    return Room(width, 6.6, 10, 12, 12, 6, 60)


def upright(height: float) -> Room:
    """Return the room of an axis of values, six letters wide."""
    return Room(height, 6.6, 10, 12, 6, 6, 44, is_upright=True)


@given(st.floats(0, 1e7), st.floats(1, 1e7), st.floats(110, 1_000), st.sampled_from([True, False]))
def test_texts_never_collide(low: float, span: float, width: float, are_whole: bool) -> None:
    places, texts = linear_ticks(low, low + span, level(width), are_whole=are_whole)
    for (here, one), (there, other) in pairwise(zip(places, texts, strict=True)):
        between = (there - here) / span * width
        assert between >= (len(one) + len(other)) / 2 * 6.6 + 12 - 1e-6


@given(st.floats(1e-9, 1e9), st.floats(60, 500))
def test_values_from_zero_have_texts_that_fit(top: float, height: float) -> None:
    places, texts = linear_ticks(0, top, upright(height))
    assert len(places) >= 2
    assert texts[0] == "0"
    assert len(set(texts)) == len(texts)
    assert max(map(len, texts)) <= 6


@given(st.floats(-9, 5), st.floats(0.01, 12), st.floats(80, 500))
def test_logarithmic_values_have_ticks_that_do_not_collide(
    low: float, decades: float, height: float
) -> None:
    places, texts = log_ticks(low, low + decades, upright(height))
    assert places
    assert all(low - 0.1 <= place <= low + decades + 0.1 for place in places)
    for here, there in pairwise(places):
        assert (there - here) / decades * height >= 22 - 1e-6
    assert len(set(texts)) == len(texts)


def test_steps_are_whole_numbers() -> None:
    assert linear_ticks(0, 1.5, level(500), are_whole=True).texts == ["0", "1"]


def test_long_runs_are_counted_in_thousands() -> None:
    texts = linear_ticks(0, 84_000, level(180), are_whole=True).texts
    assert texts == ["0", "20k", "40k", "60k", "80k"]


@pytest.mark.parametrize(
    ("values", "spacing", "texts"),
    [
        ([0, 0.5, 1], 0.5, ["0", "0.5", "1.0"]),
        ([0, 2_000, 4_000], 2_000, ["0", "2,000", "4,000"]),
        ([0, 5_000, 10_000], 5_000, ["0", "5k", "10k"]),
        ([10_000, 10_500], 500, ["10.0k", "10.5k"]),
        ([0, 2e6], 2e6, ["0", "2M"]),
        ([0, 5e-5, 1e-4, 1.5e-4], 5e-5, ["0", "5e-5", "1e-4", "1.5e-4"]),
        ([1e20, 2e20], 1e20, ["1e20", "2e20"]),
        ([-0.5, 0], 0.5, ["−0.5", "0"]),
        ([1_234_505, 1_234_510], 5, ["1,234,505", "1,234,510"]),
    ],
    ids=["plain", "separated", "thousands", "halves", "millions", "tiny", "huge", "below", "exact"],
)
def test_numbers_are_written_short(values: list[float], spacing: float, texts: list[str]) -> None:
    assert number_texts(values, spacing) == texts


@pytest.mark.parametrize(
    ("value", "text"),
    [(5e-4, "5e-4"), (0.05, "0.05"), (64, "64"), (0, "0"), (20_000, "20k"), (1.25, "1.25")],
)
def test_one_number_is_written_short(value: float, text: str) -> None:
    assert short_number(value) == text
