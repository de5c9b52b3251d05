"""Blocks, wires and networks: immutable values without behaviour of their own.

A network is never changed. Every edit (`cnnstudio.network.edits`) is a function
from one network to another; blocks that an edit does not touch stay the same
objects, which is how shapes, undo and the canvas know what is new.
"""

from functools import cached_property
from math import inf
from types import MappingProxyType

import msgspec

Value = bool | int | float | str | tuple[int, ...]
"""What a block's parameter can be; a tuple is a size or the sides of a padding."""

Shape = tuple[int, ...]
"""The axes of one example, the batch left out: (channels, height, width) or (features,)."""


class Block(msgspec.Struct, frozen=True, omit_defaults=True):
    """One layer on the canvas; `position` is its top left corner in scene pixels.

    A bypassed block passes its first input on as if it were not there.
    """

    id: str
    kind: str
    parameters: dict[str, Value] = {}
    position: tuple[float, float] = (0.0, 0.0)
    name: str = ""
    is_bypassed: bool = False


class Wire(msgspec.Struct, frozen=True, omit_defaults=True):
    """Carries the output of `source` into the input `slot` of `target`."""

    source: str
    target: str
    slot: int = 0


class Network(msgspec.Struct, frozen=True, dict=True):
    """Blocks by id, and the wires between them."""

    blocks: dict[str, Block] = {}
    wires: tuple[Wire, ...] = ()

    @cached_property
    def incoming(self) -> MappingProxyType[str, tuple[Wire, ...]]:
        """The wires into each block, ordered by slot; blocks without any are absent."""
        found: dict[str, list[Wire]] = {}
        for wire in self.wires:
            found.setdefault(wire.target, []).append(wire)
        return MappingProxyType(
            {block: tuple(sorted(wires, key=_slot)) for block, wires in found.items()}
        )

    @cached_property
    def outgoing(self) -> MappingProxyType[str, tuple[Wire, ...]]:
        """The wires out of each block; blocks without any are absent."""
        found: dict[str, list[Wire]] = {}
        for wire in self.wires:
            found.setdefault(wire.source, []).append(wire)
        return MappingProxyType({block: tuple(wires) for block, wires in found.items()})

    @cached_property
    def order(self) -> tuple[str, ...]:
        """All block ids, each after those that feed it; ids on a cycle are left out."""
        waiting = {block: len(wires) for block, wires in self.incoming.items()}
        ready = list(self.sources)
        for block in ready:
            for wire in self.outgoing.get(block, ()):
                target = wire.target
                waiting[target] -= 1
                if not waiting[target]:
                    ready.append(target)
        return tuple(ready)

    @cached_property
    def rank(self) -> MappingProxyType[str, float]:
        """Numbers that grow along every wire; blocks on a cycle have none."""
        return MappingProxyType({block: float(place) for place, block in enumerate(self.order)})

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The ids of the blocks that no wire enters, in the order in which they were added."""
        return tuple([name for name in self.blocks if name not in self.incoming])

    @cached_property
    def sinks(self) -> tuple[str, ...]:
        """The ids of the blocks that no wire leaves, in the order in which they were added."""
        return tuple([name for name in self.blocks if name not in self.outgoing])

    def of_kind(self, kind: str) -> tuple[Block, ...]:
        """Return the blocks of one kind, in the order in which they were added."""
        return tuple(block for block in self.blocks.values() if block.kind == kind)

    def with_changed(self, changed: dict[str, Block]) -> "Network":
        """Return this network with other blocks in the place of some, its wiring kept.

        The wiring's indexes are handed on: they cost more than the edit itself.
        """
        assert changed.keys() <= self.blocks.keys(), "A changed block keeps its id."
        edited = Network(blocks={**self.blocks, **changed}, wires=self.wires)
        for index in ("incoming", "outgoing", "order", "rank", "sources", "sinks"):
            if index in self.__dict__:
                edited.__dict__[index] = self.__dict__[index]
        return edited


def _slot(wire: Wire) -> int:
    return wire.slot


def downstream(network: Network, block: str) -> set[str]:
    """Return the ids of all blocks that `block` feeds, directly or through others."""
    found: set[str] = set()
    pending = [block]
    while pending:
        for wire in network.outgoing.get(pending.pop(), ()):
            if wire.target not in found:
                found.add(wire.target)
                pending.append(wire.target)
    return found


def leads_to(network: Network, block: str, goal: str) -> bool:
    """Whether `block` feeds `goal`, directly or through others."""
    rank = network.rank
    highest = rank.get(goal, inf)
    found = {block}
    pending = [block]
    while pending:
        for wire in network.outgoing.get(pending.pop(), ()):
            if wire.target == goal:
                return True
            # What ranks above the goal cannot lead down to it.
            if wire.target not in found and rank.get(wire.target, -inf) < highest:
                found.add(wire.target)
                pending.append(wire.target)
    return False
