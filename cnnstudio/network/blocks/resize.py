"""Blocks that give a picture another size without weights."""

from collections.abc import Sequence
from math import prod

from cnnstudio.network.blocks.kind import (
    WHOLE_PICTURE,
    BlockKind,
    Family,
    Misfit,
    Reach,
    SetParameters,
    Values,
    change,
    picture,
    shape_text,
)
from cnnstudio.network.blocks.layer import Layer, Step, layer
from cnnstudio.network.blocks.parameters import Choice, Integer, Padding
from cnnstudio.network.blocks.shape import pad_layer
from cnnstudio.network.blocks.window import Sides, padding_sides
from cnnstudio.network.graph import Shape, Value
from cnnstudio.text import N_, _


class Reshape(BlockKind):
    """The same values in the shape of a picture."""

    name = "reshape"
    title = N_("Reshape")
    family = Family.SHAPE
    keywords = "unflatten view picture"
    explanation = N_(
        "Puts the same values into channels × height × width, in the order in which Flatten wrote "
        "them. The number of values must not change."
    )
    equation = "y[c, i, j] = x[(c·h + i)·w + j]"
    source = "torch.nn.Unflatten"
    parameters = (
        Integer("channels", N_("Channels"), 1, N_("Feature maps that come out.")),
        Integer("height", N_("Height"), 8, N_("Rows of each map."), maximum=4_096),
        Integer("width", N_("Width"), 8, N_("Columns of each map."), maximum=4_096),
    )

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        shape = (values["channels"], values["height"], values["width"])
        if prod(shape) != prod(inputs[0]):
            raise Misfit(
                _(
                    "Reshape keeps the number of values: {shape} is {wanted}, the input {given}."
                ).format(shape=shape_text(shape), wanted=prod(shape), given=prod(inputs[0])),
                _kept(shape, prod(inputs[0])),
            )
        return shape

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        shape = self.output_shape(values, inputs)
        return (Layer("Flatten"), layer("Unflatten", dim=1, unflattened_size=tuple(shape)))

    def summary(self, values: Values) -> str:
        return shape_text((values["channels"], values["height"], values["width"]))

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        shape = self.output_shape(values, inputs)
        return (" · ".join(map(str, shape)) + f" = {prod(inputs[0])}",)

    def reach(self, values: Values) -> Reach | None:
        return WHOLE_PICTURE  # rows and columns are no longer where they were


def _kept(shape: tuple[int, int, int], count: int) -> SetParameters:
    """Return the remedy that keeps the maps' size where it divides the values, else 1 × 1."""
    size = shape[1:] if count % (shape[1] * shape[2]) == 0 else (1, 1)
    return change(channels=count // (size[0] * size[1]), height=size[0], width=size[1])


class Crop(BlockKind):
    """Rows and columns cut off."""

    name = "crop"
    title = N_("Crop")
    family = Family.SHAPE
    keywords = "cut trim cropping2d"
    explanation = N_(
        "Cuts rows and columns off the picture's sides. So a larger map fits a smaller one beside "
        "which it is added or stacked."
    )
    equation = "y[c, i, j] = x[c, i + top, j + left]"
    source = "Ronneberger, Fischer and Brox, U-Net (2015), figure 1"
    parameters = (
        Padding(
            "sides",
            N_("Sides"),
            1,
            N_("A number for every side, or four: top, bottom, left, right."),
            named=(),
        ),
    )

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        channels, height, width = picture(self.title, inputs)
        top, bottom, left, right = _sides(values)
        if top + bottom >= height or left + right >= width:
            raise Misfit(
                _(
                    "Crop must leave at least one row and column of a {height}×{width} input."
                ).format(height=height, width=width),
                change(sides=(min(height, width) - 1) // 2),
            )
        return (channels, height - top - bottom, width - left - right)

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        top, bottom, left, right = _sides(values)
        return (pad_layer("zero", (-top, -bottom, -left, -right)),)

    def summary(self, values: Values) -> str:
        sides = values["sides"]
        return " ".join(map(str, sides)) if isinstance(sides, tuple) else str(sides)

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        _channels, height, width = picture(self.title, inputs)
        top, bottom, left, right = _sides(values)
        return (
            f"{height} − {top} − {bottom} = {height - top - bottom}",
            f"{width} − {left} − {right} = {width - left - right}",
        )


class Upsample(BlockKind):
    """A picture made larger by a whole factor."""

    name = "upsample"
    title = N_("Upsample")
    family = Family.SHAPE
    keywords = "enlarge resize interpolate upsampling2d decoder"
    explanation = N_(
        "Makes the picture larger by repeating pixels or by blending between them. Nothing is "
        "learned; a convolution after it does the rest."
    )
    equation = "y[c, i, j] = x[c, ⌊i / f⌋, ⌊j / f⌋], or a blend of four neighbours"
    source = "Odena, Dumoulin and Olah, Deconvolution and checkerboard artifacts (2016)"
    parameters = (
        Integer("factor", N_("Factor"), 2, N_("How many times larger."), minimum=1, maximum=64),
        Choice(
            "mode",
            N_("Mode"),
            "nearest",
            N_("nearest repeats pixels; bilinear blends."),
            options=(("nearest", N_("nearest")), ("bilinear", N_("bilinear"))),
        ),
    )

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        channels, height, width = picture(self.title, inputs)
        return (channels, height * values["factor"], width * values["factor"])

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        arguments: dict[str, Value] = {"scale_factor": values["factor"], "mode": values["mode"]}
        return (layer("Upsample", **arguments),)

    def summary(self, values: Values) -> str:
        return _("× {factor}, {mode}").format(factor=values["factor"], mode=_(values["mode"]))

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        _channels, height, width = picture(self.title, inputs)
        factor = values["factor"]
        return (
            f"{height} · {factor} = {height * factor}",
            f"{width} · {factor} = {width * factor}",
        )

    def reach(self, values: Values) -> Reach | None:
        cells = 2 if values["mode"] == "bilinear" else 1
        return Reach((cells, cells), (1 / values["factor"], 1 / values["factor"]))


def _sides(values: Values) -> Sides:
    return padding_sides(values["sides"], (1, 1), (1, 1))
