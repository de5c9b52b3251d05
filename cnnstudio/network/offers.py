"""Wires whose ends go elsewhere, and the one that two blocks can have between them."""

from dataclasses import dataclass
from enum import Enum, auto

from cnnstudio.network import edits
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Network, Wire
from cnnstudio.text import _


class Direction(Enum):
    """Where a wire may lead, seen from the block at its fixed end."""

    FORWARDS = auto()
    BACKWARDS = auto()
    EITHER = auto()


@dataclass(frozen=True, slots=True)
class Offer:
    """A wire that could be drawn, or the reason why it cannot."""

    source: str
    target: str
    refusal: str | None = None
    replaces: bool = False
    """Whether it can be drawn in the place of another wire alone."""

    @property
    def is_accepted(self) -> bool:
        """Whether the wire can be drawn."""
        return self.refusal is None


def offer(
    network: Network, fixed: str, other: str, direction: Direction, *, replace: bool = False
) -> Offer:
    """Return the wire between `fixed` and `other`: forwards, unless only backwards is possible.

    With `replace` it may take the place of the wire in a single input.
    """
    if direction is Direction.BACKWARDS:
        return _one_way(network, other, fixed, replace=replace)
    forwards = _one_way(network, fixed, other, replace=replace)
    if direction is Direction.FORWARDS or forwards.is_accepted:
        return forwards
    backwards = _one_way(network, other, fixed, replace=False)
    return backwards if backwards.is_accepted else forwards


def directions(network: Network, block: str) -> Direction:
    """Return where a new wire at `block` may lead."""
    kind = find_kind(network.blocks[block].kind)
    if not kind.has_output:
        return Direction.BACKWARDS
    return Direction.EITHER if kind.most_inputs else Direction.FORWARDS


def taken_input(network: Network, block: str) -> Wire | None:
    """Return the wire that fills the only port of a block without an output."""
    kind = find_kind(network.blocks[block].kind)
    incoming = network.incoming.get(block, ())
    is_full = not kind.has_output and len(incoming) == kind.most_inputs
    return incoming[0] if is_full else None


def reconnect(network: Network, wire: Wire, source: str, target: str) -> Network:
    """Return the network with a wire between other blocks.

    It keeps its slot where it enters the same block, and takes the place of the
    wire in a single input elsewhere. Raises `InvalidValueError` where it cannot go.
    """
    if (source, target) == (wire.source, wire.target):
        return network
    after = edits.connect(edits.disconnect(network, wire), source, target, replace=True)
    if target != wire.target:
        return after
    moved = tuple(
        Wire(source, target, wire.slot) if each == wire else each for each in network.wires
    )
    return Network(blocks=network.blocks, wires=moved)


def _one_way(network: Network, source: str, target: str, *, replace: bool) -> Offer:
    refusal = edits.refusal(network, source, target, replace=replace)
    if refusal is None or replace or edits.refusal(network, source, target, replace=True):
        return Offer(source, target, refusal)
    kind = find_kind(network.blocks[target].kind)
    occupied = _("{target} takes one wire and has it. Hold Shift to put this one in its place.")
    return Offer(source, target, occupied.format(target=_(kind.title)), replaces=True)
