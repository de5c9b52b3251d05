"""A network as a small picture: its cards by colour, and the wires between them."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Block, Network
from cnnstudio.ui.designer.geometry import curve_between
from cnnstudio.ui.style import mixed
from cnnstudio.ui.theme import Theme, family_colour, themes

_CARD_PX = (148.0, 88.0)
_RADIUS_PX = 16.0
_STRIPE_PX = 18.0
_LARGEST_SCALE = 0.34
"""So that a small network does not look like a large one."""


def paint_network(painter: QPainter, network: Network, room: QRectF) -> None:
    """Paint all of a network into `room`, as large as it fits."""
    cards = {name: QRectF(*block.position, *_CARD_PX) for name, block in network.blocks.items()}
    content = QRectF()
    for card in cards.values():
        content |= card
    scale = min(_LARGEST_SCALE, room.width() / content.width(), room.height() / content.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    corner = room.center() - content.center() * scale
    painter.translate(QPointF(corner))
    painter.scale(scale, scale)
    _paint_wires(painter, network, cards, themes.current)
    for name, block in network.blocks.items():
        _paint_card(painter, cards[name], _colour(block), themes.current)
    painter.restore()


def _paint_wires(
    painter: QPainter, network: Network, cards: dict[str, QRectF], theme: Theme
) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_cosmetic(theme.wire, 1.4))
    for wire in network.wires:
        painter.drawPath(curve_between(cards[wire.source], cards[wire.target]).path())


def _paint_card(painter: QPainter, card: QRectF, colour: QColor, theme: Theme) -> None:
    painter.setPen(_cosmetic(mixed(theme.card, colour, 0.7), 1.0))
    painter.setBrush(mixed(theme.card, colour, 0.18))
    painter.drawRoundedRect(card, _RADIUS_PX, _RADIUS_PX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    stripe = QRectF(card.left(), card.top(), _STRIPE_PX, card.height())
    painter.drawRoundedRect(stripe, _STRIPE_PX / 2, _STRIPE_PX / 2)


def _colour(block: Block) -> QColor:
    return family_colour(find_kind(block.kind).family, block.kind)


def _cosmetic(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    return pen
