"""Which part of the network is in view, and how large: nothing here knows what is edited."""

from functools import reduce

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from cnnstudio.ui.designer.background import paint_dots
from cnnstudio.ui.designer.overview import FAR_BELOW, Overview
from cnnstudio.ui.designer.scene import Scene
from cnnstudio.ui.designer.zoom import Zoom

_REVEAL_MARGIN_PX = 40


class SceneView(QGraphicsView):
    """Shows a scene of blocks: scrolled, zoomed, and from afar drawn in one pass."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scene_of_blocks = Scene()
        self.overview = Overview(self.scene_of_blocks)
        self._was_shown = False
        self.setScene(self.scene_of_blocks)
        _set_up(self)
        self.zoom = Zoom(self)
        self.zoom.changed.connect(self._on_zoom_changed)

    @property
    def is_far(self) -> bool:
        """Whether the network is drawn simply, too small to be read."""
        return self.zoom.scale < FAR_BELOW

    def zoom_to_fit(self) -> None:
        """Show the whole network."""
        self.zoom.fit(self.scene_of_blocks.content_rect())

    def zoom_to_selection(self) -> None:
        """Show the selected blocks as large as they fit."""
        blocks = self.scene_of_blocks.selected.values()
        rects = [item.scene_rect for item in blocks]
        if rects:
            self.zoom.fit(reduce(QRectF.united, rects))
            self.zoom.is_fitted = False

    def reveal(self, block: str) -> None:
        """Scroll until a block is in view."""
        rect = self.scene_of_blocks.blocks[block].scene_rect
        if not self.visible_rect().contains(rect):
            self.zoom.is_fitted = False
            self.ensureVisible(rect, _REVEAL_MARGIN_PX, _REVEAL_MARGIN_PX)

    def look_at(self, point: QPointF) -> None:
        """Bring a point of the scene to the middle of the view."""
        self.zoom.is_fitted = False
        self.centerOn(point)

    def scroll_by(self, dx: int, dy: int) -> None:
        """Move the view, in pixels of the screen."""
        self.zoom.is_fitted = False
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + dx)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + dy)

    def visible_rect(self) -> QRectF:
        """Return the part of the scene in view."""
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def to_scene(self, place: QPointF) -> QPointF:
        """Return the point of the scene at a place of the viewport, to a fraction of a pixel."""
        inverse, _possible = self.viewportTransform().inverted()
        return inverse.map(place)

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        paint_dots(painter, QRectF(rect), self.zoom.scale)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.is_far:
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        painter.setTransform(self.viewportTransform())
        exposed = self.mapToScene(event.rect().adjusted(-1, -1, 1, 1)).boundingRect()
        self.drawBackground(painter, exposed)
        self.overview.paint(painter)
        self.drawForeground(painter, exposed)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.zoom.is_fitted:
            self.zoom_to_fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self.zoom_to_fit()

    def _on_zoom_changed(self, scale: float) -> None:
        """From afar one pass draws all, which only whole repaints can do."""
        mode = QGraphicsView.ViewportUpdateMode
        self.setViewportUpdateMode(
            mode.FullViewportUpdate if scale < FAR_BELOW else mode.MinimalViewportUpdate
        )


def _set_up(view: QGraphicsView) -> None:
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
    view.setResizeAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
