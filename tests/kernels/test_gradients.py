"""Gradients are those of the pair of kernels, and their direction is where it gets brighter."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.filtering import filter_picture, filter_region, filtered_size, footprint
from cnnstudio.kernels.gradients import axis, pair
from cnnstudio.kernels.kernel import Kernel, parse_kernel, rotated, weights
from cnnstudio.kernels.presets import preset
from cnnstudio.kernels.settings import Activation, Border, FilterSettings, Gradient, Pooling
from tests.kernels.oracles import EPSILON, correlated

PICTURE = np.random.default_rng(21).integers(0, 256, (40, 50, 3), dtype=np.uint8)
FAMILIES = ("sobel", "prewitt", "scharr")


def magnitude_of(border: Border = Border.VALID) -> FilterSettings:
    return FilterSettings(border, gradient=Gradient.MAGNITUDE)


def direction_of(border: Border = Border.VALID) -> FilterSettings:
    return FilterSettings(border, gradient=Gradient.DIRECTION)


def ramp(angle_deg: float) -> np.ndarray:
    """Return a picture that brightens towards an angle; 0° to the right, 90° upwards."""
    right, up = np.arange(16.0), np.arange(16.0)[::-1, None]
    angle = np.deg2rad(angle_deg)
    return (right * np.cos(angle) + up * np.sin(angle)).astype(np.float32)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_pair_of_x_is_y(family: str) -> None:
    first, second = pair(weights(preset(f"{family}-x").kernel))
    assert np.array_equal(first, weights(preset(f"{family}-x").kernel))
    assert np.array_equal(np.abs(second), np.abs(weights(preset(f"{family}-y").kernel)))


def test_the_pair_of_roberts_is_its_cross() -> None:
    assert pair(weights(preset("roberts").kernel))[1].tolist() == [[0, -1], [1, 0]]


def test_a_row_is_paired_with_the_column_through_the_same_pixel() -> None:
    first, second = pair(np.array([[-1.0, 0.0, 1.0]]))
    assert first.tolist() == [[0, 0, 0], [-1, 0, 1], [0, 0, 0]]
    assert second.tolist() == [[0, 1, 0], [0, 0, 0], [0, -1, 0]]


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("border", Border)
def test_magnitude_is_the_length_of_both_answers(family: str, border: Border) -> None:
    x, y = (preset(f"{family}-{name}").kernel for name in "xy")
    expected = np.hypot(
        *(
            filter_picture(PICTURE, kernel, FilterSettings(border)).astype(float)
            for kernel in (x, y)
        )
    )
    for kernel in (x, y):
        result = filter_picture(PICTURE, kernel, magnitude_of(border))
        assert result.dtype == np.float32
        np.testing.assert_allclose(result, expected, rtol=4 * EPSILON, atol=0)


@pytest.mark.parametrize("angle_deg", [0, 30, 45, 90, 135, 180, -90, -120])
@pytest.mark.parametrize(
    "name", ["sobel-x", "sobel-y", "sobel-right", "prewitt-y", "scharr-x", "roberts"]
)
@pytest.mark.parametrize("convolve", [False, True])
def test_direction_is_where_it_gets_brighter(name: str, angle_deg: float, convolve: bool) -> None:
    chosen = FilterSettings(Border.VALID, convolve=convolve, gradient=Gradient.DIRECTION)
    result = filter_picture(ramp(angle_deg), preset(name).kernel, chosen)
    difference = (result - angle_deg + 180) % 360 - 180
    assert np.abs(difference).max() < 1e-3


@pytest.mark.parametrize("name", ["sobel-x", "sobel-y", "roberts", "diagonal-edge"])
def test_flat_areas_have_size_and_direction_0(name: str) -> None:
    flat = np.full((9, 9), 77, np.uint8)
    for chosen in (magnitude_of(), direction_of()):
        assert (filter_picture(flat, preset(name).kernel, chosen) == 0).all()


def test_angles_run_from_minus_180_to_180_degrees() -> None:
    angles = filter_picture(PICTURE, preset("sobel-x").kernel, direction_of())
    assert -180 < angles.min() < -179
    assert 179 < angles.max() <= 180


def test_a_blur_has_no_axis() -> None:
    assert axis(weights(preset("gaussian-5").kernel)) == (1, 0)
    assert axis(np.zeros((3, 3))) == (1, 0)


@pytest.mark.parametrize("turns", range(4))
def test_the_axis_turns_with_the_kernel(turns: int) -> None:
    turned = rotated(preset("sobel-right").kernel, -turns)
    assert axis(weights(turned)) == [(1, 0), (0, 1), (-1, 0), (0, -1)][turns]


def test_offset_bias_activation_and_pooling_follow_the_gradient() -> None:
    kernel = Kernel("k", preset("sobel-x").kernel.rows, divisor=8.0, offset=3.0)
    plain = filter_picture(PICTURE, Kernel("k", kernel.rows, 8.0), magnitude_of())
    everything = FilterSettings(
        Border.VALID,
        bias=-20.0,
        activation=Activation.RELU,
        pooling=Pooling.MAX,
        gradient=Gradient.MAGNITUDE,
    )
    result = filter_picture(PICTURE, kernel, everything)
    expected = np.maximum(plain - 17, 0)[:38, :48].reshape(19, 2, 24, 2, 3).max(axis=(1, 3))
    assert np.array_equal(result, expected)


def test_normalising_adds_no_grey_to_what_has_no_sign() -> None:
    chosen = FilterSettings(normalise=True, gradient=Gradient.MAGNITUDE)
    flat = np.full((5, 5), 9, np.uint8)
    assert filter_picture(flat, preset("sobel-x").kernel, chosen)[2, 2] == 0


@pytest.mark.parametrize("value", [1e-25, 1.0, 1e25])
def test_no_size_of_values_is_lost(value: float) -> None:
    picture = np.array([[3, 0], [4, 0]], np.float32) * np.float32(value)
    result = filter_picture(picture, parse_kernel("1 0; 0 -1"), magnitude_of())
    assert result.item() == pytest.approx(5 * value, rel=1e-6, abs=0)


def test_a_row_needs_the_square_that_its_pair_needs() -> None:
    kernel = parse_kernel("-1 0 1")
    chosen = magnitude_of()
    assert footprint(kernel, chosen) == (3, 3)
    assert footprint(kernel, FilterSettings(dilation=2)) == (1, 5)
    assert filtered_size(kernel, chosen, (10, 10)) == (8, 8)
    assert filter_picture(np.zeros((10, 10), np.uint8), kernel, chosen).shape == (8, 8)
    with pytest.raises(InvalidValueError, match="3×3 kernel does not fit inside a 2×9"):
        filter_picture(np.zeros((2, 9), np.uint8), kernel, chosen)


@st.composite
def cases(draw: st.DrawFn) -> tuple[np.ndarray, Kernel, FilterSettings]:
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    shape = (*draw(st.tuples(st.integers(9, 40), st.integers(9, 40))), *draw(SHAPE_ENDS))
    cells = draw(st.tuples(st.integers(1, 5), st.integers(1, 5)))
    rows = rng.integers(-9, 10, cells) if draw(st.booleans()) else rng.normal(size=cells)
    chosen = FilterSettings(
        border=draw(st.sampled_from(Border)),
        stride=draw(st.integers(1, 3)),
        dilation=draw(st.integers(1, 2)),
        convolve=draw(st.booleans()),
        gradient=draw(st.sampled_from([Gradient.MAGNITUDE, Gradient.DIRECTION])),
    )
    picture = rng.integers(0, 256, shape, dtype=np.uint8)
    return picture, Kernel("k", tuple(map(tuple, rows.tolist()))), chosen


SHAPE_ENDS = st.sampled_from([(), (3,)])


@settings(max_examples=100, deadline=None)
@given(cases())
def test_sizes_are_within_the_bound_of_float64(
    case: tuple[np.ndarray, Kernel, FilterSettings],
) -> None:
    picture, kernel, chosen = case
    flipped = weights(kernel)[::-1, ::-1] if chosen.convolve else weights(kernel)
    parts = [
        correlated(picture, grid, chosen.border, stride=chosen.stride, dilation=chosen.dilation)
        for grid in pair(flipped)
    ]
    result = filter_picture(picture, kernel, chosen)
    (x, x_bound), (y, y_bound) = parts
    assert result.shape == x.shape
    bound = 4 * EPSILON * np.hypot(x_bound, y_bound) + 1e-30
    if chosen.gradient is Gradient.MAGNITUDE:
        assert (np.abs(result - np.hypot(x, y)) <= bound + 2 * EPSILON * np.hypot(x, y)).all()
        return
    cosine, sine = axis(pair(flipped)[0])
    expected = np.degrees(np.arctan2(sine * x + cosine * y, cosine * x - sine * y))
    difference = np.abs((result - expected + 180) % 360 - 180)
    is_certain = np.hypot(x, y) > 1e4 * bound
    assert (difference[is_certain] < 0.02).all()


@settings(max_examples=60, deadline=None)
@given(cases(), st.data())
def test_a_region_of_a_gradient_is_what_the_whole_has_there(
    case: tuple[np.ndarray, Kernel, FilterSettings], data: st.DataObject
) -> None:
    picture, kernel, chosen = case
    kernel = Kernel("k", tuple(tuple(map(round, row)) for row in kernel.rows))
    whole = filter_picture(picture, kernel, chosen)
    spans = []
    for length in whole.shape[:2]:
        start = data.draw(st.integers(0, length - 1))
        spans.append(range(start, data.draw(st.integers(start + 1, length))))
    part = filter_region(picture, kernel, chosen, *spans)
    rows, columns = spans
    # Whole numbers: both are exact, so that not a bit may differ.
    assert np.array_equal(part, whole[rows.start : rows.stop, columns.start : columns.stop])
