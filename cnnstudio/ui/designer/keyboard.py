"""The canvas by keyboard: step from block to block, nudge, inspect, pan."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas

_NUDGE_PX, _FINE_NUDGE_PX = 8.0, 1.0
_PAN_PX = 60
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control)
"""Keys that change what a gesture does."""

_DIRECTIONS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Keyboard(QObject):
    """Watches the keys of a canvas; shortcuts of actions come before it."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if event.key() in _MODIFIERS:
                self._canvas.pointer.press_modifiers(event.modifiers())
                return False
            is_press = event.type() == QEvent.Type.KeyPress
            is_release = event.type() == QEvent.Type.KeyRelease
            return (is_press and self._press(event)) or (is_release and self._release(event))
        if event.type() == QEvent.Type.FocusOut:
            self._canvas.pointer.hold_space(is_held=False)
            self._canvas.cancel_gesture()
        return False

    def step(self, *, forward: bool) -> bool:
        """Select the next block in the order of the network; False behind the last one."""
        order = self._order()
        chosen = self._canvas.selection.blocks
        if not order:
            return False
        if not chosen or chosen[-1] not in order:
            place = 0 if forward else len(order) - 1
        else:
            place = order.index(chosen[-1]) + (1 if forward else -1)
        if not 0 <= place < len(order):
            return False
        self._canvas.selection.select([order[place]])
        self._canvas.reveal(order[place])
        return True

    def _order(self) -> list[str]:
        network = self._canvas.editor.network
        cyclic = network.blocks.keys() - set(network.order)
        return [*network.order, *sorted(cyclic)]

    def _press(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _DIRECTIONS:
            return self._go(_DIRECTIONS[key], event.modifiers())
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._canvas.pointer.hold_space(is_held=True)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._canvas.selection.is_empty:
            self._canvas.inspect_requested.emit()
            return True
        if key == Qt.Key.Key_Escape:
            return self._escape()
        return False

    def _release(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            is_tap = self._canvas.pointer.is_panning and not self._canvas.pointer.has_panned
            self._canvas.pointer.hold_space(is_held=False)
            if is_tap:
                self._canvas.search.open()
            return True
        return False

    def _go(self, direction: tuple[int, int], modifiers: Qt.KeyboardModifier) -> bool:
        if modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        dx, dy = direction
        if self._canvas.selection.blocks:
            is_fine = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            step = _FINE_NUDGE_PX if is_fine else _NUDGE_PX
            self._canvas.editor.nudge(dx * step, dy * step)
        else:
            self._canvas.scroll_by(dx * _PAN_PX, dy * _PAN_PX)
        return True

    def _escape(self) -> bool:
        if self._canvas.gesture is not None:
            self._canvas.cancel_gesture()
        elif not self._canvas.selection.is_empty:
            self._canvas.selection.clear()
        else:
            return False
        return True
