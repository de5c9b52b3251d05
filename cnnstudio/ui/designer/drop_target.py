"""Lets block kinds be dropped on the canvas."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from shiboken6 import isValid

from cnnstudio.ui.designer.gestures.drop_block import DropBlock
from cnnstudio.ui.designer.kind_drag import dragged_kind

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas


class DropTarget(QObject):
    """Turns drag-and-drop events of the viewport into a gesture."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._handlers: dict[QEvent.Type, Callable[[Any], bool]] = {
            QEvent.Type.DragEnter: self._enter,
            QEvent.Type.DragMove: self._move,
            QEvent.Type.DragLeave: self._leave,
            QEvent.Type.Drop: self._drop,
        }
        canvas.viewport().setAcceptDrops(True)
        canvas.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        handler = self._handlers.get(event.type())
        return handler is not None and isValid(self._canvas) and handler(event)

    def _enter(self, event: QDragMoveEvent) -> bool:
        kind = dragged_kind(event.mimeData())
        if kind is not None:
            point = self._canvas.to_scene(event.position())
            self._canvas.pointer.auto_scroll.begin(event.position())
            self._canvas.begin(DropBlock(self._canvas, point, kind))
            event.acceptProposedAction()
        return True

    def _move(self, event: QDragMoveEvent) -> bool:
        gesture = self._canvas.gesture
        if isinstance(gesture, DropBlock):
            gesture.move(self._canvas.to_scene(event.position()), event.modifiers())
            self._canvas.pointer.auto_scroll.follow(event.position(), event.modifiers())
            event.acceptProposedAction()
        return True

    def _leave(self, event: QEvent) -> bool:
        self._canvas.cancel_gesture()
        return True

    def _drop(self, event: QDropEvent) -> bool:
        gesture = self._canvas.take_gesture()
        if isinstance(gesture, DropBlock):
            gesture.end(self._canvas.to_scene(event.position()), event.modifiers())
            event.acceptProposedAction()
            self._canvas.setFocus()
        return True
