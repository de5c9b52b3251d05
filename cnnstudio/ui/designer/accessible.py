"""The canvas for those who do not see it: blocks and wires are items of a list."""
# PySide's stubs do not say that there may be no parent, child or window.
# mypy: disable-error-code="override"

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAccessibleInterface,
    QWindow,
)
from shiboken6 import isValid

from cnnstudio.network.graph import Wire
from cnnstudio.ui.designer.accessible_items import (
    BlockInterface,
    ItemInterface,
    WireInterface,
    wire_text,
)
from cnnstudio.ui.designer.hits import block_at, wire_at
from cnnstudio.ui.designer.selection import Selection

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas


class CanvasInterface(QAccessibleInterface):
    """A list of the blocks, in the order in which they are computed, and then of the wires."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__()
        self._canvas = canvas
        self._items: dict[str | Wire, ItemInterface] = {}

    def isValid(self) -> bool:
        return isValid(self._canvas)

    def object(self) -> QObject | None:
        return self._canvas

    def window(self) -> QWindow | None:
        return self._canvas.window().windowHandle()

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Do nothing: the canvas has no text."""

    def item(self, key: str | Wire) -> ItemInterface:
        """Return the interface of a block, by its name, or of a wire."""
        if key not in self._items:
            self._items[key] = (
                WireInterface(self._canvas, key)
                if isinstance(key, Wire)
                else BlockInterface(self._canvas, key)
            )
        return self._items[key]

    def forget(self) -> None:
        """Let go of blocks and wires that are no longer there."""
        for key in [key for key, item in self._items.items() if not item.isValid()]:
            item = self._items.pop(key)  # held until Qt has let go of it, too
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(item))

    def parent(self) -> QAccessibleInterface | None:
        widget = self._canvas.parentWidget()
        return None if widget is None else QAccessible.queryAccessibleInterface(widget)

    def childCount(self) -> int:
        network = self._canvas.editor.network
        return len(network.blocks) + len(network.wires)

    def child(self, index: int) -> QAccessibleInterface | None:
        keys = self._keys()
        return self.item(keys[index]) if 0 <= index < len(keys) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        keys = self._keys()
        key = child.key if isinstance(child, ItemInterface) else None
        return keys.index(key) if key in keys else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        canvas = self._canvas
        here = canvas.viewport().mapFromGlobal(QPoint(x, y))
        if not canvas.viewport().rect().contains(here):
            return None
        place, scene = canvas.mapToScene(here), canvas.scene_of_blocks
        block = block_at(scene, place)
        key = wire_at(scene, place, scale=canvas.zoom.scale) if block is None else block.block
        return None if key is None else self.item(key)

    def focusChild(self) -> QAccessibleInterface | None:
        key = _newest(self._canvas.selection)
        return self.item(key) if key is not None and self._canvas.hasFocus() else None

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name:
            return self._canvas.accessibleName()
        return self._canvas.accessibleDescription() if kind == QAccessible.Text.Description else ""

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.List

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        state.multiSelectable = True
        state.focused = self._canvas.hasFocus()
        state.invisible = not self._canvas.isVisible()
        return state

    def rect(self) -> QRect:
        return QRect(self._canvas.mapToGlobal(QPoint(0, 0)), self._canvas.size())

    def _keys(self) -> list[str | Wire]:
        network = self._canvas.editor.network
        cyclic = network.blocks.keys() - set(network.order)
        return [*network.order, *sorted(cyclic), *network.wires]


@cache
def install() -> None:
    """Let Qt ask here for the interface of a canvas, from the first call on."""
    QAccessible.installFactory(_interface)


def tell_selection(canvas: "Canvas") -> None:
    """Describe what is selected on the canvas, and lead a screen reader there."""
    selection = canvas.selection
    texts = [canvas.scene_of_blocks.blocks[name].card.text for name in selection.blocks]
    texts += [wire_text(canvas, wire) for wire in selection.wires]
    canvas.setAccessibleDescription("; ".join(texts))
    interface = QAccessible.queryAccessibleInterface(canvas) if QAccessible.isActive() else None
    key = _newest(selection)
    if isinstance(interface, CanvasInterface) and key is not None and canvas.hasFocus():
        item = interface.item(key)
        QAccessible.updateAccessibility(QAccessibleEvent(item, QAccessible.Event.Focus))


def _newest(selection: Selection) -> str | Wire | None:
    """Return the block that was selected last, or the wire where there is none."""
    if selection.blocks:
        return selection.blocks[-1]
    return selection.wires[-1] if selection.wires else None


def tell_items(canvas: "Canvas") -> None:
    """Say that there are other blocks and wires than before; some may be gone."""
    if canvas.interface is not None:
        canvas.interface.forget()
        event = QAccessibleEvent(canvas, QAccessible.Event.ObjectReorder)
        QAccessible.updateAccessibility(event)


def _interface(_key: str, thing: QObject) -> QAccessibleInterface | None:
    from cnnstudio.ui.designer.canvas import Canvas

    if not isinstance(thing, Canvas):
        return None
    # The canvas keeps it: Qt holds what is behind it, but not the Python object.
    thing.interface = CanvasInterface(thing)
    return thing.interface
