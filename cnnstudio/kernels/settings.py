"""How a kernel is applied, and what the Kernels page remembers."""

import msgspec

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.choices import (
    Activation,
    Border,
    Channels,
    Comparison,
    Gradient,
    Pooling,
    ValueDisplay,
)
from cnnstudio.kernels.examples import example
from cnnstudio.kernels.kernel import LARGEST_NUMBER, SOBEL_X, Kernel
from cnnstudio.kernels.worksheet import Worksheet
from cnnstudio.text import N_, _

__all__ = [
    "Activation",
    "Border",
    "Channels",
    "Comparison",
    "FilterSettings",
    "Gradient",
    "KernelLabState",
    "Pooling",
    "ValueDisplay",
]

LARGEST_STRIDE = 16
LARGEST_DILATION = 8
LARGEST_POOL = 16

_STRIDE = N_("The stride is {number}; allowed is 1 to {most}.")
_DILATION = N_("The dilation is {number}; allowed is 1 to {most}.")
_POOL_SIZE = N_("The pooling size is {number}; allowed is 1 to {most}.")
_POOL_STRIDE = N_("The pooling stride is {number}; allowed is 1 to {most}.")


class FilterSettings(msgspec.Struct, frozen=True):
    """Everything but the kernel that decides the result, as in a network's first layer."""

    border: Border = Border.ZERO
    stride: int = 1
    dilation: int = 1
    convolve: bool = False
    """Turn the kernel by 180° first: convolution as mathematics defines it."""
    normalise: bool = False
    """Replace divisor and offset as image editors do: by the sum, or by mid-grey."""
    bias: float = 0.0
    activation: Activation = Activation.NONE
    pooling: Pooling = Pooling.NONE
    pool_size: int = 2
    pool_stride: int = 2
    channels: Channels = Channels.EACH
    gradient: Gradient = Gradient.NONE
    """Offset, bias, activation and pooling follow it, as they follow a single sum."""

    def __post_init__(self) -> None:
        """Hold every number to its range.

        Raises:
            InvalidValueError: a number is out of range.
        """
        for number, most, message in (
            (self.stride, LARGEST_STRIDE, _STRIDE),
            (self.dilation, LARGEST_DILATION, _DILATION),
            (self.pool_size, LARGEST_POOL, _POOL_SIZE),
            (self.pool_stride, LARGEST_POOL, _POOL_STRIDE),
        ):
            if not 1 <= number <= most:
                raise InvalidValueError(_(message).format(number=number, most=most))
        if not abs(self.bias) <= LARGEST_NUMBER:
            raise InvalidValueError(
                _("The bias is {bias}; allowed are numbers up to ±{most:g}.").format(
                    bias=self.bias, most=LARGEST_NUMBER
                )
            )


class KernelLabState(msgspec.Struct, frozen=True):
    """What the Kernels page shows; part of the project, so saved and undone with it."""

    kernel: Kernel = SOBEL_X
    settings: FilterSettings = FilterSettings(channels=Channels.LUMINANCE)
    picture: str = "chelsea"
    """The name of a sample picture, or the path of a file."""
    values: ValueDisplay = ValueDisplay.SIGNED
    comparison: Comparison = Comparison.SIDE_BY_SIDE
    worksheet: Worksheet = example("edge").worksheet
    """What the numbers mode computes."""
