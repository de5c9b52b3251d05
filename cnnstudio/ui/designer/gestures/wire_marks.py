"""What blocks show while a wire is held: whether they accept it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from cnnstudio.network.offers import Offer
from cnnstudio.ui.designer.geometry import facing_side
from cnnstudio.ui.designer.hits import blocks_in

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas


class WireMarks:
    """A ring on each port in view that accepts, a cross on each that does not."""

    def __init__(self, canvas: "Canvas", fixed: str, offer: Callable[[str], Offer]) -> None:
        self._canvas = canvas
        self._fixed = fixed
        self._offer = offer
        self._marked = QRectF()

    @property
    def are_of_this_view(self) -> bool:
        """Whether the view has not moved since."""
        return self._marked == self._canvas.visible_rect()

    def show(self, aimed: str | None) -> None:
        """Mark the blocks in view; one is aimed at."""
        self._marked = self._canvas.visible_rect()
        if not self._canvas.is_far:
            for name in blocks_in(self._canvas.scene_of_blocks, self._marked):
                self._show_block(name, is_aimed=name == aimed)

    def clear(self) -> None:
        """Mark nothing."""
        for item in self._canvas.scene_of_blocks.blocks.values():
            item.set_look(
                is_faded=False, is_refusing=False, ports=(), chosen_port=None, refused_port=None
            )

    def _show_block(self, name: str, *, is_aimed: bool) -> None:
        blocks = self._canvas.scene_of_blocks.blocks
        item = blocks[name]
        if name == self._fixed:
            item.set_look(ports=(), chosen_port=None)
            return
        found = self._offer(name)
        accepts = found.is_accepted
        side = facing_side(item.scene_rect, blocks[self._fixed].scene_rect)
        item.set_look(
            is_faded=not accepts and not found.replaces and not is_aimed,
            is_refusing=not accepts and is_aimed,
            ports=(side,) if accepts else (),
            chosen_port=side if accepts and is_aimed else None,
            refused_port=None if accepts else side,
        )
