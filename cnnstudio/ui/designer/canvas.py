"""The canvas: where the network is seen and built."""

from functools import reduce

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QCursor, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QToolTip, QWidget

from cnnstudio.network.graph import Network
from cnnstudio.project.project import Design
from cnnstudio.text import _
from cnnstudio.training.messages import Activations
from cnnstudio.ui.designer.background import paint_dots
from cnnstudio.ui.designer.drop_target import DropTarget
from cnnstudio.ui.designer.editor import Editor
from cnnstudio.ui.designer.gestures.gesture import Gesture
from cnnstudio.ui.designer.hits import blocks_in
from cnnstudio.ui.designer.keyboard import Keyboard
from cnnstudio.ui.designer.minimap import Minimap
from cnnstudio.ui.designer.overview import FAR_BELOW, Overview
from cnnstudio.ui.designer.pointer import Pointer
from cnnstudio.ui.designer.scene import Scene
from cnnstudio.ui.designer.search_to_add import SearchToAdd
from cnnstudio.ui.designer.title_field import TitleField
from cnnstudio.ui.designer.zoom import Zoom
from cnnstudio.ui.theme import themes

_ROAMING_PX = 20_000.0
_REVEAL_MARGIN_PX = 40
_MINIMAP_MARGIN_PX = 12


class Canvas(QGraphicsView):
    """Shows the network of a document; gestures and keys edit it through the editor."""

    inspect_requested = Signal()

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.document = editor.document
        self.selection = editor.selection
        self.scene_of_blocks = Scene()
        self.explanation = ""
        self._gesture: Gesture | None = None
        self._was_shown = False
        self._set_up_view()
        self.overview = Overview(self.scene_of_blocks)
        self.zoom = Zoom(self)
        self.pointer = Pointer(self)
        self.keyboard = Keyboard(self)
        self.drop_target = DropTarget(self)
        self.minimap = Minimap(self)
        self.search = SearchToAdd(self)
        self.title_field = TitleField(self)
        self._connect()

    @property
    def is_far(self) -> bool:
        """Whether the network is drawn simply, too small to be read."""
        return self.zoom.scale < FAR_BELOW

    @property
    def gesture(self) -> Gesture | None:
        """What the hand is doing."""
        return self._gesture

    def begin(self, gesture: Gesture | None) -> None:
        """Let a gesture follow the pointer from now on."""
        self.cancel_gesture()
        self._gesture = gesture
        if gesture is not None and gesture.cursor is not None:
            self.viewport().setCursor(gesture.cursor)

    def take_gesture(self) -> Gesture | None:
        """Return the gesture, which is the caller's to end."""
        gesture, self._gesture = self._gesture, None
        return gesture

    def cancel_gesture(self) -> None:
        """Break off what the hand is doing; nothing is changed."""
        gesture = self.take_gesture()
        if gesture is not None:
            gesture.cancel()
            self.viewport().unsetCursor()

    def show_activations(self, activations: Activations | None) -> None:
        """Show feature maps on the cards, or none."""
        self.scene_of_blocks.show_activations(activations)
        is_cut = not self.visible_rect().contains(self.scene_of_blocks.content_rect())
        if self.zoom.is_fitted and is_cut:
            self.zoom_to_fit()

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

    def visible_blocks(self) -> list[str]:
        """Return the blocks in view."""
        return blocks_in(self.scene_of_blocks, self.visible_rect())

    def visible_rect(self) -> QRectF:
        """Return the part of the scene in view."""
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def to_scene(self, place: QPointF) -> QPointF:
        """Return the point of the scene at a place of the viewport, to a fraction of a pixel."""
        inverse, _possible = self.viewportTransform().inverted()
        return inverse.map(place)

    def working_point(self) -> QPointF:
        """Return the point of the scene under the pointer, or in the middle where it is away."""
        place = self.pointer.place
        return self.visible_rect().center() if place is None else self.to_scene(place)

    def scroll_by(self, dx: int, dy: int) -> None:
        """Move the view, in pixels of the screen."""
        self.zoom.is_fitted = False
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + dx)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + dy)

    def explain(self, text: str) -> None:
        """Say beside the pointer why something is not possible; nothing takes it back."""
        self.explanation = text
        QToolTip.showText(QCursor.pos(), text, self.viewport())

    def focusNextPrevChild(self, forward: bool) -> bool:
        return self.keyboard.step(forward=forward) or super().focusNextPrevChild(forward)

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        paint_dots(painter, QRectF(rect), self.zoom.scale)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        if self._gesture is not None:
            self._gesture.paint(painter)

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
        corner = self.viewport().rect().bottomRight()
        size, margin = self.minimap.size(), _MINIMAP_MARGIN_PX
        self.minimap.move(corner.x() - size.width() - margin, corner.y() - size.height() - margin)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self.zoom_to_fit()

    def _set_up_view(self) -> None:
        self.setScene(self.scene_of_blocks)
        self.setAccessibleName(_("Network"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.viewport().setMouseTracking(True)

    def _connect(self) -> None:
        self.document.changed.connect(self._on_document_changed)
        self.selection.changed.connect(self._on_selection_changed)
        self.editor.refused.connect(self.explain)
        self.zoom.changed.connect(self._on_zoom_changed)
        themes.changed.connect(self.viewport().update)
        self._show(self.document.design)

    def _on_document_changed(self, old: Design, new: Design) -> None:
        if new.network is not old.network:
            self.cancel_gesture()
            self._show(new)
            if _is_another(old.network, new.network):
                self.zoom_to_fit()

    def _show(self, design: Design) -> None:
        self.selection.keep_those_of(design.network)
        self.scene_of_blocks.show_design(design.network, design.report)
        self.scene_of_blocks.show_selection(self.selection)
        roaming = (-_ROAMING_PX, -_ROAMING_PX, _ROAMING_PX, _ROAMING_PX)
        self.setSceneRect(self.scene_of_blocks.sceneRect().adjusted(*roaming))

    def _on_selection_changed(self) -> None:
        self.scene_of_blocks.show_selection(self.selection)
        names = (self.scene_of_blocks.blocks[name].card.text for name in self.selection.blocks)
        self.setAccessibleDescription("; ".join(names))

    def _on_zoom_changed(self, scale: float) -> None:
        """From afar one pass draws all, which only whole repaints can do."""
        mode = QGraphicsView.ViewportUpdateMode
        self.setViewportUpdateMode(
            mode.FullViewportUpdate if scale < FAR_BELOW else mode.MinimalViewportUpdate
        )


def _is_another(old: Network, new: Network) -> bool:
    """Whether `new` is no edit of `old`: a whole network none of whose blocks was there."""
    kept = any(new.blocks.get(name) is block for name, block in old.blocks.items())
    return len(new.blocks) > 1 and not kept
