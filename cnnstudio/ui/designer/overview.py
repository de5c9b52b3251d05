"""A network from afar: one pass draws all of it, without texts."""

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from cnnstudio.ui.designer.scene import Scene
from cnnstudio.ui.style import mixed
from cnnstudio.ui.theme import Theme, family_colour, themes

FAR_BELOW = 0.3
"""The scale below which cards could not be read anyway."""


def paint_overview(painter: QPainter, scene: Scene, exposed: QRectF) -> None:
    """Paint cards as boxes in their families' colours and wires as lines, in scene coordinates."""
    theme = themes.current
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    _paint_wires(painter, scene, theme)
    boxes: dict[int, list[QRectF]] = {}
    selected: list[QRectF] = []
    wrong: list[QRectF] = []
    for item in scene.blocks.values():
        rect = item.scene_rect
        if not rect.intersects(exposed):
            continue
        colour = mixed(theme.card, family_colour(item.card.kind.family, item.card.kind.name), 0.75)
        boxes.setdefault(colour.rgba(), []).append(rect)
        if item.card.has_problem:
            wrong.append(rect)
        if item.look.is_selected:
            selected.append(rect)
    painter.setPen(Qt.PenStyle.NoPen)
    for rgba, rects in boxes.items():
        painter.setBrush(QColor.fromRgba(rgba))
        painter.drawRects(rects)
    _outline(painter, wrong, theme.bad)
    _outline(painter, selected, theme.accent)


def _paint_wires(painter: QPainter, scene: Scene, theme: Theme) -> None:
    pen = QPen(theme.wire, 1.0)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.drawLines([QLineF(item.curve.start, item.curve.end) for item in scene.wires.values()])


def _outline(painter: QPainter, rects: list[QRectF], colour: QColor) -> None:
    if rects:
        pen = QPen(colour, 2.0)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects(rects)
