"""Every change that the designer makes to the document: one undo step each."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from cnnstudio.errors import InvalidValueError
from cnnstudio.network import edits, repairs
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Block, Network, Wire
from cnnstudio.network.repairs import Repair
from cnnstudio.text import _, plural
from cnnstudio.ui.designer.placement import (
    Position,
    free_place,
    place_after,
    settled,
)
from cnnstudio.ui.designer.selection import Selection
from cnnstudio.ui.document import Document


class Editor(QObject):
    """Applies edits to the network of a document and keeps the selection with them.

    `refused` carries the reason where an edit is not allowed.
    """

    refused = Signal(str)

    def __init__(self, document: Document, selection: Selection) -> None:
        super().__init__(document)
        self.document = document
        self.selection = selection

    @property
    def network(self) -> Network:
        """The network as it is now."""
        return self.document.design.network

    def add(
        self,
        kind: str,
        position: Position,
        parameters: Mapping[str, Any] | None = None,
        *,
        source: str | None = None,
        target: str | None = None,
    ) -> None:
        """Add a block, connected to nothing but the two that are named."""
        block = edits.new_block(self.network, kind, position, **(parameters or {}))
        after = edits.add(self.network, block)
        for start, end in ((source, block.id), (block.id, target)):
            if start and end and edits.refusal(after, start, end, replace=True) is None:
                after = edits.connect(after, start, end, replace=True)
        self.apply(_added(kind), after)
        self.selection.select([block.id])

    def insert(
        self,
        kind: str,
        wire: Wire,
        position: Position,
        parameters: Mapping[str, Any] | None = None,
    ) -> None:
        """Add a block in the middle of a wire."""
        try:
            network = inserted(self.network, kind, wire, position, parameters)
        except InvalidValueError as error:
            self.refused.emit(str(error))
            return
        new = next(iter(network.blocks.keys() - self.network.blocks.keys()))
        self.apply(_inserted(kind), network)
        self.selection.select([new])

    def add_after_selection(self, kind: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Add a block in the selected wire, or behind the selected block.

        Where that block has one wire already, the new one comes to stand in it.
        """
        before = self.network
        if self.selection.wires and edits.insertion_refusal(kind) is None:
            wire = self.selection.wires[-1]
            self.insert(kind, wire, place_after(before, wire.source), parameters)
            return
        source = self.selection.block or _last_loose_end(before)
        place = free_place(before, (0.0, 0.0)) if source is None else place_after(before, source)
        block = edits.new_block(before, kind, place, **(parameters or {}))
        after = edits.add(before, block)
        if source is not None:
            after = settled(before, _joined(after, source, block))
        self.apply(_added(kind), after)
        self.selection.select([block.id])

    def insert_existing(self, block: str, wire: Wire) -> None:
        """Put a block that is not connected into the middle of a wire."""
        before = self.network
        without = edits.remove(before, [block], heal=False)
        after = settled(without, edits.insert(before, before.blocks[block], wire))
        self.apply(_inserted(before.blocks[block].kind), after)

    def connect_blocks(self, source: str, target: str) -> None:
        """Draw a wire; it takes the place of the one in a single input."""
        reason = edits.refusal(self.network, source, target, replace=True)
        if reason is not None:
            self.refused.emit(reason)
            return
        text = _("Connect {source} to {target}").format(
            source=_title(self.network.blocks[source]), target=_title(self.network.blocks[target])
        )
        self.apply(text, edits.connect(self.network, source, target, replace=True))

    def move(self, positions: Mapping[str, Position], gesture: str | None = None) -> None:
        """Put blocks elsewhere."""
        count = len(positions)
        text = plural("Move {count} Block", "Move {count} Blocks", count)
        self.apply(text, edits.move(self.network, positions), gesture)

    def nudge(self, dx: float, dy: float) -> None:
        """Move the selected blocks a little; repeated steps are one undo entry."""
        places = {name: self.network.blocks[name].position for name in self.selection.blocks}
        moved = {name: (left + dx, top + dy) for name, (left, top) in places.items()}
        if moved:
            self.move(moved, gesture="nudge")

    def delete_selection(self) -> None:
        """Remove what is selected; the chain is joined where blocks were."""
        before = after = self.network
        for wire in self.selection.wires:
            after = edits.disconnect(after, _renumbered(after, wire))
        if self.selection.blocks:
            after = settled(before, edits.remove(after, self.selection.blocks))
        self.apply(_deleted(before, self.selection), after)

    def set_parameter(self, block: str, name: str, value: Any, gesture: str | None = None) -> None:
        """Give one parameter another value."""
        kind = find_kind(self.network.blocks[block].kind)
        text = _("Change {parameter} of {block}").format(
            parameter=_(kind.parameter(name).title), block=_(kind.title)
        )
        key = None if gesture is None else f"{block}.{gesture}"
        self.apply(text, edits.set_parameters(self.network, block, {name: value}), key)

    def repair(self, repair: Repair) -> None:
        """Mend a problem."""
        mended = repairs.apply(self.network, repair)
        self.apply(repair.title, settled(self.network, mended))

    def apply(self, text: str, network: Network, gesture: str | None = None) -> None:
        """Make `network` the document's, as one undo step called `text`."""
        if network is self.network:
            return
        self.document.apply(text, self.document.project.replace(network=network), gesture)


