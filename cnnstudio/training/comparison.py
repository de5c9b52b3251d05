"""Networks beside one another: which block of one stands for which of another."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from cnnstudio.network.graph import Block, Network

_MOST_PAIRS = 250_000
"""The search for equal parts takes time by the product of the lengths: larger ones are paired."""

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
    joined: list[list[Block | None]] = []
    for old, new in _matches(kinds, [block.kind for block in blocks]):
        pairs = zip_longest(rows[old], blocks[new])
        joined += [[*(row or [None] * count), block] for row, block in pairs]
    return joined


def _matches(old: list[str], new: list[str]) -> Iterator[tuple[slice, slice]]:
    """Yield the parts of two rows of kinds that stand beside one another, in order."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle = old[start : len(old) - end], new[start : len(new) - end]
    yield slice(0, start), slice(0, start)
    if len(middle[0]) * len(middle[1]) > _MOST_PAIRS:
        yield slice(start, len(old) - end), slice(start, len(new) - end)
    else:
        matcher = SequenceMatcher(None, *middle, autojunk=False)
        for _tag, i, j, k, m in matcher.get_opcodes():
            yield slice(start + i, start + j), slice(start + k, start + m)
    yield slice(len(old) - end, len(old)), slice(len(new) - end, len(new))


def _common(one: list[str], other: list[str]) -> int:
    """Return how many kinds two rows begin with together."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))
