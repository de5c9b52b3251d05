"""Which gesture a press begins: it depends on what lies under the pointer."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from cnnstudio.network import offers
from cnnstudio.ui.designer import hits
from cnnstudio.ui.designer.gestures.draw_wire import DrawWire
from cnnstudio.ui.designer.gestures.gesture import Gesture
from cnnstudio.ui.designer.gestures.move_blocks import MoveBlocks
from cnnstudio.ui.designer.gestures.press_repair import PressRepair
from cnnstudio.ui.designer.gestures.rewire import PulledWire, Rewire, moves_source
from cnnstudio.ui.designer.gestures.rubber_band import RubberBand

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas

_ADDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def pressed_gesture(
    canvas: "Canvas", point: QPointF, modifiers: Qt.KeyboardModifier
) -> Gesture | None:
    """Return the gesture that the left button begins at `point`, or None for a mere click."""
    scene = canvas.scene_of_blocks
    if not canvas.is_far:
        if (repair := hits.repair_at(scene, point)) is not None:
            return PressRepair(canvas, point, repair[2])
        if (port := hits.port_at(scene, point)) is not None:
            return _pulled_wire(canvas, point, port[0].block)
    if (item := hits.block_at(scene, point)) is not None:
        _select_block(canvas, item.block, modifiers)
        is_chosen = item.block in canvas.selection.blocks
        return MoveBlocks(canvas, point, item.block) if is_chosen else None
    if (wire := hits.wire_at(scene, point, scale=canvas.zoom.scale)) is not None:
        canvas.selection.select(wires=[wire])
        return Rewire(canvas, point, wire, moves_source=moves_source(canvas, wire, point))
    return RubberBand(canvas, point, adds=bool(modifiers & _ADDING))


def _pulled_wire(canvas: "Canvas", point: QPointF, block: str) -> Gesture:
    """Return a new wire, or the one that fills the only port of a block without an output."""
    taken = offers.taken_input(canvas.editor.network, block)
    if taken is not None:
        return PulledWire(canvas, point, taken)
    return DrawWire(canvas, point, block)


def _select_block(canvas: "Canvas", block: str, modifiers: Qt.KeyboardModifier) -> None:
    """Select what is pressed; a block of several that are selected keeps the others."""
    if modifiers & _ADDING:
        canvas.selection.toggle(block)
    elif block not in canvas.selection.blocks:
        canvas.selection.select([block])
