"""The canvas under mouse and keys: wheel zooms, drag pans, the pointer picks a pixel."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.kernels.settings import Comparison
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.canvas_view import CanvasView
from cnnstudio.ui.kernel_lab.panes import pane_at
from cnnstudio.ui.kernel_lab.viewport import Viewport, panned, zoomed

_ZOOM_PER_NOTCH = 1.25
_NOTCH = 120.0
_DIVIDER_GRIP_PX = 6.0
_DIVIDER_KEYS = {",": -0.05, ".": 0.05}
"""How far the divider moves, as a share of the width."""
_LEAP = 10
_ARROWS = {
    Qt.Key.Key_Left: QPoint(-1, 0),
    Qt.Key.Key_Right: QPoint(1, 0),
    Qt.Key.Key_Up: QPoint(0, -1),
    Qt.Key.Key_Down: QPoint(0, 1),
}


@dataclass(frozen=True, slots=True)
class _Drag:
    """A mouse button held down: where, on which view, and whether on the divider."""

    start: QPointF
    view: Viewport
    is_on_divider: bool


class PictureCanvas(CanvasView):
    """Says which pixel of the result is pointed at; zooming and panning stay within."""

    pixel_pointed = Signal(object)
    """QPoint of the result."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drag: _Drag | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Input and result"))
        self.setAccessibleDescription(
            _("Arrow keys choose the pixel that is explained; comma and point move the divider.")
        )

    def wheelEvent(self, event: QWheelEvent) -> None:
        pane = pane_at(self.panes, event.position())
        if pane is None:
            event.ignore()
            return
        at = self.view.to_picture(event.position(), pane.rect)
        factor = _ZOOM_PER_NOTCH ** (event.angleDelta().y() / _NOTCH)
        self.show_view(zoomed(self.view, factor, at))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        on_divider = self._is_on_divider(event.position())
        self._drag = _Drag(event.position(), self.view, on_divider)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._move(self._drag, event.position())
            return
        on_divider = self._is_on_divider(event.position())
        self.setCursor(Qt.CursorShape.SplitHCursor if on_divider else Qt.CursorShape.CrossCursor)
        self._point_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        self.setCursor(Qt.CursorShape.CrossCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.comparison is Comparison.DIVIDER and event.text() in _DIVIDER_KEYS:
            room = self.panes[0].rect
            share = self.divider + _DIVIDER_KEYS[event.text()]
            self.show_divider(room.left() + share * room.width())
            return
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None or self.scene is None:
            super().keyPressEvent(event)
            return
        size = self.scene.alignment.size
        leap = _LEAP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        target = (self.pixel or QPoint(size.width() // 2, size.height() // 2)) + step * leap
        x = min(max(target.x(), 0), size.width() - 1)
        y = min(max(target.y(), 0), size.height() - 1)
        self.pixel_pointed.emit(QPoint(x, y))

    def _move(self, drag: _Drag, position: QPointF) -> None:
        if drag.is_on_divider:
            self.show_divider(position.x())
        elif self.scene is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.show_view(panned(drag.view, position - drag.start, self.scene.size))

    def _point_at(self, position: QPointF) -> None:
        pane = pane_at(self.panes, position)
        if pane is None or self.scene is None:
            return
        pixel = self.scene.alignment.result_at(self.view.to_picture(position, pane.rect))
        if pixel is not None and pixel != self.pixel:
            self.pixel_pointed.emit(pixel)

    def _is_on_divider(self, position: QPointF) -> bool:
        if self.comparison is not Comparison.DIVIDER:
            return False
        return abs(position.x() - self.panes[0].visible.right()) <= _DIVIDER_GRIP_PX
