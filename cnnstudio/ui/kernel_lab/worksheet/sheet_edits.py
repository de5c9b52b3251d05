"""Every change of the worksheet: each one named step of undo."""

from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.examples import Example
from cnnstudio.kernels.kernel import Rows
from cnnstudio.kernels.pasting import pasted_rows
from cnnstudio.kernels.settings import Activation, Border, Pooling
from cnnstudio.kernels.worksheet import (
    Worksheet,
    same_padding,
    with_bias,
    with_channel_count,
    with_filter_count,
    with_input,
    with_input_rows,
    with_input_size,
    with_kernel_size,
    with_weight,
    with_weight_rows,
)
from cnnstudio.text import _
from cnnstudio.ui.document import Document

SIDES = ("top", "left", "bottom", "right")
_ENUMS = {"border": Border, "activation": Activation, "pooling": Pooling}


def _kernel_size(sheet: Worksheet) -> tuple[int, int]:
    return sheet.kernel_size or (3, 3)


_COUNTS: dict[str, Callable[[Worksheet, int], Worksheet]] = {
    "height": lambda sheet, n: with_input_size(sheet, n, sheet.input_size[1]),
    "width": lambda sheet, n: with_input_size(sheet, sheet.input_size[0], n),
    "channels": with_channel_count,
    "filters": with_filter_count,
    "kernel_height": lambda sheet, n: with_kernel_size(sheet, n, _kernel_size(sheet)[1]),
    "kernel_width": lambda sheet, n: with_kernel_size(sheet, _kernel_size(sheet)[0], n),
}


class SheetEdits(QObject):
    """Turns what the user does into `document.apply`; refuses in words what is not allowed."""

    refused = Signal(str, str)
    """The field, or "" for a cell, and the sentence that says what is allowed."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document

    @property
    def sheet(self) -> Worksheet:
        """The worksheet as the project holds it."""
        return self._document.project.kernels.worksheet

    def set_input(
        self, channel: int, row: int, column: int, *, value: float, gesture: str = ""
    ) -> None:
        """Exchange one number of the input."""
        self._try(
            _("Change Input"),
            lambda sheet: with_input(sheet, channel, row, column, value=value),
            gesture and f"sheet.input.{channel}.{gesture}",
        )

    def set_weight(
        self, number: int, channel: int, row: int, column: int, *, value: float, gesture: str = ""
    ) -> None:
        """Exchange one weight of a filter."""
        self._try(
            _("Change Weight"),
            lambda sheet: with_weight(sheet, number, channel, row, column, value=value),
            gesture and f"sheet.filter.{number}.{channel}.{gesture}",
        )

    def set_bias(self, number: int, *, value: float, gesture: str = "") -> None:
        """Exchange the bias of a filter."""
        self._try(
            _("Change Bias"),
            lambda sheet: with_bias(sheet, number, value=value),
            gesture and f"sheet.bias.{number}.{gesture}",
        )

    def paste_input(self, channel: int, text: str) -> None:
        """Exchange a channel of the input for the matrix in a text."""
        self._try(
            _("Paste Input"), lambda sheet: with_input_rows(sheet, channel, pasted_rows(text))
        )

    def paste_weights(self, number: int, channel: int, text: str) -> None:
        """Exchange a channel of a filter for the matrix in a text."""
        self._try(
            _("Paste Weights"),
            lambda sheet: with_weight_rows(sheet, number, channel, pasted_rows(text)),
        )

    def paste_bias(self, number: int, text: str) -> None:
        """Exchange a bias for the number in a text."""
        self._try(
            _("Paste Bias"),
            lambda sheet: with_bias(sheet, number, value=_only(pasted_rows(text))),
        )

    def set_field(self, name: str, value: Any, gesture: str = "") -> None:
        """Exchange one field of the inspector."""
        self._try(
            _("Change Worksheet"),
            lambda sheet: _with_field(sheet, name, value),
            gesture and f"sheet.{gesture}",
            name,
        )

    def pad_to_same(self) -> None:
        """Pad so that, at a stride of 1, the result is as large as the input."""
        self._try(
            _("Pad to Same Size"),
            lambda sheet: msgspec.structs.replace(sheet, padding=same_padding(sheet)),
        )

    def use_example(self, example: Example, gesture: str = "") -> None:
        """Take an example's worksheet."""
        text = _("Use {example}").format(example=_(example.title))
        self._try(text, lambda _sheet: example.worksheet, gesture)

    def end_gesture(self) -> None:
        """Let the next step be undone by itself."""
        self._document.end_gesture()

    def _try(
        self,
        text: str,
        change: Callable[[Worksheet], Worksheet],
        gesture: str = "",
        field: str = "",
    ) -> None:
        try:
            sheet = change(self.sheet)
        except InvalidValueError as error:
            self.refused.emit(field, str(error))
            return
        project = self._document.project
        kernels = msgspec.structs.replace(project.kernels, worksheet=sheet)
        self._document.apply(text, project.replace(kernels=kernels), gesture or None)


def _only(rows: Rows) -> float:
    """Return the number of a matrix that must have but one."""
    if (len(rows), len(rows[0])) != (1, 1):
        raise InvalidValueError(
            _("A bias is one number; the text holds {height}×{width}.").format(
                height=len(rows), width=len(rows[0])
            )
        )
    return rows[0][0]


def _with_field(sheet: Worksheet, name: str, value: Any) -> Worksheet:
    if name in _COUNTS:
        return _COUNTS[name](sheet, value)
    if name in SIDES:
        padding = msgspec.structs.replace(sheet.padding, **{name: value})
        return msgspec.structs.replace(sheet, padding=padding)
    value = _ENUMS[name](value) if name in _ENUMS else value
    return msgspec.structs.replace(sheet, **{name: value})
