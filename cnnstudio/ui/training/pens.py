"""What the lines of plots and their symbols are drawn with."""

from functools import cache

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen


def line_pen(
    colour: QColor | str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine
) -> QPen:
    """Return the pen of an opaque line, of which no segment covers the end of the next."""
    pen = pg.mkPen(colour, width=width, style=style)
    if style is Qt.PenStyle.SolidLine:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def symbol_pen(colour: QColor | None) -> QPen:
    """Return the pen around symbols, one and the same for a colour; None draws no line.

    pyqtgraph keeps the picture of a symbol for each pen and brush that it was ever
    given, whatever they look like.
    """
    return _symbol_pen(colour and colour.rgba())


def symbol_brush(colour: QColor) -> QBrush:
    """Return the brush that fills symbols, one and the same for a colour."""
    return _symbol_brush(colour.rgba())


@cache
def _symbol_pen(rgba: int | None) -> QPen:
    return pg.mkPen(None if rgba is None else QColor.fromRgba(rgba), width=1)


@cache
def _symbol_brush(rgba: int) -> QBrush:
    return pg.mkBrush(QColor.fromRgba(rgba))
