"""The canvas: where the network is seen and built."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.network.graph import Network
from cnnstudio.project.project import Design
from cnnstudio.text import _
from cnnstudio.training.messages import Activations
from cnnstudio.ui.designer import accessible
from cnnstudio.ui.designer.drop_target import DropTarget
from cnnstudio.ui.designer.editor import Editor
from cnnstudio.ui.designer.explanation import Explanation
from cnnstudio.ui.designer.gestures.gesture import Gesture
from cnnstudio.ui.designer.gestures.wire_gesture import WireGesture
from cnnstudio.ui.designer.keyboard import Keyboard
from cnnstudio.ui.designer.minimap import Minimap
from cnnstudio.ui.designer.pointer import Pointer
from cnnstudio.ui.designer.search_to_add import SearchToAdd
from cnnstudio.ui.designer.title_field import TitleField
from cnnstudio.ui.designer.transition import Transition
from cnnstudio.ui.designer.view import SceneView
from cnnstudio.ui.theme import themes

_ROAMING_PX = 20_000.0
_MINIMAP_MARGIN_PX = 12


class Canvas(SceneView):
    """Shows the network of a document; gestures and keys edit it through the editor."""

    inspect_requested = Signal()

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.document = editor.document
        self.selection = editor.selection
        self.interface: accessible.CanvasInterface | None = None
        accessible.install()
        self._gesture: Gesture | None = None
        self.setAccessibleName(_("Network"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.viewport().setMouseTracking(True)
        self.transition = Transition(self)
        self.explanation = Explanation(self)
        self.pointer = Pointer(self)
        self.keyboard = Keyboard(self)
        self.drop_target = DropTarget(self)
        self.minimap = Minimap(self)
        self.search = SearchToAdd(self)
        self.title_field = TitleField(self)
        self._connect()

    @property
    def gesture(self) -> Gesture | None:
        """What the hand is doing."""
        return self._gesture

    def begin(self, gesture: Gesture | None) -> None:
        """Let a gesture follow the pointer from now on."""
        self.cancel_gesture()
        self.transition.finish()
        self._gesture = gesture
        if gesture is not None and gesture.cursor is not None:
            self.viewport().setCursor(gesture.cursor)

    def take_gesture(self) -> Gesture | None:
        """Return the gesture, which is the caller's to end."""
        gesture, self._gesture = self._gesture, None
        return gesture

    def finish_gesture(self) -> None:
        """End what keys have aimed at."""
        gesture = self.take_gesture()
        if isinstance(gesture, WireGesture):
            gesture.finish()
            self.viewport().unsetCursor()

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

    def explain(self, text: str, point: QPointF | None = None) -> None:
        """Say at a point of the scene, or at the pointer, why something is not possible."""
        place = None if point is None else self.viewportTransform().map(point)
        self.explanation.say(text, self.pointer.place if place is None else place)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return self.keyboard.walking.step(forward=forward) or super().focusNextPrevChild(forward)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        if self._gesture is not None:
            self._gesture.paint(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        corner = self.viewport().rect().bottomRight()
        size, margin = self.minimap.size(), _MINIMAP_MARGIN_PX
        self.minimap.move(corner.x() - size.width() - margin, corner.y() - size.height() - margin)
        self.minimap.follow()

    def _connect(self) -> None:
        self.document.changed.connect(self._on_document_changed)
        self.selection.changed.connect(self._on_selection_changed)
        self.editor.refused.connect(self.explain)
        themes.changed.connect(self.viewport().update)
        self.scene_of_blocks.show_loss(self.document.project.training.loss)
        self._show(self.document.design)

    def _on_document_changed(self, old: Design, new: Design) -> None:
        self.scene_of_blocks.show_loss(new.project.training.loss)
        if new.network is old.network:
            return
        self.cancel_gesture()
        is_moved = _is_moved(old.network, new.network)
        places = self.transition.places() if is_moved else {}
        self.transition.finish()
        self._show(new)
        if _has_other_items(old.network, new.network):
            accessible.tell_items(self)
        if is_moved:
            self.transition.start(places)
        elif _is_another(old.network, new.network):
            self.zoom_to_fit()

    def _show(self, design: Design) -> None:
        self.selection.keep_those_of(design.network)
        self.scene_of_blocks.show_design(design.network, design.report)
        self.scene_of_blocks.show_selection(self.selection)
        roaming = (-_ROAMING_PX, -_ROAMING_PX, _ROAMING_PX, _ROAMING_PX)
        self.setSceneRect(self.scene_of_blocks.sceneRect().adjusted(*roaming))

    def _on_selection_changed(self) -> None:
        self.scene_of_blocks.show_selection(self.selection)
        accessible.tell_selection(self)


def _has_other_items(old: Network, new: Network) -> bool:
    return new.wires != old.wires or new.blocks.keys() != old.blocks.keys()


def _is_another(old: Network, new: Network) -> bool:
    """Whether `new` is no edit of `old`: a whole network none of whose blocks was there."""
    kept = any(new.blocks.get(name) is block for name, block in old.blocks.items())
    return len(new.blocks) > 1 and not kept


def _is_moved(old: Network, new: Network) -> bool:
    """Whether all that may be new is where the blocks stand."""
    if new.wires != old.wires or new.blocks.keys() != old.blocks.keys():
        return False
    pairs = ((block, new.blocks[name]) for name, block in old.blocks.items())
    return all(one.parameters is other.parameters for one, other in pairs)
