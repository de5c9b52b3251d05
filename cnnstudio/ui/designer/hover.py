"""What the pointer passes over: ports appear, wires darken, buttons light up."""

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from cnnstudio.network.blocks.kind import shape_text
from cnnstudio.network.graph import Wire
from cnnstudio.network.mending import preview
from cnnstudio.network.repairs import Repair
from cnnstudio.text import _
from cnnstudio.ui.designer import hits
from cnnstudio.ui.designer.block_item import BlockItem
from cnnstudio.ui.designer.tooltips import wrapped

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas


class Hover:
    """Shows what a press at the pointer would take hold of."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._block: BlockItem | None = None
        self._wire: Wire | None = None

    def move(self, point: QPointF) -> Qt.CursorShape:
        """Follow the pointer; return the cursor that fits."""
        scene = self._canvas.scene_of_blocks
        if self._canvas.is_far:
            self.leave()
            return Qt.CursorShape.ArrowCursor
        port = hits.port_at(scene, point)
        item = port[0] if port else hits.block_at(scene, point, reach_px=hits.PORT_REACH_PX)
        self._show_block(item)
        repair = hits.repair_at(scene, point)
        if item is not None:
            item.set_look(
                chosen_port=port[1] if port else None,
                hovered_button=repair[1] if repair else None,
            )
        inside = item is not None and item.scene_rect.contains(point)
        self._show_wire(None if inside or port else hits.wire_at(scene, point))
        if repair or self._wire is not None:
            return Qt.CursorShape.PointingHandCursor
        return Qt.CursorShape.CrossCursor if port else Qt.CursorShape.ArrowCursor

    def leave(self) -> None:
        """Show nothing."""
        self._show_block(None)
        self._show_wire(None)

    def tooltip(self, point: QPointF) -> str:
        """Return what is to be said about the thing at a point."""
        scene = self._canvas.scene_of_blocks
        if not self._canvas.is_far and hits.port_at(scene, point):
            return _("Drag from here to another block to connect them.")
        if (item := hits.block_at(scene, point)) is not None:
            return self._block_tooltip(item, point)
        if (wire := hits.wire_at(scene, point)) is not None:
            shape = scene.report_of(wire.source).output
            return "" if shape is None else shape_text(shape)
        return ""

    def _block_tooltip(self, item: BlockItem, point: QPointF) -> str:
        images = self._canvas.scene_of_blocks.thumbnails_of(item.block)
        inside = point - item.pos()
        if images is not None and any(rect.contains(inside) for rect in item.card.maps):
            return wrapped(images.text)
        place = item.button_at(point)
        if place is not None:
            return self._repair_tooltip(item.card.buttons[place].repair)
        if item.card.title.rect.contains(inside):
            return wrapped(_(item.card.kind.explanation))
        return ""

    def _repair_tooltip(self, repair: Repair | None) -> str:
        if repair is None:
            return _("List all repairs")
        lines = preview(self._canvas.document.design.report, repair)
        return "<br>".join(escape(line) for line in lines)

    def _show_block(self, item: BlockItem | None) -> None:
        if item is self._block:
            return
        if self._block is not None:
            self._block.set_look(ports=(), chosen_port=None, hovered_button=None)
        self._block = item
        if item is not None:
            item.set_look(ports=hits.ports_of(item))

    def _show_wire(self, wire: Wire | None) -> None:
        if wire == self._wire:
            return
        wires = self._canvas.scene_of_blocks.wires
        if self._wire in wires:
            wires[self._wire].set_look(is_hovered=False)
        self._wire = wire
        if wire in wires:
            wires[wire].set_look(is_hovered=True)
