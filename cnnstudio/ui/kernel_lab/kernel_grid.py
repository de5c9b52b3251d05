"""The kernel's cells edited by typing, wheel, dragging and keys."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.kernels.kernel import Kernel
from cnnstudio.ui.kernel_lab.cell_editor import CellEditor, starts_a_number
from cnnstudio.ui.kernel_lab.cell_text import editable_text, step_size, stepped
from cnnstudio.ui.kernel_lab.kernel_view import KernelView

_NOTCH = 120
_DRAG_STARTS_PX = 4
_PX_PER_STEP = 8
_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_STEPS = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
_EMPTYING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


@dataclass(frozen=True, slots=True)
class _Press:
    """The mouse button held down on a cell, and the weight it began with."""

    y_px: float
    value: float
    step: float
    is_drag: bool = False


class KernelGrid(KernelView):
    """Says what the user makes of a cell; it changes nothing itself."""

    cell_edited = Signal(int, int, float, str)
    """Row, column, the new weight, and the gesture it belongs to ("" for none)."""
    gesture_ended = Signal()
    refused = Signal(str)
    """What is allowed in a cell; empty when all is well."""

    def __init__(self, kernel: Kernel, parent: QWidget | None = None) -> None:
        super().__init__(kernel, parent)
        self._press: _Press | None = None
        self._wheel = 0
        self.editor = CellEditor(self)
        self.editor.committed.connect(self._on_editor_committed)
        self.editor.refused.connect(self.refused)
        self.editor.closed.connect(self.setFocus)

    def hold_kernel(self, kernel: Kernel) -> None:
        if (kernel.height, kernel.width) != (self.kernel.height, self.kernel.width):
            self.editor.close_unchanged()
        super().hold_kernel(kernel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if self._press is not None:
            self._cancel_drag(self._press, key)
        elif key in _MOVES and not modifiers & Qt.KeyboardModifier.ControlModifier:
            (row, column), (down, right) = self.current, _MOVES[key]
            self.set_current(row + down, column + right)
        elif key in _STEPS:
            self._step(_STEPS[key], modifiers, "key")
        elif key in _OPENING:
            self._open_editor(editable_text(self.value), is_selected=True)
        elif key in _EMPTYING and not modifiers:
            self._edit(0.0)
        elif starts_a_number(event.text()):
            self._open_editor(event.text(), is_selected=False)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cells.cell_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or cell is None:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.set_current(*cell)
        step = _notch_size(self.kernel, event.modifiers())
        self._press = _Press(event.position().y(), self.value, step)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if (press := self._press) is None:
            return
        up_px = press.y_px - event.position().y()
        if press.is_drag or abs(up_px) >= _DRAG_STARTS_PX:
            self._press = replace(press, is_drag=True)
            self.setCursor(Qt.CursorShape.SizeVerCursor)
            steps = int(up_px / _PX_PER_STEP)
            self._edit(stepped(press.value, steps * press.step), "drag")

    def _cancel_drag(self, press: _Press, key: Qt.Key) -> None:
        """Give the weight back that it had before; other keys wait for the release."""
        if key == Qt.Key.Key_Escape and press.is_drag:
            self._edit(press.value, "drag")
            self._end_drag()

    def _end_drag(self) -> None:
        if self._press is not None and self._press.is_drag:
            self.unsetCursor()
            self.gesture_ended.emit()
        self._press = None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._end_drag()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.cells.cell_at(event.position()) == self.current:
            self._open_editor(editable_text(self.value), is_selected=True)

    def wheelEvent(self, event: QWheelEvent) -> None:
        cell = self.cells.cell_at(event.position())
        if cell is None or self._press is not None:
            event.ignore()
            return
        self.editor.close_unchanged()
        self.set_current(*cell)
        # With Alt held, Qt reports the wheel as horizontal.
        self._wheel += event.angleDelta().y() or event.angleDelta().x()
        notches = int(self._wheel / _NOTCH)
        self._wheel -= notches * _NOTCH
        if notches:
            self._step(notches, event.modifiers(), "wheel")

    def _step(self, count: int, modifiers: Qt.KeyboardModifier, gesture: str) -> None:
        self._edit(stepped(self.value, count * _notch_size(self.kernel, modifiers)), gesture)

    def _edit(self, value: float, gesture: str = "") -> None:
        row, column = self.current
        name = f"kernel.{row}.{column}.{gesture}" if gesture else ""
        self.cell_edited.emit(row, column, value, name)

    def _open_editor(self, text: str, *, is_selected: bool) -> None:
        self.editor.open_at(self.cells.rect(*self.current), text, is_selected=is_selected)

    def _on_editor_committed(self, value: float, down: int, right: int) -> None:
        self._edit(value)
        row, column = self.current
        self.set_current(row + down, column + right)


def _notch_size(kernel: Kernel, modifiers: Qt.KeyboardModifier) -> float:
    """Return what one notch adds: a tenth of it with Ctrl, ten times as much with Shift."""
    step = step_size(kernel)
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        return step / 10
    return step * 10 if modifiers & Qt.KeyboardModifier.ShiftModifier else step
