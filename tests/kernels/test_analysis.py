"""What is said about kernels is true of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cnnstudio.kernels.analysis import (
    describe,
    histogram,
    kernel_facts,
    number,
    separated,
    value_range,
    whole_multiple,
)
from cnnstudio.kernels.kernel import Kernel, parse_kernel
from cnnstudio.kernels.presets import preset

vectors = hnp.arrays(np.float64, st.integers(1, 9), elements=st.integers(-50, 50))


@given(vectors, vectors)
def test_products_of_a_column_and_a_row_are_split_exactly(
    column: np.ndarray, row: np.ndarray
) -> None:
    grid = np.outer(column, row)
    factors = separated(grid)
    if not grid.any():
        assert factors is None
        return
    assert factors is not None
    assert np.array_equal(np.outer(*factors), grid)
    assert np.array_equal(factors[0], np.rint(factors[0]))


@given(hnp.arrays(np.float64, (3, 4), elements=st.floats(-5, 5, width=32)))
def test_only_rank_one_is_split(grid: np.ndarray) -> None:
    factors = separated(grid)
    if factors is not None:
        assert np.allclose(np.outer(*factors), grid, rtol=1e-13, atol=0)


@pytest.mark.parametrize(
    ("text", "denominator"),
    [("1 2 3", 1), ("1/9 -1/3", 9), ("0.25 1", 4), ("0.1 0.2 0.7", 10), ("1/49 1/50", 2450)],
)
def test_fractions_are_recognised(text: str, denominator: int) -> None:
    grid = np.array(parse_kernel(text).rows)
    found = whole_multiple(grid)
    assert found is not None
    assert found[1] == denominator
    assert np.array_equal(found[0] / denominator, grid)


@pytest.mark.parametrize("text", ["sqrt(2)", "1 pi", "1/4097", "1/61 1/67 1/71"])
def test_other_numbers_are_no_fractions(text: str) -> None:
    assert whole_multiple(np.array(parse_kernel(text).rows)) is None


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("sobel-x", "Sum 0, so flat areas give 0. Rank 1 = (1 2 1)ᵀ · (1 0 −1)."),
        ("sobel-bottom", "Sum 0, so flat areas give 0. Rank 1 = (−1 0 1)ᵀ · (1 2 1)."),
        ("diagonal-line", "Sum −3, so flat areas are multiplied by −3. Rank 3"),
        ("gaussian-5", "Sum 1, so flat areas stay as they are. Rank 1 = (1 4 6 4 1)ᵀ"),
    ],
)
def test_kernels_are_described_in_words(name: str, sentence: str) -> None:
    assert describe(preset(name).kernel).startswith(sentence)


def test_an_empty_kernel_is_described_too() -> None:
    assert "0 everywhere" in describe(Kernel("k", ((0.0, 0.0),)))


def test_facts_count_the_divisor() -> None:
    facts = kernel_facts(preset("unsharp").kernel)
    assert (facts.total, facts.rank, facts.is_symmetric) == (1.0, 2, True)
    assert not kernel_facts(preset("sobel-x").kernel).is_symmetric


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (-1.5, "−1.5"), (1 / 3, "0.333"), (-1e-9, "0"), (2e9, "2e+09")]
)
def test_numbers_are_printed_as_mathematics_does(value: float, text: str) -> None:
    assert number(value) == text


def test_range_and_histogram_cover_every_value() -> None:
    result = np.random.default_rng(3).normal(size=(40, 50, 3)).astype(np.float32)
    low, high = value_range(result)
    assert (low, high) == (result.min(), result.max())
    counts = histogram(result, low=low, high=high, bins=32)
    assert counts.shape == (3, 32)
    assert (counts.sum(axis=1) == 2000).all()
    expected, _edges = np.histogram(result[..., 1], bins=32, range=(low, high))
    assert np.abs(counts[1] - expected).sum() <= 2  # float32 edges


def test_the_histogram_of_a_flat_picture_has_one_bar() -> None:
    counts = histogram(np.full((4, 5), 7, np.float32), low=7, high=7, bins=8)
    assert counts.sum() == 20
