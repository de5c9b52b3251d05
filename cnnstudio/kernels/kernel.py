"""Kernels: immutable grids of weights, and the edits from one grid to another.

Every project holds one; NumPy is left out until weights are wanted as an array.
"""

import math
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from cnnstudio import arithmetic
from cnnstudio.errors import InvalidValueError
from cnnstudio.text import _

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LARGEST_SIZE = 31
LARGEST_NUMBER = 1e9
SMALLEST_DIVISOR = 1e-9

Rows = tuple[tuple[float, ...], ...]


class Kernel(msgspec.Struct, frozen=True):
    """A grid of 1×1 to 31×31 weights: result = Σ weight · value / divisor + offset."""

    name: str
    rows: Rows
    divisor: float = 1.0
    offset: float = 0.0

    def __post_init__(self) -> None:
        """Hold every number to its range; whole ones become floats.

        Raises:
            InvalidValueError: the grid is empty, ragged or too large, or a
                number is out of range.
        """
        rows = tuple(tuple(float(cell) for cell in row) for row in self.rows)
        _check_size(rows)
        _check_numbers((*(cell for row in rows for cell in row), self.offset))
        if not SMALLEST_DIVISOR <= abs(self.divisor) <= LARGEST_NUMBER:
            raise InvalidValueError(
                _("The divisor is {divisor:g}; allowed is any number but 0.").format(
                    divisor=self.divisor
                )
            )
        msgspec.structs.force_setattr(self, "rows", rows)

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0])


def _check_size(rows: Rows) -> None:
    if not rows or not rows[0]:
        raise InvalidValueError(_("A kernel needs at least one number."))
    height, width = len(rows), len(rows[0])
    if any(len(row) != width for row in rows):
        lengths = ", ".join(str(len(row)) for row in rows)
        raise InvalidValueError(
            _("The rows of a kernel need the same number of cells; these have {lengths}.").format(
                lengths=lengths
            )
        )
    if max(height, width) > LARGEST_SIZE:
        raise InvalidValueError(
            _("A kernel of {height}×{width} is too large; allowed is up to {most}×{most}.").format(
                height=height, width=width, most=LARGEST_SIZE
            )
        )


def _check_numbers(numbers: Iterable[float]) -> None:
    for number in numbers:
        if not abs(number) <= LARGEST_NUMBER:  # also true for NaN
            raise InvalidValueError(
                _("A kernel cannot hold {number}; allowed are numbers up to ±{most:g}.").format(
                    number=number, most=LARGEST_NUMBER
                )
            )


def weights(kernel: Kernel) -> "NDArray[np.float64]":
    """Return the grid as (height, width) float64, divisor and offset not applied."""
    import numpy as np

    return np.array(kernel.rows, dtype=np.float64)


def parse_kernel(text: str, name: str = "typed") -> Kernel:
    """Return the kernel typed as "1 0 -1; 2 0 -2; 1 0 -1".

    Rows end at semicolons or line ends, cells at blanks or commas; a cell takes
    arithmetic ("1/9", "-sqrt(2)") without blanks.
    """
    lines = [line for line in re.split(r"[;\n]", text) if line.strip()]
    rows = (re.split(r"[\s,]+", line.strip(" \t\r,")) for line in lines)
    return Kernel(name, tuple(tuple(arithmetic.evaluate(cell) for cell in row) for row in rows))


def with_cell(kernel: Kernel, row: int, column: int, *, value: float) -> Kernel:
    """Return the kernel with one weight exchanged."""
    changed = list(kernel.rows[row])
    changed[column] = value
    return _with_rows(kernel, (*kernel.rows[:row], tuple(changed), *kernel.rows[row + 1 :]))


def rotated(kernel: Kernel, quarter_turns: int = 1) -> Kernel:
    """Return the kernel turned clockwise by quarter turns."""
    rows = kernel.rows
    for _turn in range(quarter_turns % 4):
        rows = tuple(zip(*rows[::-1], strict=True))
    return _with_rows(kernel, rows)


def mirrored(kernel: Kernel) -> Kernel:
    """Return the kernel with left and right exchanged."""
    return _with_rows(kernel, tuple(row[::-1] for row in kernel.rows))


def upside_down(kernel: Kernel) -> Kernel:
    """Return the kernel with top and bottom exchanged."""
    return _with_rows(kernel, kernel.rows[::-1])


def transposed(kernel: Kernel) -> Kernel:
    """Return the kernel with rows and columns exchanged."""
    return _with_rows(kernel, tuple(zip(*kernel.rows, strict=True)))


def negated(kernel: Kernel) -> Kernel:
    """Return the kernel with every sign turned; zeros stay plain zeros."""
    return _with_rows(kernel, tuple(tuple(0.0 - cell for cell in row) for row in kernel.rows))


def symmetrised(kernel: Kernel) -> Kernel:
    """Return the mean of the kernel and itself after half a turn.

    Correlation and convolution then agree.

    Raises:
        InvalidValueError: nothing would be left, as of all derivatives.
    """
    opposite = (tuple(reversed(row)) for row in reversed(kernel.rows))
    mean = tuple(
        tuple((one + other) / 2 for one, other in zip(row, turned, strict=True))
        for row, turned in zip(kernel.rows, opposite, strict=True)
    )
    if _any(kernel.rows) and not _any(mean):
        raise InvalidValueError(
            _("Half a turn changes every sign of this kernel, so that symmetrised it would be 0.")
        )
    return _with_rows(kernel, mean)


def cleared(kernel: Kernel) -> Kernel:
    """Return a kernel of the same size that is all zeros, without divisor and offset."""
    zeros = ((0.0,) * kernel.width,) * kernel.height
    return Kernel(kernel.name, zeros)


def centre(size: int) -> int:
    """Return the index of the cell that lies on the pixel; even sizes have more after it."""
    return (size - 1) // 2


def resized(kernel: Kernel, height: int, width: int) -> Kernel:
    """Return the kernel grown with zeros or cut so that its centre stays the centre."""
    down, right = centre(height) - centre(kernel.height), centre(width) - centre(kernel.width)
    rows = tuple(
        tuple(_cell(kernel, row - down, column - right) for column in range(width))
        for row in range(height)
    )
    return _with_rows(kernel, rows)


def _cell(kernel: Kernel, row: int, column: int) -> float:
    inside = 0 <= row < kernel.height and 0 <= column < kernel.width
    return kernel.rows[row][column] if inside else 0.0


def _any(rows: Rows) -> bool:
    return any(map(any, rows))


def _with_rows(kernel: Kernel, rows: Rows) -> Kernel:
    return msgspec.structs.replace(kernel, rows=rows)


def weight_sum(kernel: Kernel) -> float:
    """Return the sum of the weights, rounded once."""
    return math.fsum(cell for row in kernel.rows for cell in row)


SOBEL_X = Kernel("sobel-x", parse_kernel("1 0 -1; 2 0 -2; 1 0 -1").rows)
"""The preset on which everybody begins: the table of presets is not needed for a start."""
