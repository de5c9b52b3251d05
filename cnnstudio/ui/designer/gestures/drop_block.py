"""Dragging a kind from the palette over the canvas."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from cnnstudio.network import edits
from cnnstudio.network.graph import Network, Wire
from cnnstudio.ui.designer.gestures.gesture import Gesture
from cnnstudio.ui.designer.gestures.wire_aim import WireAim
from cnnstudio.ui.designer.kind_drag import GRIP_PX
from cnnstudio.ui.designer.placement import Position

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas


class DropBlock(Gesture):
    """On the empty canvas the block is added, on a wire it is inserted."""

    scrolls = True

    def __init__(self, canvas: "Canvas", start: QPointF, kind: str) -> None:
        super().__init__(canvas, start)
        self._kind = kind
        fits = edits.insertion_refusal(kind) is None
        self._aim = WireAim(canvas, self._inserted if fits else None)

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self._aim.follow(point)

    def end(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self._aim.follow(point)
        wire = self._aim.wire
        self._aim.clear()
        if wire is not None:
            self.canvas.editor.insert(self._kind, wire, _corner(point))
        else:
            self.canvas.editor.add(self._kind, _corner(point))

    def cancel(self) -> None:
        self._aim.clear()

    def _inserted(self, wire: Wire) -> Network:
        network = self.canvas.editor.network
        return edits.insert(network, edits.new_block(network, self._kind), wire)


def _corner(point: QPointF) -> Position:
    """Return the top left corner of a card that hangs from the pointer, as it was dragged."""
    return (float(round(point.x() - GRIP_PX)), float(round(point.y() - GRIP_PX)))
