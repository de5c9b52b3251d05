"""What a small picture shows: values before and after an operation, as plain data."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Mark:
    """A box around some cells of the foremost plane: what belongs together."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Planes:
    """Feature maps behind one another; a vector is one plane of one column.

    values: (C, H, W) float; from 0 to `top`, or signed around 0 where `is_signed`. Where there
    is room, the values of a single plane are written in its cells if `is_written`.
    """

    values: Array
    is_signed: bool = False
    marks: tuple[Mark, ...] = ()
    top: float = 1.0
    is_written: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Values as bars from a common zero line; the box is at least `top` high."""

    values: Array
    top: float = 0.0


@dataclass(frozen=True, slots=True)
class Curve:
    """A function of one number, `y` over `x`, both (N,) float."""

    x: Array
    y: Array


@dataclass(frozen=True, slots=True)
class Net:
    """Every unit joined to every input; weights: (units, inputs), signed."""

    inputs: Array
    weights: Array
    outputs: Array


Part = Planes | Bars | Curve | Net


@dataclass(frozen=True, slots=True)
class Sketch:
    """Parts from left to right, a sign between each and the next, and a sentence."""

    caption: str
    parts: tuple[Part, ...]
    signs: tuple[str, ...] = ()


ARROW = "→"


def leads_to(caption: str, before: Part, after: Part) -> Sketch:
    """Return the sketch of an operation with one input."""
    return Sketch(caption, (before, after), (ARROW,))


def joined(caption: str, sign: str, first: Part, second: Part, after: Part) -> Sketch:
    """Return the sketch of an operation with two inputs."""
    return Sketch(caption, (first, second, after), (sign, ARROW))
