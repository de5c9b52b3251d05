"""What all gestures have in common."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas

DRAG_DISTANCE_PX = 4.0
"""How far the pointer goes before a press becomes a drag, in pixels of the screen."""


class Gesture:
    """One movement of the hand, from press to release or Escape.

    Points are in the scene. Nothing is edited before `end`, and `cancel`
    leaves everything as it was.
    """

    cursor: Qt.CursorShape | None = None
    scrolls = False
    """Whether the view follows the hand beyond its edges."""

    def __init__(self, canvas: "Canvas", start: QPointF) -> None:
        self.canvas = canvas
        self.start = start

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Follow the pointer."""

    def end(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Do what was shown."""

    def cancel(self) -> None:
        """Forget it."""

    def paint(self, painter: QPainter) -> None:
        """Paint above the scene, in its coordinates."""
