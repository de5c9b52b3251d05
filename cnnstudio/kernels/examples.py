"""Worked examples for the numbers mode, in one table: by hand and by program the same.

They are those of the course that the program is taught with.
"""

from dataclasses import dataclass

from cnnstudio.errors import UnknownNameError
from cnnstudio.kernels.choices import Activation, Border, Pooling
from cnnstudio.kernels.kernel import Rows
from cnnstudio.kernels.worksheet import Padding, Worksheet
from cnnstudio.text import N_, _


@dataclass(frozen=True, slots=True)
class Example:
    """A worksheet with a name. `title` and `about` are English; whoever shows them translates."""

    name: str
    title: str
    about: str
    worksheet: Worksheet


def example(name: str) -> Example:
    """Return the example of a name.

    Raises:
        UnknownNameError: there is none; the message lists the names.
    """
    for known in EXAMPLES:
        if known.name == name:
            return known
    raise UnknownNameError(_("example"), name, [known.name for known in EXAMPLES])


def _matrix(text: str) -> Rows:
    return tuple(tuple(map(float, row.split())) for row in text.split(";"))


def _filtered(
    matrix: str,
    weights: str,
    *,
    bias: float = 0.0,
    padding: Padding = Padding(),  # noqa: B008
) -> Worksheet:
    filters = ((_matrix(weights),),)
    return Worksheet((_matrix(matrix),), filters, (bias,), padding=padding)


def _pooled(matrix: str, pooling: Pooling, stride: int) -> Worksheet:
    return Worksheet((_matrix(matrix),), pooling=pooling, pool_size=2, pool_stride=stride)


_EVERYWHERE = Padding(1, 1, 1, 1)

_EDGE = ";".join(["10 10 10 10 10 10"] * 3 + ["0 0 0 0 0 0"] * 3)
_BITS = "1 1 1 0 0; 0 1 1 1 0; 0 0 1 1 1; 0 0 1 1 0; 0 1 1 0 0"
_CROSS = "1 0 1; 0 1 0; 1 0 1"
_FOUR = "3 5 2 7; 4 1 3 8; 6 3 8 2; 9 6 1 5"
_UNEVEN = "1 2 1; 2 1 2; 1 1 2"
_QUARTERS = "4 3 1 5; 1 3 4 8; 4 5 4 3; 6 5 9 4"
_LARGE = (
    "-166 -20 -44 57 210; -370 11 119 111 251; 393 48 13 30 260;"
    "-313 -130 190 152 123; -109 -158 27 98 82"
)
_SMALL = "2 1 3 5; 1 1 4 4; 6 2 7 3; 1 6 5 5"

# The numbers of numpy.random.default_rng(0): the input from 0 to 2, then weights from −1 to 1.
_VOLUME = (
    "2 1 1 0 0; 0 0 0 0 2; 1 2 1 1 2; 2 1 1 1 2; 0 2 2 0 1",
    "2 1 0 2 2; 2 0 0 2 0; 1 0 0 1 1; 1 0 0 0 0; 2 1 1 0 1",
    "2 1 1 2 2; 2 1 2 2 1; 2 2 2 1 2; 0 1 2 2 1; 1 0 1 1 2",
)
_FILTERS = (
    ("1 -1 1; 0 0 1; 0 -1 -1", "1 0 0; 0 1 0; -1 1 -1", "-1 1 0; -1 -1 0; 1 0 1"),
    ("-1 -1 1; 1 -1 -1; 1 0 0", "-1 1 0; 1 1 1; -1 1 -1", "0 0 1; -1 1 -1; 0 0 1"),
)

EXAMPLES: tuple[Example, ...] = (
    Example(
        "edge",
        N_("A horizontal edge"),
        N_("Where bright meets dark, Sobel y answers with 40; flat areas give 0."),
        _filtered(_EDGE, "1 2 1; 0 0 0; -1 -2 -1"),
    ),
    Example(
        "vertical-edges",
        N_("Vertical edges"),
        N_("Nine products a cell: the left column of the window minus the right one."),
        _filtered("7 2 3 3 8; 4 5 3 8 4; 3 3 2 8 4; 2 8 7 2 7; 5 4 4 5 4", "1 0 -1;1 0 -1;1 0 -1"),
    ),
    Example(
        "bits",
        N_("Zeros and ones"),
        N_("Each sum counts how many ones lie under the cross."),
        _filtered(_BITS, _CROSS),
    ),
    Example(
        "bias",
        N_("The same with a bias"),
        N_("A bias of 1 is added to each sum: the first one becomes 5."),
        _filtered(_BITS, _CROSS, bias=1.0),
    ),
    Example(
        "valid",
        N_("Without padding"),
        N_("A 3×3 kernel fits a 4×4 input in four places."),
        _filtered(_FOUR, _UNEVEN),
    ),
    Example(
        "same",
        N_("With zeros around it"),
        N_("A padding of 1 keeps the size: the result is 4×4 as well."),
        _filtered(_FOUR, _UNEVEN, padding=_EVERYWHERE),
    ),
    Example(
        "relu",
        N_("ReLU"),
        N_("Negative numbers become 0, all others stay."),
        Worksheet((_matrix("9 3 5 -8;-6 2 -3 1;1 3 4 1;3 -4 5 1"),), activation=Activation.RELU),
    ),
    Example(
        "max-pooling",
        N_("Max pooling"),
        N_("Of each 2×2 window the largest number stays."),
        _pooled(_QUARTERS, Pooling.MAX, 2),
    ),
    Example(
        "average-pooling",
        N_("Average pooling"),
        N_("Of each 2×2 window the mean stays."),
        _pooled(_QUARTERS, Pooling.AVERAGE, 2),
    ),
    Example(
        "overlapping-pooling",
        N_("Overlapping windows"),
        N_("With a stride of 1 the 2×2 windows overlap: 5×5 numbers become 4×4."),
        _pooled(_LARGE, Pooling.MAX, 1),
    ),
    Example(
        "flatten",
        N_("Flatten"),
        N_("Row by row, the matrix becomes one long vector."),
        Worksheet((_matrix("1 1 0; 4 2 1; 0 2 1"),), is_flattened=True),
    ),
    Example(
        "zero-padding",
        N_("Padding with zeros"),
        N_("A row or column of zeros on each side: 4×4 becomes 6×6."),
        Worksheet((_matrix(_SMALL),), padding=_EVERYWHERE),
    ),
    Example(
        "edge-padding",
        N_("Padding with the edge"),
        N_("The outermost numbers are repeated: the first row begins with 2 2."),
        Worksheet((_matrix(_SMALL),), padding=_EVERYWHERE, border=Border.REPLICATE),
    ),
    Example(
        "volume",
        N_("A volume and two filters"),
        N_("Three channels, padding 1, stride 2: each filter sums 27 products and makes a map."),
        Worksheet(
            tuple(map(_matrix, _VOLUME)),
            tuple(tuple(map(_matrix, rows)) for rows in _FILTERS),
            (1.0, 0.0),
            stride=2,
            padding=_EVERYWHERE,
        ),
    ),
)
