"""How a kernel is applied, and what the Kernels page remembers."""

from enum import StrEnum

import msgspec

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.kernel import LARGEST_NUMBER, Kernel
from cnnstudio.kernels.presets import preset
from cnnstudio.text import N_, _

LARGEST_STRIDE = 16
LARGEST_DILATION = 8
LARGEST_POOL = 16

_STRIDE = N_("The stride is {number}; allowed is 1 to {most}.")
_DILATION = N_("The dilation is {number}; allowed is 1 to {most}.")
_POOL_SIZE = N_("The pooling size is {number}; allowed is 1 to {most}.")
_POOL_STRIDE = N_("The pooling stride is {number}; allowed is 1 to {most}.")


class Border(StrEnum):
    """What stands beyond the edge of the picture; names as everywhere in CNN Studio."""

    ZERO = "zero"
    REPLICATE = "replicate"
    REFLECT = "reflect"
    """The edge itself is not repeated: OpenCV's REFLECT_101, SciPy's "mirror"."""
    WRAP = "wrap"
    VALID = "valid"
    """Nothing: only where the kernel lies inside the picture is there a result."""


class Channels(StrEnum):
    """Which channels of a colour picture are filtered."""

    EACH = "each"
    LUMINANCE = "luminance"
    RED = "red"
    GREEN = "green"
    BLUE = "blue"


class Activation(StrEnum):
    """What is applied to each value after the kernel, with PyTorch's default slopes."""

    NONE = "none"
    RELU = "relu"
    LEAKY_RELU = "leaky_relu"
    ELU = "elu"
    TANH = "tanh"


class Gradient(StrEnum):
    """What is computed from a kernel and the same kernel turned by 90°: Sobel x and y."""

    NONE = "none"
    """The kernel alone counts."""
    MAGNITUDE = "magnitude"
    """How steep: √(x² + y²)."""
    DIRECTION = "direction"
    """Where it gets brighter, in degrees from −180 to 180: 0 to the right, 90 upwards."""


class Pooling(StrEnum):
    """How each window of values becomes one."""

    NONE = "none"
    MAX = "max"
    AVERAGE = "average"
    MIN = "min"


class ValueDisplay(StrEnum):
    """How values that a screen cannot show become colours."""

    SIGNED = "signed"
    ABSOLUTE = "absolute"
    CLAMPED = "clamped"
    OFFSET = "offset"
    AUTOMATIC = "automatic"


class Comparison(StrEnum):
    """How the picture before and after are laid out."""

    SIDE_BY_SIDE = "side_by_side"
    DIVIDER = "divider"
    RESULT = "result"
    DIFFERENCE = "difference"
    """What the kernel adds to each pixel: result − input."""


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

    kernel: Kernel = preset("sobel-x").kernel
    settings: FilterSettings = FilterSettings(channels=Channels.LUMINANCE)
    picture: str = "chelsea"
    """The name of a sample picture, or the path of a file."""
    values: ValueDisplay = ValueDisplay.SIGNED
    comparison: Comparison = Comparison.SIDE_BY_SIDE
