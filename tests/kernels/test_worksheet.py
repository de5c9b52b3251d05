"""Worksheets hold their limits, and edits change what they say."""

import msgspec
import pytest

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels import worksheet as sheets
from cnnstudio.kernels.choices import Border
from cnnstudio.kernels.examples import example
from cnnstudio.kernels.settings import KernelLabState
from cnnstudio.kernels.worksheet import Padding, Worksheet

VOLUME = example("volume").worksheet
PLAIN = Worksheet((((1, 2), (3, 4)),), ((((1, 0, -1),),),), (0,))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"channels": ()}, "There are 0 channels; allowed are 1 to 3"),
        ({"channels": (((1,),),) * 4}, "There are 4 channels"),
        ({"channels": (((1, 2), (3,)),)}, "need the same length"),
        ({"channels": (((1, 2),), ((1,), (2,)))}, "need the same length"),
        ({"channels": ((),)}, "need the same length"),
        ({"channels": (((),),)}, "A matrix of 1×0 is not allowed"),
        ({"channels": (((1.0,) * 17,),)}, "A matrix of 1×17 is not allowed; 1×1 to 16×16 are"),
        ({"channels": (((float("nan"),),),)}, "A cell cannot hold nan"),
        ({"filters": ((((1,),),),) * 2}, "There are 1 biases for 2 filters"),
        ({"filters": ((((1,),),),) * 9, "biases": (0,) * 9}, "There are 9 filters"),
        ({"filters": ((((1,),), ((1,),)),)}, "A filter has 2 channels and the input 1"),
        (
            {"filters": ((((1,),),), (((1, 2),),)), "biases": (0, 0)},
            "All filters need the same size",
        ),
        ({"biases": (float("inf"),)}, "A cell cannot hold inf"),
        ({"stride": 0}, "The stride is 0; allowed is 1 to 16"),
        ({"pool_size": 17}, "The pooling size is 17"),
        ({"pool_stride": 0}, "The pooling stride is 0"),
        ({"border": Border.VALID}, "set the padding to 0"),
    ],
)
def test_what_is_out_of_range_is_refused(fields: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidValueError, match=words):
        msgspec.structs.replace(PLAIN, **fields)


@pytest.mark.parametrize("side", ["top", "left", "bottom", "right"])
@pytest.mark.parametrize("number", [-1, 17])
def test_padding_out_of_range_is_refused(side: str, number: int) -> None:
    with pytest.raises(InvalidValueError, match=f"The padding is {number}; allowed is 0 to 16"):
        Padding(**{side: number})


def test_a_worksheet_is_saved_with_the_page_and_read_back() -> None:
    state = KernelLabState(worksheet=VOLUME)
    assert msgspec.json.decode(msgspec.json.encode(state), type=KernelLabState) == state


def test_a_page_saved_before_there_were_worksheets_is_read() -> None:
    state = msgspec.json.decode(b'{"picture": "coins"}', type=KernelLabState)
    assert state.worksheet == example("edge").worksheet


@pytest.mark.parametrize(
    ("size", "padding"),
    [((3, 3), Padding(1, 1, 1, 1)), ((2, 4), Padding(0, 1, 1, 2)), ((1, 1), Padding())],
)
def test_same_padding_puts_the_odd_row_below(size: tuple[int, int], padding: Padding) -> None:
    assert sheets.same_padding(sheets.with_kernel_size(VOLUME, *size)) == padding


def test_one_number_is_exchanged() -> None:
    edited = sheets.with_input(VOLUME, 2, 4, 0, value=9.0)
    assert edited.channels[2][4] == (9, 0, 1, 1, 2)
    assert edited.channels[:2] == VOLUME.channels[:2]
    edited = sheets.with_weight(VOLUME, 1, 0, 2, 1, value=7.0)
    assert edited.filters[1][0][2] == (1, 7, 0)
    assert edited.filters[0] == VOLUME.filters[0]
    assert sheets.with_bias(VOLUME, 1, value=3.0).biases == (1, 3)


@pytest.mark.parametrize("size", [(1, 1), (4, 6), (16, 16)])
def test_sizes_grow_with_zeros_and_shrink_by_cutting(size: tuple[int, int]) -> None:
    grown = sheets.with_input_size(VOLUME, *size)
    assert grown.input_size == size
    assert grown.channels[0][0][0] == 2
    assert sheets.with_input_size(sheets.with_input_size(VOLUME, 16, 16), 5, 5) == VOLUME
    kernels = sheets.with_kernel_size(VOLUME, *size)
    assert kernels.kernel_size == size
    assert sheets.with_kernel_size(sheets.with_kernel_size(VOLUME, 16, 16), 3, 3) == VOLUME


def test_channels_and_filters_come_and_go() -> None:
    fewer = sheets.with_channel_count(VOLUME, 1)
    assert (len(fewer.channels), len(fewer.filters[1])) == (1, 1)
    again = sheets.with_channel_count(fewer, 3)
    assert again.channels[1:] == (((0,) * 5,) * 5,) * 2
    more = sheets.with_filter_count(VOLUME, 3)
    assert more.filters[2] == (((0,) * 3,) * 3,) * 3
    assert more.biases == (1, 0, 0)
    assert sheets.with_filter_count(more, 2) == VOLUME
    none = sheets.with_filter_count(VOLUME, 0)
    assert none.kernel_size is None
    assert sheets.with_filter_count(none, 1).kernel_size == (3, 3)
