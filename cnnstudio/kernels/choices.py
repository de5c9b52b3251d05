"""The closed sets of choices that kernels are applied and shown with."""

from enum import StrEnum


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
    """Which channels of a colour picture are filtered.

    A single one gives a grey result; of two, the third is black, as where an image
    editor hides a channel.
    """

    EACH = "each"
    LUMINANCE = "luminance"
    RED = "red"
    GREEN = "green"
    BLUE = "blue"
    RED_GREEN = "red+green"
    RED_BLUE = "red+blue"
    GREEN_BLUE = "green+blue"

    @property
    def indices(self) -> tuple[int, ...]:
        """Which of red, green and blue are read; none of them by itself for the luminance."""
        if self is Channels.EACH:
            return (0, 1, 2)
        names = self.value.split("+")
        return tuple(i for i, name in enumerate(("red", "green", "blue")) if name in names)


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
