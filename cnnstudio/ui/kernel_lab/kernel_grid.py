"""The kernel's cells edited by typing, wheel, dragging and keys."""

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.kernels.kernel import Kernel
from cnnstudio.ui.kernel_lab.cell_editor import CellEditor, starts_a_number
from cnnstudio.ui.kernel_lab.cell_layout import cells_between
from cnnstudio.ui.kernel_lab.cell_text import editable_text, step_size, stepped
from cnnstudio.ui.kernel_lab.clipboard_keys import takes_clipboard_keys
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
_LEFT, _RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
_PAINTING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_PAINT_GESTURE = "kernel.paint"
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


@dataclass(slots=True)
class _Stroke:
    """The brush held down: what it paints, where it is, and the weights that were there."""

    value: float
    cell: tuple[int, int]
    before: dict[tuple[int, int], float] = field(default_factory=dict)


class KernelGrid(KernelView):
    """Says what the user makes of a cell; it changes nothing itself."""

    cell_edited = Signal(int, int, float, str)
    """Row, column, the new weight, and the gesture it belongs to ("" for none)."""
    gesture_begun = Signal()
    gesture_ended = Signal()
    refused = Signal(str)
    """What is allowed in a cell; empty when all is well."""
    copied = Signal()
    pasted = Signal()

    def __init__(self, kernel: Kernel, parent: QWidget | None = None) -> None:
        super().__init__(kernel, parent)
        self.brush = 1.0
        """What is painted while `is_painting`, or with Ctrl and Shift held."""
        self.is_painting = False
        self._press: _Press | None = None
        self._stroke: _Stroke | None = None
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
        if self._press is not None or self._stroke is not None:
            self._cancel(key)  # other keys wait for the release
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif key in _MOVES and not modifiers & Qt.KeyboardModifier.ControlModifier:
            (row, column), (down, right) = self.current, _MOVES[key]
            self.set_current(row + down, column + right)
        elif key in _STEPS:
            self._step(_STEPS[key], modifiers, "key")
        elif key in _OPENING:
            self._open_editor(editable_text(self.value), is_selected=True)
        elif key in _EMPTYING and not modifiers:
            self._edit(0.0)
        elif self.is_painting and key == Qt.Key.Key_Space:
            self._edit(self.brush)
        elif starts_a_number(event.text()):
            self._open_editor(event.text(), is_selected=False)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        return takes_clipboard_keys(event) or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell, is_left = self.cells.cell_at(event.position()), event.button() == _LEFT
        if cell is None or not (is_left or (self.is_painting and event.button() == _RIGHT)):
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.editor.close_unchanged()
        self.set_current(*cell)
        if self.is_painting or event.modifiers() == _PAINTING:
            self._stroke = _Stroke(self.brush if is_left else 0.0, cell)
            self.gesture_begun.emit()
            self._paint([cell])
        else:
            step = _notch_size(self.kernel, event.modifiers())
            self._press = _Press(event.position().y(), self.value, step)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._stroke is not None:
            cell = self.cells.nearest(event.position())
            self._paint(cells_between(self._stroke.cell, cell))
        elif self._press is not None:
            self._drag(self._press, event.position().y())

    def _drag(self, press: _Press, y_px: float) -> None:
        up_px = press.y_px - y_px
        if not press.is_drag and abs(up_px) < _DRAG_STARTS_PX:
            return
        if not press.is_drag:
            self.gesture_begun.emit()
            self.setCursor(Qt.CursorShape.SizeVerCursor)
        self._press = replace(press, is_drag=True)
        steps = int(up_px / _PX_PER_STEP)
        self._edit(stepped(press.value, steps * press.step), "drag")

    def _paint(self, cells: list[tuple[int, int]]) -> None:
        assert self._stroke is not None
        for row, column in cells:
            self._stroke.before.setdefault((row, column), self.kernel.rows[row][column])
            self.cell_edited.emit(row, column, self._stroke.value, _PAINT_GESTURE)
            self._stroke.cell = (row, column)
            self.set_current(row, column)

    def _cancel(self, key: Qt.Key) -> None:
        """Give the weights back that were there before."""
        if key != Qt.Key.Key_Escape:
            return
        if self._press is not None and self._press.is_drag:
            self._edit(self._press.value, "drag")
            self._end_gesture()
        if self._stroke is not None:
            for (row, column), value in self._stroke.before.items():
                self.cell_edited.emit(row, column, value, _PAINT_GESTURE)
            self._end_gesture()

    def _end_gesture(self) -> None:
        if self._stroke is not None or (self._press is not None and self._press.is_drag):
            self.unsetCursor()
            self.gesture_ended.emit()
        self._press = self._stroke = None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._end_gesture()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.is_painting:
            self.mousePressEvent(event)  # the second stroke of two quick ones
        elif self.cells.cell_at(event.position()) == self.current:
            self._open_editor(editable_text(self.value), is_selected=True)

    def wheelEvent(self, event: QWheelEvent) -> None:
        cell = self.cells.cell_at(event.position())
        if cell is None or self._press is not None or self._stroke is not None:
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
