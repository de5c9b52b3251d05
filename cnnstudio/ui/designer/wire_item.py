"""A wire on the canvas: a curve, thicker for more channels, with the shape on it."""

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from cnnstudio.network.graph import Shape, Wire
from cnnstudio.ui.designer.card import footer_font
from cnnstudio.ui.designer.geometry import Curve
from cnnstudio.ui.designer.way import Way
from cnnstudio.ui.theme import themes

_THINNEST_PX, _THICKEST_PX = 1.4, 4.5
_LABEL_GAP_PX = 5.0
_MARGIN_PX = 8.0
_SHORTEST_LABELLED_PX = 32.0
_ARROW_PX = 7.0


@dataclass(frozen=True, slots=True)
class WireLook:
    """How a wire is shown besides its course."""

    is_selected: bool = False
    is_hovered: bool = False
    is_target: bool = False
    is_changing: bool = False


class WireItem(QGraphicsItem):
    """The curve between two cards."""

    def __init__(self, wire: Wire) -> None:
        super().__init__()
        self.wire = wire
        self.way: Way
        self.look = WireLook()
        self._path = QPainterPath()
        self._lines: tuple[tuple[QPointF, str], ...] = ()
        self._width_px = _THINNEST_PX
        self._bounds = QRectF()
        self._shown: tuple[Way, Shape | None] | None = None

    def show_way(self, way: Way, shape: Shape | None) -> None:
        """Show a way between two cards, and the shape that flows along it."""
        if (way, shape) == self._shown:
            return
        self.prepareGeometryChange()
        by = self._step_to(way, shape)
        self._shown = (way, shape)
        if by is None:
            self._draw(way, shape)
        else:
            self._shift(way, by)
        self.update()

    def _step_to(self, way: Way, shape: Shape | None) -> QPointF | None:
        """Return how far a way lies from the shown one where it is the same otherwise."""
        if self._shown is None or self._shown[1] != shape:
            return None
        by = way.start - self.way.start
        return by if self.way.moved(by) == way else None

    def _shift(self, way: Way, by: QPointF) -> None:
        """Go along with both cards: far less work than to draw the way anew."""
        self.way = way
        self._path.translate(by)
        self._bounds.translate(by)
        self._lines = tuple((place + by, text) for place, text in self._lines)

    def _draw(self, way: Way, shape: Shape | None) -> None:
        self.way = way
        self._path = way.ending_at(_behind_arrow(way.last)).path()
        self._width_px = wire_width(shape)
        self._lines = _label(way, shape)
        margin = _MARGIN_PX
        self._bounds = self._path.controlPointRect().adjusted(-margin, -margin, margin, margin)
        for place, text in self._lines:
            self._bounds |= _label_rect(place, text)

    def set_look(self, **changes: Any) -> None:
        """Change some of how the wire is shown."""
        if any(getattr(self.look, name) != value for name, value in changes.items()):
            self.look = replace(self.look, **changes)
            self.setZValue(0.5 if self.look.is_selected or self.look.is_target else 0.0)
            self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        theme = themes.current
        colour = self._colour()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        width = self._width_px + (1.2 if self.look.is_target else 0.0)
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawPath(self._path)
        paint_arrow(painter, self.way.last, colour, width)
        painter.setFont(footer_font())
        painter.setPen(theme.accent if self.look.is_changing else theme.dim)
        for place, text in self._lines:
            painter.drawText(_label_rect(place, text), Qt.AlignmentFlag.AlignCenter, text)

    def _colour(self) -> QColor:
        theme = themes.current
        if self.look.is_selected or self.look.is_target:
            return theme.accent
        return theme.dim if self.look.is_hovered else theme.wire


def wire_width(shape: Shape | None) -> float:
    """Return how thick a wire is: a little more for each doubling of the channels."""
    if shape is None or len(shape) == 1:
        return _THINNEST_PX
    return min(_THICKEST_PX, _THINNEST_PX + 0.4 * math.log2(shape[0]))


def paint_arrow(painter: QPainter, curve: Curve, colour: QColor, width: float) -> None:
    """Paint the tip at a curve's end."""
    back = _behind_arrow(curve)
    along = (curve.end - back) / _ARROW_PX
    across = QPointF(-along.y(), along.x())
    half = 3.0 + width / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon([curve.end, back + across * half, back - across * half])


def _behind_arrow(curve: Curve) -> QPointF:
    """Return the point where the line ends and its tip begins."""
    direction = curve.end - curve.last
    length = math.hypot(direction.x(), direction.y()) or 1.0
    return curve.end - direction * (_ARROW_PX / length)


def _label(curve: Way, shape: Shape | None) -> tuple[tuple[QPointF, str], ...]:
    """Return the label's lines by their centres: above the wire, or to the right of it."""
    gap = curve.end - curve.start
    if shape is None or math.hypot(gap.x(), gap.y()) < _SHORTEST_LABELLED_PX:
        return ()
    text = "×".join(map(str, shape))
    middle = curve.at(0.5)
    before, after = curve.at(0.4), curve.at(0.6)
    width, height = _text_size(text)
    if abs(after.x() - before.x()) < abs(after.y() - before.y()):
        return ((middle + QPointF(width / 2 + 8, 0), text),)
    lift = QPointF(0, height / 2 + _LABEL_GAP_PX)
    room = abs(curve.end.x() - curve.start.x()) - 4
    if width <= room or len(shape) == 1:
        return ((middle - lift, text),)
    return ((middle - lift, f"{shape[0]}×"), (middle + lift, "×".join(map(str, shape[1:]))))


@lru_cache(maxsize=4096)
def _text_size(text: str) -> tuple[float, float]:
    metrics = QFontMetricsF(footer_font())
    return (metrics.horizontalAdvance(text), metrics.height())


def _label_rect(centre: QPointF, text: str) -> QRectF:
    width, height = _text_size(text)
    return QRectF(centre.x() - width / 2 - 1, centre.y() - height / 2, width + 2, height)
