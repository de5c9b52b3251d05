"""Generated kernels are what their formulas say."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from cnnstudio.errors import InvalidValueError, UnknownNameError
from cnnstudio.kernels.analysis import kernel_facts
from cnnstudio.kernels.filtering import filter_picture
from cnnstudio.kernels.generators import GENERATORS, Generator, generated, generator, recognised
from cnnstudio.kernels.kernel import Kernel, weight_sum, weights
from cnnstudio.kernels.presets import PRESETS, preset
from cnnstudio.kernels.settings import Border, FilterSettings

NAMES = [known.name for known in GENERATORS]


def made(name: str, **values: float) -> Kernel:
    return generated(generator(name), values)


def applied(kernel: Kernel) -> np.ndarray:
    return weights(kernel) / kernel.divisor


@st.composite
def choices(draw: st.DrawFn) -> tuple[Generator, dict[str, float]]:
    known = draw(st.sampled_from(GENERATORS))
    values = {}
    for part in known.parameters:
        steps = round((part.high - part.low) / part.step)
        values[part.name] = min(part.low + draw(st.integers(0, steps)) * part.step, part.high)
    return known, values


@settings(max_examples=300, deadline=None)
@given(choices())
def test_every_position_of_the_sliders_gives_a_kernel(
    choice: tuple[Generator, dict[str, float]],
) -> None:
    known, values = choice
    kernel = generated(known, values)
    assert kernel.height == kernel.width
    assert kernel.height % 2 == 1
    assert np.isfinite(weights(kernel)).all()
    total = weight_sum(kernel) / kernel.divisor
    if known.name in ("gaussian", "motion-blur", "disc"):
        assert total == pytest.approx(1, abs=1e-12)
        assert (applied(kernel) >= 0).all()
    elif known.name != "gabor":
        assert total == pytest.approx(0, abs=1e-12 * np.abs(applied(kernel)).sum())


@pytest.mark.parametrize("name", NAMES)
def test_defaults_lie_on_the_steps_and_are_described(name: str) -> None:
    known = generator(name)
    assert known.title
    assert known.formula
    assert known.source
    assert known.about.endswith(".")
    for part in known.parameters:
        assert part.check(part.default) == part.default
        steps = (part.default - part.low) / part.step
        assert steps == pytest.approx(round(steps))
        assert part.help.endswith(".")
        assert part.symbol in known.formula or part.name in ("size", "angle_deg", "sigma")


@pytest.mark.parametrize("sigma", [0.5, 1.4, 4.0])
def test_gaussians_are_those_of_opencv_and_split_into_two_passes(sigma: float) -> None:
    kernel = made("gaussian", sigma=sigma, size=9)
    line = cv2.getGaussianKernel(9, sigma)
    np.testing.assert_allclose(applied(kernel), line @ line.T, rtol=1e-12)


@pytest.mark.parametrize("sigma", [0.3, 0.5, 1.4, 10.0])
@pytest.mark.parametrize("size", [3, 15, 31])
def test_every_gaussian_splits_into_two_passes(sigma: float, size: int) -> None:
    assert kernel_facts(made("gaussian", sigma=sigma, size=size)).rank == 1


def impulse_response(order: tuple[int, int], sigma: float, size: int) -> np.ndarray:
    impulse = np.zeros((size, size))
    impulse[size // 2, size // 2] = 1
    return ndimage.gaussian_filter(impulse, sigma, order=order, truncate=9)


def test_the_laplacian_of_gaussian_is_that_of_scipy() -> None:
    expected = impulse_response((2, 0), 2.0, 31) + impulse_response((0, 2), 2.0, 31)
    kernel = made("laplacian-of-gaussian", sigma=2.0, size=31)
    np.testing.assert_allclose(applied(kernel), expected, atol=1e-4 * np.abs(expected).max())


@pytest.mark.parametrize("angle_deg", [0, 40, 90, -135])
def test_the_oriented_derivative_is_that_of_scipy(angle_deg: float) -> None:
    right, up = np.cos(np.deg2rad(angle_deg)), np.sin(np.deg2rad(angle_deg))
    slope = right * impulse_response((0, 1), 2.0, 31) - up * impulse_response((1, 0), 2.0, 31)
    kernel = made("oriented-derivative", sigma=2.0, angle_deg=angle_deg, size=31)
    expected = slope[::-1, ::-1]  # SciPy convolves
    np.testing.assert_allclose(applied(kernel), expected, atol=1e-3 * np.abs(expected).max())


@pytest.mark.parametrize("angle_deg", [0, 30, 90, 135, -160])
@pytest.mark.parametrize("size", [3, 7, 31])
def test_the_oriented_derivative_measures_a_ramp(angle_deg: float, size: int) -> None:
    angle = np.deg2rad(angle_deg)
    ramp = 5 * (np.arange(33) * np.cos(angle) - np.arange(33)[:, None] * np.sin(angle))
    kernel = made("oriented-derivative", angle_deg=angle_deg, size=size)
    result = filter_picture(ramp.astype(np.float32), kernel, FilterSettings(Border.VALID))
    assert result == pytest.approx(5, rel=1e-4)


def test_quarter_turns_of_the_derivative_hold_exact_zeros() -> None:
    upwards = weights(made("oriented-derivative", angle_deg=90))
    assert (upwards[3] == 0).all()
    assert (upwards[0] > 0).all()
    assert kernel_facts(made("oriented-derivative", angle_deg=-90)).rank == 1


def test_the_difference_of_gaussians_is_one() -> None:
    kernel = made("difference-of-gaussians", sigma=1.0, ratio=2.0, size=15)
    narrow = applied(made("gaussian", sigma=1.0, size=15))
    wide = applied(made("gaussian", sigma=2.0, size=15))
    np.testing.assert_allclose(applied(kernel), narrow - wide, atol=1e-16)


@pytest.mark.parametrize(
    "values",
    [
        {"wavelength": 4.0, "angle_deg": 0.0},
        {"wavelength": 7.5, "angle_deg": 30.0, "aspect": 0.5, "phase_deg": 90.0, "sigma": 3.0},
        {"wavelength": 3.0, "angle_deg": 135.0, "aspect": 1.5, "phase_deg": -45.0},
    ],
)
def test_gabors_are_those_of_opencv(values: dict[str, float]) -> None:
    all_values = generator("gabor").defaults() | values | {"size": 15}
    theirs = cv2.getGaborKernel(
        (15, 15),
        all_values["sigma"],
        np.deg2rad(all_values["angle_deg"]),
        all_values["wavelength"],
        all_values["aspect"],
        np.deg2rad(all_values["phase_deg"]),
    )
    # OpenCV stores its kernels turned by 180° with y downwards: upside down from ours.
    np.testing.assert_allclose(applied(made("gabor", **all_values)), theirs[:, ::-1], atol=1e-11)


def test_the_preset_is_the_gabor_to_begin_with() -> None:
    assert made("gabor").rows == preset("gabor").kernel.rows


@pytest.mark.parametrize("length", [1, 2, 9, 10, 31])
def test_motion_to_the_right_is_a_plain_mean(length: int) -> None:
    grid = weights(made("motion-blur", length=length))
    middle = grid[grid.shape[0] // 2]
    assert grid.sum() == middle.sum() == length
    assert (middle[1:-1] == 1).all()
    assert middle[0] == middle[-1] == (1 if length % 2 else 0.5)


@pytest.mark.parametrize("angle_deg", [0, 17, 45, 90, 130, 180])
def test_motion_blur_is_the_share_of_the_line_in_each_pixel(angle_deg: float) -> None:
    kernel = made("motion-blur", length=12, angle_deg=angle_deg)
    places = (np.arange(100_000) + 0.5) / 100_000 * 12 - 6
    angle = np.deg2rad(angle_deg)
    rows, columns = -places * np.sin(angle), places * np.cos(angle)
    edges = np.arange(kernel.height + 1) - kernel.height / 2
    counts, _rows, _columns = np.histogram2d(rows, columns, bins=[edges, edges])
    np.testing.assert_allclose(applied(kernel), counts / 100_000, atol=1e-4)


def test_motion_at_45_degrees_stays_on_the_diagonal() -> None:
    grid = weights(made("motion-blur", length=9, angle_deg=45))
    assert np.count_nonzero(grid) == np.count_nonzero(np.fliplr(grid).diagonal())


@pytest.mark.parametrize("radius", [0.5, 1.0, 2.5, 3.0, 15.5])
def test_a_disc_is_the_share_of_each_pixel(radius: float) -> None:
    kernel = made("disc", radius=radius)
    assert weight_sum(kernel) == pytest.approx(np.pi * radius**2, rel=1e-9)
    fine = (np.arange(kernel.height * 64) + 0.5) / 64 - kernel.height / 2
    inside = fine[:, None] ** 2 + fine**2 <= radius**2
    shares = inside.reshape(kernel.height, 64, kernel.width, 64).mean(axis=(1, 3))
    np.testing.assert_allclose(weights(kernel), shares, atol=0.01)


def test_a_kernel_is_named_after_its_numbers() -> None:
    assert made("gaussian", sigma=2).name == "gaussian σ=2 n=9"
    assert made("motion-blur", angle_deg=30).name == "motion-blur L=9 px θ=30°"
    presets = {known.name for known in PRESETS}
    assert not presets & {generated(known).name for known in GENERATORS}


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("gaussian", {"sigma": 0.0}, "Width must be a number from 0.3 to 10, not 0"),
        ("gaussian", {"size": 4.0}, "Size must be 3, 5, … or 31, not 4"),
        ("gaussian", {"size": 33.0}, "Size must be 3, 5, … or 31, not 33"),
        ("gabor", {"wavelength": float("nan")}, "Wavelength must be a number from 2 to 31"),
    ],
)
def test_numbers_out_of_range_are_refused(name: str, values: dict[str, float], words: str) -> None:
    with pytest.raises(InvalidValueError, match=words):
        made(name, **values)


def test_an_unknown_generator_lists_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="gaussian, laplacian-of-gaussian"):
        generator("gausian")


@settings(max_examples=300, deadline=None)
@given(choices())
def test_a_name_tells_the_generator_and_its_values(
    choice: tuple[Generator, dict[str, float]],
) -> None:
    known, values = choice
    kernel = generated(known, values)
    assert recognised(kernel) == choice
    assert generated(*choice) == kernel


def test_a_value_between_the_steps_is_told_exactly() -> None:
    values = {"sigma": 1 / 3, "size": 9.0}
    assert recognised(made("gaussian", **values)) == (generator("gaussian"), values)


@pytest.mark.parametrize(
    "name",
    [
        "gaussian",
        "gaussian-3",
        "gaussian σ=1.4",
        "gaussian σ=99 n=9",
        "gaussian σ=1.4 n=8",
        "gaussian σ=- n=9",
        "gaussian σ=nan n=9",
        "gaussian σ=1.4 n=9 of mine",
    ],
)
def test_other_names_tell_no_generator(name: str) -> None:
    assert recognised(Kernel(name, ((1.0,),))) is None
