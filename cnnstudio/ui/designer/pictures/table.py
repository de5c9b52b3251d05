"""One sketch for each kind of block. A new kind is one entry here.

Captions are marked for translation; whoever shows them passes them through `_()`.
"""

from collections.abc import Callable
from functools import cache

import numpy as np

from cnnstudio.text import N_
from cnnstudio.ui.designer.pictures.operations import (
    FUNCTIONS,
    adapted,
    correlated,
    dropped,
    normalised,
    pooled,
    softmax,
    stamped,
    subdued,
)
from cnnstudio.ui.designer.pictures.sketch import (
    ARROW,
    Array,
    Bars,
    Curve,
    Mark,
    Net,
    Planes,
    Sketch,
    joined,
    leads_to,
)

_SEVEN = """
. . . . . . . .
. # # # # # # .
. . . . . + # .
. . . . . # + .
. . . . + # . .
. . . . # + . .
. . . + # . . .
. . . # # . . .
"""
_INK = {".": 0.0, "+": 0.5, "#": 1.0}

SEVEN: Array = np.array([[_INK[cell] for cell in row.split()] for row in _SEVEN.split("\n")[1:-1]])
"""A picture of a seven, (8, 8)."""

SOBEL: Array = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]]) / 4.0
"""Finds vertical edges. Source: Sobel and Feldman, A 3×3 isotropic gradient operator (1968)."""

GRID: Array = np.array([[1.0, 3, 2, 1], [5, 9, 1, 2], [0, 2, 7, 3], [1, 5, 6, 8]])
"""Sixteen values, (4, 4)."""

MIXED: Array = np.array([2.0, 3.0, 7.0, 1.0, 9.0, 4.0, 8.0, 5.0, 6.0]).reshape(3, 3)
"""Nine values, (3, 3)."""

BATCH: Array = np.array(
    [
        [1.0, 2, 7, 8, 4, 5],
        [2, 1, 9, 6, 4, 6],
        [0, 2, 8, 7, 5, 4],
        [1, 3, 6, 9, 3, 5],
    ]
)
"""Rows are examples and columns are channels, (4, 6)."""

RESPONSES: Array = np.array([0.2, 0.3, 0.4, 3.0, 0.5, 0.3, 0.4])
"""The values of seven channels at one place, one of them strong."""

SCORES: Array = np.array([0.5, -1.0, 2.0, 0.0, 1.0])
DENSE_INPUT: Array = np.array([0.2, 0.9, 0.5, 0.7])
DENSE_WEIGHTS: Array = np.array(
    [[0.9, -0.4, 0.2, 0.5], [-0.7, 0.8, 0.3, -0.2], [0.1, 0.6, -0.9, 0.4]]
)
MASK: Array = np.array([[1.0, 0, 0, 1], [0, 1, 0, 1], [1, 1, 0, 0], [0, 1, 1, 0]])
MAP_MASK: Array = np.array([1.0, 0.0, 1.0]).reshape(3, 1, 1)
GATE: Array = np.array([[0.0, 0, 1], [0, 1, 1], [1, 1, 1]])


def _plane(values: Array, *marks: Mark, is_signed: bool = False) -> Planes:
    return Planes(values[np.newaxis], is_signed, marks)


def _digits(values: Array, *marks: Mark, top: float = 9.0) -> Planes:
    """Return one plane whose values are written in its cells."""
    return Planes(values[np.newaxis], marks=marks, top=top, is_written=True)


def _column(values: Array) -> Planes:
    return _digits(values.reshape(-1, 1))


def _conv() -> Sketch:
    found = correlated(SEVEN, SOBEL)
    return leads_to(
        N_("A 3×3 Sobel filter finds vertical edges: one way orange, the other blue."),
        _plane(SEVEN, Mark(1, 4, 3, 3)),
        _plane(found, Mark(1, 4), is_signed=True),
    )


def _two_maps() -> Array:
    return np.stack([SEVEN, np.flipud(SEVEN)])


def _filtered_maps() -> Array:
    upright, flat = (correlated(*each) for each in zip(_two_maps(), (SOBEL, SOBEL.T), strict=True))
    return np.stack([upright, flat])


