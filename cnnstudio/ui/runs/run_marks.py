"""How compared runs are told apart: each by a colour and by the shape of its points."""

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from cnnstudio.ui.widgets.line_colours import MOST_LINES, line_colour

MOST_RUNS = MOST_LINES
"""So many runs can be told apart."""

_SYMBOLS = ("o", "s", "t", "d", "t1", "p", "h", "star")

MARK_PX = QSize(20, 12)


def run_colour(place: int) -> QColor:
    """Return the colour of the run at a place of the comparison, from 0."""
    return line_colour(place)


def run_symbol(place: int) -> str:
    """Return pyqtgraph's name of the shape of a run's points."""
    return _SYMBOLS[place]


def paint_mark(painter: QPainter, place: int, rect: QRectF) -> None:
    """Paint a piece of a run's line with one of its points."""
    colour, middle = run_colour(place), rect.center()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 2))
    painter.drawLine(QPointF(rect.left(), middle.y()), QPointF(rect.right(), middle.y()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.translate(middle)
    painter.scale(8, 8)
    painter.drawPath(pg.graphicsItems.ScatterPlotItem.Symbols[run_symbol(place)])
    painter.restore()


def mark_pixmap(place: int, ratio: float) -> QPixmap:
    """Return a run's mark for a header, sharp on a display of so many pixels a point."""
    pixmap = QPixmap(MARK_PX * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_mark(painter, place, QRectF(0, 0, MARK_PX.width(), MARK_PX.height()))
    painter.end()
    return pixmap
