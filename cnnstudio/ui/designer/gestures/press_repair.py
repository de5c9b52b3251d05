"""Pressing a repair on a card."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from cnnstudio.network.repairs import Repair
from cnnstudio.ui.designer.gestures.gesture import Gesture
from cnnstudio.ui.designer.hits import repair_at
from cnnstudio.ui.designer.repairing import open_repairs

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas


class PressRepair(Gesture):
    """Mends the problem, or lists what does, if the button is released where it was pressed."""

    def __init__(self, canvas: "Canvas", start: QPointF, repair: Repair | None) -> None:
        super().__init__(canvas, start)
        self._repair = repair

    def end(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        found = repair_at(self.canvas.scene_of_blocks, point)
        if found is None or found[2] != self._repair:
            return
        if self._repair is None:
            open_repairs(self.canvas, found[0].block)
        else:
            self.canvas.editor.repair(self._repair)
