"""What mends a problem: edits as values, with the words on their button."""

from dataclasses import dataclass
from typing import Any

from cnnstudio.network import edits
from cnnstudio.network.blocks.kind import InsertBefore, Remedy, SetParameters
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Network, Wire
from cnnstudio.text import _


@dataclass(frozen=True, slots=True)
class Connect:
    """A remedy: draw a wire from `source` into the block."""

    source: str


@dataclass(frozen=True, slots=True)
class Remove:
    """A remedy: take the block away."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One way to mend a problem of `block`."""

    block: str
    remedy: Remedy | Connect | Remove
    title: str


def repair(network: Network, block: str, remedy: Remedy | Connect | Remove) -> Repair:
    """Return the repair that applies `remedy` to `block`, with its title in words."""
    return Repair(block, remedy, _title(network, block, remedy))


def apply(network: Network, repair: Repair) -> Network:
    """Return the mended network."""
    match repair.remedy:
        case InsertBefore():
            return _insert_before(network, repair.block, repair.remedy)
        case SetParameters():
            return edits.set_parameters(network, repair.block, dict(repair.remedy.parameters))
        case Connect():
            return edits.connect(network, repair.remedy.source, repair.block)
        case Remove():
            return edits.remove(network, [repair.block], heal=False)


def _insert_before(network: Network, target: str, remedy: InsertBefore) -> Network:
    for kind, parameters in remedy.blocks:
        wire = _entering(network, target, remedy.slot)
        middle = _between(network, wire)
        block = edits.new_block(network, kind, middle, **dict(parameters))
        network = edits.insert(network, block, wire)
    return network


def _entering(network: Network, target: str, slot: int) -> Wire:
    return next(wire for wire in network.incoming[target] if wire.slot == slot)


def _between(network: Network, wire: Wire) -> tuple[float, float]:
    start, end = network.blocks[wire.source].position, network.blocks[wire.target].position
    return ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)


def _title(network: Network, block: str, remedy: Remedy | Connect | Remove) -> str:
    kind = find_kind(network.blocks[block].kind)
    match remedy:
        case InsertBefore():
            return _insertion_title(remedy)
        case SetParameters():
            name, value = remedy.parameters[0]
            parameter = kind.parameter(name)
            return _("Set {parameter} to {value}").format(
                parameter=_(parameter.title).lower(), value=parameter.text(value)
            )
        case Connect():
            source = find_kind(network.blocks[remedy.source].kind)
            return _("Connect {source}").format(source=_(source.title))
        case Remove():
            return _("Remove {block}").format(block=_(kind.title))


def _insertion_title(remedy: InsertBefore) -> str:
    titles = [_(find_kind(kind).title) for kind, _parameters in remedy.blocks]
    if len(titles) == 1:
        return _("Insert {block}").format(block=_with_size(remedy, titles[0]))
    return _("Insert {first} and {last}").format(first=", ".join(titles[:-1]), last=titles[-1])


def _with_size(remedy: InsertBefore, title: str) -> str:
    parameters: dict[str, Any] = dict(remedy.blocks[0][1])
    if "kernel" not in parameters:
        return title
    height, width = parameters["kernel"]
    return _("{height}×{width} {block}").format(height=height, width=width, block=title)
