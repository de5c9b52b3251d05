"""The canvas by keyboard: step from block to block, nudge, inspect, pan."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from shiboken6 import isValid

from cnnstudio.ui.designer.geometry import Side
from cnnstudio.ui.designer.gestures.wire_gesture import WireGesture
from cnnstudio.ui.designer.walking import Walking

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas

_NUDGE_PX, _FINE_NUDGE_PX = 8.0, 1.0
_PAN_PX = 60
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control)
"""Keys that change what a gesture does."""

_SIDES = {
    Qt.Key.Key_Left: Side.LEFT,
    Qt.Key.Key_Right: Side.RIGHT,
    Qt.Key.Key_Up: Side.TOP,
    Qt.Key.Key_Down: Side.BOTTOM,
}
_ALONG = {Qt.Key.Key_PageDown: True, Qt.Key.Key_PageUp: False}
_ENDS = {Qt.Key.Key_Home: False, Qt.Key.Key_End: True}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Keyboard(QObject):
    """Watches the keys of a canvas; shortcuts of actions come before it."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.walking = Walking(canvas)
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A canvas that is deleted with the focus loses it when its Python half is gone, and
        # PySide 6.11 crashes on what a filter raises there.
        if not isValid(self._canvas):
            return False
        if isinstance(event, QKeyEvent):
            if event.key() in _MODIFIERS:
                self._canvas.pointer.press_modifiers(event.modifiers())
                return False
            is_press = event.type() == QEvent.Type.KeyPress
            is_release = event.type() == QEvent.Type.KeyRelease
            return (is_press and self._press(event)) or (is_release and self._release(event))
        if isinstance(event, QContextMenuEvent):
            return self._open_menu(event)
        if event.type() == QEvent.Type.FocusOut:
            self._canvas.pointer.hold_space(is_held=False)
            self._canvas.cancel_gesture()
        return False

    def _press(self, event: QKeyEvent) -> bool:
        key, adds = Qt.Key(event.key()), bool(event.modifiers() & _SHIFT)
        if key in _SIDES:
            return self._go(_SIDES[key], event.modifiers())
        if key in _ALONG:
            self.walking.along(forward=_ALONG[key], adds=adds)
            return True
        if key in _ENDS:
            self.walking.to_end(last=_ENDS[key])
            return True
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._canvas.pointer.hold_space(is_held=True)
            return True
        if key in _ENTER:
            return self._enter(replaces=adds)
        if key == Qt.Key.Key_Escape:
            return self._escape()
        return False

    def _enter(self, *, replaces: bool) -> bool:
        """Draw the wire that is held, or go to the form of what is selected."""
        gesture = self._canvas.gesture
        if isinstance(gesture, WireGesture):
            gesture.offers.replaces = replaces
            self._canvas.finish_gesture()
            return True
        if self._canvas.selection.is_empty:
            return False
        self._canvas.inspect_requested.emit()
        return True

    def _open_menu(self, event: QContextMenuEvent) -> bool:
        """Open the menu that a key asks for at the block that is selected."""
        here = self.walking.here
        if event.reason() != QContextMenuEvent.Reason.Keyboard or here is None:
            return False
        self._canvas.reveal(here)
        card = self._canvas.scene_of_blocks.blocks[here].scene_rect
        self._canvas.customContextMenuRequested.emit(self._canvas.mapFromScene(card.center()))
        return True

    def _release(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            is_tap = self._canvas.pointer.is_panning and not self._canvas.pointer.has_panned
            self._canvas.pointer.hold_space(is_held=False)
            if is_tap:
                self._canvas.search.open()
            return True
        return False

    def _go(self, side: Side, modifiers: Qt.KeyboardModifier) -> bool:
        """Nudge what is selected, with Alt go to the next block, else move the view."""
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            return True  # those of actions; the view would scroll where one is disabled
        is_held = isinstance(self._canvas.gesture, WireGesture)
        if is_held or modifiers & Qt.KeyboardModifier.AltModifier:
            self.walking.towards(side, adds=bool(modifiers & _SHIFT))
        elif self._canvas.selection.blocks:
            step = _FINE_NUDGE_PX if modifiers & _SHIFT else _NUDGE_PX
            self._canvas.editor.nudge(side.value[0] * step, side.value[1] * step)
        else:
            dx, dy = (round(part * _PAN_PX) for part in side.value)
            self._canvas.scroll_by(dx, dy)
        return True

    def _escape(self) -> bool:
        if self._canvas.gesture is not None:
            self._canvas.cancel_gesture()
        elif not self._canvas.selection.is_empty:
            self._canvas.selection.clear()
        else:
            return False
        return True
