"""Pictures keep their values, and borders read the right ones."""

import numpy as np
import pytest

from cnnstudio.kernels.samples import gathered, samples_of, source_indices
from cnnstudio.kernels.settings import Border, Channels

COLOUR = np.random.default_rng(7).integers(0, 256, (6, 8, 3), dtype=np.uint8)


@pytest.mark.parametrize(
    ("border", "indices"),
    [
        (Border.ZERO, [-1, -1, -1, 0, 1, 2, -1, -1, -1]),
        (Border.REPLICATE, [0, 0, 0, 0, 1, 2, 2, 2, 2]),
        (Border.REFLECT, [1, 2, 1, 0, 1, 2, 1, 0, 1]),
        (Border.WRAP, [0, 1, 2, 0, 1, 2, 0, 1, 2]),
    ],
)
def test_borders_read_what_their_names_say(border: Border, indices: list[int]) -> None:
    assert source_indices(np.arange(-3, 6), 3, border).tolist() == indices


@pytest.mark.parametrize("border", [Border.REPLICATE, Border.REFLECT, Border.WRAP])
def test_a_single_row_stands_for_all(border: Border) -> None:
    assert source_indices(np.arange(-4, 5), 1, border).tolist() == [0] * 9


def test_gathered_pixels_are_zero_beyond_the_edge() -> None:
    part = gathered(samples_of(COLOUR), np.array([-1, 5]), np.array([0, -1]))
    assert part.values[1, 0].tolist() == COLOUR[5, 0].tolist()
    assert part.values.sum() == COLOUR[5, 0].sum()


@pytest.mark.parametrize(
    ("kind", "ceiling", "is_whole"),
    [("uint8", 255, True), ("uint16", 65535, True), ("float32", 1, False)],
)
def test_values_stay_in_the_units_of_the_picture(kind: str, ceiling: float, is_whole: bool) -> None:
    samples = samples_of(COLOUR.astype(kind))
    assert samples.values.dtype == np.float32
    assert np.array_equal(samples.values, COLOUR)
    assert (samples.ceiling, samples.is_whole) == (ceiling, is_whole)
    assert samples.size == (6, 8)


def test_other_numbers_become_float32() -> None:
    samples = samples_of(COLOUR.astype(np.float64) / 3)
    assert samples.pixels.dtype == np.float32


@pytest.mark.parametrize(
    ("channels", "index"), [(Channels.RED, 0), (Channels.GREEN, 1), (Channels.BLUE, 2)]
)
def test_one_channel_can_be_chosen(channels: Channels, index: int) -> None:
    assert np.array_equal(samples_of(COLOUR, channels).values, COLOUR[..., index])


@pytest.mark.parametrize(
    ("channels", "black"), [("red+green", 2), ("red+blue", 1), ("green+blue", 0)]
)
def test_of_two_channels_the_third_is_black(channels: str, black: int) -> None:
    expected = COLOUR.copy()
    expected[..., black] = 0
    assert np.array_equal(samples_of(COLOUR, Channels(channels)).values, expected)


def test_luminance_is_that_of_bt_601_in_whole_numbers() -> None:
    samples = samples_of(COLOUR, Channels.LUMINANCE)
    expected = COLOUR @ np.array([0.299, 0.587, 0.114])
    assert samples.shape == (6, 8)
    assert np.array_equal(samples.values, np.rint(samples.values))
    assert np.abs(samples.values - expected).max() <= 0.51


@pytest.mark.parametrize("channels", Channels)
def test_grey_pictures_stay_as_they_are(channels: Channels) -> None:
    assert np.array_equal(samples_of(COLOUR[..., 0], channels).values, COLOUR[..., 0])
