"""Moving the view: the middle button, or Space and the left one."""

from PySide6.QtCore import QPointF, Qt

from cnnstudio.ui.designer.gestures.gesture import Gesture


class Pan(Gesture):
    """The point under the pointer stays under the pointer."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        gap = (self.start - point) * self.canvas.zoom.scale
        self.canvas.scroll_by(round(gap.x()), round(gap.y()))

    def end(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self.move(point, modifiers)
