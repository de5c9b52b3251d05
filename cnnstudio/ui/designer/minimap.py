"""The whole network in a corner of the canvas, with the part that is in view."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QWidget

from cnnstudio.text import _
from cnnstudio.ui.theme import RADIUS_PX, Theme, themes

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas

_SIZE = QSize(150, 92)
_MARGIN_PX = 10.0


class Minimap(QWidget):
    """A click or drag on it brings that part of the network into view.

    It is there only while a part is not in view: otherwise it would hide blocks for nothing.
    """

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._is_pressed = False
        self.setFixedSize(_SIZE)
        self.setAccessibleName(_("Overview of the network"))
        self.setToolTip(_("Click or drag to move the view."))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        for signal in (
            canvas.scene_of_blocks.shown,
            canvas.zoom.changed,
            canvas.horizontalScrollBar().valueChanged,
            canvas.verticalScrollBar().valueChanged,
            themes.changed,
        ):
            signal.connect(self._on_view_changed)

    def _on_view_changed(self, *_values: object) -> None:
        # A method, not a lambda: Qt lets go of it when the minimap is deleted.
        self.follow()
        self.update()

    def follow(self) -> None:
        """Come where a part of the network is out of view, and go where all is seen."""
        content = self._canvas.scene_of_blocks.content_rect()
        if self._is_pressed:
            return
        is_seen = content.isEmpty() or self._canvas.visible_rect().contains(content)
        self.setVisible(not is_seen)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_pressed = False
        self.follow()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = themes.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.line, 1.0))
        painter.setBrush(theme.panel)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_PX, 8)
        painter.setClipRect(self.rect().adjusted(2, 2, -2, -2))
        self._paint_blocks(painter)
        self._paint_view(painter, theme)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_pressed = True
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            inverse, _possible = self._to_map().inverted()
            self._canvas.look_at(inverse.map(event.position()))

    def _paint_blocks(self, painter: QPainter) -> None:
        painter.save()
        painter.setTransform(self._to_map(), combine=True)
        self._canvas.overview.paint_boxes(painter)
        painter.restore()

    def _paint_view(self, painter: QPainter, theme: Theme) -> None:
        painter.setPen(QPen(theme.accent, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self._to_map().mapRect(self._canvas.visible_rect()), 3, 3)

    def _to_map(self) -> QTransform:
        """Return the way from the scene to the map: all cards and the view in it."""
        content = self._canvas.scene_of_blocks.content_rect() | self._canvas.visible_rect()
        room = QRectF(self.rect()).adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
        scale = min(room.width() / content.width(), room.height() / content.height())
        middle = QPointF(room.center()) - content.center() * scale
        return QTransform.fromTranslate(middle.x(), middle.y()).scale(scale, scale)
