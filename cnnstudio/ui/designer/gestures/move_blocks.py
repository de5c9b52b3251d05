"""Moving the selected blocks; one that is not connected can be dropped on a wire."""

from functools import reduce
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from cnnstudio.network import edits
from cnnstudio.ui.designer.gestures.gesture import DRAG_DISTANCE_PX, Gesture
from cnnstudio.ui.designer.gestures.wire_aim import WireAim
from cnnstudio.ui.designer.hits import blocks_in
from cnnstudio.ui.designer.placement import Position
from cnnstudio.ui.designer.snap_lines import paint_snap
from cnnstudio.ui.designer.snapping import Neighbours, Snap

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas

_REACH_PX = 7.0
"""How near a card comes to a line before it rests there, in pixels of the screen."""


class MoveBlocks(Gesture):
    """The items follow the pointer; the document hears of it once, on release.

    Their common box rests on lines with the cards in view, unless Ctrl is held.
    """

    scrolls = True

    def __init__(self, canvas: "Canvas", start: QPointF, block: str) -> None:
        super().__init__(canvas, start)
        self._block = block
        self._is_dragging = False
        blocks = canvas.editor.network.blocks
        self._origins = {name: blocks[name].position for name in canvas.selection.blocks}
        items = canvas.scene_of_blocks.blocks
        self._box = reduce(QRectF.united, (items[name].scene_rect for name in self._origins))
        self._aim = self._loose_block_aim()
        self._snap = Snap(QPointF())
        self._neighbours = Neighbours(())
        self._seen = QRectF()

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        gap = point - self.start
        if gap.manhattanLength() * self.canvas.zoom.scale >= DRAG_DISTANCE_PX:
            self._is_dragging = True
        if self._is_dragging:
            self._aim.follow(point)
            is_free = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
            self._rest(gap, is_free=is_free or self._aim.wire is not None)
            self.canvas.scene_of_blocks.move_blocks(self._moved(gap), is_passing=True)
            self.canvas.viewport().update()

    def end(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        wire = self._aim.wire
        if self._is_dragging:
            self.move(point, modifiers)
        self._aim.clear()
        if wire is not None:
            self.canvas.editor.insert_existing(self._block, wire)
        elif self._is_dragging:
            self.canvas.editor.move(self._moved(point - self.start))
        elif not modifiers & Qt.KeyboardModifier.ControlModifier:
            self.canvas.selection.select([self._block])
        self.canvas.viewport().update()

    def cancel(self) -> None:
        self._aim.clear()
        self.canvas.scene_of_blocks.move_blocks(self._origins)
        self.canvas.viewport().update()

    def paint(self, painter: QPainter) -> None:
        if self._is_dragging:
            paint_snap(painter, self._snap)

    def _rest(self, gap: QPointF, *, is_free: bool) -> None:
        if is_free:
            self._snap = Snap(QPointF())
            return
        if self._seen != self.canvas.visible_rect():
            self._look_around()
        box = self._box.translated(round(gap.x()), round(gap.y()))
        self._snap = self._neighbours.snap(box, _REACH_PX / self.canvas.zoom.scale)

    def _look_around(self) -> None:
        """Learn the cards in view: others cannot be seen to line up."""
        self._seen = self.canvas.visible_rect()
        scene = self.canvas.scene_of_blocks
        names = set(blocks_in(scene, self._seen)) - self._origins.keys()
        self._neighbours = Neighbours(scene.blocks[name].scene_rect for name in names)

    def _loose_block_aim(self) -> WireAim:
        network = self.canvas.editor.network
        block = network.blocks[self._block]
        is_loose = self._block not in network.incoming and self._block not in network.outgoing
        if len(self._origins) > 1 or not is_loose or edits.insertion_refusal(block.kind):
            return WireAim(self.canvas, None)
        return WireAim(self.canvas, lambda wire: edits.insert(network, block, wire))

    def _moved(self, gap: QPointF) -> dict[str, Position]:
        """Return the new positions: whole pixels, so that edges stay sharp, or where they rest."""
        dx = round(gap.x()) + self._snap.offset.x()
        dy = round(gap.y()) + self._snap.offset.y()
        return {name: (left + dx, top + dy) for name, (left, top) in self._origins.items()}
