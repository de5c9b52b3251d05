"""The shape rule in real numbers: what stands left of "=" comes to what stands right of it."""

import math
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from cnnstudio.arithmetic import evaluate
from cnnstudio.network.blocks.kind import Misfit
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Shape
from tests.network.drawn import blocks

FLOOR = re.compile(r"⌊(.+)⌋ \+ 1")
RESULT = re.compile(r"(.*) = ([\d,.]+)(?: parameters| values)?")
ARITHMETIC = re.compile(r"[\d\s.+−·/()]+")

SLIDING = ("conv", "depthwise", "separable", "max_pool", "average_pool", "min_pool")
RESIZING = ("transposed", "padding", "crop", "upsample")
COUNTING = ("flatten", "input")


def computed(text: str) -> float | None:
    """What an expression comes to; None where it has words or letters in it."""
    floor = FLOOR.fullmatch(text)
    if floor is not None:
        return math.floor(evaluate(floor[1])) + 1
    return evaluate(text) if ARITHMETIC.fullmatch(text) else None


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=1_000)
@given(blocks())
def test_every_line_that_computes_is_right(
    drawn: tuple[str, dict[str, Any], tuple[Shape, ...]],
) -> None:
    name, values, inputs = drawn
    kind = find_kind(name)
    assume(len(inputs) >= kind.fewest_inputs)
    try:
        output = kind.output_shape(values, inputs)
    except Misfit:
        assume(False)
    lines = kind.formula(values, inputs)
    results = []
    for line in lines:
        found = RESULT.fullmatch(line)
        left = None if found is None else computed(found[1])
        if found is not None and left is not None:
            right = float(found[2].replace(",", ""))
            assert left == pytest.approx(right, rel=1e-3), line
            results.append(int(right))
    if name in (*SLIDING, *RESIZING):
        assert results == list(output[1:]) or (results * 2 == list(output[1:])), lines
    if name in COUNTING:
        assert results == [math.prod(output)]


@pytest.mark.parametrize(
    ("kind", "changes", "shape", "lines"),
    [
        (
            "conv",
            {"kernel": (5, 5), "padding": 2},
            (1, 28, 28),
            ("⌊(28 + 2·2 − 1·(5 − 1) − 1)/1⌋ + 1 = 28",),
        ),
        (
            "conv",
            {"kernel": (2, 3), "padding": "same", "stride": (2, 1), "dilation": (1, 2)},
            (3, 9, 10),
            ("⌊(9 + 0 + 1 − 1·(2 − 1) − 1)/2⌋ + 1 = 5", "⌊(10 + 2·2 − 2·(3 − 1) − 1)/1⌋ + 1 = 10"),
        ),
        ("max_pool", {}, (6, 28, 28), ("⌊(28 + 2·0 − 1·(2 − 1) − 1)/2⌋ + 1 = 14",)),
        ("transposed", {}, (8, 7, 7), ("(7 − 1)·2 + 2 − 2·0 + 0 = 14",)),
        (
            "adaptive_pool",
            {"size": (4, 5)},
            (8, 28, 28),
            ("rows: 28 in 4 windows of 7", "columns: 28 in 5 windows of 6–7"),
        ),
        ("flatten", {}, (16, 5, 5), ("16 · 5 · 5 = 400",)),
        ("dense", {"units": 10}, (84,), ("10 · 84 + 10 = 850 parameters",)),
        ("group_norm", {"groups": 4}, (16, 5, 5), ("16 / 4 = 4",)),
        ("dropout", {"rate": 0.2}, (84,), ("1 / (1 − 0.2) = 1.25",)),
        ("relu", {}, (84,), ("y = max(0, x)",)),
    ],
)
def test_the_rule_is_spelled_with_real_numbers(
    kind: str, changes: dict[str, Any], shape: Shape, lines: tuple[str, ...]
) -> None:
    found = find_kind(kind)
    assert found.formula({**found.defaults(), **changes}, [shape]) == lines
