"""Blocks that rearrange or enlarge without weights."""

from collections.abc import Sequence
from math import prod

from cnnstudio.network.blocks.kind import BlockKind, Family, Misfit, Values, change, picture
from cnnstudio.network.blocks.layer import Layer, Step, layer
from cnnstudio.network.blocks.parameters import Choice, Padding
from cnnstudio.network.blocks.window import Sides, padding_sides
from cnnstudio.network.graph import Shape
from cnnstudio.text import N_, _

BORDERS = (
    ("zero", N_("zero")),
    ("replicate", N_("replicate")),
    ("reflect", N_("reflect")),
    ("wrap", N_("wrap")),
)
"""What padding is filled with, by the names used everywhere in the program."""

_PAD_MODULES = {
    "zero": "ZeroPad2d",
    "replicate": "ReplicationPad2d",
    "reflect": "ReflectionPad2d",
    "wrap": "CircularPad2d",
}


class Flatten(BlockKind):
    """Writes all values in a row."""

    name = "flatten"
    title = N_("Flatten")
    family = Family.SHAPE
    keywords = "vector reshape"
    explanation = N_(
        "Writes all values in one row, channel by channel, row by row. Dense layers need them so."
    )
    equation = "y[(c·h + i)·w + j] = x[c, i, j]"
    source = "torch.nn.Flatten"

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        return (prod(inputs[0]),)

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        return (Layer("Flatten"),)

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        return (" · ".join(map(str, inputs[0])) + f" = {prod(inputs[0])}",)


class Pad(BlockKind):
    """Adds rows and columns around a picture."""

    name = "padding"
    title = N_("Padding")
    family = Family.SHAPE
    keywords = "pad border zero reflect replicate wrap"
    explanation = N_(
        "Adds rows and columns around the picture, so that a kernel can be centred on its edge. "
        "They are filled with zeros or from the picture itself."
    )
    equation = "y[c, i, j] = x[c, i − top, j − left] inside, the border's value outside"
    source = "torch.nn.ZeroPad2d, ReplicationPad2d, ReflectionPad2d, CircularPad2d"
    parameters = (
        Padding(
            "sides",
            N_("Sides"),
            1,
            N_("A number for every side, or four: top, bottom, left, right."),
            named=(),
        ),
        Choice("border", N_("Border"), "zero", N_("What is filled in."), options=BORDERS),
    )

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        channels, height, width = picture(self.title, inputs)
        top, bottom, left, right = sides = _sides(values)
        border_misfit(values["border"], sides, height, width)
        return (channels, height + top + bottom, width + left + right)

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        return (pad_layer(values["border"], _sides(values)),)

    def summary(self, values: Values) -> str:
        sides = values["sides"]
        shown = " ".join(map(str, sides)) if isinstance(sides, tuple) else str(sides)
        return f"{shown}, {_(values['border'])}"

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        _channels, height, width = picture(self.title, inputs)
        top, bottom, left, right = _sides(values)
        return (
            f"{height} + {top} + {bottom} = {height + top + bottom}",
            f"{width} + {left} + {right} = {width + left + right}",
        )


def _sides(values: Values) -> Sides:
    return padding_sides(values["sides"], (1, 1), (1, 1))


def pad_layer(border: str, sides: Sides) -> Layer:
    """Return the torch module that pads; torch orders the sides left, right, top, bottom."""
    top, bottom, left, right = sides
    return layer(_PAD_MODULES[border], padding=(left, right, top, bottom))


def border_misfit(border: str, sides: Sides, height: int, width: int) -> None:
    """Raise `Misfit` where torch cannot fill the padding from so small a picture.

    Reflect does not repeat the edge, so it has one row less to give than wrap.
    """
    available = {"reflect": 1, "wrap": 0}.get(border)
    if available is None:
        return
    if max(sides[:2]) <= height - available and max(sides[2:]) <= width - available:
        return
    raise Misfit(
        _(
            "Padding with {border} takes at most {rows} rows and {columns} columns from a "
            "{height}×{width} input, not {sides}."
        ).format(
            border=_(border),
            rows=height - available,
            columns=width - available,
            height=height,
            width=width,
            sides=" ".join(map(str, sides)),
        ),
        change(border="zero"),
    )
