"""Automatic layouts: actions by id, and what they do with the network of a canvas."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cnnstudio.network.layout import Flow, layered
from cnnstudio.text import N_, _
from cnnstudio.ui.actions import ActionDescription
from cnnstudio.ui.designer.geometry import PORT_X_PX, PORT_Y_PX
from cnnstudio.ui.designer.placement import rearranged

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas

_A = ActionDescription

DESCRIPTIONS: tuple[ActionDescription, ...] = (
    _A("network.arrange", N_("&Arrange in Rows"), N_("Lay the blocks out in rows"), "Ctrl+Shift+A"),
    _A(
        "network.arrange_right",
        N_("Arrange Left to Ri&ght"),
        N_("Lay the blocks out in layers from left to right"),
        "L",
    ),
    _A(
        "network.arrange_down",
        N_("Arrange T&op Down"),
        N_("Lay the blocks out in layers from top to bottom"),
        "T",
    ),
)


class Arranging:
    """Lays the network of a canvas out anew, by the cards that are seen, and shows all of it."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas

    def doings(self) -> dict[str, Callable[[], None]]:
        """Return what each action does."""
        return {
            "network.arrange": self._in_rows,
            "network.arrange_right": lambda: self._in_layers(Flow.RIGHT),
            "network.arrange_down": lambda: self._in_layers(Flow.DOWN),
        }

    def _in_rows(self) -> None:
        editor = self._canvas.editor
        editor.apply(_("Arrange"), rearranged(editor.network))
        self._canvas.zoom_to_fit()

    def _in_layers(self, flow: Flow) -> None:
        editor, blocks = self._canvas.editor, self._canvas.scene_of_blocks.blocks
        rects = {name: item.card.rect for name, item in blocks.items()}
        sizes = {name: (rect.width(), rect.height()) for name, rect in rects.items()}
        after = layered(editor.network, sizes, flow, (PORT_X_PX, PORT_Y_PX))
        editor.apply(_("Arrange"), after)
        self._canvas.zoom_to_fit()
