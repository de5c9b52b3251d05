"""Pooling: one value for each window."""

from collections.abc import Sequence

from cnnstudio.network.blocks.convolution import compact
from cnnstudio.network.blocks.kind import (
    WHOLE_PICTURE,
    BlockKind,
    Family,
    Misfit,
    Reach,
    Values,
    change,
    picture,
)
from cnnstudio.network.blocks.layer import Layer, Step, layer
from cnnstudio.network.blocks.parameters import Integer, Size
from cnnstudio.network.blocks.window import Window, fitted, smaller_kernel
from cnnstudio.network.graph import Shape, Value
from cnnstudio.text import N_, _

_PARAMETERS = (
    Size("kernel", N_("Window"), (2, 2), N_("Height × width of the window."), maximum=255),
    Size("stride", N_("Stride"), (2, 2), N_("How far the window moves at each step.")),
    Integer(
        "padding",
        N_("Padding"),
        0,
        N_("Rows and columns added on every side; at most half the window."),
        minimum=0,
        maximum=127,
    ),
)


class WindowPooling(BlockKind):
    """Pooling by a window that moves over each channel."""

    family = Family.POOLING
    parameters = _PARAMETERS
    torch_name: str
    own = False

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        channels, height, width = picture(self.title, inputs)
        _check_padding(values)
        window = _window(values)
        remedy = smaller_kernel(window, height, width)
        return (channels, *fitted(window, height, width, remedy))

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        arguments: dict[str, Value] = {"kernel_size": compact(values["kernel"])}
        if values["stride"] != values["kernel"]:
            arguments["stride"] = compact(values["stride"])
        if values["padding"]:
            arguments["padding"] = values["padding"]
        return (Layer(self.torch_name, tuple(arguments.items()), self.own),)

    def summary(self, values: Values) -> str:
        height, width = values["kernel"]
        stride = compact(values["stride"])
        shown = f"{stride[0]}×{stride[1]}" if isinstance(stride, tuple) else str(stride)
        return _("{size}, stride {stride}").format(size=f"{height}×{width}", stride=shown)

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        _channels, height, width = picture(self.title, inputs)
        return _window(values).formula(height, width)

    def reach(self, values: Values) -> Reach | None:
        return _window(values).reach

    def uncovered(self, values: Values, inputs: Sequence[Shape]) -> tuple[int, int]:
        return _window(values).uncovered(*inputs[0][1:])


class MaxPool(WindowPooling):
    """The largest value of each window."""

    name = "max_pool"
    title = N_("Max pool")
    keywords = "maximum subsampling maxpool2d"
    torch_name = "MaxPool2d"
    explanation = N_(
        "Keeps the largest value of each window: smaller maps that no longer mind small shifts. "
        "Each channel is treated by itself; nothing is learned."
    )
    equation = "y[c, i, j] = max x[c, s·i + u − p, s·j + v − p]"
    source = "Ranzato et al., Unsupervised learning of invariant feature hierarchies (2007)"


class AveragePool(WindowPooling):
    """The mean of each window; padding counts as zeros."""

    name = "average_pool"
    title = N_("Average pool")
    keywords = "mean subsampling avgpool2d"
    torch_name = "AvgPool2d"
    explanation = N_(
        "Takes the mean of each window, padding counted as zeros: smaller, smoother maps. "
        "Each channel is treated by itself; nothing is learned."
    )
    equation = "y[c, i, j] = Σ x[c, s·i + u − p, s·j + v − p] / (h · w)"
    source = "LeCun et al., Gradient-based learning applied to document recognition (1998), II.A"


class MinPool(WindowPooling):
    """The smallest value of each window."""

    name = "min_pool"
    title = N_("Min pool")
    keywords = "minimum subsampling erosion"
    torch_name = "MinPool2d"
    own = True
    explanation = N_(
        "Keeps the smallest value of each window: what is dark grows. Rare in networks, but it "
        "shows well what max pooling does; each channel is treated by itself."
    )
    equation = "y[c, i, j] = min x[c, s·i + u − p, s·j + v − p] = −max(−x)"
    source = "Serra, Image Analysis and Mathematical Morphology (1982), erosion"


