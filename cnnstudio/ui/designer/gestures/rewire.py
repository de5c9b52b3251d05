"""Dragging a wire by its end to another block."""

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from cnnstudio.network import edits
from cnnstudio.network.graph import Wire
from cnnstudio.text import _
from cnnstudio.ui.designer.geometry import Curve, curve, facing_side, port
from cnnstudio.ui.designer.gestures.gesture import DRAG_DISTANCE_PX, Gesture
from cnnstudio.ui.designer.hits import PORT_REACH_PX, block_at
from cnnstudio.ui.theme import themes

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas


class Rewire(Gesture):
    """The nearer end of the wire follows the hand; dropped on nothing it goes back."""

    def __init__(self, canvas: "Canvas", start: QPointF, wire: Wire) -> None:
        super().__init__(canvas, start)
        course = canvas.scene_of_blocks.wires[wire].curve
        self._wire = wire
        self._moves_source = _distance(start, course.start) < _distance(start, course.end)
        self._without = edits.disconnect(canvas.editor.network, wire)
        self._point = start
        self._is_dragging = False
        self._target: str | None = None

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        gap = (point - self.start).manhattanLength() * self.canvas.zoom.scale
        self._is_dragging = self._is_dragging or gap >= DRAG_DISTANCE_PX
        if not self._is_dragging:
            return
        self._point = point
        self.canvas.scene_of_blocks.wires[self._wire].setOpacity(0.3)
        item = block_at(self.canvas.scene_of_blocks, point, reach_px=PORT_REACH_PX)
        self._aim(item.block if item is not None else None)
        self.canvas.viewport().update()

    def end(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self.move(point, modifiers)
        target, is_dragging = self._target, self._is_dragging
        self.cancel()
        if not is_dragging or target is None or target in (self._wire.source, self._wire.target):
            return
        if self._refusal(target) is None:
            after = edits.connect(self._without, *self._ends(target), replace=True)
            self.canvas.editor.apply(_("Reconnect Wire"), after)

    def cancel(self) -> None:
        self._aim(None)
        item = self.canvas.scene_of_blocks.wires.get(self._wire)
        if item is not None:
            item.setOpacity(1.0)
        self.canvas.viewport().update()

    def paint(self, painter: QPainter) -> None:
        if self._is_dragging:
            painter.setPen(QPen(themes.current.accent, 2.0, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(self._course().path())

    def _course(self) -> Curve:
        fixed = self._wire.target if self._moves_source else self._wire.source
        card = self.canvas.scene_of_blocks.blocks[fixed].scene_rect
        side = facing_side(card, QRectF(self._point, self._point))
        return curve(port(card, side), side, self._point, side.opposite)

    def _aim(self, name: str | None) -> None:
        if name == self._target:
            return
        blocks = self.canvas.scene_of_blocks.blocks
        if self._target in blocks:
            blocks[self._target].set_look(is_refusing=False, ports=())
        self._target = name
        reason = None if name is None else self._refusal(name)
        self.canvas.explain(reason or "")
        if name is not None:
            fixed = self._wire.target if self._moves_source else self._wire.source
            side = facing_side(blocks[name].scene_rect, blocks[fixed].scene_rect)
            blocks[name].set_look(is_refusing=reason is not None, ports=() if reason else (side,))

    def _ends(self, other: str) -> tuple[str, str]:
        return (other, self._wire.target) if self._moves_source else (self._wire.source, other)

    def _refusal(self, other: str) -> str | None:
        if other in (self._wire.source, self._wire.target):
            return None  # it may go back, or rest on its other end
        return edits.refusal(self._without, *self._ends(other), replace=True)


def _distance(one: QPointF, other: QPointF) -> float:
    return math.hypot(one.x() - other.x(), one.y() - other.y())
