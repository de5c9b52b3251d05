"""How the canvas looks: the pictures with round corners, and the marks in them."""

from PySide6.QtCore import QLineF, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from cnnstudio.ui.kernel_lab.panes import Pane, Side
from cnnstudio.ui.kernel_lab.pixel_numbers import paint_numbers
from cnnstudio.ui.kernel_lab.scene import Scene
from cnnstudio.ui.kernel_lab.viewport import Viewport
from cnnstudio.ui.theme import RADIUS_PX, Theme, body_font

_SMALLEST_MARK_PX = 11.0
_SMALLEST_ROUNDED_PX = 32.0


def paint_picture(
    painter: QPainter,
    scene: Scene,
    pane: Pane,
    view: Viewport,
    theme: Theme,
    *,
    last: int | None = None,
) -> None:
    """Paint one of the pictures into its pane; a result up to its `last` pixel."""
    image = scene.images.get(pane.side)
    if image is None:
        _paint_problem(painter, scene, pane, theme)
        return
    # On whole pixels of the screen: edges between two of them would be blurred.
    whole = QRectF(view.rect_on_screen(scene.place(pane.side), pane.rect).toRect())
    image.paint(painter, whole, pane.visible)
    paint_numbers(painter, scene, pane, view)
    if last is not None and pane.side is not Side.INPUT:
        paint_unfilled(painter, scene, pane, view, last, theme)
    _round_corners(painter, whole & pane.visible, theme)


def paint_unfilled(
    painter: QPainter, scene: Scene, pane: Pane, view: Viewport, last: int, theme: Theme
) -> None:
    """Cover the pixels of the result that come after the `last` one, row by row."""
    size = scene.alignment.size
    row, column = divmod(last, max(size.width(), 1))
    painter.save()
    painter.setClipRect(pane.visible)
    for part in (
        QRect(column + 1, row, size.width() - column - 1, 1),
        QRect(0, row + 1, size.width(), size.height() - row - 1),
    ):
        if not part.isEmpty():
            rect = view.rect_on_screen(scene.alignment.place(part), pane.rect)
            painter.fillRect(QRectF(rect.toRect()), theme.dots)
    painter.restore()


def _paint_problem(painter: QPainter, scene: Scene, pane: Pane, theme: Theme) -> None:
    painter.setPen(theme.bad)
    painter.setFont(body_font())
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(pane.visible.adjusted(24, 0, -24, 0), int(flags), scene.problem)


def _round_corners(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Cover the corners; a round clip would have jagged edges."""
    if min(rect.width(), rect.height()) < _SMALLEST_ROUNDED_PX:
        return
    outside = QPainterPath()
    outside.addRect(rect)
    outside.addRoundedRect(rect, RADIUS_PX, RADIUS_PX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.canvas)
    painter.drawPath(outside)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.line, 1.0))
    inner = RADIUS_PX - 0.5
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), inner, inner)


def paint_mark(
    painter: QPainter, scene: Scene, pane: Pane, view: Viewport, pixel: QPoint, theme: Theme
) -> None:
    """Mark a pixel of the result, and in the input what it is made from."""
    aligned = scene.alignment
    part = aligned.read(pixel) if pane.side is Side.INPUT else aligned.covered(pixel)
    rect = view.rect_on_screen(part, pane.rect)
    grown = max(_SMALLEST_MARK_PX - rect.width(), _SMALLEST_MARK_PX - rect.height(), 0.0) / 2
    rect.adjust(-grown, -grown, grown, grown)
    painter.save()
    painter.setClipRect(pane.visible)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_halo(theme), 4.0, Qt.PenStyle.SolidLine, *_SQUARE))
    painter.drawRect(rect)
    painter.setPen(QPen(theme.accent, 2.0, Qt.PenStyle.SolidLine, *_SQUARE))
    painter.drawRect(rect)
    painter.restore()


_SQUARE = (Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin)


def _halo(theme: Theme) -> QColor:
    colour = QColor(theme.panel)
    colour.setAlphaF(0.75)
    return colour


def paint_divider(painter: QPainter, room: QRectF, x: float, theme: Theme) -> None:
    """Paint the line between input and result, with a grip in its middle."""
    line = QLineF(x, room.top(), x, room.bottom())
    painter.setPen(QPen(theme.panel, 4.0))
    painter.drawLine(line)
    painter.setPen(QPen(theme.accent, 2.0))
    painter.drawLine(line)
    painter.setBrush(theme.accent)
    painter.setPen(QPen(theme.panel, 2.0))
    painter.drawEllipse(QRectF(x - 7, room.center().y() - 7, 14, 14))
