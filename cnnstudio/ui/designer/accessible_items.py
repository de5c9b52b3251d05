"""Blocks and wires as a screen reader finds them: items of the canvas, in words."""
# PySide's stubs do not say that there may be no parent, child or window.
# mypy: disable-error-code="override"

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QRectF
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow

from cnnstudio.network.blocks.kind import shape_text
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Network, Wire
from cnnstudio.text import _

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas


class ItemInterface(QAccessibleInterface):
    """Something on the canvas: it has no parts, and no text that could be changed here."""

    def __init__(self, canvas: "Canvas", key: str | Wire) -> None:
        super().__init__()
        self._canvas = canvas
        self.key = key

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

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Do nothing: names are changed in the field."""

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def rect(self) -> QRect:
        if not self.isValid():
            return QRect()
        place = self._canvas.viewportTransform().mapRect(self.scene_rect()).toRect()
        return place.translated(self._canvas.viewport().mapToGlobal(QPoint(0, 0)))

    def scene_rect(self) -> QRectF:
        """Return where it is seen in the scene."""
        raise NotImplementedError


class BlockInterface(ItemInterface):
    """A block: its title, all that stands on its card, and what it is connected to."""

    def __init__(self, canvas: "Canvas", name: str) -> None:
        super().__init__(canvas, name)
        self.name = name

    def isValid(self) -> bool:
        return self.name in self._canvas.scene_of_blocks.blocks

    def text(self, kind: QAccessible.Text) -> str:
        if not self.isValid():
            return ""
        if kind == QAccessible.Text.Name:
            return title_of(self._canvas.editor.network, self.name)
        return description(self._canvas, self.name) if kind == QAccessible.Text.Description else ""

    def state(self) -> QAccessible.State:
        chosen = self._canvas.selection.blocks
        state = QAccessible.State()
        state.selectable = state.focusable = True
        state.selected = self.name in chosen
        state.focused = self._canvas.hasFocus() and chosen[-1:] == (self.name,)
        state.invalid = not self.isValid()
        return state

    def scene_rect(self) -> QRectF:
        return self._canvas.scene_of_blocks.blocks[self.name].scene_rect


class WireInterface(ItemInterface):
    """A wire: its two ends, and the shape that flows along it."""

    def __init__(self, canvas: "Canvas", wire: Wire) -> None:
        super().__init__(canvas, wire)
        self.wire = wire

    def isValid(self) -> bool:
        return self.wire in self._canvas.scene_of_blocks.wires

    def text(self, kind: QAccessible.Text) -> str:
        is_name = self.isValid() and kind == QAccessible.Text.Name
        return wire_text(self._canvas, self.wire) if is_name else ""

    def state(self) -> QAccessible.State:
        chosen = self._canvas.selection
        state = QAccessible.State()
        state.selectable = state.focusable = True
        state.selected = self.wire in chosen.wires
        is_last = not chosen.blocks and chosen.wires[-1:] == (self.wire,)
        state.focused = self._canvas.hasFocus() and is_last
        state.invalid = not self.isValid()
        return state

    def scene_rect(self) -> QRectF:
        return self._canvas.scene_of_blocks.wires[self.wire].way.bounds()


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
