"""What is applied to each value after the kernel.

Source: PyTorch documentation, torch.nn (LeakyReLU: slope 0.01; ELU: α = 1).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from cnnstudio.kernels.settings import Activation

Values = NDArray[np.float32]

_SLOPE = np.float32(0.01)
_ZERO = np.float32(0)


def activate(values: Values, activation: Activation) -> Values:
    """Return the activation of each value, written over `values`; any shape, float32."""
    return _ACTIVATIONS[activation](values)


def _leaky_relu(values: Values) -> Values:
    np.maximum(values, values * _SLOPE, out=values)
    return values


def _elu(values: Values) -> Values:
    negative = np.expm1(np.minimum(values, _ZERO))
    np.maximum(values, _ZERO, out=values)
    np.add(values, negative, out=values)
    return values


_ACTIVATIONS: dict[Activation, Callable[[Values], Values]] = {
    Activation.NONE: lambda values: values,
    Activation.RELU: lambda values: np.maximum(values, _ZERO, out=values),
    Activation.LEAKY_RELU: _leaky_relu,
    Activation.ELU: _elu,
    Activation.TANH: lambda values: np.tanh(values, out=values),
}
