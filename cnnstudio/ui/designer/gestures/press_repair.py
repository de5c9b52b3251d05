"""Pressing a repair on a card."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from cnnstudio.network.repairs import Repair
from cnnstudio.ui.designer.gestures.gesture import Gesture
from cnnstudio.ui.designer.hits import repair_at

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas


class PressRepair(Gesture):
    """Mends the problem if the button is released where it was pressed."""

    def __init__(self, canvas: "Canvas", start: QPointF, repair: Repair) -> None:
        super().__init__(canvas, start)
        self._repair = repair

    def end(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        found = repair_at(self.canvas.scene_of_blocks, point)
        if found is not None and found[2] == self._repair:
            self.canvas.editor.repair(self._repair)
