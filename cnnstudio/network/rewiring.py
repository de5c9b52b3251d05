"""Blocks and wires that come and go, with the network's indexes kept up.

Building the indexes anew costs far more than an edit does. The rank, too, is
kept where it can be: a block finds a place between those that feed it and
those that it feeds. Where there is none, the next reader ranks all blocks anew.
"""

from itertools import filterfalse
from types import MappingProxyType

from cnnstudio.network.graph import Block, Network, Wire

Index = dict[str, tuple[Wire, ...]]


class Rewiring:
    """A network under change; `network` returns what has become of it."""

    def __init__(self, network: Network) -> None:
        self._before = network
        self._blocks = dict(network.blocks)
        self._incoming: Index = network.incoming.copy()
        self._outgoing: Index = network.outgoing.copy()
        self._cut: set[Wire] = set()
        self._drawn: dict[Wire, None] = {}
        self._added: set[str] = set()
        self._gone: set[str] = set()

    def __contains__(self, block: object) -> bool:
        """Whether there is a block with this id now."""
        return block in self._blocks

    def add(self, block: Block) -> None:
        """Put in a block with a free id."""
        assert block.id not in self._blocks, f"The id {block.id} is taken."
        self._blocks[block.id] = block
        self._added.add(block.id)

    def remove(self, block: str, *, heal: bool) -> None:
        """Take a block out; `heal` lets its first source feed what it fed."""
        sources, targets = self._incoming.get(block, ()), self._outgoing.get(block, ())
        for wire in sources:
            self._take(wire)
        for wire in targets:
            self._take(wire)
            if heal and sources:
                self.draw(Wire(sources[0].source, wire.target, wire.slot))
        for wire in targets:
            self._close_up(wire.target)
        del self._blocks[block]
        if block in self._added:
            self._added.remove(block)
        else:
            self._gone.add(block)

    def cut(self, wire: Wire) -> None:
        """Take a wire away; the ones in the slots behind it move up."""
        self._take(wire)
        self._close_up(wire.target)

    def swap(self, wire: Wire, *others: Wire) -> None:
        """Put other wires in the place of one."""
        self._take(wire)
        for other in others:
            self.draw(other)

    def draw(self, wire: Wire) -> None:
        """Put in a wire to a slot that is free."""
        self._drawn[wire] = None
        entering = (*self._incoming.get(wire.target, ()), wire)
        self._incoming[wire.target] = tuple(sorted(entering, key=lambda each: each.slot))
        self._outgoing[wire.source] = (*self._outgoing.get(wire.source, ()), wire)

    def entering(self, block: str) -> tuple[Wire, ...]:
        """Return the wires into a block as they are now."""
        return self._incoming.get(block, ())

    def network(self) -> Network:
        """Return the network as it is now."""
        kept = filterfalse(self._cut.__contains__, self._before.wires)
        after = Network(blocks=self._blocks, wires=(*kept, *self._drawn))
        after.__dict__["incoming"] = MappingProxyType(self._incoming)
        after.__dict__["outgoing"] = MappingProxyType(self._outgoing)
        rank = self._ranked()
        if rank is not None:
            after.__dict__["rank"] = MappingProxyType(rank)
        return after

    def _take(self, wire: Wire) -> None:
        if wire in self._drawn:
            del self._drawn[wire]
        else:
            self._cut.add(wire)
        _leave_out(self._incoming, wire.target, wire)
        _leave_out(self._outgoing, wire.source, wire)

    def _close_up(self, target: str) -> None:
        for slot, wire in enumerate(self.entering(target)):
            if wire.slot != slot:
                self.swap(wire, Wire(wire.source, target, slot))

    def _ranked(self) -> dict[str, float] | None:
        """Return the rank of the blocks as they are now, or None where it must be found anew."""
        if len(self._before.rank) < len(self._before.blocks):
            return None
        rank = self._before.rank.copy()
        for name in self._gone:
            del rank[name]
        for name in self._added:
            rank[name] = 0.0
        return rank if all(self._fits(rank, wire) for wire in self._drawn) else None

    def _fits(self, rank: dict[str, float], wire: Wire) -> bool:
        """Whether a wire leads upwards, after moving one of its ends if need be."""
        return (
            rank[wire.source] < rank[wire.target]
            or self._has_moved(rank, wire.target)
            or self._has_moved(rank, wire.source)
        )

    def _has_moved(self, rank: dict[str, float], block: str) -> bool:
        """Give a block a place between its sources and its targets; return whether there is one."""
        above = max((rank[wire.source] for wire in self.entering(block)), default=None)
        below = min((rank[wire.target] for wire in self._outgoing.get(block, ())), default=None)
        place = _between(above, below)
        if place is not None:
            rank[block] = place
        return place is not None


def _leave_out(index: Index, block: str, wire: Wire) -> None:
    left = tuple(each for each in index[block] if each != wire)
    if left:
        index[block] = left
    else:
        del index[block]


def _between(low: float | None, high: float | None) -> float | None:
    """Return a number above `low` and below `high`; None where there is none."""
    if low is None or high is None:
        return high - 1.0 if high is not None else 0.0 if low is None else low + 1.0
    middle = (low + high) / 2
    return middle if low < middle < high else None
