"""Blocks as text: what copy puts on the clipboard and paste takes from it."""

from collections.abc import Collection
from typing import Any

import msgspec

from cnnstudio.errors import InvalidValueError
from cnnstudio.network import edits
from cnnstudio.network.edits import Position
from cnnstudio.network.graph import Network, Wire
from cnnstudio.network.rewiring import Rewiring
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
    rewiring = Rewiring(network)
    names = _add(rewiring, part, offset)
    return rewiring.network(), tuple(names.values())


def duplicated(
    network: Network, ids: Collection[str], offset: Position
) -> tuple[Network, tuple[str, ...]]:
    """Return the network with copies of some blocks beside them, and their ids.

    Wires between the blocks are copied, and those that enter from other
    blocks: a copy sees what the original sees.
    """
    part = _part(network, ids)
    rewiring = Rewiring(network)
    names = _add(rewiring, part, offset)
    for old, new in names.items():
        for wire in network.incoming.get(old, ()):
            if wire.source not in names:
                rewiring.draw(Wire(wire.source, new, len(rewiring.entering(new))))
    return rewiring.network(), tuple(names.values())


def _part(network: Network, ids: Collection[str]) -> Network:
    """Return the network of these blocks alone; slots that lost their wire are closed up."""
    chosen = set(ids)
    blocks = {name: block for name, block in network.blocks.items() if name in chosen}
    wires: list[Wire] = []
    for name in blocks:
        inside = [wire for wire in network.incoming.get(name, ()) if wire.source in chosen]
        wires += (Wire(wire.source, name, slot) for slot, wire in enumerate(inside))
    return Network(blocks=blocks, wires=tuple(wires))


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


def _add(rewiring: Rewiring, part: Network, offset: Position) -> dict[str, str]:
    """Add copies of all blocks and wires of `part`; return the new ids by the old ones."""
    names: dict[str, str] = {}
    free = {
        kind: edits.free_ids(rewiring, kind)
        for kind in {block.kind for block in part.blocks.values()}
    }
    for block in part.blocks.values():
        left, top = block.position
        place = (left + offset[0], top + offset[1])
        names[block.id] = block.id if block.id not in rewiring else next(free[block.kind])
        rewiring.add(msgspec.structs.replace(block, id=names[block.id], position=place))
    for wire in part.wires:
        rewiring.draw(Wire(names[wire.source], names[wire.target], wire.slot))
    return names
