"""Every change that the page makes to the project: each one named step of undo."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.generators import Generator, generated
from cnnstudio.kernels.kernel import LARGEST_SIZE, Kernel, resized, weight_sum, with_cell
from cnnstudio.kernels.settings import (
    Activation,
    Comparison,
    Gradient,
    KernelLabState,
    Pooling,
    ValueDisplay,
)
from cnnstudio.text import _
from cnnstudio.ui.document import Document

KERNEL_FIELDS = ("divisor", "offset")
STATE_FIELDS = ("values", "comparison")


class Edits(QObject):
    """Turns what the user does into `document.apply`; refuses in words what is not allowed."""

    refused = Signal(str, str)
    """The field, or "" for the grid, and the sentence that says what is allowed."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document

    @property
    def state(self) -> KernelLabState:
        """What the page shows, as the project holds it."""
        return self._document.project.kernels

    def set_cell(self, row: int, column: int, *, value: float, gesture: str = "") -> None:
        """Exchange one weight."""
        try:
            kernel = with_cell(self.state.kernel, row, column, value=value)
        except InvalidValueError as error:
            self.refused.emit("", str(error))
            return
        self.set_kernel(_("Change Weight"), kernel, gesture)

    def set_kernel(self, text: str, kernel: Kernel, gesture: str = "") -> None:
        """Exchange the kernel; `text` names the step."""
        self._apply(text, gesture, kernel=kernel)

    def turn_kernel(self, text: str, turned: Callable[[Kernel], Kernel]) -> None:
        """Exchange the kernel for what `turned` makes of it."""
        try:
            kernel = turned(self.state.kernel)
        except InvalidValueError as error:
            self.refused.emit("", str(error))
            return
        self.set_kernel(text, kernel)

    def set_size(self, height: int, width: int, gesture: str = "") -> None:
        """Grow or shrink the kernel around its centre."""
        height, width = (min(max(size, 1), LARGEST_SIZE) for size in (height, width))
        self.set_kernel(_("Change Kernel Size"), resized(self.state.kernel, height, width), gesture)

    def use_kernel(self, title: str, kernel: Kernel, gesture: str = "") -> None:
        """Take a kernel that is offered, and show its values as they are best seen."""
        values = _suited(self.state, kernel, self.state.settings.gradient)
        self._apply(_("Use {kernel}").format(kernel=title), gesture, kernel=kernel, values=values)

    def generate(self, known: Generator, values: Mapping[str, float], gesture: str = "") -> None:
        """Take the kernel that a generator makes of these values."""
        try:
            kernel = generated(known, values)
        except InvalidValueError as error:
            self.refused.emit("", str(error))
            return
        self.set_kernel(_("Change {kernel}").format(kernel=_(known.title)), kernel, gesture)

    def set_field(self, name: str, value: Any, gesture: str = "") -> None:
        """Exchange one field of the kernel, the settings or the page."""
        try:
            changes = self._changes(name, value)
        except InvalidValueError as error:
            self.refused.emit(name, str(error))
            return
        self._apply(_("Change Kernel Settings"), gesture and f"kernel.{gesture}", **changes)

    def show_picture(self, name: str) -> None:
        """Take another picture: a sample's name, or a file's path."""
        self._apply(_("Choose Picture"), "", picture=name)

    def hold_gesture(self) -> None:
        """Let the steps until `end_gesture` be undone together, as those of one drag."""
        self._document.hold_gesture()

    def end_gesture(self) -> None:
        """Let the next step be undone by itself."""
        self._document.end_gesture()

    def _changes(self, name: str, value: Any) -> dict[str, Any]:
        state = self.state
        if name in KERNEL_FIELDS:
            return {"kernel": msgspec.structs.replace(state.kernel, **{name: value})}
        if name in STATE_FIELDS:
            return {name: _ENUMS[name](value)}
        if name == "gradient":
            return _gradient_changes(state, Gradient(value))
        current = getattr(state.settings, name)
        return {"settings": msgspec.structs.replace(state.settings, **{name: type(current)(value)})}

    def _apply(self, text: str, gesture: str, **changes: Any) -> None:
        state = msgspec.structs.replace(self.state, **changes)
        project = self._document.project.replace(kernels=state)
        self._document.apply(text, project, gesture or None)


_ENUMS = {"values": ValueDisplay, "comparison": Comparison}


def _gradient_changes(state: KernelLabState, gradient: Gradient) -> dict[str, Any]:
    """Return what goes with a gradient: an angle is neither scaled nor pooled."""
    kernel, settings = state.kernel, msgspec.structs.replace(state.settings, gradient=gradient)
    values = _suited(state, kernel, gradient)
    if gradient is Gradient.DIRECTION:
        kernel = msgspec.structs.replace(kernel, offset=0.0)
        settings = msgspec.structs.replace(
            settings,
            normalise=False,
            bias=0.0,
            activation=Activation.NONE,
            pooling=Pooling.NONE,
        )
    return {"kernel": kernel, "settings": settings, "values": values}


def _suited(state: KernelLabState, kernel: Kernel, gradient: Gradient) -> ValueDisplay:
    """Return how results will be best seen, or what the user chose instead."""
    is_usual = state.values is suited_display(state.kernel, state.settings.gradient)
    return suited_display(kernel, gradient) if is_usual else state.values


def suited_display(kernel: Kernel, gradient: Gradient = Gradient.NONE) -> ValueDisplay:
    """Return how a kernel's results are best seen: as a picture where they still are one.

    They are where flat areas keep their brightness or no weight is negative. A
    gradient has no sign.
    """
    if gradient is not Gradient.NONE:
        return ValueDisplay.ABSOLUTE
    keeps_brightness = abs(weight_sum(kernel) / kernel.divisor - 1) < 1e-6
    is_positive = min(cell / kernel.divisor for row in kernel.rows for cell in row) >= 0
    return ValueDisplay.CLAMPED if keeps_brightness or is_positive else ValueDisplay.SIGNED
