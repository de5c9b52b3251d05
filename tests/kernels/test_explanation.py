"""What is explained is what is computed."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.kernels.explanation import explain_pixel
from cnnstudio.kernels.filtering import filter_picture
from cnnstudio.kernels.kernel import Kernel, parse_kernel
from cnnstudio.kernels.settings import (
    Activation,
    Border,
    Channels,
    FilterSettings,
    Gradient,
    Pooling,
)

PICTURE = np.random.default_rng(9).integers(0, 256, (30, 34, 3), dtype=np.uint8)
SOBEL = parse_kernel("1 0 -1; 2 0 -2; 1 0 -1")


def test_the_nine_products_of_a_pixel() -> None:
    picture = np.arange(25, dtype=np.uint8).reshape(5, 5)
    pixel = explain_pixel(picture, SOBEL, FilterSettings(bias=1.0), 2, 1)
    assert pixel.values.tolist() == [[1, 2, 3], [6, 7, 8], [11, 12, 13]]
    assert pixel.products.tolist() == [[1, 0, -3], [12, 0, -16], [11, 0, -13]]
    assert (pixel.total, pixel.offset, pixel.value) == (-8, 1, -7)
    assert pixel.rows.tolist() == [0, 1, 2]
    assert pixel.columns.tolist() == [1, 2, 3]


def test_the_border_is_shown_with_the_numbers_really_used() -> None:
    picture = np.arange(1, 10, dtype=np.uint8).reshape(3, 3)
    corner = {
        border: explain_pixel(picture, SOBEL, FilterSettings(border), 0, 0).values.tolist()
        for border in Border
    }
    assert corner[Border.ZERO] == [[0, 0, 0], [0, 1, 2], [0, 4, 5]]
    assert corner[Border.REPLICATE] == [[1, 1, 2], [1, 1, 2], [4, 4, 5]]
    assert corner[Border.REFLECT] == [[5, 4, 5], [2, 1, 2], [5, 4, 5]]
    assert corner[Border.WRAP] == [[9, 7, 8], [3, 1, 2], [6, 4, 5]]
    assert corner[Border.VALID] == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]


def test_a_zero_beyond_the_edge_is_marked() -> None:
    pixel = explain_pixel(PICTURE, SOBEL, FilterSettings(), 0, 29)
    assert pixel.rows.tolist() == [28, 29, -1]
    assert pixel.columns.tolist() == [-1, 0, 1]


@st.composite
def choices(draw: st.DrawFn) -> tuple[Kernel, FilterSettings]:
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    cells = draw(st.tuples(*[st.integers(1, 6)] * 2))
    rows = tuple(map(tuple, rng.integers(-9, 10, cells).tolist()))
    kernel = Kernel("k", rows, draw(st.sampled_from([1.0, 9.0, -4.0])), draw(st.integers(-5, 5)))
    return kernel, FilterSettings(
        border=draw(st.sampled_from(Border)),
        stride=draw(st.integers(1, 3)),
        dilation=draw(st.integers(1, 2)),
        convolve=draw(st.booleans()),
        normalise=draw(st.booleans()),
        bias=draw(st.sampled_from([0.0, 0.5])),
        activation=draw(st.sampled_from(Activation)),
        pooling=draw(st.sampled_from(Pooling)),
        pool_size=draw(st.integers(1, 3)),
        pool_stride=draw(st.integers(1, 3)),
        channels=draw(st.sampled_from(Channels)),
        gradient=draw(st.sampled_from(Gradient)),
    )


@settings(max_examples=200, deadline=None)
@given(choices(), st.data())
def test_every_pixel_is_explained_with_the_value_it_has(
    choice: tuple[Kernel, FilterSettings], data: st.DataObject
) -> None:
    kernel, chosen = choice
    result = filter_picture(PICTURE, kernel, chosen)
    y = data.draw(st.integers(0, result.shape[0] - 1))
    x = data.draw(st.integers(0, result.shape[1] - 1))
    channel = data.draw(st.integers(0, 2)) if result.ndim == 3 else 0
    pixel = explain_pixel(PICTURE, kernel, chosen, x, y, channel=channel)
    # Whole numbers: nothing is rounded but the division, and both round it alike.
    assert np.float32(pixel.value) == np.atleast_3d(result)[y, x, channel]
    assert pixel.total == pixel.products.sum() == (pixel.values * pixel.weights).sum()
    if chosen.pooling is not Pooling.NONE:
        assert pixel.window is not None
        assert pixel.window.shape == (chosen.pool_size, chosen.pool_size)
        if chosen.pooling is not Pooling.AVERAGE:
            assert pixel.activated == pixel.value
    else:
        assert pixel.activated == pixel.value


def test_the_average_shows_the_window_it_is_of() -> None:
    pixel = explain_pixel(PICTURE, SOBEL, FilterSettings(pooling=Pooling.AVERAGE), 3, 4, channel=1)
    assert pixel.window is not None
    assert pixel.value == pixel.window.mean()


def test_a_gradient_shows_the_products_of_both_kernels() -> None:
    picture = np.arange(25, dtype=np.uint8).reshape(5, 5)
    pixel = explain_pixel(picture, SOBEL, FilterSettings(gradient=Gradient.MAGNITUDE), 2, 2)
    assert pixel.second is not None
    assert pixel.second.weights.tolist() == [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]
    assert (pixel.total, pixel.second.total) == (-8, 40)
    assert pixel.value == np.hypot(np.float32(-8), np.float32(40))
    direction = explain_pixel(picture, SOBEL, FilterSettings(gradient=Gradient.DIRECTION), 2, 2)
    assert direction.value == np.degrees(np.arctan2(np.float32(-40), np.float32(8)))
