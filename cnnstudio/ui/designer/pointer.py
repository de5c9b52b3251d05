"""Mouse and wheel on the canvas: they begin, feed and end gestures."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from shiboken6 import isValid

from cnnstudio.ui.designer import hits
from cnnstudio.ui.designer.auto_scroll import AutoScroll
from cnnstudio.ui.designer.gestures.pan import Pan
from cnnstudio.ui.designer.gestures.press import pressed_gesture
from cnnstudio.ui.designer.hover import Hover

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas

_ZOOM_PER_DEGREE = 1.0125
_EIGHTHS_PER_DEGREE = 8


class Pointer(QObject):
    """Watches the viewport of a canvas."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._hover = Hover(canvas)
        self.auto_scroll = AutoScroll(canvas)
        self._is_pressed = False
        self.is_panning = False
        self.has_panned = False
        self.place: QPointF | None = None
        """Where in the viewport the pointer rests, while it does."""
        self._handlers: dict[QEvent.Type, Callable[[Any], bool]] = {
            QEvent.Type.MouseButtonPress: self._press,
            QEvent.Type.MouseButtonDblClick: self._press_twice,
            QEvent.Type.MouseMove: self._move,
            QEvent.Type.MouseButtonRelease: self._release,
            QEvent.Type.Wheel: self._turn,
            QEvent.Type.Leave: self._leave,
            QEvent.Type.ToolTip: self._tell,
        }
        canvas.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        handler = self._handlers.get(event.type())
        return handler is not None and isValid(self._canvas) and handler(event)

    def working_point(self) -> QPointF:
        """Return the point of the scene under the pointer, or in the middle where it is away."""
        canvas = self._canvas
        return canvas.visible_rect().center() if self.place is None else canvas.to_scene(self.place)

    def press_modifiers(self, modifiers: Qt.KeyboardModifier) -> None:
        """Let the gesture hear of a modifier at once, not at the next movement only."""
        gesture = self._canvas.gesture
        if gesture is not None and self.place is not None and self._is_pressed:
            gesture.move(self._canvas.to_scene(self.place), modifiers)

    def hold_space(self, *, is_held: bool) -> None:
        """Let the left button pan while Space is held."""
        if is_held and not self.is_panning:
            self.has_panned = False
        self.is_panning = is_held
        shape = Qt.CursorShape.OpenHandCursor if is_held else Qt.CursorShape.ArrowCursor
        self._canvas.viewport().setCursor(shape)

    def _press(self, event: QMouseEvent) -> bool:
        self.place = event.position()
        self._is_pressed = True
        point = self._canvas.to_scene(event.position())
        left = event.button() == Qt.MouseButton.LeftButton
        if self._canvas.gesture is not None:
            return True
        if event.button() == Qt.MouseButton.MiddleButton or (left and self.is_panning):
            self.has_panned = True
            self._canvas.begin(Pan(self._canvas, point))
        elif left:
            self._hover.leave()
            self.auto_scroll.begin(event.position())
            self._canvas.begin(pressed_gesture(self._canvas, point, event.modifiers()))
        elif event.button() == Qt.MouseButton.RightButton:
            self._select_under(point)
        return True

    def _press_twice(self, event: QMouseEvent) -> bool:
        """Rename on a title, add on the empty canvas; elsewhere it is but another press."""
        point = self._canvas.to_scene(event.position())
        is_left = event.button() == Qt.MouseButton.LeftButton and not self.is_panning
        titled = hits.titled_block(self._canvas.scene_of_blocks, point)
        if is_left and titled is not None and not self._canvas.is_far:
            self._canvas.title_field.open(titled)
            return True
        if not is_left or hits.is_taken(self._canvas.scene_of_blocks, point):
            return self._press(event)
        self._canvas.search.open(point)
        return True

    def _move(self, event: QMouseEvent) -> bool:
        self.place = event.position()
        point = self._canvas.to_scene(event.position())
        if self._canvas.gesture is not None:
            if not self._is_pressed:
                return True  # keys aim what is held
            self._canvas.gesture.move(point, event.modifiers())
            self.auto_scroll.follow(event.position(), event.modifiers())
        elif not event.buttons() and not self.is_panning:
            self._canvas.viewport().setCursor(self._hover.move(point))
        return True

    def _release(self, event: QMouseEvent) -> bool:
        self._is_pressed = False
        point = self._canvas.to_scene(event.position())
        gesture = self._canvas.take_gesture()
        if gesture is not None:
            gesture.end(point, event.modifiers())
            self.hold_space(is_held=self.is_panning)
            if not self.is_panning:
                self._canvas.viewport().setCursor(self._hover.move(point))
        return True

    def _turn(self, event: QWheelEvent) -> bool:
        """Zoom to the pointer; touchpads, which report pixels, are smooth by themselves."""
        degrees = event.angleDelta().y() / _EIGHTHS_PER_DEGREE
        is_fine = event.phase() != Qt.ScrollPhase.NoScrollPhase
        factor = _ZOOM_PER_DEGREE**degrees
        self._canvas.zoom.by(factor, event.position(), is_smooth=not is_fine)
        return True

    def _leave(self, event: QEvent) -> bool:
        if QApplication.activePopupWidget() is None:  # the canvas' own menu takes nothing away
            self.place = None
        self._hover.leave()
        return False

    def _tell(self, event: QHelpEvent) -> bool:
        if self._canvas.gesture is None:
            text = self._hover.tooltip(self._canvas.to_scene(QPointF(event.pos())))
            QToolTip.showText(event.globalPos(), text, self._canvas.viewport())
        return True

    def _select_under(self, point: QPointF) -> None:
        scene, selection = self._canvas.scene_of_blocks, self._canvas.selection
        item = hits.block_at(scene, point)
        if item is not None:
            if item.block not in selection.blocks:
                selection.select([item.block])
        elif (wire := hits.wire_at(scene, point, scale=self._canvas.zoom.scale)) is not None:
            selection.select(wires=[wire])
