"""From block to block with keys: along the wires, by where they stand, and onto the wires."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from cnnstudio.network.graph import Wire
from cnnstudio.ui.designer.geometry import Side
from cnnstudio.ui.designer.gestures.wire_gesture import WireGesture

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas

_ASIDE = 2.0
"""A step aside is worth this many steps ahead."""


class Walking:
    """Selects where it arrives; while a wire is held it is the wire that points there."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._around: str | None = None
        """The block whose wires are selected one after another."""

    @property
    def here(self) -> str | None:
        """The block where the walk is."""
        gesture, selection = self._canvas.gesture, self._canvas.selection
        if isinstance(gesture, WireGesture):
            return gesture.aimed or gesture.fixed
        if selection.blocks:
            return selection.blocks[-1]
        return selection.wires[-1].source if selection.wires else None

    def step(self, *, forward: bool) -> bool:
        """Go to the next block in the order of the network; False behind the last one.

        A wire that is held goes round through the blocks that accept it, or where none
        does through those that would in the place of another wire.
        """
        gesture, order = self._canvas.gesture, self._order()
        if isinstance(gesture, WireGesture):
            others = [name for name in order if name != gesture.fixed]
            order = [name for name in others if gesture.offers.of(name).is_accepted]
            order = order or [name for name in others if gesture.offers.of(name).replaces]
        if not order:
            return gesture is not None
        here = self.here
        if here not in order:
            place = 0 if forward else len(order) - 1
        else:
            place = order.index(here) + (1 if forward else -1)
        if gesture is not None:
            place %= len(order)
        if not 0 <= place < len(order):
            return False
        self._arrive(order[place])
        return True

    def towards(self, side: Side, *, adds: bool = False) -> None:
        """Go to the nearest block on one side of this one."""
        rects = {
            name: item.scene_rect for name, item in self._canvas.scene_of_blocks.blocks.items()
        }
        here = self.here
        if here is None:
            self.step(forward=True)
        elif (found := nearest(rects, here, side)) is not None:
            self._arrive(found, adds=adds)

    def along(self, *, forward: bool, adds: bool = False) -> None:
        """Go to the block at the other end of this block's first wire."""
        network, here = self._canvas.editor.network, self.here
        if self._canvas.selection.wires and forward:
            self._arrive(self._canvas.selection.wires[-1].target)
        elif self._canvas.selection.wires and here is not None:
            self._arrive(here)
        elif here is None:
            self.step(forward=forward)
        elif forward and here in network.outgoing:
            self._arrive(network.outgoing[here][0].target, adds=adds)
        elif not forward and here in network.incoming:
            self._arrive(network.incoming[here][0].source, adds=adds)

    def to_end(self, *, last: bool) -> None:
        """Go to the network's first block or to its last."""
        order = self._order()
        if order:
            self._arrive(order[-1 if last else 0])

    def next_wire(self) -> None:
        """Select a wire of the selected block, then its other wires in turn."""
        selection = self._canvas.selection
        if selection.block is not None:
            self._around = selection.block
        wires = self._wires_around()
        if wires:
            chosen = selection.wires[-1] if selection.wires else None
            place = wires.index(chosen) + 1 if chosen in wires else 0
            selection.select(wires=[wires[place % len(wires)]])

    def _wires_around(self) -> list[Wire]:
        network, selection = self._canvas.editor.network, self._canvas.selection
        around = self._around or ""
        wires = [*network.outgoing.get(around, ()), *network.incoming.get(around, ())]
        if selection.wires and selection.wires[-1] not in wires:
            return list(selection.wires)
        return wires

    def _arrive(self, block: str, *, adds: bool = False) -> None:
        canvas = self._canvas
        canvas.reveal(block)
        if isinstance(canvas.gesture, WireGesture):
            canvas.gesture.aim_at(block)
            return
        kept = [name for name in canvas.selection.blocks if name != block] if adds else []
        canvas.selection.select([*kept, block])

    def _order(self) -> list[str]:
        network = self._canvas.editor.network
        cyclic = network.blocks.keys() - set(network.order)
        return [*network.order, *sorted(cyclic)]


def nearest(rects: Mapping[str, QRectF], here: str, side: Side) -> str | None:
    """Return the block nearest to `here` on one of its sides; what lies ahead counts most."""
    start = rects[here].center()
    ahead_x, ahead_y = side.value
    found: list[tuple[float, str]] = []
    for name, rect in rects.items():
        gap = rect.center() - start
        ahead = gap.x() * ahead_x + gap.y() * ahead_y
        aside = abs(gap.x() * ahead_y) + abs(gap.y() * ahead_x)
        if name != here and ahead > 0 and aside <= _ASIDE * ahead:
            found.append((ahead + _ASIDE * aside, name))
    return min(found)[1] if found else None
