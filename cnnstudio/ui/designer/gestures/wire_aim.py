"""Holding a block above a wire: the wire lights up and the shapes downstream follow."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from cnnstudio.network.graph import Network, Wire
from cnnstudio.network.shapes import infer_shapes
from cnnstudio.ui.designer.hits import wire_at

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas


class WireAim:
    """The wire that a block would be inserted into, if it can be inserted at all."""

    def __init__(self, canvas: "Canvas", insert: Callable[[Wire], Network] | None) -> None:
        self._canvas = canvas
        self._insert = insert
        self.wire: Wire | None = None

    def follow(self, point: QPointF) -> None:
        """Aim at the wire below a point, and show what inserting there would give."""
        if self._insert is None:
            return
        scene = self._canvas.scene_of_blocks
        wire = wire_at(scene, point, scale=self._canvas.zoom.scale)
        if wire == self.wire:
            return
        self.clear()
        self.wire = wire
        if wire is not None:
            scene.wires[wire].set_look(is_target=True)
            self._show_shapes(self._insert(wire))

    def clear(self) -> None:
        """Aim at nothing and show the document's shapes again."""
        if self.wire is not None:
            self.wire = None
            design = self._canvas.document.design
            self._canvas.scene_of_blocks.end_trial(design.network, design.report)

    def _show_shapes(self, trial: Network) -> None:
        """Show the trial's shapes on the blocks that are there, without the new block's card."""
        design = self._canvas.document.design
        report = infer_shapes(trial, design.report)
        self._canvas.scene_of_blocks.show_trial(design.network, report)
