from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.data.rows import PictureRows, chosen_rows

PICTURES = np.arange(10 * 3 * 4 * 5).astype(np.uint8).reshape(10, 3, 4, 5)
ROWS = np.array([7, 0, 3, 9, 3], np.int32)

orders = st.lists(st.integers(0, 9), max_size=12).map(lambda rows: np.array(rows, np.int32))


@given(orders)
def test_as_an_array_they_are_those_rows(rows: np.ndarray) -> None:
    chosen = chosen_rows(PICTURES, rows)
    assert np.array_equal(np.asarray(chosen), PICTURES[rows])
    assert chosen.shape == PICTURES[rows].shape
    assert len(chosen) == len(rows)


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(2, id="one"),
        pytest.param(-1, id="the last"),
        pytest.param(np.int64(1), id="one by a NumPy integer"),
        pytest.param(slice(1, 4), id="slice"),
        pytest.param(slice(None, None, -2), id="backwards"),
        pytest.param(np.array([4, 0, 0]), id="places"),
        pytest.param([1, 2], id="list"),
        pytest.param(np.array([True, False, True, False, True]), id="mask"),
        pytest.param((slice(None), 0, 0, 0), id="a pixel of each"),
        pytest.param((3, 1), id="a channel of one"),
        pytest.param((np.array([1, 3]), slice(None), 2), id="a line of some"),
    ],
)
def test_they_are_indexed_like_an_array(key: Any) -> None:
    received = PictureRows(PICTURES, ROWS)[key]
    assert np.array_equal(received, PICTURES[ROWS][key])
    assert received.dtype == np.uint8


def test_they_say_how_large_they_are() -> None:
    chosen, expected = PictureRows(PICTURES, ROWS), PICTURES[ROWS]
    for name in ("shape", "ndim", "size", "nbytes", "dtype"):
        assert getattr(chosen, name) == getattr(expected, name)
    assert [picture[0, 0, 0] for picture in chosen] == expected[:, 0, 0, 0].tolist()


def test_becoming_an_array_may_change_the_type_but_not_go_without_a_copy() -> None:
    chosen = PictureRows(PICTURES, ROWS)
    assert np.asarray(chosen, np.float32).dtype == np.float32
    with pytest.raises(ValueError, match="copied"):
        np.asarray(chosen, copy=False)


def test_rows_that_follow_each_other_are_a_part_of_the_array() -> None:
    chosen = chosen_rows(PICTURES, np.arange(2, 6))
    assert isinstance(chosen, np.ndarray)
    assert np.shares_memory(chosen, PICTURES)
    assert isinstance(chosen_rows(PICTURES, np.array([2, 4, 3, 5])), PictureRows)
