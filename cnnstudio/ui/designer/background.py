"""The dots behind the network."""

import math
from functools import lru_cache
from itertools import product

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from cnnstudio.ui.theme import themes

SPACING_PX = 24.0
_DOT_PX = 2.0
_NEAREST_PX = 16.0
"""Dots nearer to each other than this on the screen would be noise."""


def paint_dots(painter: QPainter, exposed: QRectF, scale: float) -> None:
    """Fill a part of the scene with the canvas' colour and its dots."""
    theme = themes.current
    painter.fillRect(exposed, theme.canvas)
    spacing = SPACING_PX
    while spacing * scale < _NEAREST_PX:
        spacing *= 2
    pen = QPen(theme.dots, _DOT_PX * painter.device().devicePixelRatio())
    pen.setCosmetic(True)
    painter.setPen(pen)
    # Round dots would cost more than the cards.
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    left, top = (math.floor(edge / spacing) for edge in (exposed.left(), exposed.top()))
    right, bottom = (math.ceil(edge / spacing) for edge in (exposed.right(), exposed.bottom()))
    first = QPointF(left * spacing, top * spacing)
    painter.translate(first)
    painter.drawPoints(_grid(right - left + 1, bottom - top + 1, spacing))
    painter.translate(-first)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


@lru_cache(maxsize=8)
def _grid(columns: int, rows: int, spacing: float) -> QPolygonF:
    """Return dots from the origin on, which are the same wherever the view is moved."""
    places = range(rows), range(columns)
    return QPolygonF([QPointF(column * spacing, row * spacing) for row, column in product(*places)])
