"""Worked by program, by hand and by PyTorch, a worksheet gives the same numbers."""

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.errors import InvalidValueError, UnknownNameError
from cnnstudio.kernels.choices import Activation, Border, Pooling
from cnnstudio.kernels.examples import EXAMPLES, example
from cnnstudio.kernels.kernel import parse_kernel
from cnnstudio.kernels.numbers import cell_products, pool_window, worked
from cnnstudio.kernels.worksheet import Padding, Worksheet, same_padding

RESULTS = {
    "edge": "0 0 0 0; 40 40 40 40; 40 40 40 40; 0 0 0 0",
    "vertical-edges": "6 -9 -8; -3 -2 -3; -3 0 -2",
    "bits": "4 3 4; 2 4 3; 2 3 4",
    "bias": "5 4 5; 3 5 4; 3 4 5",
    "valid": "55 52; 57 50",
    "same": "19 26 46 22; 29 55 52 40; 42 57 50 43; 36 46 44 19",
    "relu": "9 3 5 0; 0 2 0 1; 1 3 4 1; 3 0 5 1",
    "max-pooling": "4 8; 6 9",
    "average-pooling": "2.75 4.5; 5 5",
    "overlapping-pooling": "11 119 119 251; 393 119 119 260; 393 190 190 260; -109 190 190 152",
    "flatten": "1 1 0 4 2 1 0 2 1",
    "zero-padding": "0 0 0 0 0 0; 0 2 1 3 5 0; 0 1 1 4 4 0; 0 6 2 7 3 0; 0 1 6 5 5 0; 0 0 0 0 0 0",
    "edge-padding": "2 2 1 3 5 5; 2 2 1 3 5 5; 1 1 1 4 4 4; 6 6 2 7 3 3; 1 1 6 5 5 5; 1 1 6 5 5 5",
}

TORCHS_BORDERS = {
    Border.ZERO: "constant",
    Border.REPLICATE: "replicate",
    Border.REFLECT: "reflect",
    Border.WRAP: "circular",
}
TORCHS_ACTIVATIONS = {
    Activation.NONE: lambda values: values,
    Activation.RELU: torch.nn.functional.relu,
    Activation.LEAKY_RELU: torch.nn.functional.leaky_relu,
    Activation.ELU: torch.nn.functional.elu,
    Activation.TANH: torch.tanh,
}


@pytest.mark.parametrize("name", RESULTS)
def test_worked_examples_to_the_digit(name: str) -> None:
    result = worked(example(name).worksheet).result
    expected = np.array(parse_kernel(RESULTS[name]).rows)
    assert np.array_equal(np.squeeze(result), np.squeeze(expected))


@pytest.mark.parametrize("known", EXAMPLES, ids=lambda known: known.name)
def test_every_example_is_described_and_fits(known: object) -> None:
    assert known.title
    assert known.about.endswith(".")
    assert worked(known.worksheet).remarks == ()


def test_all_examples_but_the_volume_have_a_known_result() -> None:
    assert [known.name for known in EXAMPLES] == [*RESULTS, "volume"]
    with pytest.raises(UnknownNameError, match="edge, vertical-edges"):
        example("egde")


def torchs(sheet: Worksheet) -> np.ndarray:
    """Return the last step before flattening, computed by PyTorch in float64."""
    values = torch.tensor(sheet.channels, dtype=torch.float64)[None]
    sides = (sheet.padding.left, sheet.padding.right, sheet.padding.top, sheet.padding.bottom)
    values = torch.nn.functional.pad(values, sides, mode=TORCHS_BORDERS[sheet.border])
    if sheet.filters:
        weights = torch.tensor(sheet.filters, dtype=torch.float64)
        biases = torch.tensor(sheet.biases, dtype=torch.float64)
        values = torch.nn.functional.conv2d(values, weights, biases, stride=sheet.stride)
    values = TORCHS_ACTIVATIONS[sheet.activation](values)
    pool = sheet.pool_size, sheet.pool_stride
    match sheet.pooling:
        case Pooling.MAX:
            values = torch.nn.functional.max_pool2d(values, *pool)
        case Pooling.MIN:
            values = -torch.nn.functional.max_pool2d(-values, *pool)
        case Pooling.AVERAGE:
            values = torch.nn.functional.avg_pool2d(values, *pool)
    return values[0].numpy()


def test_the_volume_of_the_course_is_seeded_and_agrees_with_torch() -> None:
    sheet = example("volume").worksheet
    rng = np.random.default_rng(0)
    assert np.array_equal(sheet.channels, rng.integers(0, 3, (3, 5, 5)))
    assert np.array_equal(sheet.filters, rng.integers(-1, 2, (2, 3, 3, 3)))
    result = worked(sheet).result
    assert result.shape == (2, 3, 3)
    assert np.array_equal(result, torchs(sheet))


NUMBERS = [*range(-9, 10), 0.5, -1 / 3]


