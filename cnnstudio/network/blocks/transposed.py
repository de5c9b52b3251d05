"""Transposed convolution."""

from collections.abc import Sequence

from cnnstudio.network.blocks.activation import activation_choice, activation_layers
from cnnstudio.network.blocks.convolution import Conv, compact, conv_summary
from cnnstudio.network.blocks.kind import BlockKind, Family, Misfit, Reach, Values, change, picture
from cnnstudio.network.blocks.layer import Step, layer
from cnnstudio.network.blocks.parameters import Integer, Size
from cnnstudio.network.graph import Shape, Value
from cnnstudio.text import N_, _

_CONV = Conv()


class Transposed(BlockKind):
    """Convolution run backwards: each input value stamps the kernel onto the output."""

    name = "transposed"
    title = N_("Transposed")
    family = Family.CONVOLUTION
    keywords = "convolution deconvolution upsampling convtranspose2d decoder"
    explanation = N_(
        "Stamps the kernel, scaled by each input value, onto a larger output; where stamps overlap "
        "they add up. Enlarges maps with learned weights, as decoders do."
    )
    equation = "y[f, s·i + u − p, s·j + v − p] = b[f] + Σ w[c, f, u, v] · x[c, i, j]"
    source = "Dumoulin and Visin, A guide to convolution arithmetic for deep learning (2016), 4"
    parameters = (
        _CONV.parameter("filters"),
        Size("kernel", N_("Kernel size"), (2, 2), N_("Height × width of each stamp."), maximum=255),
        Size("stride", N_("Stride"), (2, 2), N_("How far apart the stamps are; 2 doubles a map.")),
        Integer(
            "padding",
            N_("Padding"),
            0,
            N_("Rows and columns cut from every side of the output."),
            minimum=0,
            maximum=255,
        ),
        Integer(
            "extra",
            N_("Output padding"),
            0,
            N_("Rows and columns added at the bottom and right; less than the stride."),
            minimum=0,
            maximum=255,
        ),
        _CONV.parameter("bias"),
        activation_choice(),
    )

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        _channels, height, width = picture(self.title, inputs)
        if values["extra"] >= min(values["stride"]):
            raise Misfit(
                _("Output padding must be less than the stride ({stride}), not {extra}.").format(
                    stride=min(values["stride"]), extra=values["extra"]
                ),
                change(extra=min(values["stride"]) - 1),
            )
        rows, columns = _size(values, height, 0), _size(values, width, 1)
        if rows < 1 or columns < 1:
            raise Misfit(
                _(
                    "Padding {padding} cuts away the whole output of a {height}×{width} input. "
                    "Reduce the padding."
                ).format(padding=values["padding"], height=height, width=width),
                change(padding=0),
            )
        return (values["filters"], rows, columns)

    def weight_count(self, values: Values, inputs: Sequence[Shape]) -> int:
        biases = 1 if values["bias"] else 0
        return int(values["filters"]) * (inputs[0][0] * _cells(values) + biases)

    def multiply_adds(self, values: Values, inputs: Sequence[Shape]) -> int:
        channels, height, width = picture(self.title, inputs)
        return int(values["filters"]) * channels * _cells(values) * height * width

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        arguments: dict[str, Value] = {
            "in_channels": inputs[0][0],
            "out_channels": values["filters"],
            "kernel_size": compact(values["kernel"]),
            "stride": compact(values["stride"]),
        }
        optional = (
            ("padding", "padding", 0),
            ("output_padding", "extra", 0),
            ("bias", "bias", True),
        )
        arguments.update(
            {torch: values[ours] for torch, ours, default in optional if values[ours] != default}
        )
        return (layer("ConvTranspose2d", **arguments), *activation_layers(values["activation"]))

    def summary(self, values: Values) -> str:
        return conv_summary(str(values["filters"]), values)

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        _channels, height, width = picture(self.title, inputs)
        rows, columns = _line(values, height, 0), _line(values, width, 1)
        return (rows,) if rows == columns else (rows, columns)

    def reach(self, values: Values) -> Reach | None:
        (rows, columns), (down, right) = values["kernel"], values["stride"]
        return Reach((-(-rows // down), -(-columns // right)), (1 / down, 1 / right))


def _cells(values: Values) -> int:
    height, width = values["kernel"]
    return int(height * width)


def _size(values: Values, size: int, axis: int) -> int:
    stamps = (size - 1) * values["stride"][axis] + values["kernel"][axis]
    return int(stamps - 2 * values["padding"] + values["extra"])


def _line(values: Values, size: int, axis: int) -> str:
    stride, kernel = values["stride"][axis], values["kernel"][axis]
    cut, extra, result = values["padding"], values["extra"], _size(values, size, axis)
    return f"({size} − 1)·{stride} + {kernel} − 2·{cut} + {extra} = {result}"
