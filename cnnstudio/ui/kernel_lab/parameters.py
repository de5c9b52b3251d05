"""What the inspector asks for, as parameters, so that its fields are those of every form."""

from collections.abc import Iterable
from enum import StrEnum

from cnnstudio.kernels.kernel import LARGEST_NUMBER, LARGEST_SIZE
from cnnstudio.kernels.settings import (
    LARGEST_DILATION,
    LARGEST_POOL,
    LARGEST_STRIDE,
    Activation,
    Border,
    Channels,
    Gradient,
    Pooling,
    ValueDisplay,
)
from cnnstudio.network.blocks.parameters import Choice, Flag, Integer, Parameter, Real
from cnnstudio.text import N_
from cnnstudio.ui.kernel_lab.words import TITLES


def _choice(name: str, title: str, options: Iterable[StrEnum], help: str = "") -> Choice:  # noqa: A002
    members = tuple(options)
    return Choice(
        name, title, members[0].value, help, tuple((m.value, TITLES[type(m)][m]) for m in members)
    )


def _real(name: str, title: str, default: float, help: str) -> Real:  # noqa: A002
    return Real(name, title, default, help, -LARGEST_NUMBER, LARGEST_NUMBER, step=1.0)


HEIGHT = Integer("height", N_("Rows"), 3, N_("How many rows the kernel has."), 1, LARGEST_SIZE)
WIDTH = Integer("width", N_("Columns"), 3, N_("How many columns the kernel has."), 1, LARGEST_SIZE)
BRUSH = _real("brush", N_("Brush"), 1.0, N_("The weight that is painted over cells."))

SCALING: tuple[Parameter, ...] = (
    _real("divisor", N_("Divisor"), 1.0, N_("The sum of the products is divided by this.")),
    _real("offset", N_("Offset"), 0.0, N_("Added after dividing.")),
    Flag(
        "normalise",
        N_("Normalise"),
        False,
        N_("Divide by the sum of the weights; where that is 0, add mid-grey instead."),
    ),
)

FILTER: tuple[Parameter, ...] = (
    _choice("border", N_("Border"), Border, N_("What stands beyond the edge of the picture.")),
    Integer(
        "stride", N_("Stride"), 1, N_("Every how many pixels a value is kept."), 1, LARGEST_STRIDE
    ),
    Integer(
        "dilation",
        N_("Dilation"),
        1,
        N_("How many pixels lie from one weight to the next."),
        1,
        LARGEST_DILATION,
    ),
    _choice("channels", N_("Channels"), Channels, N_("Which channels are filtered.")),
    _choice(
        "gradient",
        N_("Gradient"),
        Gradient,
        N_("What the kernel and the same kernel turned by 90° say together."),
    ),
    Flag(
        "convolve",
        N_("True convolution"),
        False,
        N_("Turn the kernel by half a turn first, as mathematics does and networks do not."),
    ),
)

LAYER: tuple[Parameter, ...] = (
    _real("bias", N_("Bias"), 0.0, N_("Added to every value, as a network's layer does.")),
    _choice("activation", N_("Activation"), Activation, N_("Applied to every value.")),
    _choice("pooling", N_("Pooling"), Pooling, N_("Each window of values becomes one.")),
)

POOLING: tuple[Parameter, ...] = (
    Integer("pool_size", N_("Pool size"), 2, N_("The side of a window."), 1, LARGEST_POOL),
    Integer("pool_stride", N_("Pool stride"), 2, N_("How far apart windows lie."), 1, LARGEST_POOL),
)

SHOW: tuple[Parameter, ...] = (
    _choice("values", N_("Values"), ValueDisplay, N_("How values become colours.")),
)

CHOICES: dict[str, type[StrEnum]] = {
    "border": Border,
    "channels": Channels,
    "gradient": Gradient,
    "activation": Activation,
    "pooling": Pooling,
    "values": ValueDisplay,
}
"""The types of the fields that offer a choice, by name."""