class GlobalPooling(BlockKind):
    """One number for each whole feature map."""

    family = Family.POOLING
    torch_name: str
    rule: str

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        return (picture(self.title, inputs)[0],)

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        return (layer(self.torch_name, output_size=1), Layer("Flatten"))

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        channels, height, width = picture(self.title, inputs)
        text = _(self.rule).format(height=height, width=width, channels=channels)
        return (text,)


class GlobalAverage(GlobalPooling):
    """The mean of each feature map."""

    name = "global_average"
    title = N_("Global average")
    keywords = "gap mean pooling adaptive"
    torch_name = "AdaptiveAvgPool2d"
    rule = N_("mean of {height} · {width} values in each of {channels} channels")
    explanation = N_(
        "Takes the mean of each whole feature map, so that one number per channel is left, "
        "whatever the size of the picture. It takes the place of Flatten and needs no weights."
    )
    equation = "y[c] = Σ x[c, i, j] / (h · w)"
    source = "Lin, Chen and Yan, Network in network (2013), section 3.2"


class GlobalMax(GlobalPooling):
    """The largest value of each feature map."""

    name = "global_max"
    title = N_("Global max")
    keywords = "maximum pooling adaptive"
    torch_name = "AdaptiveMaxPool2d"
    rule = N_("largest of {height} · {width} values in each of {channels} channels")
    explanation = N_(
        "Keeps the largest value of each whole feature map: whether a pattern is there at all, "
        "wherever it lies. One number per channel is left, whatever the size of the picture."
    )
    equation = "y[c] = max x[c, i, j]"
    source = "Oquab et al., Is object localization for free? (2015), section 3"


class Adaptive(BlockKind):
    """Average pooling to a given size."""

    name = "adaptive_pool"
    title = N_("Adaptive pool")
    family = Family.POOLING
    keywords = "adaptiveavgpool2d average mean resize"
    explanation = N_(
        "Averages windows chosen so that the output has the size asked for, whatever the input's. "
        "What follows then fits pictures of any size."
    )
    equation = "y[c, i, j] = mean of x[c] from row ⌊i·h/H⌋ to ⌈(i + 1)·h/H⌉ − 1, columns alike"
    source = "torch.nn.AdaptiveAvgPool2d"
    parameters = (Size("size", N_("Output size"), (4, 4), N_("Height × width that come out.")),)

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        return (picture(self.title, inputs)[0], *values["size"])

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        return (layer("AdaptiveAvgPool2d", output_size=compact(values["size"])),)

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        _channels, height, width = picture(self.title, inputs)
        rows, columns = values["size"]
        return (
            _("rows: {windows}").format(windows=_adaptive_windows(height, rows)),
            _("columns: {windows}").format(windows=_adaptive_windows(width, columns)),
        )

    def reach(self, values: Values) -> Reach | None:
        return WHOLE_PICTURE  # the windows depend on the size of the input

    def summary(self, values: Values) -> str:
        return _("to {height}×{width}").format(height=values["size"][0], width=values["size"][1])


def _adaptive_windows(size: int, count: int) -> str:
    """Say into how many windows `size` cells are cut, and how large those are."""
    sizes = {-(-(place + 1) * size // count) - place * size // count for place in range(count)}
    shown = str(min(sizes)) if len(sizes) == 1 else f"{min(sizes)}–{max(sizes)}"
    return _("{size} in {count} windows of {cells}").format(size=size, count=count, cells=shown)


def _window(values: Values) -> Window:
    sides = values["padding"]
    return Window(values["kernel"], values["stride"], (1, 1), (sides, sides, sides, sides))


def _check_padding(values: Values) -> None:
    half = min(values["kernel"]) // 2
    if values["padding"] <= half:
        return
    raise Misfit(
        _("Padding must be at most half the window ({half} here), not {padding}.").format(
            half=half, padding=values["padding"]
        ),
        change(padding=half),
    )
