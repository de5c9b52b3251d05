import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.arithmetic import evaluate
from cnnstudio.kernels.kernel import LARGEST_NUMBER, Kernel
from cnnstudio.ui.kernel_lab.cell_text import cell_text, editable_text, step_size, stepped

MINUS = "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-2.0, f"{MINUS}2"),
        (476.0, "476"),
        (0.25, "0.25"),
        (0.1, "0.1"),
        (1 / 9, "1/9"),
        (-1 / 16, f"{MINUS}1/16"),
        (math.sqrt(2), "1.414"),
        (1e9, "1000000000"),
    ],
)
def test_weights_are_shown_exactly_where_a_short_text_can(value: float, text: str) -> None:
    assert cell_text(value) == text


@given(st.floats(-LARGEST_NUMBER, LARGEST_NUMBER))
def test_what_is_offered_for_editing_loses_no_digit(value: float) -> None:
    assert evaluate(editable_text(value)) == value


@pytest.mark.parametrize(
    ("rows", "step"), [(((0.0, 2.0),), 1.0), (((0.25, -0.5),), 0.1), (((0.0, 0.0),), 1.0)]
)
def test_a_notch_suits_the_weights(rows: tuple[tuple[float, ...], ...], step: float) -> None:
    assert step_size(Kernel("k", rows)) == step


def test_steps_leave_no_dust() -> None:
    assert stepped(0.1, 0.2) == 0.3
    assert math.copysign(1, stepped(0.1, -0.1)) == 1
