"""Every change of a network: functions from one network to another.

An edit that is not allowed raises `InvalidValueError` with the reason and
changes nothing.
"""

from collections.abc import Collection, Container, Iterator, Mapping
from itertools import count
from typing import Any

import msgspec

from cnnstudio.errors import InvalidValueError
from cnnstudio.network.blocks.data import Task
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Block, Network, Shape, Wire, leads_to
from cnnstudio.network.rewiring import Rewiring
from cnnstudio.text import _

Position = tuple[float, float]

LONGEST_NAME = 60


def new_block(
    network: Network, kind: str, position: Position = (0.0, 0.0), **parameters: Any
) -> Block:
    """Return a block with a free id and all parameters, ready to be added."""
    values = {**find_kind(kind).defaults(), **checked(kind, parameters)}
    return Block(id=free_id(network, kind), kind=kind, parameters=values, position=position)


def free_id(network: Network, kind: str) -> str:
    """Return the first of "conv1", "conv2", … that no block has; a Python name."""
    return next(free_ids(network.blocks, kind))


def free_ids(taken: Container[str], kind: str) -> Iterator[str]:
    """Yield "conv1", "conv2", … as far as they are not taken when it is their turn."""
    names = (f"{kind}{number}" for number in count(1))
    return (name for name in names if name not in taken)


def checked(kind: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return `parameters` in normal form; raise `InvalidValueError` for what is not allowed."""
    known = find_kind(kind)
    for name in parameters:
        if name not in known.defaults():
            raise InvalidValueError(
                _('{kind} has no parameter "{name}". It has: {known}.').format(
                    kind=_(known.title), name=name[:40], known=", ".join(known.defaults()) or "–"
                )
            )
    return {name: known.parameter(name).check(value) for name, value in parameters.items()}


def add(network: Network, block: Block) -> Network:
    """Return the network with one block more."""
    rewiring = Rewiring(network)
    rewiring.add(block)
    return rewiring.network()


def remove(network: Network, ids: Collection[str], *, heal: bool = True) -> Network:
    """Return the network without some blocks; `heal` joins the chain where they were."""
    rewiring = Rewiring(network)
    for block in ids:
        rewiring.remove(block, heal=heal)
    return rewiring.network()


def refusal(network: Network, source: str, target: str, *, replace: bool = False) -> str | None:
    """Return why `source` cannot feed `target`, or None where it can.

    With `replace`, a wire that already enters a single input does not count.
    """
    start, end = network.blocks[source], network.blocks[target]
    titles = {"source": _(find_kind(start.kind).title), "target": _(find_kind(end.kind).title)}
    kind = find_kind(end.kind)
    if not find_kind(start.kind).has_output:
        return _("{source} has no output.").format(**titles)
    if kind.most_inputs == 0:
        return _("{target} takes no input.").format(**titles)
    if source == target or leads_to(network, target, source):
        return _("A network runs forward only: {target} already leads to {source}.").format(
            **titles
        )
    if replace and kind.most_inputs == 1:
        return None
    if len(network.incoming.get(target, ())) >= kind.most_inputs:
        return _("{target} takes {count} input and already has it.").format(
            **titles, count=kind.most_inputs
        )
    return None


def connect(network: Network, source: str, target: str, *, replace: bool = False) -> Network:
    """Return the network with a wire into the next free slot of `target`.

    With `replace`, the wire takes the place of the one in a single input.
    """
    reason = refusal(network, source, target, replace=replace)
    if reason is not None:
        raise InvalidValueError(reason)
    rewiring = Rewiring(network)
    if replace and find_kind(network.blocks[target].kind).most_inputs == 1:
        for wire in rewiring.entering(target):
            rewiring.cut(wire)
    rewiring.draw(Wire(source, target, len(rewiring.entering(target))))
    return rewiring.network()


def disconnect(network: Network, wire: Wire) -> Network:
    """Return the network without one wire."""
    rewiring = Rewiring(network)
    rewiring.cut(wire)
    return rewiring.network()


def insert(network: Network, block: Block, wire: Wire) -> Network:
    """Return the network with a block added in the middle of a wire."""
    reason = insertion_refusal(block.kind)
    if reason is not None:
        raise InvalidValueError(reason)
    rewiring = Rewiring(network)
    if block.id not in network.blocks:
        rewiring.add(block)
    rewiring.swap(wire, Wire(wire.source, block.id, 0), Wire(block.id, wire.target, wire.slot))
    return rewiring.network()


def insertion_refusal(kind: str) -> str | None:
    """Return why blocks of `kind` cannot stand in the middle of a wire, or None."""
    known = find_kind(kind)
    if known.most_inputs == 0 or not known.has_output:
        return _("{kind} stands at an end of the network, not in the middle of a wire.").format(
            kind=_(known.title)
        )
    return None


def move(network: Network, positions: Mapping[str, Position]) -> Network:
    """Return the network with some blocks elsewhere; those that stay are the same objects."""
    moved = {
        name: msgspec.structs.replace(network.blocks[name], position=position)
        for name, position in positions.items()
        if network.blocks[name].position != position
    }
    return network.with_changed(moved)


def set_parameters(network: Network, block: str, parameters: Mapping[str, Any]) -> Network:
    """Return the network with other values for some parameters of one block."""
    old = network.blocks[block]
    values = {**old.parameters, **checked(old.kind, parameters)}
    if values == old.parameters:
        return network
    new = msgspec.structs.replace(old, parameters=values)
    return network.with_changed({block: new})


def rename(network: Network, block: str, name: str) -> Network:
    """Return the network with another name on a block's card; an empty one shows the kind's."""
    if len(name) > LONGEST_NAME:
        raise InvalidValueError(
            _("A name has at most {most} characters, not {count}.").format(
                most=LONGEST_NAME, count=f"{len(name):,}"
            )
        )
    renamed = msgspec.structs.replace(network.blocks[block], name=" ".join(name.split()))
    return network.with_changed({block: renamed})


def bypass(network: Network, ids: Collection[str], *, is_bypassed: bool) -> Network:
    """Return the network with some blocks switched off or on again; ends stay as they are."""
    changed = {
        name: msgspec.structs.replace(network.blocks[name], is_bypassed=is_bypassed)
        for name in ids
        if can_be_bypassed(network.blocks[name].kind)
    }
    return network.with_changed(changed)


def can_be_bypassed(kind: str) -> bool:
    """Whether blocks of `kind` have something before and behind them to be joined."""
    return insertion_refusal(kind) is None


def fit_to_data(network: Network, shape: Shape, classes: int | None) -> Network:
    """Return the network with Input and Output set for a data set.

    `shape` is (channels, height, width). Two classes may be answered with yes
    or no, so an Output that asks so keeps its task; None asks for a picture.
    """
    channels, height, width = shape
    size = {"channels": channels, "height": height, "width": width}
    for block in network.of_kind("input"):
        network = set_parameters(network, block.id, size)
    for block in network.of_kind("output"):
        network = set_parameters(network, block.id, _task(block, classes))
    return network


def _task(output: Block, classes: int | None) -> dict[str, Any]:
    if classes is None:
        return {"task": Task.PICTURE.value}
    if classes == 2 and output.parameters.get("task") == Task.YES_NO:
        return {"classes": 2}
    if output.parameters.get("task") == Task.PICTURE:
        return {"classes": classes}
    return {"task": Task.CLASSES.value, "classes": classes}
