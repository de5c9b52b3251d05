"""How large things become, layer by layer, with the arithmetic in words."""

from dataclasses import dataclass
from enum import Enum, auto

from cnnstudio.errors import InvalidValueError
from cnnstudio.text import N_, _

Shape = tuple[int, ...]
"""(C, H, W), or (n,) once flattened."""


class Kind(Enum):
    """What a step does to a shape."""

    CONVOLUTION = auto()
    POOLING = auto()
    FLATTEN = auto()
    DENSE = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """A layer, as far as sizes go."""

    kind: Kind
    count: int = 0
    """Filters of a convolution, units of a dense layer."""
    side: int = 1
    """Of the kernel or the window, which are square."""
    stride: int = 1
    padding: int = 0


@dataclass(frozen=True, slots=True)
class SizeExample:
    """A chain of layers. `title` is English; whoever shows it translates."""

    name: str
    title: str
    shape: Shape
    """Of the input."""
    steps: tuple[Step, ...]

    def shapes(self) -> tuple[Shape, ...]:
        """Return the shape after each step."""
        shapes = [self.shape]
        for step in self.steps:
            shapes.append(shape_after(shapes[-1], step))
        return tuple(shapes[1:])


def output_length(
    length: int,
    kernel: int,
    *,
    before: int = 0,
    after: int = 0,
    stride: int = 1,
    dilation: int = 1,
) -> int:
    """Return ⌊(length + before + after − dilation · (kernel − 1) − 1) / stride⌋ + 1.

    Source: PyTorch documentation, torch.nn.Conv2d (Shape).

    Raises:
        InvalidValueError: the kernel is larger than what it should fit into.
    """
    left = length + before + after - dilation * (kernel - 1) - 1
    if left < 0:
        raise InvalidValueError(
            _("{kernel} cells do not fit {length} with a padding of {before} and {after}.").format(
                kernel=dilation * (kernel - 1) + 1, length=length, before=before, after=after
            )
        )
    return left // stride + 1


def length_in_words(length: int, kernel: int, *, padding: int = 0, stride: int = 1) -> str:
    """Return the arithmetic of `output_length`: "⌊(28 + 2·0 − 3) / 1⌋ + 1 = 26"."""
    result = output_length(length, kernel, before=padding, after=padding, stride=stride)
    minus = "\N{MINUS SIGN}"
    return f"⌊({length} + 2·{padding} {minus} {kernel}) / {stride}⌋ + 1 = {result}"


def shape_after(shape: Shape, step: Step) -> Shape:
    """Return the shape that a layer makes of `shape`."""
    match step.kind:
        case Kind.FLATTEN:
            length = 1
            for side in shape:
                length *= side
            return (length,)
        case Kind.DENSE:
            return (step.count,)
        case Kind.POOLING:
            return (shape[0], *_sides(shape, step))
        case Kind.CONVOLUTION:
            return (step.count, *_sides(shape, step))


def _sides(shape: Shape, step: Step) -> tuple[int, int]:
    height, width = (
        output_length(side, step.side, before=step.padding, after=step.padding, stride=step.stride)
        for side in shape[1:]
    )
    return height, width


def _convolution(filters: int, side: int) -> Step:
    return Step(Kind.CONVOLUTION, filters, side)


_HALVED = Step(Kind.POOLING, side=2, stride=2)
_FLATTEN = Step(Kind.FLATTEN)

SIZE_EXAMPLES: tuple[SizeExample, ...] = (
    SizeExample("output-size", N_("One kernel on 28×28"), (1, 28, 28), (_convolution(1, 3),)),
    SizeExample(
        "conv-pool-conv-pool",
        N_("Two convolutions, each halved by pooling"),
        (1, 28, 28),
        (_convolution(25, 3), _HALVED, _convolution(50, 3), _HALVED, _FLATTEN),
    ),
    SizeExample(
        "pool-dense",
        N_("Pooling, then dense layers"),
        (3, 28, 28),
        (_HALVED, _FLATTEN, Step(Kind.DENSE, 20), Step(Kind.DENSE, 5)),
    ),
)
