"""The dots behind the network."""

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

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
    painter.drawPoints(_grid(exposed, spacing))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _grid(exposed: QRectF, spacing: float) -> list[QPointF]:
    columns = range(math.floor(exposed.left() / spacing), math.ceil(exposed.right() / spacing) + 1)
    rows = range(math.floor(exposed.top() / spacing), math.ceil(exposed.bottom() / spacing) + 1)
    return [QPointF(column * spacing, row * spacing) for row in rows for column in columns]
