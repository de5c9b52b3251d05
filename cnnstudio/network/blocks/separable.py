"""Convolutions that treat space and channels apart: each is a `Conv` with other numbers."""

from collections.abc import Sequence

from cnnstudio.network.blocks.activation import NONE, activation_choice
from cnnstudio.network.blocks.convolution import Conv, conv_summary
from cnnstudio.network.blocks.kind import BlockKind, Family, Reach, Values, picture
from cnnstudio.network.blocks.layer import Step
from cnnstudio.network.blocks.parameters import Integer, Parameter
from cnnstudio.network.graph import Shape
from cnnstudio.text import N_, _

_CONV = Conv()
_MULTIPLIER = Integer(
    "multiplier",
    N_("Depth multiplier"),
    1,
    N_("How many filters each channel gets."),
    maximum=64,
)


def _window_parameters() -> tuple[Parameter, ...]:
    names = ("kernel", "stride", "padding", "border", "dilation", "bias")
    return tuple(_CONV.parameter(name) for name in names)


class Depthwise(BlockKind):
    """One filter for each channel, which sees that channel alone."""

    name = "depthwise"
    title = N_("Depthwise")
    family = Family.CONVOLUTION
    keywords = "convolution depthwise conv2d mobilenet groups"
    explanation = N_(
        "Gives each channel filters of its own that see that channel alone. It needs far fewer "
        "weights than a full convolution, but does not mix channels."
    )
    equation = "y[c, i, j] = b[c] + Σ w[c, u, v] · x[c, s·i + d·u − p, s·j + d·v − p]"
    source = "Howard et al., MobileNets (2017), section 3.1"
    parameters = (_MULTIPLIER, *_window_parameters(), activation_choice())

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        picture(self.title, inputs)
        return _CONV.output_shape(_depthwise(values, inputs), inputs)

    def weight_count(self, values: Values, inputs: Sequence[Shape]) -> int:
        return _CONV.weight_count(_depthwise(values, inputs), inputs)

    def multiply_adds(self, values: Values, inputs: Sequence[Shape]) -> int:
        return _CONV.multiply_adds(_depthwise(values, inputs), inputs)

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        return _CONV.layers(_depthwise(values, inputs), inputs)

    def summary(self, values: Values) -> str:
        return conv_summary(_("{count} per channel").format(count=values["multiplier"]), values)

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        return _CONV.formula(values, inputs)

    def reach(self, values: Values) -> Reach | None:
        return _CONV.reach(values)

    def uncovered(self, values: Values, inputs: Sequence[Shape]) -> tuple[int, int]:
        return _CONV.uncovered(values, inputs)


class Separable(BlockKind):
    """A depthwise convolution followed by a 1×1 convolution that mixes the channels."""

    name = "separable"
    title = N_("Separable")
    family = Family.CONVOLUTION
    keywords = "convolution depthwise pointwise xception mobilenet"
    explanation = N_(
        "Filters each channel by itself, then mixes the channels with a 1×1 convolution. Close to "
        "a full convolution in what it learns, at a fraction of its weights."
    )
    equation = "y[f, i, j] = b[f] + Σ m[f, c] · Σ w[c, u, v] · x[c, s·i + d·u − p, s·j + d·v − p]"
    source = "Chollet, Xception: Deep learning with depthwise separable convolutions (2016)"
    parameters = (
        _CONV.parameter("filters"),
        _MULTIPLIER,
        *_window_parameters(),
        activation_choice(),
    )

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        picture(self.title, inputs)
        return _CONV.output_shape(*self._pointwise(values, inputs))

    def weight_count(self, values: Values, inputs: Sequence[Shape]) -> int:
        spatial = _CONV.weight_count(_spatial(values, inputs), inputs)
        return spatial + _CONV.weight_count(*self._pointwise(values, inputs))

    def multiply_adds(self, values: Values, inputs: Sequence[Shape]) -> int:
        spatial = _CONV.multiply_adds(_spatial(values, inputs), inputs)
        return spatial + _CONV.multiply_adds(*self._pointwise(values, inputs))

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        spatial = _CONV.layers(_spatial(values, inputs), inputs)
        return (*spatial, *_CONV.layers(*self._pointwise(values, inputs)))

    def summary(self, values: Values) -> str:
        return conv_summary(str(values["filters"]), values)

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        return _CONV.formula(values, inputs)

    def reach(self, values: Values) -> Reach | None:
        return _CONV.reach(values)

    def uncovered(self, values: Values, inputs: Sequence[Shape]) -> tuple[int, int]:
        return _CONV.uncovered(values, inputs)

    def _pointwise(self, values: Values, inputs: Sequence[Shape]) -> tuple[Values, list[Shape]]:
        mixing = {
            **_CONV.defaults(),
            "filters": values["filters"],
            "kernel": (1, 1),
            "bias": values["bias"],
            "activation": values["activation"],
        }
        return (mixing, [_CONV.output_shape(_spatial(values, inputs), inputs)])


def _depthwise(values: Values, inputs: Sequence[Shape]) -> Values:
    channels = inputs[0][0]
    return {**values, "filters": channels * values["multiplier"], "groups": channels}


def _spatial(values: Values, inputs: Sequence[Shape]) -> Values:
    """Return the depthwise half: without the bias, which the mixing half would only repeat."""
    return {**_depthwise(values, inputs), "bias": False, "activation": NONE}