def _depthwise() -> Sketch:
    return leads_to(
        N_("Two maps, each with a filter of its own: two maps come out."),
        Planes(_two_maps()),
        Planes(_filtered_maps(), is_signed=True),
    )


def _separable() -> Sketch:
    filtered = _filtered_maps()
    mixed = np.tensordot(np.array([0.5, -0.5]), filtered, axes=1)
    return Sketch(
        N_("Each map has a filter of its own, then a 1×1 convolution mixes the maps."),
        (Planes(_two_maps()), Planes(filtered, is_signed=True), _plane(mixed, is_signed=True)),
        (ARROW, ARROW),
    )


def _transposed() -> Sketch:
    stamp = np.array([[0.4, 0.8, 0.4], [0.8, 1.0, 0.8], [0.4, 0.8, 0.4]])
    made = stamped(MIXED, stamp, 2)
    return leads_to(
        N_("Every value stamps a 3×3 kernel, two cells apart; overlaps add up."),
        _plane(MIXED / 9.0, Mark(1, 1)),
        _plane(made / made.max(), Mark(2, 2, 3, 3)),
    )


def _pooling(caption: str, reduce: Callable[..., Array]) -> Callable[[], Sketch]:
    def sketch() -> Sketch:
        result = pooled(GRID, 2, reduce)
        return leads_to(caption, _digits(GRID, Mark(0, 0, 2, 2)), _digits(result, Mark(0, 0)))

    return sketch


