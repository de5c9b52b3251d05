"""The wire between a block and the hand, as it is seen while nothing accepts it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from cnnstudio.network.offers import Direction
from cnnstudio.ui.designer.geometry import Curve, curve, facing_side, port
from cnnstudio.ui.designer.wire_item import paint_arrow

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas

_WIDTH_PX = 2.0


class HeldWire:
    """A dashed curve from the block that is `fixed` to `point`."""

    def __init__(
        self, canvas: "Canvas", fixed: str, direction: Direction, *, point: QPointF
    ) -> None:
        self._canvas = canvas
        self._fixed = fixed
        self._direction = direction
        self.point = point

    def aim_at(self, block: str) -> None:
        """Put the free end where the wire would meet a block."""
        card = self._canvas.scene_of_blocks.blocks[block].scene_rect
        self.point = port(card, facing_side(card, self._card()))

    def paint(self, painter: QPainter, colour: QColor) -> None:
        """Paint it in the scene."""
        course = self._course()
        painter.setPen(QPen(colour, _WIDTH_PX, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(course.path())
        paint_arrow(painter, course, colour, _WIDTH_PX)

    def _course(self) -> Curve:
        card, hand = self._card(), QRectF(self.point, self.point)
        side = facing_side(card, hand)
        anchor = port(card, side)
        if self._direction is Direction.BACKWARDS:
            return curve(self.point, side.opposite, anchor, side)
        return curve(anchor, side, self.point, side.opposite)

    def _card(self) -> QRectF:
        return self._canvas.scene_of_blocks.blocks[self._fixed].scene_rect
