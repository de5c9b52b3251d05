"""Where a network begins and ends."""

from collections.abc import Sequence
from enum import StrEnum
from math import prod

from cnnstudio.network.blocks.kind import (
    BlockKind,
    Family,
    Misfit,
    Remedy,
    Values,
    change,
    insert,
    shape_text,
)
from cnnstudio.network.blocks.layer import Step
from cnnstudio.network.blocks.parameters import CLASSES, Choice, Integer
from cnnstudio.network.graph import Shape
from cnnstudio.text import N_, _, plural


class Task(StrEnum):
    """What a network answers, and hence its usual loss."""

    CLASSES = "classes"
    YES_NO = "yes/no"
    PICTURE = "picture"


class Input(BlockKind):
    """The pictures of the data set."""

    name = "input"
    title = N_("Input")
    family = Family.DATA
    keywords = "data picture image source"
    fewest_inputs = 0
    most_inputs = 0
    explanation = N_(
        "The pictures of the data set. Choosing a data set sets its size; pictures from folders "
        "are resized to it."
    )
    equation = "x = (pixel − mean) / deviation"
    source = "Goodfellow, Bengio and Courville, Deep Learning (2016), section 9.7"
    parameters = (
        Integer("channels", N_("Channels"), 1, N_("1 for grey, 3 for colour."), maximum=1_024),
        Integer("height", N_("Height"), 28, N_("Rows of pixels."), maximum=4_096),
        Integer("width", N_("Width"), 28, N_("Columns of pixels."), maximum=4_096),
    )

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        return (values["channels"], values["height"], values["width"])

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        return ()

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        shape = self.output_shape(values, inputs)
        return (" · ".join(map(str, shape)) + f" = {prod(shape):,}",)

    def summary(self, values: Values) -> str:
        size = f"{values['height']} × {values['width']}"
        named = {1: _("grey {size}"), 3: _("colour {size}")}
        text = named.get(values["channels"], _("{channels} channels, {size}"))
        return text.format(size=size, channels=values["channels"])


class Output(BlockKind):
    """What the network answers; it has no weights."""

    name = "output"
    title = N_("Output")
    family = Family.DATA
    keywords = "loss target task classes"
    has_output = False
    explanation = N_(
        "Names what the network answers, and so its usual loss: classes, yes or no with one unit, "
        "or a picture like the input. It has no weights of its own."
    )
    equation = "loss = −ln p[class], p = softmax(x)"
    source = "Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.2.2"
    parameters = (
        Choice(
            "task",
            N_("Task"),
            Task.CLASSES.value,
            N_("What the network answers; the loss follows from it, unless another is chosen."),
            options=(
                (Task.CLASSES.value, N_("classes")),
                (Task.YES_NO.value, N_("yes/no")),
                (Task.PICTURE.value, N_("picture")),
            ),
        ),
        Integer("classes", N_("Classes"), 10, N_("How many classes there are."), 2, 65_536),
    )

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        units = output_units(values)
        if units is not None and inputs[0] != (units,):
            raise Misfit(_wrong_end(values, inputs[0]), *_remedies(values, inputs[0]))
        return inputs[0]

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        return ()

    def summary(self, values: Values) -> str:
        if values["task"] == Task.CLASSES:
            return plural("{count} class", "{count} classes", values["classes"])
        return _("yes or no") if values["task"] == Task.YES_NO else _("a picture like the input")


def output_units(values: Values) -> int | None:
    """Return how many values an Output takes; None where it takes a picture."""
    task = Task(values["task"])
    if task is Task.PICTURE:
        return None
    return 1 if task is Task.YES_NO else int(values["classes"])


def _wrong_end(values: Values, shape: Shape) -> str:
    if values["task"] == Task.YES_NO:
        return _("Output answers yes or no and needs one value, not {shape}.").format(
            shape=shape_text(shape)
        )
    return _("Output needs one value for each of {classes} classes, not {shape}.").format(
        classes=values["classes"], shape=shape_text(shape)
    )


def _remedies(values: Values, shape: Shape) -> tuple[Remedy, ...]:
    if len(shape) != 1:
        return (insert("flatten", "dense", units=CLASSES),)
    dense = insert("dense", units=CLASSES)
    if shape[0] < 2 or values["task"] == Task.YES_NO:
        return (dense,)
    return (dense, change(classes=shape[0]))
