"""A hand that works the canvas: it presses, drags, carries and types."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cnnstudio.network.graph import Network
from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.designer.geometry import Side, port
from cnnstudio.ui.designer.kind_drag import mime_data

_NONE = Qt.KeyboardModifier.NoModifier
_LEFT = Qt.MouseButton.LeftButton


def ends(network: Network) -> set[tuple[str, str]]:
    """The wires as pairs of source and target."""
    return {(wire.source, wire.target) for wire in network.wires}


class Hand:
    """Presses, drags and types on the canvas, at points of the scene."""

    def __init__(self, designer: Designer) -> None:
        self.designer = designer
        self.canvas = designer.canvas
        self.viewport = designer.canvas.viewport()

    @property
    def network(self) -> Network:
        return self.designer.document.design.network

    def middle(self, block: str) -> QPointF:
        """A point of a card that is neither a port nor a button: right of its title."""
        rect = self.canvas.scene_of_blocks.blocks[block].scene_rect
        return QPointF(rect.left() + 100, rect.top() + 18)

    def port(self, block: str, side: Side) -> QPointF:
        return port(self.canvas.scene_of_blocks.blocks[block].scene_rect, side)

    def on_wire(self, source: str, target: str) -> QPointF:
        wires = self.canvas.scene_of_blocks.wires
        wire = next(each for each in wires if (each.source, each.target) == (source, target))
        return wires[wire].way.at(0.5)

    def press(self, at: QPointF, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        QTest.mousePress(self.viewport, _LEFT, modifiers, self.place(at))

    def move(self, to: QPointF) -> None:
        QTest.mouseMove(self.viewport, self.place(to))

    def release(self, at: QPointF, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        QTest.mouseRelease(self.viewport, _LEFT, modifiers, self.place(at))

    def click(self, at: QPointF, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        QTest.mouseClick(self.viewport, _LEFT, modifiers, self.place(at))

    def double_click(self, at: QPointF) -> None:
        self.click(at)
        QTest.mouseDClick(self.viewport, _LEFT, _NONE, self.place(at))

    def drag(self, start: QPointF, end: QPointF, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        """Drag with the left button; `modifiers` are held at its end."""
        self.press(start)
        self.move((start + end) / 2)
        self.move(end)
        self.release(end, modifiers)

    def carry(self, kind: str) -> "Carrier":
        """Take a kind from the palette."""
        return Carrier(self, kind)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        QTest.keyClick(self.canvas, key, modifiers)

    def place(self, point: QPointF) -> QPoint:
        """The pixel of the viewport at a point of the scene."""
        place = self.canvas.viewportTransform().map(point).toPoint()
        assert self.viewport.rect().contains(place), f"{point} is out of view"
        return place


class Carrier:
    """Carries a kind from the palette over the canvas, as the system's drag and drop does."""

    def __init__(self, hand: Hand, kind: str) -> None:
        self._hand = hand
        self._data = mime_data(kind)

    def enter(self, at: QPointF) -> None:
        self._send(QDragEnterEvent, at)

    def move(self, to: QPointF) -> None:
        self._send(QDragMoveEvent, to)

    def leave(self) -> None:
        QApplication.sendEvent(self._hand.viewport, QDragLeaveEvent())

    def drop(self, at: QPointF) -> None:
        place = QPointF(self._hand.place(at))
        event = QDropEvent(place, Qt.DropAction.CopyAction, self._data, _LEFT, _NONE)
        QApplication.sendEvent(self._hand.viewport, event)

    def _send(self, kind: type[QDragMoveEvent], at: QPointF) -> None:
        place = self._hand.place(at)
        event = kind(place, Qt.DropAction.CopyAction, self._data, _LEFT, _NONE)
        QApplication.sendEvent(self._hand.viewport, event)
