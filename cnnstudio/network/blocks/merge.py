"""Blocks that join several branches into one."""

from collections.abc import Sequence

from cnnstudio.network.blocks.fitting import fitting
from cnnstudio.network.blocks.kind import (
    MANY,
    BlockKind,
    Family,
    Misfit,
    Remedy,
    Values,
    shape_text,
)
from cnnstudio.network.blocks.layer import Call, Step
from cnnstudio.network.graph import Shape
from cnnstudio.text import N_, _


class Elementwise(BlockKind):
    """Branches of one shape joined value by value."""

    family = Family.MERGE
    fewest_inputs = 2
    most_inputs = MANY
    torch_name: str
    sign: str

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        for slot, shape in enumerate(inputs):
            if shape != inputs[0]:
                raise Misfit(
                    _("{block} needs inputs of one shape, not {first} and {other}.").format(
                        block=_(self.title), first=shape_text(inputs[0]), other=shape_text(shape)
                    ),
                    *_matching(inputs[0], shape, slot),
                )
        return inputs[0]

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        return (Call(self.torch_name),)

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        sides = f" {self.sign} ".join(f"({shape_text(shape)})" for shape in inputs)
        return (f"{sides} → {shape_text(inputs[0])}",)


class Add(Elementwise):
    """The sum of branches of one shape."""

    name = "add"
    title = N_("Add")
    keywords = "sum skip residual shortcut"
    torch_name = "torch.add"
    sign = "+"
    explanation = N_(
        "Adds its inputs value by value, as the shortcuts of residual networks do. "
        "All inputs must have the same shape."
    )
    equation = "y = x₁ + x₂ + …"
    source = "He et al., Deep residual learning for image recognition (2015), section 3.2"


class Multiply(Elementwise):
    """The product of branches of one shape."""

    name = "multiply"
    title = N_("Multiply")
    keywords = "product gate attention"
    torch_name = "torch.mul"
    sign = "·"
    explanation = N_(
        "Multiplies its inputs value by value, so that one branch can open or close another. "
        "All inputs must have the same shape."
    )
    equation = "y = x₁ · x₂ · …"
    source = "Srivastava, Greff and Schmidhuber, Highway networks (2015), section 2"


class Concat(BlockKind):
    """Branches stacked along the channels."""

    name = "concat"
    title = N_("Concat")
    family = Family.MERGE
    keywords = "concatenate stack join skip"
    fewest_inputs = 2
    most_inputs = MANY
    explanation = N_(
        "Stacks the channels of its inputs, the first input first. Pictures must have the same "
        "height and width; vectors are put one behind the other."
    )
    equation = "y = [x₁, x₂, …] along the channels"
    source = "Szegedy et al., Going deeper with convolutions (2014), section 4"

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        first = inputs[0]
        for slot, shape in enumerate(inputs):
            if shape[1:] != first[1:]:
                raise Misfit(
                    _(
                        "Concat needs inputs of one height and width, not {first} and {other}."
                    ).format(first=shape_text(first), other=shape_text(shape)),
                    *_matching(first, shape, slot, any_channels=True),
                )
        return (sum(shape[0] for shape in inputs), *first[1:])

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        return (Call("torch.cat", (("dim", 1),), takes_list=True),)

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        total = sum(shape[0] for shape in inputs)
        return (" + ".join(str(shape[0]) for shape in inputs) + f" = {total}",)


def _matching(
    first: Shape, other: Shape, slot: int, *, any_channels: bool = False
) -> tuple[Remedy, ...]:
    """Return what gives one branch the shape of the other: the skip, or else the first one."""
    skip = fitting(first, other, slot=slot, any_channels=any_channels)
    main = (
        fitting(other, first, slot=0, any_channels=any_channels) if _is_larger(first, other) else ()
    )
    return (*skip, *main)


def _is_larger(first: Shape, other: Shape) -> bool:
    return len(first) == len(other) == 3 and (first[1] > other[1] or first[2] > other[2])
