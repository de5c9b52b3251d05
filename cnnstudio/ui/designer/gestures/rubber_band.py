"""Selecting what lies in a rectangle."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from cnnstudio.ui.designer.gestures.gesture import Gesture
from cnnstudio.ui.designer.hits import blocks_in
from cnnstudio.ui.theme import themes

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas


class RubberBand(Gesture):
    """A drag that starts on the empty canvas; with Ctrl or Shift it adds to the selection."""

    scrolls = True

    def __init__(self, canvas: "Canvas", start: QPointF, *, adds: bool) -> None:
        super().__init__(canvas, start)
        self._before = canvas.selection.blocks
        self._kept = self._before if adds else ()
        self._rect = QRectF()
        canvas.selection.select(self._kept)

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self._rect = QRectF(self.start, point).normalized()
        touched = blocks_in(self.canvas.scene_of_blocks, self._rect)
        self.canvas.selection.select((*self._kept, *sorted(touched)))
        self.canvas.viewport().update()

    def end(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self.canvas.viewport().update()

    def cancel(self) -> None:
        self.canvas.selection.select(self._before)
        self.canvas.viewport().update()

    def paint(self, painter: QPainter) -> None:
        accent = themes.current.accent
        pen = QPen(accent, 1.0)
        pen.setCosmetic(True)
        fill = QColor(accent)
        fill.setAlphaF(0.10)
        painter.setPen(pen)
        painter.setBrush(fill)
        painter.drawRect(self._rect)
