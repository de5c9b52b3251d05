"""What mends a problem: edits as values, with the words on their button."""

from dataclasses import dataclass
from typing import Any

from cnnstudio.network import edits
from cnnstudio.network.blocks.kind import BlockKind, InsertBefore, Remedy, SetParameters
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Network, Wire
from cnnstudio.text import _, plural


@dataclass(frozen=True, slots=True)
class Connect:
    """A remedy: draw a wire from `source` into the block."""

    source: str


@dataclass(frozen=True, slots=True)
class Remove:
    """A remedy: take the block away, and the blocks in front of it that lead nowhere else."""

    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeOut:
    """A remedy: take another block out of the chain, which is joined again."""

    other: str


@dataclass(frozen=True, slots=True)
class SetOther:
    """A remedy: give parameters of another block other values."""

    other: str
    parameters: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Append:
    """A remedy: put a new block behind the block."""

    kind: str
    parameters: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Prepend:
    """A remedy: put a new block in front of the block."""

    kind: str
    parameters: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Add:
    """A remedy: put in the block itself, where there is nothing to connect it to."""

    kind: str
    parameters: tuple[tuple[str, Any], ...] = ()


AnyRemedy = Remedy | Connect | Remove | TakeOut | SetOther | Append | Prepend | Add

_STEP_PX = 190.0
"""How far from its neighbour an added block stands."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One way to mend a problem of `block`, which is yet to come where the remedy adds it."""

    block: str
    remedy: AnyRemedy
    title: str


def repair(network: Network, block: str, remedy: AnyRemedy) -> Repair:
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
            return edits.remove(network, [repair.block, *repair.remedy.also], heal=False)
        case TakeOut():
            return edits.remove(network, [repair.remedy.other])
        case Append():
            return _append(network, repair.block, repair.remedy)
        case Prepend():
            return _prepend(network, repair.block, repair.remedy)
        case Add():
            return _add(network, repair.remedy)
        case SetOther():
            return edits.set_parameters(
                network, repair.remedy.other, dict(repair.remedy.parameters)
            )


def _insert_before(network: Network, target: str, remedy: InsertBefore) -> Network:
    for kind, parameters in remedy.blocks:
        wire = _entering(network, target, remedy.slot)
        middle = _between(network, wire)
        block = edits.new_block(network, kind, middle, **dict(parameters))
        network = edits.insert(network, block, wire)
    return network


def _append(network: Network, source: str, remedy: Append) -> Network:
    left, top = network.blocks[source].position
    place = (left + _STEP_PX, top)
    block = edits.new_block(network, remedy.kind, place, **dict(remedy.parameters))
    return edits.connect(edits.add(network, block), source, block.id)


def _prepend(network: Network, target: str, remedy: Prepend) -> Network:
    left, top = network.blocks[target].position
    place = (left - _STEP_PX, top)
    block = edits.new_block(network, remedy.kind, place, **dict(remedy.parameters))
    return edits.connect(edits.add(network, block), block.id, target)


def _add(network: Network, remedy: Add) -> Network:
    """Put an Input before all other blocks, anything else behind them."""
    places = [block.position for block in network.blocks.values()]
    place = (0.0, 0.0)
    if places:
        left, top = min(places) if remedy.kind == "input" else max(places)
        place = (left - _STEP_PX if remedy.kind == "input" else left + _STEP_PX, top)
    return edits.add(
        network, edits.new_block(network, remedy.kind, place, **dict(remedy.parameters))
    )


def _entering(network: Network, target: str, slot: int) -> Wire:
    return next(wire for wire in network.incoming[target] if wire.slot == slot)


def _between(network: Network, wire: Wire) -> tuple[float, float]:
    start, end = network.blocks[wire.source].position, network.blocks[wire.target].position
    return ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)


def _title(network: Network, block: str, remedy: AnyRemedy) -> str:
    if isinstance(remedy, Append | Prepend | Add):
        return _("Add {block}").format(block=_(find_kind(remedy.kind).title))
    kind = find_kind(network.blocks[block].kind)
    match remedy:
        case InsertBefore():
            return _insertion_title(remedy)
        case SetParameters():
            return _setting_title(kind, remedy.parameters)
        case Connect():
            source = find_kind(network.blocks[remedy.source].kind)
            return _("Connect {source}").format(source=_(source.title))
        case Remove():
            if remedy.also:
                count = 1 + len(remedy.also)
                return plural("Remove {count} block", "Remove the branch, {count} blocks", count)
            return _("Remove {block}").format(block=_(kind.title))
        case TakeOut():
            other = find_kind(network.blocks[remedy.other].kind)
            return _("Remove {block}").format(block=_(other.title))
        case SetOther():
            other = find_kind(network.blocks[remedy.other].kind)
            return _("{block}: {change}").format(
                block=network.blocks[remedy.other].name or remedy.other,
                change=_setting_title(other, remedy.parameters),
            )


def _setting_title(kind: BlockKind, parameters: tuple[tuple[str, Any], ...]) -> str:
    name, value = parameters[0]
    parameter = kind.parameter(name)
    return _("Set {parameter} to {value}").format(
        parameter=_(parameter.title).lower(), value=parameter.text(value)
    )


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
    sized = _("{height}×{width} {block}").format(height=height, width=width, block=title)
    stride = parameters.get("stride", (1, 1))
    if stride == (1, 1):
        return sized
    shown = stride[0] if stride[0] == stride[1] else f"{stride[0]}×{stride[1]}"
    return _("{block}, stride {stride}").format(block=sized, stride=shown)
