"""Drawing a wire from port to port."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from cnnstudio.network import edits
from cnnstudio.network.graph import Network
from cnnstudio.network.offers import Offer, directions
from cnnstudio.ui.designer.gestures.wire_gesture import WireGesture

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas


class DrawWire(WireGesture):
    """From a block to one that it can feed, or that can feed it; on nothing, search opens."""

    def __init__(self, canvas: "Canvas", start: QPointF, block: str) -> None:
        network = canvas.editor.network
        super().__init__(canvas, start, network, block, directions(network, block))
        self.mark()

    def end(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        super().end(point, modifiers)
        self.search(point)

    def connect(self, found: Offer) -> None:
        self.canvas.editor.connect_blocks(found.source, found.target)

    def connected(self, found: Offer) -> Network:
        return edits.connect(self.offers.network, found.source, found.target, replace=True)
