"""Wires drawn and moved with keys: actions by id, and what they do."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from cnnstudio.network import offers
from cnnstudio.text import N_, _
from cnnstudio.ui.actions import ActionDescription
from cnnstudio.ui.designer.gestures.draw_wire import DrawWire
from cnnstudio.ui.designer.gestures.rewire import PulledWire, Rewire
from cnnstudio.ui.designer.gestures.wire_gesture import WireGesture

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas

_A = ActionDescription

DESCRIPTIONS: tuple[ActionDescription, ...] = (
    _A(
        "network.connect",
        N_("&Connect To…"),
        N_("Draw a wire from the selected block, or take the end of the selected wire"),
        "C",
    ),
    _A(
        "network.move_start",
        N_("Move Wire's Star&t…"),
        N_("Take the start of the selected wire to another block"),
        "Shift+C",
    ),
    _A(
        "network.select_wire",
        N_("Select &Wire"),
        N_("Select a wire of the selected block, then the next one"),
        "W",
    ),
)


class Wiring:
    """Begins the gestures that the mouse begins at ports and wires; arrows and Tab aim them."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas

    def doings(self) -> dict[str, Callable[[], None]]:
        """Return what each action does."""
        return {
            "network.connect": self._connect,
            "network.move_start": lambda: self._move_end(moves_source=True),
            "network.select_wire": self._canvas.keyboard.walking.next_wire,
        }

    def is_possible(self, action: str) -> bool:
        """Whether the selection allows an action."""
        selection = self._canvas.selection
        has_wire = len(selection.wires) == 1 and not selection.blocks
        return has_wire or (action != "network.move_start" and selection.block is not None)

    def _connect(self) -> None:
        canvas, block = self._canvas, self._canvas.selection.block
        if block is None:
            self._move_end(moves_source=False)
            return
        start = canvas.scene_of_blocks.blocks[block].scene_rect.center()
        taken = offers.taken_input(canvas.editor.network, block)
        self._begin(
            DrawWire(canvas, start, block) if taken is None else PulledWire(canvas, start, taken)
        )

    def _move_end(self, *, moves_source: bool) -> None:
        if self._canvas.selection.wires:
            wire = self._canvas.selection.wires[-1]
            self._begin(Rewire(self._canvas, QPointF(), wire, moves_source=moves_source))

    def _begin(self, gesture: WireGesture) -> None:
        canvas = self._canvas
        canvas.begin(gesture)
        if not canvas.keyboard.walking.step(forward=True) or gesture.aimed is None:
            gesture.mark()
        hint = _("Choose a block with the arrows or Tab. Enter connects, Esc leaves.")
        corner = canvas.scene_of_blocks.blocks[gesture.fixed].scene_rect.bottomLeft()
        canvas.explanation.say(hint, canvas.viewportTransform().map(corner), is_hint=True)
