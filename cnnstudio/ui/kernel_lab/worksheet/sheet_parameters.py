"""What the inspector of the numbers mode asks for, and what stands there now."""

from cnnstudio.kernels.settings import Activation, Border, Pooling
from cnnstudio.kernels.worksheet import LARGEST_SIDE, MOST_CHANNELS, MOST_FILTERS, Worksheet
from cnnstudio.network.blocks.parameters import Choice, Flag, Integer, Parameter
from cnnstudio.text import N_
from cnnstudio.ui.kernel_lab.words import TITLES


def _count(name: str, title: str, default: int, help: str, least: int = 1) -> Integer:  # noqa: A002
    return Integer(name, title, default, help, least, LARGEST_SIDE)


INPUT: tuple[Parameter, ...] = (
    _count("height", N_("Rows"), 5, N_("Of the input, without padding.")),
    _count("width", N_("Columns"), 5, N_("Of the input, without padding.")),
    Integer("channels", N_("Channels"), 1, N_("Of the input and each filter."), 1, MOST_CHANNELS),
)

FILTERS: tuple[Parameter, ...] = (
    Integer("filters", N_("Filters"), 1, N_("Each makes a map of its own."), 0, MOST_FILTERS),
    _count("kernel_height", N_("Kernel rows"), 3, N_("How many rows each filter has.")),
    _count("kernel_width", N_("Kernel columns"), 3, N_("How many columns each filter has.")),
    _count("stride", N_("Stride"), 1, N_("How far the window moves from number to number.")),
)

PADDING: tuple[Parameter, ...] = (
    _count("top", N_("Top"), 0, N_("Rows added above the input."), 0),
    _count("bottom", N_("Bottom"), 0, N_("Rows added below the input."), 0),
    _count("left", N_("Left"), 0, N_("Columns added on the left of the input."), 0),
    _count("right", N_("Right"), 0, N_("Columns added on the right of the input."), 0),
    Choice(
        "border",
        N_("Filled with"),
        Border.ZERO.value,
        N_("What the padding holds."),
        tuple(
            (each.value, TITLES[type(each)][each]) for each in Border if each is not Border.VALID
        ),
    ),
)

AFTER: tuple[Parameter, ...] = (
    Choice(
        "activation",
        N_("Activation"),
        Activation.NONE.value,
        N_("Applied to every sum."),
        tuple((each.value, TITLES[type(each)][each]) for each in Activation),
    ),
    Choice(
        "pooling",
        N_("Pooling"),
        Pooling.NONE.value,
        N_("Each window of values becomes one."),
        tuple((each.value, TITLES[type(each)][each]) for each in Pooling),
    ),
)

POOLING: tuple[Parameter, ...] = (
    _count("pool_size", N_("Pool size"), 2, N_("The side of a window.")),
    _count("pool_stride", N_("Pool stride"), 2, N_("How far apart windows lie.")),
)

FLATTEN: tuple[Parameter, ...] = (
    Flag("is_flattened", N_("Flatten"), False, N_("Write all values into one long row.")),
)


def sheet_values(sheet: Worksheet) -> dict[str, object]:
    """Return what stands in each field."""
    kernel = sheet.kernel_size or (3, 3)
    padding = sheet.padding
    return {
        "height": sheet.input_size[0],
        "width": sheet.input_size[1],
        "channels": len(sheet.channels),
        "filters": len(sheet.filters),
        "kernel_height": kernel[0],
        "kernel_width": kernel[1],
        "stride": sheet.stride,
        "top": padding.top,
        "bottom": padding.bottom,
        "left": padding.left,
        "right": padding.right,
        "border": sheet.border,
        "activation": sheet.activation,
        "pooling": sheet.pooling,
        "pool_size": sheet.pool_size,
        "pool_stride": sheet.pool_stride,
        "is_flattened": sheet.is_flattened,
    }
