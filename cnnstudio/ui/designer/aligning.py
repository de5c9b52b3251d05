"""Align and distribute: actions by id, and what they do with the selected blocks."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cnnstudio.network.alignment import Edge, align, distribute
from cnnstudio.network.graph import Network
from cnnstudio.text import N_, _
from cnnstudio.ui.actions import ActionDescription

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas

_A = ActionDescription
_LINES = {
    "network.align_left": Edge.LEFT,
    "network.align_centre": Edge.CENTRE,
    "network.align_right": Edge.RIGHT,
    "network.align_top": Edge.TOP,
    "network.align_middle": Edge.MIDDLE,
    "network.align_bottom": Edge.BOTTOM,
}
_AXES = {"network.distribute_across": 0, "network.distribute_down": 1}

DESCRIPTIONS: tuple[ActionDescription, ...] = (
    _A(
        "network.align_left",
        N_("Align &Left Edges"),
        N_("Put left edges in line"),
        "Ctrl+Shift+Left",
    ),
    _A("network.align_centre", N_("Align &Centres"), N_("Put centres below one another")),
    _A(
        "network.align_right",
        N_("Align &Right Edges"),
        N_("Put right edges in line"),
        "Ctrl+Shift+Right",
    ),
    _A("network.align_top", N_("Align &Top Edges"), N_("Put top edges in line"), "Ctrl+Shift+Up"),
    _A("network.align_middle", N_("Align &Middles"), N_("Put middles beside one another")),
    _A(
        "network.align_bottom",
        N_("Align &Bottom Edges"),
        N_("Put bottoms in line"),
        "Ctrl+Shift+Down",
    ),
    _A(
        "network.distribute_across",
        N_("Distribute &Across"),
        N_("Leave equal gaps from left to right; three blocks at least"),
    ),
    _A(
        "network.distribute_down",
        N_("Distribute &Down"),
        N_("Leave equal gaps from top to bottom; three blocks at least"),
    ),
)


def fewest_blocks(action: str) -> int:
    """Return how many blocks must be selected for an action."""
    return 3 if action in _AXES else 2


class Aligning:
    """Puts the selected blocks of a canvas in line, by the cards that are seen."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas

    def doings(self) -> dict[str, Callable[[], None]]:
        """Return what each action does."""
        return {each.id: self._doing(each.id) for each in DESCRIPTIONS}

    def _doing(self, action: str) -> Callable[[], None]:
        return lambda: self._do(action)

    def _do(self, action: str) -> None:
        network = self._canvas.editor.network
        after = self._aligned(network, action)
        if all(network.blocks[name] == block for name, block in after.blocks.items()):
            return
        text = _("Distribute Blocks") if action in _AXES else _("Align Blocks")
        self._canvas.editor.apply(text, after)

    def _aligned(self, network: Network, action: str) -> Network:
        items = self._canvas.scene_of_blocks.selected
        sizes = {
            name: (item.card.rect.width(), item.card.rect.height()) for name, item in items.items()
        }
        if action in _AXES:
            return distribute(network, sizes, _AXES[action])
        return align(network, sizes, _LINES[action])
