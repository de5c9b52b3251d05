"""Pooling is PyTorch's, and min pooling its mirror image."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.kernels.pooling import pooled
from cnnstudio.kernels.settings import Pooling

TORCHS = {
    Pooling.MAX: torch.nn.functional.max_pool2d,
    Pooling.AVERAGE: torch.nn.functional.avg_pool2d,
    Pooling.MIN: lambda values, size, stride: (
        -torch.nn.functional.max_pool2d(-values, size, stride)
    ),
}


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(TORCHS)),
    st.integers(1, 16),
    st.integers(1, 16),
    st.tuples(st.integers(0, 30), st.integers(0, 30)),
    st.booleans(),
    st.integers(0, 2**32),
)
def test_windows_are_those_of_torch(
    pooling: Pooling, size: int, stride: int, beyond: tuple[int, int], is_colour: bool, seed: int
) -> None:
    shape = (size + beyond[0], size + beyond[1], *((3,) if is_colour else ()))
    values = np.random.default_rng(seed).normal(size=shape).astype(np.float32)
    channels = torch.from_numpy(np.atleast_3d(values)).permute(2, 0, 1)[None]
    expected = TORCHS[pooling](channels, size, stride)[0].permute(1, 2, 0).numpy()
    result = pooled(values, pooling, size=size, stride=stride)
    assert result.dtype == np.float32
    assert result.flags.c_contiguous
    np.testing.assert_allclose(np.atleast_3d(result), expected, rtol=0, atol=2e-6)


@pytest.mark.parametrize("pooling", [Pooling.MAX, Pooling.MIN])
def test_negative_values_are_not_lost_at_the_edge(pooling: Pooling) -> None:
    values = np.full((4, 4), -7, np.float32)
    assert (pooled(values, pooling, size=3, stride=1) == -7).all()


def test_an_average_leaves_nothing_of_a_bright_neighbour() -> None:
    values = np.zeros((8, 8), np.float32)
    values[:4, :4] = 1e9 / 3
    means = pooled(values, Pooling.AVERAGE, size=2, stride=2)
    assert (means[2:] == 0).all()
    assert (means[:, 2:] == 0).all()


def test_no_pooling_returns_the_values_themselves() -> None:
    values = np.zeros((3, 3), np.float32)
    assert pooled(values, Pooling.NONE, size=2, stride=2) is values
