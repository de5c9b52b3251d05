"""A network from afar: one pass draws all of it, without texts."""

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from cnnstudio.network.catalog import find_kind
from cnnstudio.ui.designer.scene import Scene
from cnnstudio.ui.style import mixed
from cnnstudio.ui.theme import Theme, family_colour, themes

FAR_BELOW = 0.3
"""The scale below which cards could not be read anyway."""


class Overview:
    """Cards as boxes by colour and wires as lines, gathered anew only after a change."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._state: tuple[int, Theme] | None = None
        self._boxes: list[tuple[QColor, list[QRectF]]] = []
        self._lines: list[QLineF] | None = None

    def paint(self, painter: QPainter) -> None:
        """Paint the network in the scene's coordinates."""
        theme = themes.current
        self._gather()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        pixel = painter.device().devicePixelRatio()
        painter.setPen(_cosmetic(theme.wire, pixel))
        painter.drawLines(self._gathered_lines())
        self.paint_boxes(painter)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_cosmetic(theme.found, 4 * pixel))
        painter.drawRects([item.scene_rect for item in self._scene.found.values()])
        painter.setPen(_cosmetic(theme.bad, 2 * pixel))
        painter.drawRects([item.scene_rect for item in self._scene.problem_blocks()])
        painter.setPen(_cosmetic(theme.accent, 2 * pixel))
        painter.drawRects([item.scene_rect for item in self._scene.selected.values()])

    def paint_boxes(self, painter: QPainter) -> None:
        """Paint the cards alone."""
        self._gather()
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, boxes in self._boxes:
            painter.setBrush(colour)
            painter.drawRects(boxes)

    def _gather(self) -> None:
        theme = themes.current
        state = (self._scene.revision, theme)
        if state == self._state:
            return
        self._state = state
        by_kind: dict[str, list[QRectF]] = {}
        for item in self._scene.blocks.values():
            by_kind.setdefault(item.card.kind.name, []).append(item.scene_rect)
        self._boxes = [(_colour(name, theme), boxes) for name, boxes in by_kind.items()]
        self._lines = None

    def _gathered_lines(self) -> list[QLineF]:
        if self._lines is None:  # the minimap asks for none
            ways = (item.way for item in self._scene.wires.values())
            self._lines = [QLineF(each.start, each.end) for way in ways for each in way.pieces]
        return self._lines


def _colour(kind: str, theme: Theme) -> QColor:
    return mixed(theme.card, family_colour(find_kind(kind).family, kind), 0.8)


def _cosmetic(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    return pen
