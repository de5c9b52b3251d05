"""Kernels hold their limits, and every edit keeps what it should."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels import kernel as kernels
from cnnstudio.kernels.kernel import Kernel, parse_kernel, weights

SOBEL = Kernel("sobel-x", ((1, 0, -1), (2, 0, -2), (1, 0, -1)), divisor=4.0, offset=8.0)
ROWS = ((1.0, 2.0, 3.0), (4.0, 5.0, 6.0))

grids = st.tuples(st.integers(1, 6), st.integers(1, 6)).flatmap(
    lambda size: st.tuples(*[st.tuples(*[st.integers(-9, 9)] * size[1])] * size[0])
)


def test_weights_are_rows_by_columns() -> None:
    grid = weights(Kernel("k", ROWS))
    assert grid.dtype == np.float64
    assert grid.shape == (2, 3)
    assert grid[1, 0] == 4


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"rows": ()}, "at least one"),
        ({"rows": ((),)}, "at least one"),
        ({"rows": ((1, 2), (3,))}, "these have 2, 1"),
        ({"rows": ((0,) * 32,)}, "1×32 is too large; allowed is up to 31×31"),
        ({"rows": ((0,),) * 32}, "32×1 is too large"),
        ({"rows": ((math.nan,),)}, "cannot hold nan"),
        ({"rows": ((-math.inf,),)}, "cannot hold -inf"),
        ({"rows": ((1e10,),)}, "numbers up to"),
        ({"rows": ((1,),), "divisor": 0}, "divisor is 0; allowed is any number but 0"),
        ({"rows": ((1,),), "divisor": math.nan}, "divisor is nan"),
        ({"rows": ((1,),), "offset": math.inf}, "cannot hold inf"),
    ],
)
def test_a_kernel_out_of_range_is_refused(fields: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidValueError, match=words):
        Kernel("k", **fields)


@pytest.mark.parametrize("size", [(1, 1), (1, 31), (31, 1), (31, 31)])
def test_every_size_up_to_31_is_allowed(size: tuple[int, int]) -> None:
    height, width = size
    assert weights(Kernel("k", ((1.0,) * width,) * height)).shape == size


@pytest.mark.parametrize(
    "text",
    [
        "1 0 -1; 2 0 -2; 1 0 -1",
        "1,0,-1;2,0,-2;1,0,-1;",
        " 1  0 -1\n2 0 \N{MINUS SIGN}2\n\n1 0 -1\n",
        "1, 0, -1; 4/2, 0, -sqrt(4); 1, 0, -1",
    ],
)
def test_kernels_are_read_as_people_type_them(text: str) -> None:
    assert parse_kernel(text).rows == ((1, 0, -1), (2, 0, -2), (1, 0, -1))


@pytest.mark.parametrize("text", ["", ";", "1 2; 3", "1 nan", "1 1/0", "a b", "1 " * 40])
def test_a_mistyped_kernel_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError):
        parse_kernel(text)


def test_a_quarter_turn_is_clockwise() -> None:
    assert kernels.rotated(Kernel("k", ROWS)).rows == ((4, 1), (5, 2), (6, 3))


def test_mirrors_exchange_sides() -> None:
    assert kernels.mirrored(Kernel("k", ROWS)).rows == ((3, 2, 1), (6, 5, 4))
    assert kernels.upside_down(Kernel("k", ROWS)).rows == ((4, 5, 6), (1, 2, 3))


@given(grids)
def test_edits_undo_themselves(rows: tuple[tuple[int, ...], ...]) -> None:
    kernel = Kernel("k", rows)
    assert kernels.rotated(kernel, 4) == kernel
    assert kernels.rotated(kernels.rotated(kernel), -1) == kernel
    assert kernels.mirrored(kernels.mirrored(kernel)) == kernel
    assert kernels.upside_down(kernels.upside_down(kernel)) == kernel
    assert kernels.transposed(kernels.transposed(kernel)) == kernel
    assert kernels.negated(kernels.negated(kernel)) == kernel
    assert kernels.rotated(kernel, 2) == kernels.mirrored(kernels.upside_down(kernel))


@given(grids)
def test_half_a_turn_changes_nothing_of_a_symmetrised_kernel(
    rows: tuple[tuple[int, ...], ...],
) -> None:
    kernel = Kernel("k", rows)
    turned = kernels.rotated(kernel, 2)
    if turned == kernels.negated(kernel) and any(map(any, rows)):
        with pytest.raises(InvalidValueError, match="would be 0"):
            kernels.symmetrised(kernel)
        return
    mean = kernels.symmetrised(kernel)
    assert kernels.rotated(mean, 2) == mean
    assert (weights(mean) == (weights(kernel) + weights(turned)) / 2).all()
    assert kernels.symmetrised(mean) == mean


@given(grids, st.integers(0, 8), st.integers(0, 8))
def test_growing_and_shrinking_back_keeps_the_kernel(
    rows: tuple[tuple[int, ...], ...], down: int, right: int
) -> None:
    kernel = Kernel("k", rows)
    grown = kernels.resized(kernel, kernel.height + down, kernel.width + right)
    assert kernels.resized(grown, kernel.height, kernel.width) == kernel
    assert weights(grown).sum() == weights(kernel).sum()


def test_the_centre_stays_the_centre() -> None:
    grown = kernels.resized(Kernel("k", ((7.0,),)), 5, 4)
    assert grown.rows[kernels.centre(5)][kernels.centre(4)] == 7
    assert kernels.weight_sum(grown) == 7


def test_edits_keep_name_divisor_and_offset() -> None:
    for edited in (
        kernels.rotated(SOBEL),
        kernels.resized(SOBEL, 5, 5),
        kernels.with_cell(SOBEL, 0, 1, value=3.0),
    ):
        assert (edited.name, edited.divisor, edited.offset) == ("sobel-x", 4.0, 8.0)


def test_one_cell_is_exchanged() -> None:
    assert kernels.with_cell(SOBEL, 1, 2, value=0.5).rows == ((1, 0, -1), (2, 0, 0.5), (1, 0, -1))


def test_negated_zeros_are_plain_zeros() -> None:
    assert all(math.copysign(1, row[1]) == 1 for row in kernels.negated(SOBEL).rows)


def test_a_cleared_kernel_changes_nothing_but_size_remains() -> None:
    assert kernels.cleared(SOBEL) == Kernel("sobel-x", ((0, 0, 0),) * 3)