@st.composite
def sheets(draw: st.DrawFn) -> Worksheet:
    height, width, filters = draw(st.tuples(*[st.integers(1, 7)] * 2, st.integers(0, 2)))
    channels = draw(st.integers(1, 3))
    border = draw(st.sampled_from(sorted(TORCHS_BORDERS)))
    beyond = 1 if border is Border.REFLECT else 0
    most = [min(side - beyond, 4) if border is not Border.ZERO else 4 for side in (height, width)]
    padding = Padding(*(draw(st.integers(0, n)) for n in (most[0], most[1], most[0], most[1])))
    rows = height + padding.top + padding.bottom
    columns = width + padding.left + padding.right
    kernel = draw(st.tuples(st.integers(1, min(rows, 4)), st.integers(1, min(columns, 4))))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    return Worksheet(
        rng.choice(NUMBERS, (channels, height, width)).tolist(),
        rng.choice(NUMBERS, (filters, channels, *kernel)).tolist(),
        rng.choice(NUMBERS, filters).tolist(),
        stride=draw(st.integers(1, 3)),
        padding=padding,
        border=border,
        activation=draw(st.sampled_from(Activation)),
        pooling=draw(st.sampled_from(Pooling)),
        pool_size=draw(st.integers(1, 2)),
        pool_stride=draw(st.integers(1, 3)),
    )


@settings(max_examples=150, deadline=None)
@given(sheets())
def test_every_worksheet_agrees_with_torch(sheet: Worksheet) -> None:
    try:
        result = worked(sheet).result
    except InvalidValueError:
        with pytest.raises(RuntimeError):
            torchs(sheet)
        return
    np.testing.assert_allclose(result, torchs(sheet), rtol=1e-13, atol=1e-13)


@settings(max_examples=60, deadline=None)
@given(sheets().filter(lambda sheet: sheet.filters), st.data())
def test_the_products_of_a_cell_add_up_to_it(sheet: Worksheet, data: st.DataObject) -> None:
    steps = worked(msgspec.structs.replace(sheet, pooling=Pooling.NONE))
    number, row, column = (data.draw(st.integers(0, n - 1)) for n in steps.sums.shape)
    cell = cell_products(sheet, number, row, column)
    assert cell.total == steps.sums[number, row, column]
    assert cell.activated == steps.activated[number, row, column]
    assert np.array_equal(cell.products, cell.values * cell.weights)
    assert sum(cell.channel_sums) + cell.bias == pytest.approx(cell.total, abs=1e-9)
    reach = cell.weights.shape[1:]
    window = steps.padded[:, cell.top : cell.top + reach[0], cell.left : cell.left + reach[1]]
    assert np.array_equal(cell.values, window)


def test_what_lies_in_the_padding_is_marked() -> None:
    cell = cell_products(example("volume").worksheet, 0, 0, 2)
    assert (cell.top, cell.left) == (0, 4)
    assert cell.is_padding.tolist() == [[True] * 3, [False, False, True], [False, False, True]]
    assert (cell.values[:, cell.is_padding] == 0).all()


def test_the_window_of_a_pooled_value() -> None:
    window = pool_window(example("max-pooling").worksheet, 0, 1, 0)
    assert (window.top, window.left) == (2, 0)
    assert window.values.tolist() == [[4, 5], [6, 5]]
    assert window.value == 6


def test_a_volume_is_flattened_channel_by_channel() -> None:
    sheet = Worksheet((((1, 2),), ((3, 4),)), is_flattened=True)
    assert worked(sheet).result.tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize("size", [(3, 3), (2, 2), (2, 5)])
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_same_padding_gives_the_input_over_the_stride(size: tuple[int, int], stride: int) -> None:
    weights = ((1.0,) * size[1],) * size[0]
    sheet = Worksheet((((1.0,) * 8,) * 7,), ((weights,),), (0.0,), stride=stride)
    padded = msgspec.structs.replace(sheet, padding=same_padding(sheet))
    assert worked(padded).sums.shape == (1, -(-7 // stride), -(-8 // stride))


def test_what_a_stride_leaves_out_is_said() -> None:
    sheet = Worksheet((((1.0,) * 8,) * 6,), ((((1.0,) * 3,) * 3,),), (0.0,), stride=3)
    assert worked(sheet).remarks == ("The last 2 columns are not covered.",)
    pooled = msgspec.structs.replace(sheet, stride=1, pooling=Pooling.MAX, pool_size=3)
    assert worked(pooled).remarks == (
        "The last row is not pooled.",
        "The last column is not pooled.",
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"filters": ((((1.0,) * 4,) * 4,),), "biases": (0.0,)},
            "A 4×4 filter does not fit the padded input of 2×3",
        ),
        ({"pooling": Pooling.MAX, "pool_size": 3}, "window of 3×3 does not fit the 2×3 values"),
        ({"border": Border.REFLECT, "padding": Padding(2)}, "A 2×3 input cannot be reflected"),
    ],
)
def test_what_does_not_fit_is_explained(fields: dict[str, object], words: str) -> None:
    sheet = msgspec.structs.replace(Worksheet((((1, 2, 3), (4, 5, 6)),)), **fields)
    with pytest.raises(InvalidValueError, match=words):
        worked(sheet)
