"""Blocks as text: what copy puts on the clipboard and paste takes from it."""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from cnnstudio.errors import InvalidValueError
from cnnstudio.network import edits
from cnnstudio.network.edits import Position
from cnnstudio.network.graph import Block, Network, Wire
from cnnstudio.network.storage import from_builtins, to_builtins
from cnnstudio.text import _

_MARK = "cnnstudio-blocks"
_LONGEST_TEXT = 20_000_000


def copied(network: Network, ids: Collection[str]) -> str:
    """Return some blocks and the wires between them as text (JSON)."""
    part = _part(network, ids)
    return msgspec.json.encode({_MARK: 1, **to_builtins(part)}).decode()


def pasted(network: Network, text: str, position: Position) -> tuple[Network, tuple[str, ...]]:
    """Return the network with copied blocks added, and their new ids.

    The top left corner of the blocks comes to stand at `position`. Raises
    `InvalidValueError` where the text holds no blocks.
    """
    part = _parsed(text)
    corner = _corner(part)
    offset = (position[0] - corner[0], position[1] - corner[1])
    return _added(network, part, offset)


def duplicated(
    network: Network, ids: Collection[str], offset: Position
) -> tuple[Network, tuple[str, ...]]:
    """Return the network with copies of some blocks beside them, and their ids.

    Wires between the blocks are copied, and those that enter from other
    blocks: a copy sees what the original sees.
    """
    after, added = _added(network, _part(network, ids), offset)
    new = dict(zip(_part(network, ids).blocks, added, strict=True))
    for wire in network.wires:
        if wire.target in new and wire.source not in new:
            after = edits.connect(after, wire.source, new[wire.target])
    return after, added


def _part(network: Network, ids: Collection[str]) -> Network:
    """Return the network of these blocks alone; slots that lost their wire are closed up."""
    others = network.blocks.keys() - set(ids)
    wires = network.wires
    for wire in wires:
        if wire.source in others and wire.target not in others:
            network = edits.disconnect(network, _present(network, wire))
    return edits.remove(network, others, heal=False)


def _present(network: Network, wire: Wire) -> Wire:
    """Return the wire between the same blocks: slots move up when one before is removed."""
    ends = (wire.source, wire.target)
    return next(each for each in network.wires if (each.source, each.target) == ends)


def _parsed(text: str) -> Network:
    refused = InvalidValueError(
        _("The clipboard holds no blocks. Copy some on a canvas of CNN Studio first.")
    )
    if len(text) > _LONGEST_TEXT or _MARK not in text[:100]:
        raise refused
    try:
        raw: Any = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise refused from error
    if not isinstance(raw, dict) or raw.pop(_MARK, None) != 1:
        raise refused
    part = from_builtins(raw)
    if not part.blocks:
        raise refused
    return part


def _corner(part: Network) -> Position:
    places = [block.position for block in part.blocks.values()]
    return (min(left for left, _top in places), min(top for _left, top in places))


def _added(network: Network, part: Network, offset: Position) -> tuple[Network, tuple[str, ...]]:
    names: dict[str, str] = {}
    for block in part.blocks.values():
        copy = _copy(network, block, offset)
        names[block.id] = copy.id
        network = edits.add(network, copy)
    wires = (*network.wires, *(_renamed(wire, names) for wire in part.wires))
    return Network(blocks=network.blocks, wires=wires), tuple(names.values())


def _copy(network: Network, block: Block, offset: Position) -> Block:
    place = (block.position[0] + offset[0], block.position[1] + offset[1])
    name = block.id if block.id not in network.blocks else edits.free_id(network, block.kind)
    return msgspec.structs.replace(block, id=name, position=place)


def _renamed(wire: Wire, names: Mapping[str, str]) -> Wire:
    return Wire(names[wire.source], names[wire.target], wire.slot)
