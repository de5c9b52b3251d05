"""Activations are PyTorch's."""

import numpy as np
import pytest
import torch

from cnnstudio.kernels.activations import activate
from cnnstudio.kernels.settings import Activation

TORCHS = {
    Activation.NONE: lambda values: values,
    Activation.RELU: torch.nn.functional.relu,
    Activation.LEAKY_RELU: torch.nn.functional.leaky_relu,
    Activation.ELU: torch.nn.functional.elu,
    Activation.TANH: torch.tanh,
}


@pytest.mark.parametrize("activation", Activation)
def test_values_are_those_of_torch(activation: Activation) -> None:
    values = np.concatenate([np.linspace(-600, 600, 999), [-0.0, 1e-30, -1e-30]]).astype(np.float32)
    expected = TORCHS[activation](torch.from_numpy(values.copy())).numpy()
    result = activate(values.copy(), activation)
    assert result.dtype == np.float32
    np.testing.assert_array_almost_equal_nulp(result, expected, nulp=4)
