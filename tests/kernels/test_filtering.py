"""The worked examples to the digit; everything else against references."""

import itertools

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.filtering import (
    filter_every,
    filter_picture,
    filter_region,
    filtered_size,
)
from cnnstudio.kernels.kernel import Kernel, parse_kernel, weights, with_cell
from cnnstudio.kernels.plan import plan
from cnnstudio.kernels.presets import PRESETS, Preset, preset
from cnnstudio.kernels.samples import samples_of
from cnnstudio.kernels.settings import Activation, Border, FilterSettings, Gradient, Pooling
from tests.kernels.oracles import EPSILON, assert_within_bound, correlated

VALID = FilterSettings(border=Border.VALID)
SAME = FilterSettings()


def grid(text: str) -> np.ndarray:
    return np.array(parse_kernel(text).rows, dtype=np.float32)


EDGE = "10 10 10 10 10 10;" * 3 + "0 0 0 0 0 0;" * 3
FIVE = "7 2 3 3 8; 4 5 3 8 4; 3 3 2 8 4; 2 8 7 2 7; 5 4 4 5 4"
BITS = "1 1 1 0 0; 0 1 1 1 0; 0 0 1 1 1; 0 0 1 1 0; 0 1 1 0 0"
FOUR = "3 5 2 7; 4 1 3 8; 6 3 8 2; 9 6 1 5"
CROSS = "1 0 1; 0 1 0; 1 0 1"
POOLED = "4 3 1 5; 1 3 4 8; 4 5 4 3; 6 5 9 4"
LARGE = """
    -166 -20 -44 57 210; -370 11 119 111 251; 393 48 13 30 260;
    -313 -130 190 152 123; -109 -158 27 98 82
"""
IDENTITY = Kernel("one", ((1.0,),))


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize(
    ("picture", "kernel", "chosen", "result"),
    [
        pytest.param(
            EDGE,
            "1 2 1; 0 0 0; -1 -2 -1",
            VALID,
            "0 0 0 0; 40 40 40 40; 40 40 40 40; 0 0 0 0",
            id="1",
        ),
        pytest.param(FIVE, "1 0 -1; 1 0 -1; 1 0 -1", VALID, "6 -9 -8; -3 -2 -3; -3 0 -2", id="2"),
        pytest.param(BITS, CROSS, VALID, "4 3 4; 2 4 3; 2 3 4", id="3"),
        pytest.param(
            BITS,
            CROSS,
            FilterSettings(border=Border.VALID, bias=1.0),
            "5 4 5; 3 5 4; 3 4 5",
            id="3+1",
        ),
        pytest.param(FOUR, "1 2 1; 2 1 2; 1 1 2", VALID, "55 52; 57 50", id="4"),
        pytest.param(
            FOUR,
            "1 2 1; 2 1 2; 1 1 2",
            SAME,
            "19 26 46 22; 29 55 52 40; 42 57 50 43; 36 46 44 19",
            id="5",
        ),
    ],
)
def test_worked_examples_of_kernels(
    picture: str, kernel: str, chosen: FilterSettings, result: str, kind: type
) -> None:
    filtered = filter_picture(grid(picture).astype(kind), parse_kernel(kernel), chosen)
    assert np.array_equal(filtered, grid(result))


@pytest.mark.parametrize(
    ("picture", "chosen", "result"),
    [
        pytest.param(
            "9 3 5 -8; -6 2 -3 1; 1 3 4 1; 3 -4 5 1",
            FilterSettings(activation=Activation.RELU),
            "9 3 5 0; 0 2 0 1; 1 3 4 1; 3 0 5 1",
            id="6",
        ),
        pytest.param(POOLED, FilterSettings(pooling=Pooling.MAX), "4 8; 6 9", id="7"),
        pytest.param(POOLED, FilterSettings(pooling=Pooling.AVERAGE), "2.75 4.5; 5 5", id="8"),
        pytest.param(
            LARGE,
            FilterSettings(pooling=Pooling.MAX, pool_stride=1),
            "11 119 119 251; 393 119 119 260; 393 190 190 260; -109 190 190 152",
            id="9",
        ),
    ],
)
def test_worked_examples_of_what_follows(picture: str, chosen: FilterSettings, result: str) -> None:
    assert np.array_equal(filter_picture(grid(picture), IDENTITY, chosen), grid(result))


