"""Paints why a dragged card rests where it does."""

from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainter, QPen

from cnnstudio.ui.designer.snapping import Snap
from cnnstudio.ui.theme import themes

_TICK_PX = 4.0


def paint_snap(painter: QPainter, snap: Snap) -> None:
    """Paint lines through edges that meet, and equal gaps as lines between two ticks."""
    pen = QPen(themes.current.accent, 1.0)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.drawLines(list(snap.guides))
    for gap in snap.gaps:
        painter.drawLines([gap, _tick(gap, gap.p1()), _tick(gap, gap.p2())])


def _tick(gap: QLineF, end: QPointF) -> QLineF:
    across = QPointF(0, _TICK_PX) if gap.dy() == 0 else QPointF(_TICK_PX, 0)
    return QLineF(end - across, end + across)
