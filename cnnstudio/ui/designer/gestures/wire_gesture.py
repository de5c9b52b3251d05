"""What drawing a wire and dragging one by its end have in common."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from cnnstudio.network.graph import Network
from cnnstudio.network.offers import Direction, Offer
from cnnstudio.network.shapes import infer_shapes
from cnnstudio.ui.designer.gestures.gesture import DRAG_DISTANCE_PX, Gesture
from cnnstudio.ui.designer.gestures.held_wire import HeldWire
from cnnstudio.ui.designer.gestures.wire_marks import WireMarks
from cnnstudio.ui.designer.gestures.wire_offers import WireOffers
from cnnstudio.ui.designer.hits import PORT_REACH_PX, block_at
from cnnstudio.ui.designer.search_to_add import LooseWire
from cnnstudio.ui.theme import themes

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas


class WireGesture(Gesture):
    """One end of a wire is held by the hand, the other by a block.

    Meanwhile every block in view shows whether it accepts the wire. Above one
    that does, the network is shown as it would be; any other says why not.
    """

    cursor: Qt.CursorShape | None = Qt.CursorShape.CrossCursor
    scrolls = True

    def __init__(
        self, canvas: "Canvas", start: QPointF, network: Network, fixed: str, direction: Direction
    ) -> None:
        """`network` is the one in which the wire is not."""
        super().__init__(canvas, start)
        self.fixed = fixed
        self.aimed: str | None = None
        """The block at which the free end points."""
        self.offers = WireOffers(network, fixed, direction)
        self._direction = direction
        self._held = HeldWire(canvas, fixed, direction, point=start)
        self._marks = WireMarks(canvas, fixed, self.offers.of)

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self._held.point = point
        item = block_at(self.canvas.scene_of_blocks, point, reach_px=PORT_REACH_PX)
        name = item.block if item is not None and item.block != self.fixed else None
        self._follow(name, point, modifiers)

    def aim_at(self, block: str | None) -> None:
        """Point at a block without the mouse."""
        if block is not None:
            self._held.aim_at(block)
            self._follow(block, self._held.point, Qt.KeyboardModifier.NoModifier)

    def end(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self.move(point, modifiers)
        self.finish()

    def finish(self) -> None:
        """Draw the wire to the block that is aimed at, if it accepts."""
        aimed = self.aimed
        self.clear()
        if aimed is not None and (found := self.offers.of(aimed)).is_accepted:
            self.connect(found)

    def cancel(self) -> None:
        self.clear()

    def search(self, point: QPointF) -> None:
        """Ask for a block to be put where the wire was dropped on the empty canvas."""
        gap = (point - self.start).manhattanLength() * self.canvas.zoom.scale
        card = block_at(self.canvas.scene_of_blocks, point, reach_px=PORT_REACH_PX)
        if card is None and gap >= DRAG_DISTANCE_PX:
            is_backwards = self._direction is Direction.BACKWARDS
            self.canvas.search.open(point, LooseWire(self.fixed, is_backwards))

    def connect(self, found: Offer) -> None:
        """Draw the wire."""
        raise NotImplementedError

    def connected(self, found: Offer) -> Network:
        """Return the network with the wire drawn."""
        raise NotImplementedError

    def paint(self, painter: QPainter) -> None:
        is_refused = self.aimed is not None and not self.offers.of(self.aimed).is_accepted
        if self.aimed is not None and not is_refused:
            return  # the trial shows the wire itself
        if self.aimed is None and self._held.point == self.start:
            return  # keys have not aimed it yet
        self._held.paint(painter, themes.current.bad if is_refused else themes.current.accent)

    def mark(self) -> None:
        """Show on every block in view whether it accepts."""
        self._marks.show(self.aimed)

    def clear(self) -> None:
        """Show the document again as it is."""
        self._end_trial()
        self.aimed = None
        self.canvas.explain("")
        self._marks.clear()
        self.canvas.viewport().update()

    def _follow(self, name: str | None, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        had = self.offers.replaces
        self.offers.replaces = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if had == self.offers.replaces and name == self.aimed and self._marks.are_of_this_view:
            self._explain(point)
            self.canvas.viewport().update()
            return
        self._end_trial()
        self.aimed = name
        if name is not None and self.offers.of(name).is_accepted:
            network = self.connected(self.offers.of(name))
            report = infer_shapes(network, self.canvas.document.design.report)
            self.canvas.scene_of_blocks.show_trial(network, report)
        self.mark()
        self._explain(point)
        self.canvas.viewport().update()

    def _explain(self, point: QPointF) -> None:
        refusal = None if self.aimed is None else self.offers.of(self.aimed).refusal
        self.canvas.explain(refusal or "", point)

    def _end_trial(self) -> None:
        if self.aimed is not None:
            design = self.canvas.document.design
            self.canvas.scene_of_blocks.end_trial(design.network, design.report)
