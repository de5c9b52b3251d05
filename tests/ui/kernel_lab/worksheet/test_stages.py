"""Which numbers each number of a worksheet is made from."""

import pytest

from cnnstudio.kernels.examples import EXAMPLES, Example, example
from cnnstudio.kernels.numbers import worked
from cnnstudio.kernels.settings import Activation, Pooling
from cnnstudio.kernels.worksheet import Worksheet
from cnnstudio.ui.kernel_lab.worksheet.stages import (
    Place,
    Stage,
    Window,
    filled,
    sources,
    stages,
    values,
    walk,
)

pytestmark = pytest.mark.gui

BITS = ((1.0, 2.0, 3.0, 4.0),) * 4
FULL = Worksheet(
    (BITS,),
    ((((1.0,),),), (((2.0,),),)),
    (0.0, 0.0),
    activation=Activation.RELU,
    pooling=Pooling.MAX,
    is_flattened=True,
)


def test_a_sum_reads_its_window_in_every_channel() -> None:
    sheet = example("volume").worksheet
    place = Place(Stage.SUMS, 1, 2, 1)
    windows = sources(sheet, worked(sheet), place)
    assert windows[Stage.SUMS] == Window(1, 2, 1)
    assert windows[Stage.INPUT] == Window(None, 4, 2, 3, 3)


def test_a_flattened_number_is_followed_back_to_its_pooling_window() -> None:
    steps = worked(FULL)
    windows = sources(FULL, steps, Place(Stage.FLAT, 0, 0, 6))
    assert windows[Stage.POOLED] == Window(1, 1, 0)
    assert windows[Stage.ACTIVATED] == Window(1, 2, 0, 2, 2)
    assert Stage.SUMS not in windows


def test_an_activated_number_is_followed_back_to_the_input() -> None:
    windows = sources(FULL, worked(FULL), Place(Stage.ACTIVATED, 0, 3, 2))
    assert windows[Stage.SUMS] == Window(0, 3, 2)
    assert windows[Stage.INPUT] == Window(None, 3, 2, 1, 1)


def test_sums_are_walked_before_what_is_pooled_from_them() -> None:
    places = walk(FULL, worked(FULL))
    assert [place.stage for place in places] == [Stage.SUMS] * 32 + [Stage.POOLED] * 8


@pytest.mark.parametrize("known", EXAMPLES, ids=lambda known: known.name)
def test_walking_fills_every_matrix_in_the_end(known: Example) -> None:
    sheet, steps = known.worksheet, worked(known.worksheet)
    places = walk(sheet, steps)
    for stage in stages(sheet) if places else ():
        for number, plane in enumerate(values(steps, stage)):
            counts = [filled(sheet, steps, place, stage, number) for place in places]
            assert counts == sorted(counts)
            assert counts[-1] == plane.size


def test_activated_numbers_appear_with_their_sums() -> None:
    steps = worked(FULL)
    place = Place(Stage.SUMS, 1, 0, 2)
    assert filled(FULL, steps, place, Stage.ACTIVATED, 0) == 16
    assert filled(FULL, steps, place, Stage.ACTIVATED, 1) == 3
    assert filled(FULL, steps, place, Stage.POOLED, 0) == 0
    assert filled(FULL, steps, place, Stage.FLAT, 0) == 0
