"""Colours say what the values are, and the legend agrees with them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cnnstudio.kernels.display import (
    GREYS,
    HUES,
    Palette,
    Shown,
    diverging,
    shown,
    shown_directions,
    shown_picture,
)
from cnnstudio.kernels.settings import ValueDisplay

BLUE, WHITE, ORANGE = (20, 80, 170), (255, 255, 255), (217, 100, 30)
PALETTE = Palette(diverging(BLUE, WHITE, ORANGE), GREYS[::-1].copy())

values_of_any_size = hnp.arrays(np.float32, (5, 7), elements=st.floats(-6e4, 6e4, width=16))


def rgb(picture: Shown, row: int, column: int) -> tuple[int, ...]:
    return tuple(picture.pixels[row, column, 2::-1].tolist())


def row(*numbers: float) -> np.ndarray:
    return np.array([numbers], dtype=np.float32)


def test_zero_has_the_colour_of_zero_and_the_ends_theirs() -> None:
    picture = shown(row(-3, 0, 3, 1.5), ValueDisplay.SIGNED, PALETTE)
    assert rgb(picture, 0, 0) == BLUE
    assert rgb(picture, 0, 1) == WHITE
    assert rgb(picture, 0, 2) == ORANGE
    assert (picture.legend.low, picture.legend.high) == (-3, 3)


@settings(deadline=None)
@given(values_of_any_size)
def test_signed_colours_keep_the_sign(values: np.ndarray) -> None:
    picture = shown(values, ValueDisplay.SIGNED, PALETTE)
    red = picture.pixels[..., 2].astype(int)
    blue = picture.pixels[..., 0].astype(int)
    limit = np.abs(values).max()
    assert (red[values > limit / 20] > blue[values > limit / 20]).all()
    assert (red[values < -limit / 20] < blue[values < -limit / 20]).all()
    assert (picture.pixels[values == 0][:, :3] == 255).all()
    assert (picture.pixels[..., 3] == 255).all()


@pytest.mark.parametrize(
    ("display", "levels", "low", "high"),
    [
        (ValueDisplay.CLAMPED, [0, 0, 0, 51, 255, 255], 0, 255),
        (ValueDisplay.OFFSET, [0, 26, 128, 178, 255, 255], -127.5, 127.5),
        (ValueDisplay.AUTOMATIC, [0, 85, 113, 125, 170, 255], -400, 500),
    ],
)
def test_grey_displays(display: ValueDisplay, levels: list[int], low: float, high: float) -> None:
    picture = shown(row(-400, -101.5, 0, 51, 255, 500), display, PALETTE)
    shown_levels = picture.pixels[0, :, 0].astype(int)
    expected = np.interp([-400, -101.5, 0, 51, 255, 500], [low, high], [0, 255])
    assert np.abs(shown_levels - expected).max() <= 0.51
    assert shown_levels[2] == levels[2]
    assert (picture.legend.low, picture.legend.high) == (low, high)


def test_absolute_values_use_the_unsigned_palette() -> None:
    picture = shown(row(-8, 0, 4, 8), ValueDisplay.ABSOLUTE, PALETTE)
    assert [rgb(picture, 0, column)[0] for column in range(4)] == [0, 255, 127, 0]
    assert (picture.legend.low, picture.legend.high) == (0, 8)


def test_each_channel_of_colour_is_signed_around_mid_grey() -> None:
    picture = shown(np.array([[[-8, 0, 8]]], np.float32), ValueDisplay.SIGNED, PALETTE)
    assert rgb(picture, 0, 0) == (1, 128, 255)
    assert picture.legend.colours is GREYS


@settings(deadline=None)
@given(hnp.array_shapes(min_dims=2, max_dims=2, max_side=9), st.integers(0, 99))
def test_each_pixel_has_the_colour_of_the_legend(shape: tuple[int, int], seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=shape).astype(np.float32)
    picture = shown(values, ValueDisplay.SIGNED, PALETTE)
    legend = picture.legend
    places = np.rint(values.astype(float) * 127 / legend.high).astype(int) + 128
    difference = picture.pixels[..., 2::-1].astype(int) - legend.colours[places]
    assert np.abs(difference).max() <= 2  # one level, where the rounding of float32 differs
    assert (picture.pixels[..., 3] == 255).all()


@pytest.mark.parametrize("display", ValueDisplay)
@pytest.mark.parametrize("value", [0.0, 7.0, -7.0, 1e-38])
def test_a_flat_result_has_one_colour(display: ValueDisplay, value: float) -> None:
    picture = shown(np.full((4, 4), value, np.float32), display, PALETTE)
    assert (picture.pixels == picture.pixels[0, 0]).all()
    assert np.isfinite([picture.legend.low, picture.legend.high]).all()


def test_values_beyond_a_given_limit_keep_the_end_colour() -> None:
    picture = shown(row(-90, -10, 10, 90), ValueDisplay.SIGNED, PALETTE, limit=10.0)
    assert rgb(picture, 0, 0) == rgb(picture, 0, 1) == BLUE
    assert rgb(picture, 0, 2) == rgb(picture, 0, 3) == ORANGE


def test_a_part_with_the_limit_of_the_whole_looks_like_the_whole() -> None:
    values = np.random.default_rng(1).normal(size=(20, 20)).astype(np.float32)
    whole = shown(values, ValueDisplay.SIGNED, PALETTE)
    part = shown(
        np.ascontiguousarray(values[5:9, 3:8]),
        ValueDisplay.SIGNED,
        PALETTE,
        limit=whole.legend.high,
    )
    assert np.array_equal(part.pixels, whole.pixels[5:9, 3:8])


def test_a_buffer_is_used_where_it_fits() -> None:
    buffer = np.zeros((1, 3, 4), np.uint8)
    picture = shown(row(1, 2, 3), ValueDisplay.SIGNED, PALETTE, out=buffer)
    assert np.shares_memory(picture.pixels, buffer)
    other = shown(row(1, 2), ValueDisplay.SIGNED, PALETTE, out=buffer)
    assert other.pixels.shape == (1, 2, 4)


@pytest.mark.parametrize(
    ("picture", "level"),
    [
        (np.full((2, 2), 200, np.uint8), 200),
        (np.full((2, 2), 200 * 257, np.uint16), 200),
        (np.full((2, 2), 200 / 255, np.float32), 200),
        (np.full((2, 2), -3, np.float32), 0),
    ],
)
def test_pictures_are_shown_as_they_are(picture: np.ndarray, level: int) -> None:
    assert (shown_picture(picture)[..., :3] == level).all()


def test_colours_of_a_picture_stay_in_their_places() -> None:
    picture = np.array([[[10, 20, 30]]], np.uint8)
    assert shown_picture(picture).tolist() == [[[30, 20, 10, 255]]]


def test_directions_meet_again_after_a_full_turn() -> None:
    picture = shown_directions(row(-180, 180, 540, 0, 90, -90, -270), PALETTE)
    colours = [rgb(picture, 0, column) for column in range(7)]
    assert colours[0] == colours[1] == colours[2] == tuple(HUES[0])
    assert colours[3] == tuple(HUES[128])
    assert colours[4] == colours[6] == tuple(HUES[192])
    assert colours[5] == tuple(HUES[64])
    assert (picture.legend.low, picture.legend.high) == (-180, 180)
    assert picture.legend.is_cyclic


def test_directions_of_colour_are_a_brightness_each() -> None:
    picture = shown_directions(np.array([[[-180, 0, 90]]], np.float32), PALETTE)
    assert rgb(picture, 0, 0) == (0, 128, 192)


def test_neighbouring_hues_are_alike_all_around() -> None:
    steps = np.abs(np.roll(HUES, -1, axis=0).astype(int) - HUES)
    assert steps.max() <= 6


def test_hues_are_equally_light() -> None:
    linear = np.where(HUES > 10, ((HUES / 255 + 0.055) / 1.055) ** 2.4, HUES / 255 / 12.92)
    luminance = linear @ [0.2126, 0.7152, 0.0722]
    assert luminance.min() > 0.7 * luminance.max()


@pytest.mark.parametrize("shape", [(1500, 701), (700, 401, 3)], ids=["palette", "each channel"])
def test_strips_of_a_large_result_join_without_a_seam(shape: tuple[int, ...]) -> None:
    values = np.random.default_rng(7).normal(0, 90, shape).astype(np.float32)
    whole = shown(values, ValueDisplay.SIGNED, PALETTE, limit=300.0)
    for top in range(0, shape[0], 150):
        part = shown(values[top : top + 150], ValueDisplay.SIGNED, PALETTE, limit=300.0)
        assert np.array_equal(whole.pixels[top : top + 150], part.pixels)
