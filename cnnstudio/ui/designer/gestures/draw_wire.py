"""Drawing a wire from port to port."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from cnnstudio.network import edits
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.shapes import infer_shapes
from cnnstudio.ui.designer.block_item import BlockItem
from cnnstudio.ui.designer.geometry import Curve, Side, curve, facing_side, port
from cnnstudio.ui.designer.gestures.gesture import DRAG_DISTANCE_PX, Gesture
from cnnstudio.ui.designer.hits import PORT_REACH_PX, block_at, blocks_in
from cnnstudio.ui.designer.search_to_add import LooseWire
from cnnstudio.ui.designer.wire_item import paint_arrow
from cnnstudio.ui.theme import themes

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas


class DrawWire(Gesture):
    """From a block's output to another block, or backwards from a block that has no output.

    While it is drawn every block shows whether it accepts; above one that does
    the network is shown as it would be.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: "Canvas", start: QPointF, item: BlockItem, side: Side) -> None:
        super().__init__(canvas, start)
        self._origin = item.block
        self._side = side
        self._is_backwards = not find_kind(item.card.kind.name).has_output
        self._point = start
        self._target: str | None = None
        self._refusals: dict[str, str | None] = {}
        self._mark_all()

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self._point = point
        item = block_at(self.canvas.scene_of_blocks, point, reach_px=PORT_REACH_PX)
        name = item.block if item is not None and item.block != self._origin else None
        if name != self._target:
            self._aim(name)
        self.canvas.viewport().update()

    def end(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self.move(point, modifiers)
        target = self._target
        self._clear()
        if target is not None and self._refusal(target) is None:
            self.canvas.editor.connect_blocks(*self._ends(target))
        elif target is None and self._is_on_empty_canvas(point):
            self.canvas.search.open(point, LooseWire(self._origin, self._is_backwards))

    def cancel(self) -> None:
        self._clear()

    def paint(self, painter: QPainter) -> None:
        if self._target is not None and self._refusal(self._target) is None:
            return  # the trial shows the wire itself
        theme = themes.current
        course = self._course()
        painter.setPen(QPen(theme.accent, 2.0, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(course.path())
        if not self._is_backwards:
            paint_arrow(painter, course, theme.accent, 2.0)

    def _is_on_empty_canvas(self, point: QPointF) -> bool:
        gap = (point - self.start).manhattanLength() * self.canvas.zoom.scale
        card = block_at(self.canvas.scene_of_blocks, point, reach_px=PORT_REACH_PX)
        return card is None and gap >= DRAG_DISTANCE_PX

    def _course(self) -> Curve:
        card = self.canvas.scene_of_blocks.blocks[self._origin].scene_rect
        hand = QRectF(self._point, self._point)
        entering = facing_side(card, hand).opposite
        return curve(port(card, self._side), self._side, self._point, entering)

    def _aim(self, name: str | None) -> None:
        self._end_trial()
        self._target = name
        self._mark_all()
        if name is None:
            self.canvas.explain("")
            return
        reason = self._refusal(name)
        self.canvas.explain(reason or "")
        if reason is None:
            self._try(name)

    def _try(self, name: str) -> None:
        design = self.canvas.document.design
        network = edits.connect(design.network, *self._ends(name), replace=True)
        self.canvas.scene_of_blocks.show_trial(network, infer_shapes(network, design.report))

    def _end_trial(self) -> None:
        design = self.canvas.document.design
        self.canvas.scene_of_blocks.end_trial(design.network, design.report)

    def _ends(self, other: str) -> tuple[str, str]:
        return (other, self._origin) if self._is_backwards else (self._origin, other)

    def _refusal(self, other: str) -> str | None:
        """Return why a wire cannot end there; asked once for each block that is seen."""
        if other not in self._refusals:
            network = self.canvas.editor.network
            self._refusals[other] = edits.refusal(network, *self._ends(other), replace=True)
        return self._refusals[other]

    def _mark_all(self) -> None:
        blocks = self.canvas.scene_of_blocks.blocks
        origin = blocks[self._origin]
        for name in blocks_in(self.canvas.scene_of_blocks, self.canvas.visible_rect()):
            item = blocks[name]
            accepts = self._refusal(name) is None
            is_aimed = name == self._target
            side = facing_side(item.scene_rect, origin.scene_rect)
            item.set_look(
                is_faded=not accepts and name != self._origin and not is_aimed,
                is_refusing=not accepts and is_aimed,
                ports=(side,) if accepts else (),
                chosen_port=side if accepts and is_aimed else None,
            )
        origin.set_look(ports=(self._side,), chosen_port=self._side)

    def _clear(self) -> None:
        self._end_trial()
        self.canvas.explain("")
        for item in self.canvas.scene_of_blocks.blocks.values():
            item.set_look(is_faded=False, is_refusing=False, ports=(), chosen_port=None)
        self.canvas.viewport().update()