@pytest.mark.parametrize(
    ("border", "first_row"),
    [(Border.ZERO, "0 0 0 0 0 0"), (Border.REPLICATE, "2 2 1 3 5 5")],
    ids=["14 zeros", "14 edge repeated"],
)
def test_worked_example_of_borders(border: Border, first_row: str) -> None:
    picture = grid("2 1 3 5; 1 1 4 4; 6 2 7 3; 1 6 5 5")
    padded = np.full((6, 6), np.nan)
    for row, column in itertools.product((0, 2), (0, 2)):
        # A kernel with its 1 in a corner moves the picture away from that corner.
        kernel = with_cell(Kernel("k", ((0.0,) * 3,) * 3), row, column, value=1.0)
        moved = filter_picture(picture, kernel, FilterSettings(border))
        padded[row : row + 4, column : column + 4] = moved
    assert np.array_equal(padded[1:5, 1:5], picture)
    assert np.array_equal(padded[0], grid(first_row)[0])


@st.composite
def cases(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, FilterSettings]:
    """Pictures, kernels and settings that fit each other, from all ways of computing."""
    height, width = draw(st.tuples(*[st.integers(1, 40)] * 2))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    shape = (height, width, *draw(st.sampled_from([(), (3,)])))
    kind = draw(st.sampled_from(["uint8", "uint16", "float32"]))
    if kind == "float32":
        picture = rng.normal(size=shape).astype(np.float32)
    else:
        picture = rng.integers(0, np.iinfo(kind).max + 1, shape).astype(kind)
    if draw(st.booleans()):
        picture[:, width // 3 :] = 0  # where the bound is 0 the result must be
    border = draw(st.sampled_from(Border))
    dilation = draw(st.integers(1, 3))
    most = [31, 31]
    if border in (Border.REFLECT, Border.VALID):
        most = [min(31, (n - 1) // dilation + 1) for n in (height, width)]
    cells = tuple(draw(st.integers(1, n)) for n in most)
    weighting = draw(st.sampled_from(sorted(WEIGHTINGS)))
    chosen = FilterSettings(border=border, dilation=dilation, stride=draw(st.integers(1, 4)))
    return picture, WEIGHTINGS[weighting](rng, cells), chosen


WEIGHTINGS = {
    "whole": lambda rng, cells: rng.integers(-9, 10, cells).astype(float),
    "fractions": lambda rng, cells: rng.integers(-9, 10, cells) / 9,
    "normal": lambda rng, cells: rng.normal(size=cells),
    "positive": lambda rng, cells: rng.random(cells),
    "rank 1": lambda rng, cells: np.outer(rng.normal(size=cells[0]), rng.random(cells[1])),
    "whole rank 1": lambda rng, cells: np.outer(
        rng.integers(-3, 4, cells[0]), rng.integers(-3, 4, cells[1])
    ).astype(float),
    "sparse, of all magnitudes": lambda rng, cells: (
        10.0 ** rng.uniform(-9, 3, cells) * (rng.random(cells) < 0.3)
    ),
    "none": lambda _rng, cells: np.zeros(cells),
}


def as_kernel(array: np.ndarray) -> Kernel:
    return Kernel("drawn", tuple(map(tuple, array.tolist())))


@settings(max_examples=400, deadline=None)
@given(cases())
def test_results_are_within_the_bound_of_float64(
    case: tuple[np.ndarray, np.ndarray, FilterSettings],
) -> None:
    picture, drawn, chosen = case
    result = filter_picture(picture, as_kernel(drawn), chosen)
    expected = correlated(
        picture, drawn, chosen.border, stride=chosen.stride, dilation=chosen.dilation
    )
    assert_within_bound(result, *expected)
    assert result.shape[:2] == filtered_size(as_kernel(drawn), chosen, picture.shape[:2])


_SCIPY_MODES = {
    Border.ZERO: "constant",
    Border.REPLICATE: "nearest",
    Border.REFLECT: "mirror",
    Border.WRAP: "wrap",
}


@settings(max_examples=60, deadline=None)
@given(cases().filter(lambda case: case[2].border in _SCIPY_MODES and case[0].ndim == 2))
def test_scipy_agrees(case: tuple[np.ndarray, np.ndarray, FilterSettings]) -> None:
    picture, drawn, chosen = case
    spread = np.zeros([(n - 1) * chosen.dilation + 1 for n in drawn.shape])
    spread[:: chosen.dilation, :: chosen.dilation] = drawn
    # SciPy puts the extra cell of an even kernel before the pixel, PyTorch after it.
    origin = [-1 if n % 2 == 0 else 0 for n in spread.shape]
    scipys = ndimage.correlate(
        picture.astype(np.float64), spread, mode=_SCIPY_MODES[chosen.border], origin=origin
    )
    _total, magnitude = correlated(
        picture, drawn, chosen.border, stride=chosen.stride, dilation=chosen.dilation
    )
    result = filter_picture(picture, as_kernel(drawn), chosen)
    assert_within_bound(result, scipys[:: chosen.stride, :: chosen.stride], magnitude)


_TORCH_MODES = {
    Border.ZERO: "constant",
    Border.REPLICATE: "replicate",
    Border.REFLECT: "reflect",
    Border.WRAP: "circular",
}


def _torch_takes(case: tuple[np.ndarray, np.ndarray, FilterSettings]) -> bool:
    """Return whether torch can pad so far: around a picture only once."""
    picture, drawn, chosen = case
    reaches = [n // 2 * chosen.dilation + 1 for n in drawn.shape]
    fits = all(reach < size for reach, size in zip(reaches, picture.shape[:2], strict=True))
    return chosen.border is not Border.WRAP or fits


@settings(max_examples=120, deadline=None)
@given(cases().filter(_torch_takes))
def test_torch_agrees(case: tuple[np.ndarray, np.ndarray, FilterSettings]) -> None:
    picture, drawn, chosen = case
    channels = torch.from_numpy(np.atleast_3d(picture).astype(np.float64)).permute(2, 0, 1)[:, None]
    layer = {"stride": chosen.stride, "dilation": chosen.dilation}
    if chosen.border is not Border.VALID:
        reach = [(n - 1) * chosen.dilation for n in drawn.shape]
        (top, bottom), (left, right) = ((n // 2, n - n // 2) for n in reach)
        sides = (left, right, top, bottom)
        channels = torch.nn.functional.pad(channels, sides, mode=_TORCH_MODES[chosen.border])
    torchs = torch.nn.functional.conv2d(channels, torch.from_numpy(drawn)[None, None], **layer)
    expected = torchs[:, 0].permute(1, 2, 0).numpy().reshape(*torchs.shape[2:], *picture.shape[2:])
    _total, magnitude = correlated(
        picture, drawn, chosen.border, stride=chosen.stride, dilation=chosen.dilation
    )
    assert_within_bound(filter_picture(picture, as_kernel(drawn), chosen), expected, magnitude)


@pytest.mark.parametrize("known", PRESETS, ids=lambda known: known.name)
def test_presets_are_exact_to_one_rounding(known: Preset) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    total, magnitude = correlated(picture, weights(known.kernel), Border.ZERO)
    result = filter_picture(picture, known.kernel)
    error = np.abs(result - total / known.kernel.divisor)
    assert (error <= EPSILON * magnitude / abs(known.kernel.divisor)).all()


def test_white_stays_white_under_a_blur() -> None:
    white = np.full((20, 30), 255, np.uint8)
    for name in ("box-3", "box-5", "box-7", "gaussian-3", "gaussian-5", "unsharp"):
        blurred = filter_picture(white, preset(name).kernel, FilterSettings(Border.REPLICATE))
        assert (blurred == 255).all(), name


def test_convolution_turns_the_kernel_by_half_a_turn() -> None:
    impulse = np.zeros((5, 5), np.float32)
    impulse[2, 2] = 1
    kernel = parse_kernel("1 2 3; 4 5 6; 7 8 9")
    convolved = filter_picture(impulse, kernel, FilterSettings(convolve=True))
    assert np.array_equal(convolved[1:4, 1:4], weights(kernel))
    correlation = filter_picture(impulse, kernel)
    assert np.array_equal(correlation[1:4, 1:4], weights(kernel)[::-1, ::-1])


def test_stride_samples_rows_0_s_2s_of_the_unstrided_result() -> None:
    picture = np.random.default_rng(2).integers(0, 256, (17, 23), dtype=np.uint8)
    kernel = preset("sobel-x").kernel
    whole = filter_picture(picture, kernel)
    for stride in (2, 3, 16):
        strided = filter_picture(picture, kernel, FilterSettings(stride=stride))
        assert np.array_equal(strided, whole[::stride, ::stride])


def test_divisor_offset_and_bias_are_applied_in_that_order() -> None:
    kernel = Kernel("k", ((4.0,),), divisor=8.0, offset=3.0)
    result = filter_picture(np.full((2, 2), 10, np.uint8), kernel, FilterSettings(bias=0.5))
    assert (result == 8.5).all()


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ("1 1; 1 1", 10.0),
        ("1 -1; 1 -1", 127.5),
        ("-1 -1", 10.0),
        ("0.1 0.2 -0.3", 127.5),
    ],
)
def test_normalising_divides_by_the_sum_or_adds_mid_grey(rows: str, value: float) -> None:
    kernel = Kernel("k", parse_kernel(rows).rows, divisor=7.0, offset=99.0)
    chosen = FilterSettings(Border.REPLICATE, normalise=True)
    result = filter_picture(np.full((4, 4), 10, np.uint8), kernel, chosen)
    assert result == pytest.approx(value, abs=1e-5)


@settings(max_examples=80, deadline=None)
@given(cases(), st.data())
def test_a_region_is_what_the_whole_has_there(
    case: tuple[np.ndarray, np.ndarray, FilterSettings], data: st.DataObject
) -> None:
    picture, drawn, chosen = case
    whole = filter_picture(picture, as_kernel(drawn), chosen)
    spans = []
    for length in whole.shape[:2]:
        start = data.draw(st.integers(0, length - 1))
        spans.append(range(start, data.draw(st.integers(start + 1, length))))
    part = filter_region(picture, as_kernel(drawn), chosen, *spans)
    _total, magnitude = correlated(
        picture, drawn, chosen.border, stride=chosen.stride, dilation=chosen.dilation
    )
    where = tuple(slice(span.start, span.stop) for span in spans)
    assert part.shape == whole[where].shape
    assert (np.abs(part - whole[where]) <= 4 * EPSILON * magnitude[where] + 1e-37).all()


@settings(max_examples=150, deadline=None)
@given(cases(), st.integers(2, 9), st.sampled_from([Gradient.NONE, Gradient.MAGNITUDE]))
def test_every_so_many_th_value_is_that_of_the_whole(
    case: tuple[np.ndarray, np.ndarray, FilterSettings], step: int, gradient: Gradient
) -> None:
    picture, drawn, chosen = case
    chosen = msgspec.structs.replace(chosen, gradient=gradient, bias=-1.5, convolve=True)
    if gradient is not Gradient.NONE:
        chosen = msgspec.structs.replace(chosen, border=Border.WRAP)
    kernel = as_kernel(drawn)
    expected = filter_picture(picture, kernel, chosen)[::step, ::step]
    few = filter_every(picture, kernel, chosen, step)
    largest = np.abs(drawn).sum() * float(np.abs(picture).max())
    assert few.shape == expected.shape
    assert np.abs(few - expected).max() <= 16 * EPSILON * (largest + 2)


@st.composite
def layers(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, FilterSettings]:
    """Pictures of whole numbers, with all that can follow a kernel."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    size = draw(st.tuples(st.integers(40, 90), st.integers(40, 90)))
    kind = draw(st.sampled_from(["uint8", "uint16"]))
    shape = (*size, *draw(st.sampled_from([(), (3,)])))
    picture = rng.integers(0, np.iinfo(kind).max + 1, shape).astype(kind)
    cells = draw(st.tuples(st.integers(1, 31), st.integers(1, 31)))
    weighting = draw(st.sampled_from(["whole", "fractions", "normal", "whole rank 1"]))
    chosen = FilterSettings(
        border=draw(st.sampled_from(Border)),
        stride=draw(st.integers(1, 2)),
        bias=draw(st.sampled_from([0.0, -3.5])),
        activation=draw(st.sampled_from(Activation)),
        pooling=draw(st.sampled_from(Pooling)),
        pool_size=draw(st.integers(1, 4)),
        pool_stride=draw(st.integers(1, 4)),
        gradient=draw(st.sampled_from(Gradient)),
    )
    return picture, WEIGHTINGS[weighting](rng, cells), chosen


@settings(max_examples=150, deadline=None)
@given(layers(), st.data())
def test_a_region_of_a_layer_is_what_the_whole_has_there(
    case: tuple[np.ndarray, np.ndarray, FilterSettings], data: st.DataObject
) -> None:
    picture, drawn, chosen = case
    samples, kernel = samples_of(picture), as_kernel(drawn)
    whole = filter_picture(samples, kernel, chosen)
    spans = []
    for length in whole.shape[:2]:
        start = data.draw(st.integers(0, length - 1))
        spans.append(range(start, data.draw(st.integers(start + 1, length))))
    part = filter_region(samples, kernel, chosen, *spans)
    expected = whole[tuple(slice(span.start, span.stop) for span in spans)]
    if plan(samples, drawn).is_exact:
        assert np.array_equal(part, expected)
    elif chosen.gradient is not Gradient.DIRECTION:  # of nearly nothing it may be any
        largest = np.abs(drawn).sum() * samples.ceiling
        assert part.shape == expected.shape
        assert np.abs(part - expected).max() <= 12 * EPSILON * largest


@pytest.mark.parametrize("gradient", Gradient)
@pytest.mark.parametrize("weighting", ["whole", "normal"])
def test_the_visible_part_of_a_large_kernel_on_a_large_picture(
    gradient: Gradient, weighting: str
) -> None:
    rng = np.random.default_rng(3)
    samples = samples_of(rng.integers(0, 256, (1080, 1920), dtype=np.uint8))
    kernel = as_kernel(WEIGHTINGS[weighting](rng, (31, 31)))
    chosen = FilterSettings(Border.WRAP, pooling=Pooling.MAX, gradient=gradient)
    whole = filter_picture(samples, kernel, chosen)
    for rows, columns in ((range(100, 300), range(200, 500)), (range(535, 540), range(7))):
        part = filter_region(samples, kernel, chosen, rows, columns)
        expected = whole[rows.start : rows.stop, columns.start : columns.stop]
        if weighting == "whole":
            assert np.array_equal(part, expected)
        elif gradient is not Gradient.DIRECTION:
            largest = np.abs(weights(kernel)).sum() * 255
            assert np.abs(part - expected).max() <= 12 * EPSILON * largest


@pytest.mark.parametrize("border", Border)
@pytest.mark.parametrize("name", ["sobel-x", "sharpen", "gabor", "box-3"])
def test_a_buffer_changes_nothing_but_where_the_result_lies(border: Border, name: str) -> None:
    samples = samples_of(np.random.default_rng(5).integers(0, 256, (30, 40, 3), dtype=np.uint8))
    buffer = np.full(samples.shape, np.nan, np.float32)
    chosen = FilterSettings(border)
    fresh = filter_picture(samples, preset(name).kernel, chosen)
    reused = filter_picture(samples, preset(name).kernel, chosen, out=buffer)
    assert np.array_equal(fresh, reused)
    if border is not Border.VALID:
        assert np.shares_memory(reused, buffer)


def test_the_picture_itself_is_never_changed() -> None:
    picture = np.random.default_rng(6).normal(size=(20, 20)).astype(np.float32)
    before = picture.copy()
    everything = FilterSettings(bias=3.0, activation=Activation.ELU, pooling=Pooling.MIN)
    for kernel in (IDENTITY, preset("sobel-x").kernel, preset("gabor").kernel):
        filter_picture(picture, kernel, everything)
    assert np.array_equal(picture, before)


@pytest.mark.parametrize(
    ("size", "cells", "chosen", "words"),
    [
        ((3, 3), (5, 5), VALID, "5×5 kernel does not fit inside a 3×3 picture"),
        ((9, 9), (3, 3), FilterSettings(Border.VALID, dilation=8), "17×17 kernel does not fit"),
        ((2, 2), (5, 5), FilterSettings(Border.REFLECT), "reaches too far to reflect a 2×2"),
        ((1, 9), (3, 3), FilterSettings(Border.REFLECT), "reaches too far to reflect a 1×9"),
        (
            (3, 3),
            (1, 1),
            FilterSettings(pooling=Pooling.MAX, pool_size=4),
            "window of 4×4 does not",
        ),
    ],
)
def test_what_does_not_fit_is_explained(
    size: tuple[int, int], cells: tuple[int, int], chosen: FilterSettings, words: str
) -> None:
    with pytest.raises(InvalidValueError, match=words):
        filter_picture(np.zeros(size, np.uint8), as_kernel(np.ones(cells)), chosen)


def test_a_single_pixel_can_be_filtered() -> None:
    picture = np.full((1, 1), 9, np.uint8)
    for border, value in ((Border.ZERO, 9), (Border.REPLICATE, 81), (Border.WRAP, 81)):
        result = filter_picture(picture, as_kernel(np.ones((3, 3))), FilterSettings(border))
        assert result.tolist() == [[value]]
