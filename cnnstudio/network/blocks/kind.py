"""What a block kind is: one description from which everything else follows.

From a kind come its form (`parameters`), its shape rule, its counts, the torch
layers that are built and the source that is exported. A new kind is a subclass
in a family's module and a line in `cnnstudio.network.catalog`.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from cnnstudio.network.blocks.layer import Step
from cnnstudio.network.blocks.parameters import Parameter
from cnnstudio.network.graph import Shape
from cnnstudio.text import N_, _

Values = Mapping[str, Any]
"""The parameters of one block, complete and in normal form; "classes" already a number."""

MANY = 64
"""The most inputs of a merging block."""


class Family(Enum):
    """The groups of the palette, in its order; the value is the group's name."""

    DATA = "data"
    CONVOLUTION = "convolution"
    POOLING = "pooling"
    ACTIVATION = "activation"
    NORMALISATION = "normalisation"
    SHAPE = "shape"
    DENSE = "dense"
    MERGE = "merge"

    @property
    def title(self) -> str:
        """The group's title, to be passed through `_()`."""
        return _FAMILY_TITLES[self]


_FAMILY_TITLES = {
    Family.DATA: N_("Data"),
    Family.CONVOLUTION: N_("Convolution"),
    Family.POOLING: N_("Pooling"),
    Family.ACTIVATION: N_("Activation"),
    Family.NORMALISATION: N_("Normalisation and regularisation"),
    Family.SHAPE: N_("Shape"),
    Family.DENSE: N_("Dense"),
    Family.MERGE: N_("Merge"),
}


@dataclass(frozen=True, slots=True)
class InsertBefore:
    """A remedy: put a chain of blocks on the wire into the block that complains."""

    blocks: tuple[tuple[str, tuple[tuple[str, Any], ...]], ...]
    slot: int = 0


@dataclass(frozen=True, slots=True)
class SetParameters:
    """A remedy: give parameters of the block that complains other values."""

    parameters: tuple[tuple[str, Any], ...]


Remedy = InsertBefore | SetParameters


def insert(*kinds: str, slot: int = 0, **parameters: Any) -> InsertBefore:
    """Return the remedy that inserts `kinds` in a row, `parameters` given to the last."""
    blocks = [(kind, ()) for kind in kinds[:-1]]
    return InsertBefore((*blocks, (kinds[-1], tuple(parameters.items()))), slot)


def change(**parameters: Any) -> SetParameters:
    """Return the remedy that sets `parameters` of the block itself."""
    return SetParameters(tuple(parameters.items()))


class Misfit(Exception):
    """Inputs or parameters that a kind cannot work with: the rule, then the received value.

    Caught by `infer_shapes`, which makes a `Problem` of it; never shown as an error.
    """

    def __init__(self, message: str, *remedies: Remedy) -> None:
        super().__init__(message)
        self.message = message
        self.remedies = remedies


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one output value looks along (rows, columns), and how far its neighbour is."""

    cells: tuple[int, int] = (1, 1)
    stride: tuple[float, float] = (1.0, 1.0)


WHOLE_PICTURE = None
"""The reach of a kind whose every value sees all of its input."""


class BlockKind(ABC):
    """A kind of block. Instances carry no state; `inputs` are shapes by slot."""

    name: str
    title: str
    family: Family
    explanation: str
    """Two sentences: what it does, and what that is good for. Declared with `N_()`."""

    equation: str
    """What it computes, with x what goes in and y what comes out, on one line."""

    source: str
    keywords: str = ""
    parameters: tuple[Parameter, ...] = ()
    fewest_inputs: int = 1
    most_inputs: int = 1
    has_output: bool = True

    @abstractmethod
    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        """Return the output's shape; raise `Misfit` where there is none."""

    @abstractmethod
    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        """Return the torch layers, in the order in which they are applied."""

    def weight_count(self, values: Values, inputs: Sequence[Shape]) -> int:
        """Return the number of trainable parameters."""
        return 0

    def multiply_adds(self, values: Values, inputs: Sequence[Shape]) -> int:
        """Return the multiply-adds for one example: convolution and dense layers count."""
        return 0

    def summary(self, values: Values) -> str:
        """Return the one or two parameters that matter, for the card."""
        return ""

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        """Return the shape rule with the real numbers, a line each."""
        return ()

    def reach(self, values: Values) -> Reach | None:
        """Return what one output value sees of the input; `WHOLE_PICTURE` where that is all."""
        return Reach()

    def uncovered(self, values: Values, inputs: Sequence[Shape]) -> tuple[int, int]:
        """Return how many rows and columns of the input no window touches."""
        return (0, 0)

    def defaults(self) -> dict[str, Any]:
        """Return every parameter's default by name."""
        return {parameter.name: parameter.default for parameter in self.parameters}

    def parameter(self, name: str) -> Parameter:
        """Return the parameter called `name`; raise `KeyError` for another name."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise KeyError(name)


def shape_text(shape: Shape) -> str:
    """Return a shape as it is written on wires: "32 × 26 × 26"."""
    return " × ".join(str(axis) for axis in shape)


def picture(title: str, inputs: Sequence[Shape]) -> tuple[int, int, int]:
    """Return the only input as (channels, height, width); raise `Misfit` for a vector."""
    shape = inputs[0]
    if len(shape) == 3:
        return (shape[0], shape[1], shape[2])
    raise Misfit(
        _("{block} needs a picture (channels × height × width), not a vector of {size}.").format(
            block=_(title), size=shape_text(shape)
        )
    )
