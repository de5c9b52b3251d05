"""Paints a card: on the canvas, and on the pointer while it is dragged from the palette."""

from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from cnnstudio.ui.designer.card import (
    STRIPE_PX,
    Card,
    button_font,
    footer_font,
    line_font,
    title_font,
)
from cnnstudio.ui.designer.feature_maps import Thumbnails
from cnnstudio.ui.designer.geometry import Side
from cnnstudio.ui.style import mixed
from cnnstudio.ui.theme import RADIUS_PX, Theme, family_colour, themes

PIXMAP_MARGIN_PX = 8
_FADED, _BYPASSED = 0.4, 0.6
"""How strongly cards are painted that do not count, now or in the network."""

_TEXT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_SHADOWS = ((1.0, 0.9), (2.5, 0.55), (5.0, 0.25))
"""Layers under a card: how far they reach, and their share of the shadow's strength."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a card is shown besides what stands on it."""

    is_selected: bool = False
    is_found: bool = False
    is_faded: bool = False
    is_refusing: bool = False
    is_changing: bool = False
    hovered_button: int | None = None
    ports: tuple[Side, ...] = ()
    chosen_port: Side | None = None
    refused_port: Side | None = None


def paint_card(
    painter: QPainter, card: Card, look: Look, thumbnails: Thumbnails | None, *, is_fresh: bool
) -> None:
    """Paint a card with its top left corner at the origin; stale thumbnails leave empty frames."""
    theme = themes.current
    if look.is_faded or card.is_bypassed:
        painter.setOpacity(_FADED if look.is_faded else _BYPASSED)
    _paint_body(painter, card, look, theme)
    painter.setFont(title_font())
    painter.setPen(theme.text)
    painter.drawText(card.title.rect, _TEXT, card.title.text)
    painter.setFont(line_font())
    painter.setPen(theme.dim)
    for line in card.summary:
        painter.drawText(line.rect, _TEXT, line.text)
    painter.setPen(theme.bad)
    for line in card.message:
        painter.drawText(line.rect, _TEXT, line.text)
    _paint_buttons(painter, card, look, theme)
    if thumbnails is not None:
        _paint_maps(painter, card, thumbnails, theme, is_fresh=is_fresh)
    painter.setFont(footer_font())
    painter.setPen(theme.accent if look.is_changing else theme.dim)
    painter.drawText(card.footer.rect, _TEXT, card.footer.text)


def _paint_body(painter: QPainter, card: Card, look: Look, theme: Theme) -> None:
    _paint_shadow(painter, card.rect, theme)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.card)
    painter.drawRoundedRect(card.rect, RADIUS_PX, RADIUS_PX)
    painter.setBrush(family_colour(card.kind.family, card.kind.name))
    painter.drawPath(_stripe(card.rect.height()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if look.is_found:
        _outline(painter, card.rect.adjusted(-4, -4, 4, 4), theme.found, 3.0)
    if look.is_selected:
        _outline(painter, card.rect.adjusted(-2, -2, 2, 2), _translucent(theme.accent, 0.28), 4.0)
    is_bad = card.has_problem or look.is_refusing
    edge = theme.bad if is_bad else theme.accent if look.is_selected else theme.line
    if card.is_bypassed and edge is theme.line:
        edge = theme.dim  # a dashed line of the usual grey would not be seen
    line = Qt.PenStyle.DashLine if card.is_bypassed else Qt.PenStyle.SolidLine
    _outline(painter, card.rect, edge, 1.5 if look.is_selected or is_bad else 1.0, line)


@cache
def _stripe(height: float) -> QPainterPath:
    """Return the left edge of a card, rounded as the card is."""
    body, edge = QPainterPath(), QPainterPath()
    body.addRoundedRect(QRectF(0, 0, 4 * RADIUS_PX, height), RADIUS_PX, RADIUS_PX)
    edge.addRect(QRectF(0, 0, STRIPE_PX, height))
    return body.intersected(edge)


def _outline(
    painter: QPainter,
    rect: QRectF,
    colour: QColor,
    width: float,
    line: Qt.PenStyle = Qt.PenStyle.SolidLine,
) -> None:
    painter.setPen(QPen(colour, width, line))
    painter.drawRoundedRect(rect, RADIUS_PX, RADIUS_PX)


def _paint_shadow(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    scale = painter.worldTransform().m11() * painter.device().devicePixelRatio()
    shadow = _shadow(rect.width(), rect.height(), round(scale, 2), theme.shadow.rgba())
    margin = PIXMAP_MARGIN_PX
    painter.drawPixmap(QPointF(rect.left() - margin, rect.top() - margin), shadow)


@lru_cache(maxsize=64)
def _shadow(width: float, height: float, scale: float, colour: int) -> QPixmap:
    """Return a card's shadow at `scale` device pixels a point.

    Painted anew, its layers took more time than all else on the canvas.
    """
    margin, strength = PIXMAP_MARGIN_PX, QColor.fromRgba(colour)
    card = QRectF(margin, margin, width, height)
    pixmap = QPixmap((card.size() + QSizeF(2 * margin, 2 * margin)).toSize() * scale)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for reach, share in _SHADOWS:
        painter.setBrush(_translucent(strength, strength.alphaF() * share))
        grown = card.adjusted(-reach + 1, -reach + 2, reach - 1, reach + 1)
        painter.drawRoundedRect(grown, RADIUS_PX + reach, RADIUS_PX + reach)
    painter.end()
    return pixmap


def _translucent(colour: QColor, opacity: float) -> QColor:
    clear = QColor(colour)
    clear.setAlphaF(opacity)
    return clear


def _paint_buttons(painter: QPainter, card: Card, look: Look, theme: Theme) -> None:
    painter.setFont(button_font())
    for place, button in enumerate(card.buttons):
        is_hovered = look.hovered_button == place
        fill = mixed(theme.selection, theme.accent, 0.18) if is_hovered else theme.selection
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(button.rect, 5, 5)
        painter.setPen(button_text(theme))
        painter.drawText(button.rect, Qt.AlignmentFlag.AlignCenter, button.title)


def button_text(theme: Theme) -> QColor:
    """Return a text colour that stands out from `selection` at 4.5:1."""
    return mixed(theme.accent, theme.text, 0.25)


def _paint_maps(
    painter: QPainter, card: Card, thumbnails: Thumbnails, theme: Theme, *, is_fresh: bool
) -> None:
    for rect, image in zip(card.maps, thumbnails.images, strict=False):
        if is_fresh:
            is_smaller = rect.width() < image.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smaller)
            painter.drawImage(rect, image)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.hover)
            painter.drawRect(rect)


def card_pixmap(card: Card, scale: float) -> QPixmap:
    """Return the card as a picture for the pointer, at `scale` device pixels a point."""
    margin = PIXMAP_MARGIN_PX
    size = card.rect.adjusted(-margin, -margin, margin, margin).size() * scale
    pixmap = QPixmap(size.toSize())
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(QPointF(margin, margin))
    painter.setOpacity(0.85)
    paint_card(painter, card, Look(), None, is_fresh=False)
    painter.end()
    return pixmap
