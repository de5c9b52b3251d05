"""The arithmetic of a window that slides over a picture: convolution and pooling.

Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep
learning" (2016), section 2.4, relationship 6, dilation as in section 5.1.
"""

from dataclasses import dataclass
from typing import Any

from cnnstudio.network.blocks.kind import Misfit, Reach, Remedy, SetParameters, change
from cnnstudio.text import _

Sides = tuple[int, int, int, int]
"""Rows and columns added at the top, bottom, left and right."""


@dataclass(frozen=True, slots=True)
class Window:
    """A kernel of (height, width), moved by `stride`, its cells `dilation` apart."""

    kernel: tuple[int, int]
    stride: tuple[int, int] = (1, 1)
    dilation: tuple[int, int] = (1, 1)
    padding: Sides = (0, 0, 0, 0)

    def output_size(self, height: int, width: int) -> tuple[int, int]:
        """Return (rows, columns) of the output; less than 1 where the window does not fit."""
        top, bottom, left, right = self.padding
        return (self._steps(height + top + bottom, 0), self._steps(width + left + right, 1))

    def _steps(self, padded: int, axis: int) -> int:
        reach = self.dilation[axis] * (self.kernel[axis] - 1) + 1
        return (padded - reach) // self.stride[axis] + 1

    @property
    def reach(self) -> Reach:
        """What one output value sees of the input."""
        rows, columns = (self.dilation[axis] * (self.kernel[axis] - 1) + 1 for axis in (0, 1))
        return Reach((rows, columns), (float(self.stride[0]), float(self.stride[1])))

    def uncovered(self, height: int, width: int) -> tuple[int, int]:
        """Return how many rows and columns of the picture itself no cell of a window touches."""
        return (self._untouched(height, 0), self._untouched(width, 1))

    def _untouched(self, size: int, axis: int) -> int:
        before, after = self.padding[2 * axis : 2 * axis + 2]
        stride, padded = self.stride[axis], before + size + after
        steps, touched = self._steps(padded, axis), bytearray(padded)
        for cell in range(self.kernel[axis]):
            start = cell * self.dilation[axis]
            touched[start : start + (steps - 1) * stride + 1 : stride] = b"\1" * steps
        return touched.count(0, before, before + size)

    def formula(self, height: int, width: int) -> tuple[str, ...]:
        """Return the rule for the height and, where it differs, for the width, in numbers."""
        rows = self._line(height, 0)
        columns = self._line(width, 1)
        return (rows,) if rows == columns else (rows, columns)

    def _line(self, size: int, axis: int) -> str:
        before, after = self.padding[2 * axis : 2 * axis + 2]
        kernel, stride, dilation = self.kernel[axis], self.stride[axis], self.dilation[axis]
        padding = f"2·{before}" if before == after else f"{before} + {after}"
        reach = f"{dilation}·({kernel} − 1)"
        result = self._steps(size + before + after, axis)
        return f"⌊({size} + {padding} − {reach} − 1)/{stride}⌋ + 1 = {result}"


def padding_sides(padding: Any, kernel: tuple[int, int], dilation: tuple[int, int]) -> Sides:
    """Return the sides that a `Padding` value stands for.

    "same" adds dilation·(kernel − 1) rows in all, the odd one at the bottom and
    right as in PyTorch and Keras, so that the output has ⌈input / stride⌉ rows.
    """
    if padding == "valid":
        return (0, 0, 0, 0)
    if padding == "same":
        rows, columns = (dilation[axis] * (kernel[axis] - 1) for axis in (0, 1))
        return (rows // 2, rows - rows // 2, columns // 2, columns - columns // 2)
    if isinstance(padding, tuple):
        return (padding[0], padding[1], padding[2], padding[3])
    return (padding, padding, padding, padding)


def fitted(window: Window, height: int, width: int, *remedies: Remedy) -> tuple[int, int]:
    """Return the output's size; raise `Misfit` where the window is larger than the picture."""
    rows, columns = window.output_size(height, width)
    if rows >= 1 and columns >= 1:
        return (rows, columns)
    raise Misfit(_too_large(window, height, width), *remedies)


def _too_large(window: Window, height: int, width: int) -> str:
    top, bottom, left, right = window.padding
    size = f"{window.kernel[0]}×{window.kernel[1]}"
    if window.dilation != (1, 1):
        message = _(
            "A {kernel} kernel with dilation {dilation} does not fit a {height}×{width} input. "
            "Reduce the kernel or the dilation, or add padding."
        )
    else:
        message = _(
            "A {kernel} kernel does not fit a {height}×{width} input. "
            "Reduce the kernel or add padding."
        )
    return message.format(
        kernel=size,
        dilation=f"{window.dilation[0]}×{window.dilation[1]}",
        height=height + top + bottom,
        width=width + left + right,
    )


def smaller_kernel(window: Window, height: int, width: int) -> SetParameters:
    """Return the remedy that shrinks a kernel until it fits the padded picture."""
    top, bottom, left, right = window.padding
    padded = (height + top + bottom, width + left + right)
    most = ((padded[axis] - 1) // window.dilation[axis] + 1 for axis in (0, 1))
    return change(kernel=tuple(map(min, window.kernel, most)))