def bypass_selection(editor: Editor) -> None:
    """Switch the selected blocks off, or on again where all of them are off."""
    network, blocks = editor.network, editor.selection.blocks
    able = [name for name in blocks if edits.can_be_bypassed(network.blocks[name].kind)]
    if not able:
        editor.refused.emit(
            _("Only blocks with an input and an output can be bypassed, not the network's ends.")
        )
        return
    is_bypassed = not all(network.blocks[name].is_bypassed for name in able)
    text = (
        plural("Bypass {count} Block", "Bypass {count} Blocks", len(able))
        if is_bypassed
        else plural("Use {count} Block Again", "Use {count} Blocks Again", len(able))
    )
    editor.apply(text, edits.bypass(network, able, is_bypassed=is_bypassed))


def inserted(
    network: Network,
    kind: str,
    wire: Wire,
    position: Position,
    parameters: Mapping[str, Any] | None = None,
) -> Network:
    """Return the network with a new block in a wire, laid out anew where it was before."""
    block = edits.new_block(network, kind, position, **(parameters or {}))
    return settled(network, edits.insert(network, block, wire))


def _joined(network: Network, source: str, block: Block) -> Network:
    """Connect `block` behind `source` as far as both allow it."""
    if not find_kind(network.blocks[source].kind).has_output:
        return _joined_before(network, source, block)
    outgoing = network.outgoing.get(source, ())
    if len(outgoing) == 1 and edits.insertion_refusal(block.kind) is None:
        return edits.insert(network, block, outgoing[0])
    if edits.refusal(network, source, block.id) is None:
        return edits.connect(network, source, block.id)
    return network


def _joined_before(network: Network, target: str, block: Block) -> Network:
    """Connect `block` in front of a block without an output."""
    incoming = network.incoming.get(target, ())
    if incoming and edits.insertion_refusal(block.kind) is None:
        return edits.insert(network, block, incoming[0])
    if edits.refusal(network, block.id, target) is None:
        return edits.connect(network, block.id, target)
    return network


def _last_loose_end(network: Network) -> str | None:
    """Return the block added last whose output goes nowhere: a chain is continued there."""
    loose = (
        name
        for name in reversed(network.blocks)
        if name not in network.outgoing and find_kind(network.blocks[name].kind).has_output
    )
    return next(loose, None)


def _renumbered(network: Network, wire: Wire) -> Wire:
    """Return the wire between the same blocks: slots move up when one before is removed."""
    ends = (wire.source, wire.target)
    return next(each for each in network.wires if (each.source, each.target) == ends)


def _deleted(network: Network, selection: Selection) -> str:
    if not selection.blocks:
        return plural("Delete {count} Wire", "Delete {count} Wires", len(selection.wires))
    if len(selection.blocks) == 1:
        title = _title(network.blocks[selection.blocks[0]])
        return _("Delete {block}").format(block=title)
    return plural("Delete {count} Block", "Delete {count} Blocks", len(selection.blocks))


def _added(kind: str) -> str:
    return _("Add {block}").format(block=_(find_kind(kind).title))


def _inserted(kind: str) -> str:
    return _("Insert {block}").format(block=_(find_kind(kind).title))


def _title(block: Block) -> str:
    return block.name or _(find_kind(block.kind).title)
