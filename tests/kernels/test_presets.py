"""The presets are those of the literature, and are found by every name they have."""

import numpy as np
import pytest

from cnnstudio.errors import InvalidValueError, UnknownNameError
from cnnstudio.kernels.kernel import Kernel, negated, transposed, weight_sum, weights
from cnnstudio.kernels.presets import PRESETS, Preset, named_or_typed, preset

SUMS = {
    "identity": 1,
    "sharpen": 1,
    "unsharp": 1,
    "box-3": 1,
    "box-5": 1,
    "box-7": 1,
    "gaussian-3": 1,
    "gaussian-5": 1,
    "emboss": 1,
    "motion-blur": 1,
    "checker": 1,
    "diagonal-line": -3,
    "gabor": pytest.approx(0.2821718563692791, abs=1e-15),
}
"""Of weights / divisor; every kernel that is not listed answers to differences: 0."""


@pytest.mark.parametrize("known", PRESETS, ids=lambda known: known.name)
def test_weights_sum_to_what_the_kernel_is_for(known: Preset) -> None:
    assert weight_sum(known.kernel) / known.kernel.divisor == SUMS.get(known.name, 0)


@pytest.mark.parametrize(
    ("name", "rows", "divisor"),
    [
        ("identity", "0 0 0; 0 1 0; 0 0 0", 1),
        ("sobel-x", "1 0 -1; 2 0 -2; 1 0 -1", 1),
        ("sobel-y", "1 2 1; 0 0 0; -1 -2 -1", 1),
        ("prewitt-x", "1 0 -1; 1 0 -1; 1 0 -1", 1),
        ("scharr-x", "3 0 -3; 10 0 -10; 3 0 -3", 1),
        ("roberts", "1 0; 0 -1", 1),
        ("diagonal-edge", "1 0 -1; 0 0 0; -1 0 1", 1),
        ("laplacian", "0 1 0; 1 -4 1; 0 1 0", 1),
        ("laplacian-8", "-1 -1 -1; -1 8 -1; -1 -1 -1", 1),
        ("sharpen", "0 -1 0; -1 5 -1; 0 -1 0", 1),
        (
            "unsharp",
            "1 4 6 4 1; 4 16 24 16 4; 6 24 -476 24 6; 4 16 24 16 4; 1 4 6 4 1",
            -256,
        ),
        ("box-3", "1 1 1; 1 1 1; 1 1 1", 9),
        ("gaussian-3", "1 2 1; 2 4 2; 1 2 1", 16),
        (
            "gaussian-5",
            "1 4 6 4 1; 4 16 24 16 4; 6 24 36 24 6; 4 16 24 16 4; 1 4 6 4 1",
            256,
        ),
        ("emboss", "-2 -1 0; -1 1 1; 0 1 2", 1),
        ("checker", "1 -1 1; -1 1 -1; 1 -1 1", 1),
        ("diagonal-line", "1 -1 -1; -1 1 -1; -1 -1 1", 1),
    ],
)
def test_weights_are_those_of_the_reference(name: str, rows: str, divisor: float) -> None:
    typed = named_or_typed(rows)
    assert preset(name).kernel.rows == typed.rows
    assert preset(name).kernel.divisor == divisor


@pytest.mark.parametrize("family", ["sobel", "prewitt", "scharr"])
def test_y_is_x_transposed(family: str) -> None:
    x, y = preset(f"{family}-x").kernel, preset(f"{family}-y").kernel
    assert transposed(x).rows == y.rows


def test_right_and_bottom_are_the_negatives() -> None:
    assert preset("sobel-right").kernel.rows == negated(preset("sobel-x").kernel).rows
    assert preset("sobel-bottom").kernel.rows == negated(preset("sobel-y").kernel).rows


def test_motion_blur_and_laplacian_of_gaussian_are_nine_wide() -> None:
    assert np.array_equal(weights(preset("motion-blur").kernel), np.eye(9))
    grid = weights(preset("laplacian-of-gaussian").kernel)
    assert grid.shape == (9, 9)
    assert np.array_equal(grid, np.rot90(grid))


def test_the_gabor_peaks_at_its_centre_and_repeats_with_its_wavelength() -> None:
    grid = weights(preset("gabor").kernel)
    assert grid[4, 4] == grid.max() == 1
    assert grid[4, 6] < 0 < grid[4, 8]


@pytest.mark.parametrize("known", PRESETS, ids=lambda known: known.name)
def test_every_preset_says_what_it_does_and_whence_it_is(known: Preset) -> None:
    assert known.title
    assert known.formula
    assert known.source
    assert known.about.endswith(".")


def test_no_two_presets_share_a_name() -> None:
    names = [name for known in PRESETS for name in (known.name, *known.also)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("sobel-left", "sobel-x"),
        ("Outline", "laplacian-8"),
        ("box-blur", "box-3"),
        ("sharpen (course)", "laplacian"),
        ("sharpen", "sharpen"),
    ],
)
def test_presets_are_found_by_their_other_names(name: str, found: str) -> None:
    assert preset(name).name == found


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match=r'"sobell".*sobel-x, sobel-y'):
        preset("sobell")
    with pytest.raises(UnknownNameError):
        named_or_typed("sobell")


def test_a_kernel_may_be_typed_instead() -> None:
    assert named_or_typed("1/2 -sqrt(4)") == Kernel("typed", ((0.5, -2.0),))
    assert named_or_typed("sqrt(4); pi/pi").rows == ((2.0,), (1.0,))
    with pytest.raises(InvalidValueError):
        named_or_typed("1 2; 3")
