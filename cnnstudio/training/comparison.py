"""Networks beside one another: which block of one stands for which of another."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from cnnstudio.network.graph import Block, Network

AlignedRow = tuple[Block | None, ...]
"""One place in all networks: a block for each, None where a network has nothing there."""


def aligned(networks: Sequence[Network]) -> tuple[AlignedRow, ...]:
    """Return the blocks of networks in rows, each network in the order in which it runs.

    Blocks of one kind share a row as far as that keeps every order; what lies
    between such rows in one network stands beside what lies there in another.
    """
    rows: list[list[Block | None]] = []
    for count, network in enumerate(networks):
        blocks = [network.blocks[name] for name in network.order]
        rows = _joined(rows, blocks, count)
    return tuple(tuple(row) for row in rows)


def same_wiring(networks: Sequence[Network]) -> bool:
    """Return whether the wires of all networks join the same rows of `aligned`."""
    place: list[dict[str, int]] = [{} for _network in networks]
    for number, row in enumerate(aligned(networks)):
        for index, block in enumerate(row):
            if block is not None:
                place[index][block.id] = number
    wirings = [
        {(ids[wire.source], ids[wire.target], wire.slot) for wire in network.wires}
        for ids, network in zip(place, networks, strict=True)
    ]
    return all(wiring == wirings[0] for wiring in wirings)


def _joined(
    rows: list[list[Block | None]], blocks: list[Block], count: int
) -> list[list[Block | None]]:
    """Return `rows` of `count` networks with the blocks of one more."""
    kinds = [next(block.kind for block in row if block is not None) for row in rows]
    matcher = SequenceMatcher(None, kinds, [block.kind for block in blocks], autojunk=False)
    joined: list[list[Block | None]] = []
    for _tag, start, stop, first, last in matcher.get_opcodes():
        pairs = zip_longest(rows[start:stop], blocks[first:last])
        joined += [[*(row or [None] * count), block] for row, block in pairs]
    return joined
