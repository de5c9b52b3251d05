"""A block on the canvas. It shows; the canvas' gestures act."""

import dataclasses
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from cnnstudio.ui.designer.card import Card
from cnnstudio.ui.designer.card_painter import Look, paint_card
from cnnstudio.ui.designer.feature_maps import Thumbnails
from cnnstudio.ui.designer.geometry import Side, port
from cnnstudio.ui.designer.placement import Position
from cnnstudio.ui.theme import themes

_MARGIN_PX = 10.0
_PORT_RADIUS_PX = 4.5
_CROSS_PX = 6.5
_CARDS_Z, _SELECTED_Z = 1.0, 2.0


class BlockItem(QGraphicsItem):
    """A card at a block's position; `look` is how it is shown besides."""

    def __init__(self, block: str) -> None:
        super().__init__()
        self.block = block
        self.card: Card
        self.position: Position = (0.0, 0.0)
        self.scene_rect = QRectF()
        """The card's box on the scene; asked for too often to be worked out each time."""
        self.look = Look()
        self.thumbnails: Thumbnails | None = None
        self.output: Any = None
        self.setZValue(_CARDS_Z)

    def place(self, position: Position) -> None:
        """Put the card's top left corner elsewhere on the scene."""
        self.position = position
        self.setPos(QPointF(*position))
        self.scene_rect = self.card.rect.translated(*position)

    def show_card(self, card: Card, thumbnails: Thumbnails | None, output: Any) -> None:
        """Show another card."""
        self.prepareGeometryChange()
        self.card = card
        self.thumbnails = thumbnails
        self.output = output
        self.update()

    def set_look(self, **changes: Any) -> None:
        """Change some of how the card is shown."""
        if any(getattr(self.look, name) != value for name, value in changes.items()):
            self.look = dataclasses.replace(self.look, **changes)
            self.setZValue(_SELECTED_Z if self.look.is_selected else _CARDS_Z)
            self.update()

    def button_at(self, point: QPointF) -> int | None:
        """Return which repair stands at a point of the scene."""
        inside = point - self.pos()
        places = (
            place for place, button in enumerate(self.card.buttons) if button.rect.contains(inside)
        )
        return next(places, None)

    def boundingRect(self) -> QRectF:
        return self.card.rect.adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        is_fresh = self.thumbnails is not None and self.thumbnails.fit(self.output)
        paint_card(painter, self.card, self.look, self.thumbnails, is_fresh=is_fresh)
        painter.setOpacity(1.0)
        for side in self.look.ports:
            self._paint_port(painter, side)
        if self.look.refused_port is not None:
            self._paint_cross(painter, self.look.refused_port)

    def _paint_port(self, painter: QPainter, side: Side) -> None:
        theme = themes.current
        is_chosen = side is self.look.chosen_port
        painter.setPen(QPen(theme.accent, 1.5))
        painter.setBrush(theme.accent if is_chosen else theme.card)
        radius = _PORT_RADIUS_PX + (1.0 if is_chosen else 0.0)
        painter.drawEllipse(port(self.card.rect, side), radius, radius)

    def _paint_cross(self, painter: QPainter, side: Side) -> None:
        """Paint a port that refuses: a cross where the others have a ring."""
        theme = themes.current
        colour = theme.bad if self.look.is_refusing else theme.dim
        centre, reach = port(self.card.rect, side), _CROSS_PX / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.canvas)
        painter.drawEllipse(centre, _CROSS_PX, _CROSS_PX)
        painter.setPen(QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(centre - QPointF(reach, reach), centre + QPointF(reach, reach))
        painter.drawLine(centre - QPointF(reach, -reach), centre + QPointF(reach, -reach))
