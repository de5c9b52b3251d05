"""What is applied to each value after the kernel.

Source: PyTorch documentation, torch.nn (LeakyReLU: slope 0.01; ELU: α = 1).
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from cnnstudio.kernels.choices import Activation

Values = TypeVar("Values", NDArray[np.float32], NDArray[np.float64])


def activate(values: Values, activation: Activation) -> Values:
    """Return the activation of each value, written over `values`; any shape, float32 or 64."""
    activated: Values = _ACTIVATIONS[activation](values)
    return activated


def _leaky_relu(values: Values) -> Values:
    np.maximum(values, values * 0.01, out=values)
    return values


def _elu(values: Values) -> Values:
    negative = np.expm1(np.minimum(values, 0))
    np.maximum(values, 0, out=values)
    np.add(values, negative, out=values)
    return values


_ACTIVATIONS: dict[Activation, Callable[[Any], Any]] = {
    Activation.NONE: lambda values: values,
    Activation.RELU: lambda values: np.maximum(values, 0, out=values),
    Activation.LEAKY_RELU: _leaky_relu,
    Activation.ELU: _elu,
    Activation.TANH: lambda values: np.tanh(values, out=values),
}
