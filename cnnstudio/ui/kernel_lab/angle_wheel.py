"""The colours of directions around a circle, each where it points."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QConicalGradient, QPainter, QPainterPath, QPen

from cnnstudio.kernels.display import Pixels
from cnnstudio.ui.theme import Theme

ROOM_PX = 66.0
"""The width of the wheel with its numbers."""
_RADIUS_PX = 20.0
_HOLE = 0.55
_STOPS = 64
_TEXT_PX = 14.0
_LABELS = (("0°", 1, 0), ("90°", 0, -1), ("\N{MINUS SIGN}90°", 0, 1))
"""What stands to the right of it, above and below."""


def paint_wheel(painter: QPainter, colours: Pixels, place: QRectF, theme: Theme) -> None:
    """Paint (256, 3) `colours`, from −180° to 180°, as a ring in the middle of `place`."""
    middle = place.center() - QPointF(_TEXT_PX / 2, 0)
    ring = QPainterPath()
    for radius in (_RADIUS_PX, _RADIUS_PX * _HOLE):
        ring.addEllipse(middle, radius, radius)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.line, 1.0))
    painter.setBrush(QBrush(_gradient(colours, middle)))
    painter.drawPath(ring)
    painter.setPen(theme.dim)
    for text, right, down in _LABELS:
        reach = _RADIUS_PX + _TEXT_PX / 2 + 2
        at = middle + QPointF(right * (reach + 4), down * reach)
        box = QRectF(at.x() - 20, at.y() - _TEXT_PX / 2, 40, _TEXT_PX)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def _gradient(colours: Pixels, middle: QPointF) -> QConicalGradient:
    """Return the colours anticlockwise from the right, as Qt counts angles too."""
    gradient = QConicalGradient(middle, 0.0)
    for stop in range(_STOPS + 1):
        share = stop / _STOPS
        level = (128 + round(256 * share)) % 256
        gradient.setColorAt(share, QColor(*(int(part) for part in colours[level])))
    return gradient
