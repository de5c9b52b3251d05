"""Moving the selected blocks; one that is not connected can be dropped on a wire."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from cnnstudio.network import edits
from cnnstudio.ui.designer.gestures.gesture import DRAG_DISTANCE_PX, Gesture
from cnnstudio.ui.designer.gestures.wire_aim import WireAim
from cnnstudio.ui.designer.placement import Position

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas


class MoveBlocks(Gesture):
    """The items follow the pointer; the document hears of it once, on release."""

    def __init__(self, canvas: "Canvas", start: QPointF, block: str) -> None:
        super().__init__(canvas, start)
        self._block = block
        self._is_dragging = False
        blocks = canvas.editor.network.blocks
        self._origins = {name: blocks[name].position for name in canvas.selection.blocks}
        self._aim = self._loose_block_aim()

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        gap = point - self.start
        if gap.manhattanLength() * self.canvas.zoom.scale >= DRAG_DISTANCE_PX:
            self._is_dragging = True
        if self._is_dragging:
            self._aim.follow(point)
            self.canvas.scene_of_blocks.move_blocks(self._moved(point))

    def end(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        wire = self._aim.wire
        self._aim.clear()
        if wire is not None:
            self.canvas.editor.insert_existing(self._block, wire)
        elif self._is_dragging:
            self.canvas.editor.move(self._moved(point))
        elif not modifiers & Qt.KeyboardModifier.ControlModifier:
            self.canvas.selection.select([self._block])

    def cancel(self) -> None:
        self._aim.clear()
        self.canvas.scene_of_blocks.move_blocks(self._origins)

    def _loose_block_aim(self) -> WireAim:
        network = self.canvas.editor.network
        block = network.blocks[self._block]
        is_loose = self._block not in network.incoming and self._block not in network.outgoing
        if len(self._origins) > 1 or not is_loose or edits.insertion_refusal(block.kind):
            return WireAim(self.canvas, None)
        return WireAim(self.canvas, lambda wire: edits.insert(network, block, wire))

    def _moved(self, point: QPointF) -> dict[str, Position]:
        """Return the new positions, in whole pixels so that edges stay sharp."""
        gap = point - self.start
        return {
            name: (float(round(left + gap.x())), float(round(top + gap.y())))
            for name, (left, top) in self._origins.items()
        }
