"""The way of computing is chosen for speed, and never leaves the bound."""

import numpy as np
import pytest

from cnnstudio.kernels.correlation import correlate
from cnnstudio.kernels.kernel import weights
from cnnstudio.kernels.plan import Way, plan, split
from cnnstudio.kernels.presets import preset
from cnnstudio.kernels.samples import samples_of
from cnnstudio.kernels.settings import Border
from tests.kernels.oracles import assert_within_bound, correlated

RNG = np.random.default_rng(8)
PHOTO = RNG.integers(0, 256, (300, 400), dtype=np.uint8)
KINDS = {
    "uint8": PHOTO,
    "uint16": PHOTO.astype(np.uint16) * 257,
    "float32": PHOTO.astype(np.float32) / 255,
}
NORMAL_31 = RNG.normal(size=(31, 31))


@pytest.mark.parametrize(
    ("kind", "grid", "way"),
    [
        ("uint8", weights(preset("sobel-x").kernel), Way.SEPARATE),
        ("float32", weights(preset("sobel-x").kernel), Way.SUMMED),
        ("uint8", weights(preset("sharpen").kernel), Way.SUMMED),
        ("uint8", np.ones((31, 31)) / 9, Way.SEPARATE),
        ("uint8", RNG.integers(-9, 9, (11, 11)).astype(float), Way.SUMMED),
        ("uint8", RNG.integers(-9, 9, (31, 31)).astype(float), Way.FOURIER),
        ("uint8", RNG.normal(size=(3, 3)), Way.SUMMED),
        ("uint8", RNG.normal(size=(7, 7)), Way.SPLIT),
        ("uint8", 1 + RNG.random((31, 31)), Way.FOURIER),
        ("uint8", NORMAL_31, Way.SPLIT),
        ("uint16", RNG.normal(size=(11, 11)), Way.DOUBLE),
        ("float32", RNG.normal(size=(7, 7)), Way.DOUBLE),
    ],
)
def test_each_kernel_goes_its_way_within_the_bound(kind: str, grid: np.ndarray, way: Way) -> None:
    samples = samples_of(KINDS[kind])
    assert plan(samples, grid).way is way
    result = correlate(samples, grid)
    assert_within_bound(result, *correlated(KINDS[kind], grid, Border.ZERO))


@pytest.mark.parametrize(
    ("text", "is_exact"),
    [("sobel-x", True), ("box-3", True), ("gaussian-5", True), ("unsharp", True), ("gabor", False)],
)
def test_whole_numbers_and_fractions_are_exact(text: str, is_exact: bool) -> None:
    grid = weights(preset(text).kernel)
    assert plan(samples_of(KINDS["uint8"]), grid / 16).is_exact is is_exact
    assert not plan(samples_of(KINDS["float32"]), grid).is_exact


def test_sums_that_pass_what_float32_holds_are_not_called_exact() -> None:
    grid = np.array([[65793.0, 1.0]])
    samples = samples_of(KINDS["uint8"])
    assert plan(samples, grid - [[1.0, 0.0]]).is_exact
    assert not plan(samples, grid).is_exact


def test_a_power_of_two_costs_no_division() -> None:
    chosen = plan(samples_of(PHOTO), weights(preset("gaussian-3").kernel), divisor=16.0)
    assert chosen.divisor == 1.0
    assert chosen.is_exact


@pytest.mark.parametrize("grid", [RNG.normal(size=(7, 7)), NORMAL_31], ids=["7×7", "31×31"])
def test_a_split_kernel_is_the_sum_of_its_parts(grid: np.ndarray) -> None:
    exact, remainder = split(samples_of(PHOTO), grid)
    assert exact.is_exact
    assert np.array_equal(exact.grid / exact.divisor + remainder.grid, grid)
    assert np.abs(remainder.grid).sum() < np.abs(grid).sum() / 50


@pytest.mark.parametrize("size", [13, 21, 31])
@pytest.mark.parametrize("kind", ["uint8", "uint16"])
def test_a_black_half_stays_black_beside_a_bright_one(kind: str, size: int) -> None:
    picture = KINDS[kind].copy()
    picture[:, 200:] = 0
    grid = 1 + np.random.default_rng(size).random((size, size))
    samples = samples_of(picture)
    assert plan(samples, grid).way in (Way.FOURIER, Way.DOUBLE)
    assert (correlate(samples, grid)[:, 200 + size :] == 0).all()


def test_a_first_weight_above_all_others_stays_within_the_bound() -> None:
    # Every later addition rounds at the size of the first product.
    for size in (3, 4, 5, 9, 11, 15):
        grid = 0.03 * np.random.default_rng(size).random((size, size))
        grid[0, 0] = 3
        result = correlate(samples_of(PHOTO), grid)
        assert_within_bound(result, *correlated(PHOTO, grid, Border.ZERO))


def test_a_column_and_a_row_of_arbitrary_numbers_stay_within_the_bound() -> None:
    falling = np.full(31, 0.03) + 0.001 * np.random.default_rng(1).random(31)
    falling[0] = 3
    grid = np.outer(falling, falling)
    assert plan(samples_of(PHOTO), grid).way is Way.SEPARATE
    result = correlate(samples_of(PHOTO), grid)
    assert_within_bound(result, *correlated(PHOTO, grid, Border.ZERO))


def test_a_flat_picture_adds_no_systematic_error() -> None:
    white = np.full((60, 60), 255, np.uint8)
    for size in (5, 9, 11, 31):
        grid = np.full((size, size), np.sqrt(0.1))
        grid[0, 1] += 1e-3
        result = correlate(samples_of(white), grid)
        assert_within_bound(result, *correlated(white, grid, Border.ZERO))
