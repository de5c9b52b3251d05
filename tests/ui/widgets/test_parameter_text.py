from typing import Any

import pytest

from cnnstudio.errors import InvalidValueError
from cnnstudio.network.blocks.parameters import Integer, Padding, Parameter, Real, Size, Units
from cnnstudio.ui.widgets.parameter_text import parse, stepped

FILTERS = Integer("filters", "Filters", 16, maximum=8_192)
UNITS = Units("units", "Units", 64)
RATE = Real("rate", "Rate", 0.5, maximum=0.99)
KERNEL = Size("kernel", "Kernel size", (3, 3), maximum=255)
PADDING = Padding("padding", "Padding", "same")


@pytest.mark.parametrize(
    ("parameter", "text", "value"),
    [
        (FILTERS, "32", 32),
        (FILTERS, " 2*32 ", 64),
        (FILTERS, "2^5", 32),
        (UNITS, "Classes", "classes"),
        (UNITS, "120", 120),
        (RATE, "1/4", 0.25),
        (RATE, "0,5", 0.5),
        (KERNEL, "5", (5, 5)),
        (KERNEL, "5×3", (5, 3)),
        (KERNEL, "5 x 3", (5, 3)),
        (KERNEL, "5, 3", (5, 3)),
        (KERNEL, "2 * 3", (6, 6)),
        (PADDING, "Same", "same"),
        (PADDING, "2", 2),
        (PADDING, "0 1 0 1", (0, 1, 0, 1)),
        (PADDING, "0, 1, 0, 1", (0, 1, 0, 1)),
    ],
)
def test_text_is_read_as_people_write_it(parameter: Parameter, text: str, value: Any) -> None:
    assert parse(parameter, text) == value


@pytest.mark.parametrize(
    ("parameter", "text", "allowed"),
    [
        (FILTERS, "0", "a whole number from 1 to 8,192"),
        (FILTERS, "1000000000", "a whole number from 1 to 8,192"),
        (FILTERS, "2.5", "a whole number from 1 to 8,192"),
        (FILTERS, "", "a whole number from 1 to 8,192"),
        (FILTERS, "many", "a whole number from 1 to 8,192"),
        (UNITS, "-3", '"classes"'),
        (RATE, "1", "a number from 0 to 0.99"),
        (KERNEL, "3×3×3", "height and width from 1 to 255"),
        (PADDING, "1 2", "top, bottom, left, right"),
        (PADDING, "some", "same, valid"),
    ],
)
def test_what_is_not_allowed_is_refused_with_what_is(
    parameter: Parameter, text: str, allowed: str
) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        parse(parameter, text)
    assert allowed in str(refusal.value)
    assert parameter.title in str(refusal.value)


@pytest.mark.parametrize(
    ("parameter", "value", "steps", "result"),
    [
        (FILTERS, 16, 1, 17),
        (FILTERS, 1, -1, 1),
        (FILTERS, 8_190, 10, 8_192),
        (UNITS, "classes", 1, 64),
        (RATE, 0.5, 1, 0.6),
        (RATE, 0.9, 1, 0.99),
        (RATE, 0.0, 1, 0.5),
        (KERNEL, (3, 5), 1, (4, 6)),
        (KERNEL, (1, 3), -1, (1, 2)),
        (PADDING, (0, 1, 0, 1), 1, (1, 2, 1, 2)),
        (Real("learning_rate", "Rate", 1e-3, minimum=1e-8), 1e-3, -1, 9e-4),
        (Real("learning_rate", "Rate", 1e-3, minimum=1e-8), 9e-4, 1, 1e-3),
        (Real("learning_rate", "Rate", 1e-3, minimum=1e-8), 3e-3, 2, 5e-3),
        (Real("learning_rate", "Rate", 1e-3, minimum=1e-8), 1e-8, -1, 1e-8),
        (Real("offset", "Offset", 0.0, minimum=-9.0, step=0.5), 0.0, -3, -1.5),
    ],
)
def test_a_step_gives_the_next_allowed_value(
    parameter: Parameter, value: Any, steps: int, result: Any
) -> None:
    assert stepped(parameter, value, steps) == result
    assert parameter.check(result) == result
