"""Convolution blocks."""

from collections.abc import Sequence

from cnnstudio.network.blocks.activation import (
    NONE,
    activation_choice,
    activation_layers,
    activation_title,
)
from cnnstudio.network.blocks.kind import (
    BlockKind,
    Family,
    Misfit,
    Reach,
    Values,
    change,
    picture,
)
from cnnstudio.network.blocks.layer import Layer, Step, layer
from cnnstudio.network.blocks.parameters import Choice, Flag, Integer, Padding, Size
from cnnstudio.network.blocks.shape import BORDERS, border_misfit, pad_layer
from cnnstudio.network.blocks.window import Sides, Window, fitted, padding_sides, smaller_kernel
from cnnstudio.network.graph import Shape, Value
from cnnstudio.text import N_, _

_TORCH_MODES = {"zero": "zeros", "replicate": "replicate", "reflect": "reflect", "wrap": "circular"}


class Conv(BlockKind):
    """Convolution: each filter sees all channels and gives one feature map."""

    name = "conv"
    title = N_("Conv")
    family = Family.CONVOLUTION
    keywords = "convolution conv2d filter kernel"
    explanation = N_(
        "Slides filters over the input; each filter weighs a small neighbourhood in all channels "
        "and gives one feature map. The same weights are used at every place, so a pattern is "
        "found wherever it lies."
    )
    equation = "y[f, i, j] = b[f] + Σ w[f, c, u, v] · x[c, s·i + d·u − p, s·j + d·v − p]"
    source = "LeCun et al., Gradient-based learning applied to document recognition (1998), II.A"
    parameters = (
        Integer("filters", N_("Filters"), 16, N_("How many feature maps come out."), maximum=8_192),
        Size(
            "kernel", N_("Kernel size"), (3, 3), N_("Height × width of each filter."), maximum=255
        ),
        Size("stride", N_("Stride"), (1, 1), N_("How far the filter moves at each step.")),
        Padding(
            "padding",
            N_("Padding"),
            "same",
            N_(
                "same: the output has ⌈input / stride⌉ rows; valid: none; a number for every side; "
                "or four: top, bottom, left, right."
            ),
        ),
        Choice(
            "border",
            N_("Border"),
            "zero",
            N_("What the padding is filled with."),
            options=BORDERS,
        ),
        Size("dilation", N_("Dilation"), (1, 1), N_("Distance between the cells of the kernel.")),
        Integer(
            "groups",
            N_("Groups"),
            1,
            N_("Channels and filters are split into this many independent parts."),
            maximum=8_192,
        ),
        Flag("bias", N_("Bias"), True, N_("A learned number added to each feature map.")),
        activation_choice(),
    )

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        channels, height, width = picture(self.title, inputs)
        _check_groups(channels, values["filters"], values["groups"])
        window = _window(values)
        border_misfit(values["border"], window.padding, height, width)
        remedies = (change(padding="same"), smaller_kernel(window, height, width))
        rows, columns = fitted(window, height, width, *remedies)
        return (values["filters"], rows, columns)

    def weight_count(self, values: Values, inputs: Sequence[Shape]) -> int:
        biases = 1 if values["bias"] else 0
        return int(values["filters"]) * (_filter_weights(values, inputs) + biases)

    def multiply_adds(self, values: Values, inputs: Sequence[Shape]) -> int:
        filters, rows, columns = self.output_shape(values, inputs)
        return _filter_weights(values, inputs) * filters * rows * columns

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        sides = _window(values).padding
        symmetric = sides[0] == sides[1] and sides[2] == sides[3]
        before = () if symmetric else (pad_layer(values["border"], sides),)
        convolution = _torch_layer(values, inputs[0][0], sides if symmetric else (0, 0, 0, 0))
        return (*before, convolution, *activation_layers(values["activation"]))

    def summary(self, values: Values) -> str:
        return conv_summary(str(values["filters"]), values)

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        _channels, height, width = picture(self.title, inputs)
        return _window(values).formula(height, width)

    def reach(self, values: Values) -> Reach | None:
        return _window(values).reach

    def uncovered(self, values: Values, inputs: Sequence[Shape]) -> tuple[int, int]:
        return _window(values).uncovered(*inputs[0][1:])


def _window(values: Values) -> Window:
    sides = padding_sides(values["padding"], values["kernel"], values["dilation"])
    return Window(values["kernel"], values["stride"], values["dilation"], sides)


def _filter_weights(values: Values, inputs: Sequence[Shape]) -> int:
    height, width = values["kernel"]
    return int(inputs[0][0] // values["groups"] * height * width)


def _check_groups(channels: int, filters: int, groups: int) -> None:
    if channels % groups == 0 and filters % groups == 0:
        return
    raise Misfit(
        _(
            "Groups must divide channels and filters: {groups} does not divide "
            "{channels} channels and {filters} filters."
        ).format(groups=groups, channels=channels, filters=filters),
        change(groups=1),
    )


def _torch_layer(values: Values, channels: int, sides: Sides) -> Layer:
    arguments: dict[str, Value] = {
        "in_channels": channels,
        "out_channels": values["filters"],
        "kernel_size": compact(values["kernel"]),
    }
    optional: tuple[tuple[str, Value, Value], ...] = (
        ("stride", compact(values["stride"]), 1),
        ("padding", compact((sides[0], sides[2])), 0),
        ("dilation", compact(values["dilation"]), 1),
        ("groups", values["groups"], 1),
        ("bias", values["bias"], True),
        ("padding_mode", _TORCH_MODES[values["border"]] if any(sides) else "zeros", "zeros"),
    )
    arguments.update({name: value for name, value, default in optional if value != default})
    return layer("Conv2d", **arguments)


def compact(pair: tuple[int, int]) -> Value:
    """Return one number for a square pair, as people write torch's arguments."""
    return pair[0] if pair[0] == pair[1] else pair


def conv_summary(filters: str, values: Values) -> str:
    """Return the card's line: "32 @ 3×3, stride 2, same, ReLU", usual values left out."""
    parts = [f"{filters} @ {values['kernel'][0]}×{values['kernel'][1]}"]
    if values["stride"] != (1, 1):
        parts.append(_("stride {stride}").format(stride=_short(values["stride"])))
    if values["padding"] not in ("valid", 0):
        parts.append(_padding_text(values["padding"]))
    if values["activation"] != NONE:
        parts.append(_(activation_title(values["activation"])))
    return ", ".join(parts)


def _short(pair: tuple[int, int]) -> str:
    return str(pair[0]) if pair[0] == pair[1] else f"{pair[0]}×{pair[1]}"


def _padding_text(padding: Value) -> str:
    if isinstance(padding, str):
        return _(padding)
    shown = " ".join(map(str, padding)) if isinstance(padding, tuple) else str(padding)
    return _("padding {sides}").format(sides=shown)
