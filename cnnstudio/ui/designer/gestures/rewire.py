"""Dragging a wire by its end to another block."""

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from cnnstudio.network import edits, offers
from cnnstudio.network.graph import Network, Wire
from cnnstudio.network.offers import Direction, Offer
from cnnstudio.text import _
from cnnstudio.ui.designer.gestures.gesture import DRAG_DISTANCE_PX
from cnnstudio.ui.designer.gestures.wire_gesture import WireGesture

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas

_FADED = 0.3


class Rewire(WireGesture):
    """One end of a wire follows the hand; dropped on nothing it goes back."""

    cursor = None  # a press may be a mere click

    def __init__(self, canvas: "Canvas", start: QPointF, wire: Wire, *, moves_source: bool) -> None:
        network = edits.disconnect(canvas.editor.network, wire)
        fixed = wire.target if moves_source else wire.source
        direction = Direction.BACKWARDS if moves_source else Direction.FORWARDS
        super().__init__(canvas, start, network, fixed, direction)
        self._wire = wire
        self._is_dragging = False

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        gap = (point - self.start).manhattanLength() * self.canvas.zoom.scale
        self._is_dragging = self._is_dragging or gap >= DRAG_DISTANCE_PX
        if self._is_dragging:
            super().move(point, modifiers)

    def aim_at(self, block: str | None) -> None:
        self._is_dragging = True
        super().aim_at(block)

    def connect(self, found: Offer) -> None:
        self.canvas.editor.apply(_("Reconnect Wire"), self.connected(found))

    def connected(self, found: Offer) -> Network:
        return offers.reconnect(self.canvas.editor.network, self._wire, found.source, found.target)

    def mark(self) -> None:
        super().mark()
        self._show_wire(_FADED)

    def clear(self) -> None:
        super().clear()
        self._show_wire(1.0)

    def paint(self, painter: QPainter) -> None:
        if self._is_dragging:
            super().paint(painter)

    def _show_wire(self, opacity: float) -> None:
        item = self.canvas.scene_of_blocks.wires.get(self._wire)
        if item is not None:
            item.setOpacity(opacity)


class PulledWire(Rewire):
    """The wire in the only port of a block, taken there; on nothing, search opens."""

    def __init__(self, canvas: "Canvas", start: QPointF, wire: Wire) -> None:
        super().__init__(canvas, start, wire, moves_source=True)

    def end(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        super().end(point, modifiers)
        self.search(point)


def moves_source(canvas: "Canvas", wire: Wire, point: QPointF) -> bool:
    """Whether a point is nearer to a wire's start than to its end."""
    course = canvas.scene_of_blocks.wires[wire].way
    return _distance(point, course.start) < _distance(point, course.end)


def _distance(one: QPointF, other: QPointF) -> float:
    return math.hypot(one.x() - other.x(), one.y() - other.y())
