"""The canvas for those who do not see it: its blocks are items that a screen reader finds."""
# PySide's stubs do not say that there may be no parent, child or window.
# mypy: disable-error-code="override"

from collections.abc import Iterable
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

from cnnstudio.network.blocks.kind import shape_text
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Network, Wire
from cnnstudio.text import _

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas


class CanvasInterface(QAccessibleInterface):
    """A list of the network's blocks, in the order in which they are computed."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__()
        self._canvas = canvas
        self._blocks: dict[str, BlockInterface] = {}

    def isValid(self) -> bool:
        return isValid(self._canvas)

    def object(self) -> QObject | None:
        return self._canvas

    def window(self) -> QWindow | None:
        return self._canvas.window().windowHandle()

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Do nothing: the canvas has no text."""

    def block(self, name: str) -> "BlockInterface":
        """Return the interface of a block."""
        if name not in self._blocks:
            self._blocks[name] = BlockInterface(self._canvas, name)
        return self._blocks[name]

    def forget(self, gone: Iterable[str]) -> None:
        """Let go of blocks that are no longer there."""
        for name in gone:
            if name in self._blocks:
                block = self._blocks.pop(name)
                QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(block))

    def parent(self) -> QAccessibleInterface | None:
        widget = self._canvas.parentWidget()
        return None if widget is None else QAccessible.queryAccessibleInterface(widget)

    def childCount(self) -> int:
        return len(self._names())

    def child(self, index: int) -> QAccessibleInterface | None:
        names = self._names()
        return self.block(names[index]) if 0 <= index < len(names) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        names = self._names()
        if isinstance(child, BlockInterface) and child.name in names:
            return names.index(child.name)
        return -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        names = (name for name in self._names() if self.block(name).rect().contains(x, y))
        found = next(names, None)
        return None if found is None else self.block(found)

    def focusChild(self) -> QAccessibleInterface | None:
        chosen = self._canvas.selection.blocks
        return self.block(chosen[-1]) if chosen and self._canvas.hasFocus() else None

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

    def _names(self) -> list[str]:
        network = self._canvas.editor.network
        cyclic = network.blocks.keys() - set(network.order)
        return [*network.order, *sorted(cyclic)]


class BlockInterface(QAccessibleInterface):
    """A block: its title, all that stands on its card, and what it is connected to."""

    def __init__(self, canvas: "Canvas", name: str) -> None:
        super().__init__()
        self._canvas = canvas
        self.name = name

    def isValid(self) -> bool:
        return self.name in self._canvas.scene_of_blocks.blocks

    def object(self) -> QObject | None:
        return None

    def window(self) -> QWindow | None:
        return self._canvas.window().windowHandle()

    def parent(self) -> QAccessibleInterface | None:
        return QAccessible.queryAccessibleInterface(self._canvas)

    def child(self, index: int) -> QAccessibleInterface | None:
        return None

    def childCount(self) -> int:
        return 0

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def text(self, kind: QAccessible.Text) -> str:
        if not self.isValid():
            return ""
        if kind == QAccessible.Text.Name:
            return title_of(self._canvas.editor.network, self.name)
        return description(self._canvas, self.name) if kind == QAccessible.Text.Description else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Do nothing: names are changed in the field."""

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        chosen = self._canvas.selection.blocks
        state = QAccessible.State()
        state.selectable = state.focusable = True
        state.selected = self.name in chosen
        state.focused = self._canvas.hasFocus() and chosen[-1:] == (self.name,)
        state.invalid = not self.isValid()
        return state

    def rect(self) -> QRect:
        if not self.isValid():
            return QRect()
        card = self._canvas.scene_of_blocks.blocks[self.name].scene_rect
        place = self._canvas.viewportTransform().mapRect(card).toRect()
        return place.translated(self._canvas.viewport().mapToGlobal(QPoint(0, 0)))


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
    if isinstance(interface, CanvasInterface) and selection.blocks and canvas.hasFocus():
        block = interface.block(selection.blocks[-1])
        QAccessible.updateAccessibility(QAccessibleEvent(block, QAccessible.Event.Focus))


def tell_blocks(canvas: "Canvas", gone: Iterable[str]) -> None:
    """Say that there are other blocks than before; some may be gone."""
    if canvas.interface is not None:
        canvas.interface.forget(gone)
        event = QAccessibleEvent(canvas, QAccessible.Event.ObjectReorder)
        QAccessible.updateAccessibility(event)


def description(canvas: "Canvas", block: str) -> str:
    """Return what stands on a block's card and what the block is connected to, in words."""
    network = canvas.editor.network
    parts = [canvas.scene_of_blocks.blocks[block].card.text]
    sources = [title_of(network, wire.source) for wire in network.incoming.get(block, ())]
    targets = [title_of(network, wire.target) for wire in network.outgoing.get(block, ())]
    if sources:
        parts.append(_("fed by {blocks}").format(blocks=", ".join(sources)))
    if targets:
        parts.append(_("feeds {blocks}").format(blocks=", ".join(targets)))
    return "; ".join(parts)


def wire_text(canvas: "Canvas", wire: Wire) -> str:
    """Return a wire in words, with the shape that flows along it."""
    network, shape = canvas.editor.network, canvas.scene_of_blocks.report_of(wire.source).output
    ends = {"source": title_of(network, wire.source), "target": title_of(network, wire.target)}
    if shape is None:
        return _("Wire from {source} to {target}").format(**ends)
    return _("Wire from {source} to {target}, {shape}").format(**ends, shape=shape_text(shape))


def title_of(network: Network, block: str) -> str:
    """Return what stands on top of a block's card."""
    found = network.blocks[block]
    return found.name or _(find_kind(found.kind).title)


def _interface(_key: str, thing: QObject) -> QAccessibleInterface | None:
    from cnnstudio.ui.designer.canvas import Canvas

    if not isinstance(thing, Canvas):
        return None
    # The canvas keeps it: Qt holds what is behind it, but not the Python object.
    thing.interface = CanvasInterface(thing)
    return thing.interface