def _global(caption: str, reduce: Callable[..., Array]) -> Callable[[], Sketch]:
    def sketch() -> Sketch:
        maps = np.stack([GRID, GRID.T[::-1] // 2])
        after = _column(np.asarray(reduce(maps, axis=(1, 2))))
        return leads_to(caption, Planes(maps, top=9.0), after)

    return sketch


def _adaptive() -> Sketch:
    picture = SEVEN[1:, 1:]
    return leads_to(
        N_("A 7×7 map becomes 3×3: windows of 3×3 cells share their edges."),
        _plane(picture, Mark(0, 0, 3, 3)),
        _plane(adapted(picture, 3, 3), Mark(0, 0)),
    )


def _activation(name: str) -> Callable[[], Sketch]:
    def sketch() -> Sketch:
        x = np.linspace(-4.0, 4.0, 161)
        return Sketch(
            N_("What comes out, over what goes in, from −4 to 4."), (Curve(x, FUNCTIONS[name](x)),)
        )

    return sketch


def _softmax() -> Sketch:
    return leads_to(
        N_("Five values become five probabilities that add up to 1."),
        Bars(SCORES),
        Bars(softmax(SCORES), top=1.0),
    )


def _norm(caption: str, mark: Mark, after: Callable[[Array], Array]) -> Callable[[], Sketch]:
    def sketch() -> Sketch:
        return leads_to(caption, _digits(BATCH, mark), _plane(after(BATCH), mark, is_signed=True))

    return sketch


def in_groups(values: Array) -> Array:
    """Return (N, C) normalised in two groups of channels."""
    grouped = values.reshape(len(values), 2, -1)
    return normalised(grouped, 2).reshape(values.shape)


def _local_response() -> Sketch:
    return leads_to(
        N_("One strong channel is damped, and so are its neighbours."),
        Bars(RESPONSES, top=3.0),
        Bars(subdued(RESPONSES, 5, 1.0, 0.75), top=3.0),
    )


def _dropout() -> Sketch:
    after = dropped(GRID, MASK)
    return leads_to(
        N_("Half of the values become 0, the others twice as large."),
        _digits(GRID, top=18.0),
        _digits(after, top=18.0),
    )


def _spatial_dropout() -> Sketch:
    maps = np.stack([GRID, GRID.T, np.fliplr(GRID)])
    return leads_to(
        N_("One of three maps becomes 0, the others larger."),
        Planes(maps, top=13.5),
        Planes(dropped(maps, MAP_MASK), top=13.5),
    )


def _flatten() -> Sketch:
    return leads_to(N_("Three rows become one."), _digits(MIXED), _digits(MIXED.reshape(1, -1)))


def _reshape() -> Sketch:
    return leads_to(
        N_("Nine values become a map of 3×3."), _digits(MIXED.reshape(1, -1)), _digits(MIXED)
    )


def _padding() -> Sketch:
    return leads_to(
        N_("One row or column of zeros on every side: 3×3 becomes 5×5."),
        _digits(MIXED),
        _digits(np.pad(MIXED, 1), Mark(1, 1, 3, 3)),
    )


def _crop() -> Sketch:
    return leads_to(
        N_("Two rows and columns are cut off on every side."),
        _plane(SEVEN, Mark(2, 2, 4, 4)),
        _plane(SEVEN[2:-2, 2:-2]),
    )


def _upsample() -> Sketch:
    return leads_to(
        N_("Every value is repeated in 2×2 cells."),
        _digits(MIXED, Mark(0, 0)),
        _digits(MIXED.repeat(2, axis=0).repeat(2, axis=1), Mark(0, 0, 2, 2)),
    )


def _dense() -> Sketch:
    net = Net(DENSE_INPUT, DENSE_WEIGHTS, DENSE_WEIGHTS @ DENSE_INPUT)
    return Sketch(N_("Three units weigh four inputs: orange adds, blue takes away."), (net,))


def _add() -> Sketch:
    other = np.flipud(MIXED)
    sides = (_digits(MIXED, top=18.0), _digits(other, top=18.0))
    return joined(N_("Value by value."), "+", *sides, _digits(MIXED + other, top=18.0))


def _multiply() -> Sketch:
    return joined(
        N_("Where the second branch is 0, nothing passes."),
        "·",
        _digits(MIXED),
        _digits(GATE, top=1.0),
        _digits(MIXED * GATE),
    )


def _concat() -> Sketch:
    two, one = np.stack([MIXED, MIXED.T]), np.rot90(MIXED)[np.newaxis]
    both = np.concatenate([two, one])
    return joined(
        N_("Two maps and one make three."),
        ",",
        Planes(two, top=9.0),
        Planes(one, top=9.0),
        Planes(both, top=9.0),
    )


def _input() -> Sketch:
    return Sketch(N_("A picture is a grid of values, one grid for each channel."), (_plane(SEVEN),))


def _output() -> Sketch:
    return leads_to(
        N_("The last values, and the probabilities of the classes that they stand for."),
        Bars(SCORES),
        Bars(softmax(SCORES), top=1.0),
    )


SKETCHES: dict[str, Callable[[], Sketch]] = {
    "input": _input,
    "output": _output,
    "conv": _conv,
    "depthwise": _depthwise,
    "separable": _separable,
    "transposed": _transposed,
    "max_pool": _pooling(N_("The largest of each 2×2 cells."), np.max),
    "average_pool": _pooling(N_("The mean of each 2×2 cells."), np.mean),
    "min_pool": _pooling(N_("The smallest of each 2×2 cells."), np.min),
    "global_average": _global(N_("The mean of each of two maps."), np.mean),
    "global_max": _global(N_("The largest value of each of two maps."), np.max),
    "adaptive_pool": _adaptive,
    **{name: _activation(name) for name in FUNCTIONS},
    "softmax": _softmax,
    "batch_norm": _norm(
        N_("Rows are examples, columns channels: each channel is brought to mean 0."),
        Mark(0, 2, 4, 1),
        lambda batch: normalised(batch, 0),
    ),
    "layer_norm": _norm(
        N_("Rows are examples, columns channels: each example is brought to mean 0."),
        Mark(1, 0, 1, 6),
        lambda batch: normalised(batch, 1),
    ),
    "group_norm": _norm(
        N_("Rows are examples, columns channels: three channels of an example at a time."),
        Mark(1, 0, 1, 3),
        in_groups,
    ),
    "local_response_norm": _local_response,
    "dropout": _dropout,
    "spatial_dropout": _spatial_dropout,
    "flatten": _flatten,
    "reshape": _reshape,
    "padding": _padding,
    "crop": _crop,
    "upsample": _upsample,
    "dense": _dense,
    "add": _add,
    "multiply": _multiply,
    "concat": _concat,
}


@cache
def sketch_of(kind: str) -> Sketch:
    """Return the sketch of a kind of block."""
    return SKETCHES[kind]()
