"""How the choices of the page are called; whoever shows them translates.

There is a table for each type: members of two `StrEnum` are equal where their values are.
"""

from enum import Enum

from cnnstudio.kernels.settings import (
    Activation,
    Border,
    Channels,
    Comparison,
    Gradient,
    Pooling,
    ValueDisplay,
)
from cnnstudio.text import N_, _

TITLES: dict[type[Enum], dict[Enum, str]] = {
    Border: {
        Border.ZERO: N_("Zero"),
        Border.REPLICATE: N_("Replicate"),
        Border.REFLECT: N_("Reflect"),
        Border.WRAP: N_("Wrap"),
        Border.VALID: N_("Valid"),
    },
    Activation: {
        Activation.NONE: N_("None"),
        Activation.RELU: N_("ReLU"),
        Activation.LEAKY_RELU: N_("LeakyReLU"),
        Activation.ELU: N_("ELU"),
        Activation.TANH: N_("tanh"),
    },
    Pooling: {
        Pooling.NONE: N_("None"),
        Pooling.MAX: N_("Max"),
        Pooling.AVERAGE: N_("Average"),
        Pooling.MIN: N_("Min"),
    },
    Gradient: {
        Gradient.NONE: N_("None"),
        Gradient.MAGNITUDE: N_("Magnitude"),
        Gradient.DIRECTION: N_("Direction"),
    },
    Channels: {
        Channels.EACH: N_("Each"),
        Channels.LUMINANCE: N_("Luminance"),
        Channels.RED: N_("Red"),
        Channels.GREEN: N_("Green"),
        Channels.BLUE: N_("Blue"),
        Channels.RED_GREEN: N_("Red and green"),
        Channels.RED_BLUE: N_("Red and blue"),
        Channels.GREEN_BLUE: N_("Green and blue"),
    },
    ValueDisplay: {
        ValueDisplay.SIGNED: N_("Signed"),
        ValueDisplay.ABSOLUTE: N_("Absolute"),
        ValueDisplay.CLAMPED: N_("Clamped"),
        ValueDisplay.OFFSET: N_("Offset grey"),
        ValueDisplay.AUTOMATIC: N_("Automatic"),
    },
    Comparison: {
        Comparison.SIDE_BY_SIDE: N_("Side by side"),
        Comparison.DIVIDER: N_("Divider"),
        Comparison.RESULT: N_("Result only"),
        Comparison.DIFFERENCE: N_("Difference"),
    },
}

TIPS: dict[type[Enum], dict[Enum, str]] = {
    Border: {
        Border.ZERO: N_("Zeros stand beyond the edge, as a network pads."),
        Border.REPLICATE: N_("The edge is repeated outwards."),
        Border.REFLECT: N_("The picture is mirrored at its edge; the edge itself is not repeated."),
        Border.WRAP: N_("The picture begins again on the other side."),
        Border.VALID: N_("Only where the whole kernel lies inside; the result is smaller."),
    },
    Activation: {
        Activation.NONE: N_("Values stay as they are."),
        Activation.RELU: N_("Negative values become 0."),
        Activation.LEAKY_RELU: N_("Negative values are multiplied by 0.01."),
        Activation.ELU: N_("Negative values x become exp(x) − 1."),
        Activation.TANH: N_("Values are squeezed between −1 and 1."),
    },
    Pooling: {
        Pooling.NONE: N_("Every value is kept."),
        Pooling.MAX: N_("The largest value of each window."),
        Pooling.AVERAGE: N_("The mean of each window."),
        Pooling.MIN: N_("The smallest value of each window."),
    },
    Gradient: {
        Gradient.NONE: N_("The kernel alone counts."),
        Gradient.MAGNITUDE: N_("How steep the picture is, whatever the direction: √(x² + y²)."),
        Gradient.DIRECTION: N_("Where it gets brighter: 0° to the right, 90° upwards."),
    },
    Channels: {
        Channels.EACH: N_("Red, green and blue are filtered one by one."),
        Channels.LUMINANCE: N_("The brightness alone is filtered (ITU-R BT.601)."),
        Channels.RED: N_("The red channel alone is filtered."),
        Channels.GREEN: N_("The green channel alone is filtered."),
        Channels.BLUE: N_("The blue channel alone is filtered."),
        Channels.RED_GREEN: N_("Two channels are filtered; blue counts as black."),
        Channels.RED_BLUE: N_("Two channels are filtered; green counts as black."),
        Channels.GREEN_BLUE: N_("Two channels are filtered; red counts as black."),
    },
    ValueDisplay: {
        ValueDisplay.SIGNED: N_("Blue below zero, orange above it."),
        ValueDisplay.ABSOLUTE: N_("The size of each value, without its sign."),
        ValueDisplay.CLAMPED: N_("Black to white as in a picture; what lies outside is cut off."),
        ValueDisplay.OFFSET: N_("Half the picture's range is added, so that 0 is grey."),
        ValueDisplay.AUTOMATIC: N_("The smallest value is black, the largest white."),
    },
    Comparison: {
        Comparison.SIDE_BY_SIDE: N_("Input on the left, result on the right."),
        Comparison.DIVIDER: N_("One picture, with a line to drag between input and result."),
        Comparison.RESULT: N_("The result alone."),
        Comparison.DIFFERENCE: N_(
            "What the kernel adds to each pixel: the result minus the input."
        ),
    },
}


def title(choice: Enum) -> str:
    """Return the name of a choice in the user's language."""
    return _(TITLES[type(choice)][choice])


def tip(choice: Enum) -> str:
    """Return what a choice does, in one sentence."""
    return _(TIPS[type(choice)][choice])
