"""The view follows a drag beyond its edges."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, QTimer

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas

_EDGE_PX = 32.0
_STEP_MS = 16
_FASTEST_PX = 24.0
_SHARE = 0.4
"""How much of the distance behind the edge's line the view moves at each step."""


class AutoScroll(QObject):
    """Scrolls while a gesture holds the pointer near an edge, faster the further out it is."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._place = QPointF()
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self._free = QPointF()
        """How deep in the edge the drag began: there the hand can rest."""
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def is_scrolling(self) -> bool:
        """Whether the view is moving."""
        return self._timer.isActive()

    def begin(self, place: QPointF) -> None:
        """Note where a gesture begins in the viewport."""
        self._timer.stop()
        self._free = self._depth(place)

    def follow(self, place: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Note where the pointer is; scroll from now on if that is near an edge."""
        self._place, self._modifiers = place, modifiers
        gesture = self._canvas.gesture
        if gesture is None or not gesture.scrolls or self._step().isNull():
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _on_timer_timeout(self) -> None:
        gesture, step = self._canvas.gesture, self._step()
        if gesture is None or step.isNull():
            self._timer.stop()
            return
        self._canvas.scroll_by(round(step.x()), round(step.y()))
        gesture.move(self._canvas.to_scene(self._place), self._modifiers)

    def _step(self) -> QPointF:
        depth = self._depth(self._place)
        return QPointF(_step(depth.x(), self._free.x()), _step(depth.y(), self._free.y()))

    def _depth(self, place: QPointF) -> QPointF:
        """Return how far a place is beyond the line where scrolling begins, by axis and sign."""
        size = self._canvas.viewport().size()
        return QPointF(_beyond(place.x(), size.width()), _beyond(place.y(), size.height()))


def _beyond(place: float, length: float) -> float:
    return min(0.0, place - _EDGE_PX) + max(0.0, place - (length - _EDGE_PX))


def _step(depth: float, free: float) -> float:
    if depth * free > 0:
        depth = 0.0 if abs(depth) <= abs(free) else depth - free
    return max(-_FASTEST_PX, min(_FASTEST_PX, depth * _SHARE))
