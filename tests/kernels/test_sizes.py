"""Sizes are those of PyTorch and of the course."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.sizes import SIZE_EXAMPLES, length_in_words, output_length


@pytest.mark.parametrize(
    ("name", "shapes"),
    [
        ("output-size", [(1, 26, 26)]),
        (
            "conv-pool-conv-pool",
            [(25, 26, 26), (25, 13, 13), (50, 11, 11), (50, 5, 5), (1250,)],
        ),
        ("pool-dense", [(3, 14, 14), (588,), (20,), (5,)]),
    ],
)
def test_worked_examples_of_sizes(name: str, shapes: list[tuple[int, ...]]) -> None:
    known = next(known for known in SIZE_EXAMPLES if known.name == name)
    assert list(known.shapes()) == shapes
    assert known.title


@given(
    st.integers(1, 40), st.integers(1, 6), st.integers(0, 5), st.integers(1, 5), st.integers(1, 3)
)
def test_lengths_are_those_of_torch(
    length: int, kernel: int, padding: int, stride: int, dilation: int
) -> None:
    picture, weights = torch.zeros(1, 1, length), torch.zeros(1, 1, kernel)
    sides = {"before": padding, "after": padding, "stride": stride, "dilation": dilation}
    try:
        expected = torch.nn.functional.conv1d(
            picture, weights, padding=padding, stride=stride, dilation=dilation
        ).shape[2]
    except RuntimeError:
        with pytest.raises(InvalidValueError, match="cells do not fit"):
            output_length(length, kernel, **sides)
        return
    assert output_length(length, kernel, **sides) == expected


def test_the_arithmetic_is_told() -> None:
    assert length_in_words(28, 3) == "⌊(28 + 2·0 − 3) / 1⌋ + 1 = 26"
    assert length_in_words(5, 3, padding=1, stride=2) == "⌊(5 + 2·1 − 3) / 2⌋ + 1 = 3"
