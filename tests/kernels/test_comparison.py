"""A result is compared with the pixels that it was made from."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.kernels.comparison import Placement, difference, placement
from cnnstudio.kernels.filtering import filter_picture, filter_region
from cnnstudio.kernels.kernel import parse_kernel, resized
from cnnstudio.kernels.presets import preset
from cnnstudio.kernels.samples import samples_of
from cnnstudio.kernels.settings import Border, FilterSettings, Gradient, Pooling

SAMPLES = samples_of(np.random.default_rng(31).integers(0, 256, (40, 50, 3), dtype=np.uint8))
IDENTITY = preset("identity").kernel


@pytest.mark.parametrize(
    ("rows", "chosen", "place"),
    [
        ("1 2 3", FilterSettings(), Placement(0, 0, 1)),
        ("1 2 3", FilterSettings(Border.VALID), Placement(0, 1, 1)),
        ("1 2; 3 4", FilterSettings(Border.VALID, dilation=2), Placement(1, 1, 1)),
        (
            "1 2 3",
            FilterSettings(Border.VALID, gradient=Gradient.MAGNITUDE),
            Placement(1, 1, 1),
        ),
        ("1", FilterSettings(stride=3, pooling=Pooling.MAX, pool_stride=4), Placement(0, 0, 12)),
        ("1", FilterSettings(stride=3, pool_stride=4), Placement(0, 0, 3)),
    ],
)
def test_results_lie_over_the_pixels_they_are_of(
    rows: str, chosen: FilterSettings, place: Placement
) -> None:
    assert placement(parse_kernel(rows), chosen) == place


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(Border),
    st.integers(1, 4),
    st.integers(1, 3),
    st.tuples(st.integers(1, 6), st.integers(1, 6)),
)
def test_the_identity_differs_nowhere(
    border: Border, stride: int, dilation: int, size: tuple[int, int]
) -> None:
    chosen = FilterSettings(border, stride=stride, dilation=dilation)
    # Odd sizes have their centre on a pixel at any dilation.
    kernel = resized(IDENTITY, *(n | 1 for n in size))
    values = filter_picture(SAMPLES, kernel, chosen)
    assert (difference(SAMPLES, values, kernel, chosen) == 0).all()


def test_pooling_one_pixel_of_each_window_differs_nowhere() -> None:
    chosen = FilterSettings(stride=2, pooling=Pooling.MAX, pool_size=1, pool_stride=3)
    values = filter_picture(SAMPLES, IDENTITY, chosen)
    assert (difference(SAMPLES, values, IDENTITY, chosen) == 0).all()


@pytest.mark.parametrize("border", Border)
def test_the_difference_of_a_region_is_that_of_the_whole(border: Border) -> None:
    chosen = FilterSettings(border, stride=2)
    kernel = preset("sobel-x").kernel
    whole = difference(SAMPLES, filter_picture(SAMPLES, kernel, chosen), kernel, chosen)
    region = filter_region(SAMPLES, kernel, chosen, range(3, 9), range(5, 18))
    part = difference(SAMPLES, region, kernel, chosen, first=(3, 5))
    assert part.dtype == np.float32
    assert np.array_equal(part, whole[3:9, 5:18])


def test_a_bias_is_the_difference() -> None:
    chosen = FilterSettings(bias=7.0)
    values = filter_picture(SAMPLES, IDENTITY, chosen)
    assert (difference(SAMPLES, values, IDENTITY, chosen) == 7).all()
    assert np.array_equal(values - 7, SAMPLES.values), "the result itself is not overwritten"
