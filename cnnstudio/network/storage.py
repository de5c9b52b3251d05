"""Networks from files and messages: checked block by block, wire by wire.

The JSON form is that of `cnnstudio.network.graph.Network` itself; the version
number stands in the file around it (`cnnstudio.project.archive`).
"""

import re
from typing import Any

import msgspec

from cnnstudio.errors import InvalidValueError
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.edits import LONGEST_NAME, can_be_bypassed, checked
from cnnstudio.network.graph import Block, Network, Wire
from cnnstudio.text import _

MAXIMUM_BLOCKS = 20_000

# With a digit at its end an id is never a keyword, nor a method of a torch module:
# it can name a submodule and a variable of exported code.
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,98}[0-9]")


def to_builtins(network: Network) -> dict[str, Any]:
    """Return the network as JSON-ready dictionaries and lists."""
    built: dict[str, Any] = msgspec.to_builtins(network)
    return built


def from_builtins(raw: Any) -> Network:
    """Return the network that `to_builtins` described; raise `InvalidValueError` for any other."""
    try:
        return validated(msgspec.convert(raw, Network))
    except msgspec.ValidationError as error:
        raise InvalidValueError(_("This is no network: {reason}.").format(reason=error)) from error


def validated(network: Network) -> Network:
    """Return the network with complete parameters in normal form.

    Raises `InvalidValueError` for unknown kinds and parameters, values out of
    range, wires that lead nowhere or into an occupied input, and cycles.
    """
    if len(network.blocks) > MAXIMUM_BLOCKS:
        raise InvalidValueError(
            _("A network has at most {most} blocks, not {count}.").format(
                most=f"{MAXIMUM_BLOCKS:,}", count=f"{len(network.blocks):,}"
            )
        )
    blocks = {name: _validated_block(name, block) for name, block in network.blocks.items()}
    network = Network(blocks=blocks, wires=network.wires)
    _check_wires(network)
    if len(network.order) < len(network.blocks):
        looped = sorted(network.blocks.keys() - set(network.order))
        raise InvalidValueError(
            _("A network runs forward only, but {blocks} feed each other in a circle.").format(
                blocks=", ".join(looped[:5])
            )
        )
    return network


def _validated_block(name: str, block: Block) -> Block:
    if name != block.id or not _ID.fullmatch(name):
        raise InvalidValueError(
            _('"{id}" is no id for a block: a word and a number are needed, as in conv1.').format(
                id=block.id[:40]
            )
        )
    kind = find_kind(block.kind)
    values = {**kind.defaults(), **checked(block.kind, block.parameters)}
    if not all(abs(axis) < 1e7 for axis in block.position):
        raise InvalidValueError(_('The position of "{id}" is out of range.').format(id=name))
    if len(block.name) > LONGEST_NAME:
        raise InvalidValueError(
            _("A name has at most {most} characters, not {count}.").format(
                most=LONGEST_NAME, count=f"{len(block.name):,}"
            )
        )
    bypassed = block.is_bypassed and can_be_bypassed(block.kind)
    return msgspec.structs.replace(block, parameters=values, is_bypassed=bypassed)


def _check_wires(network: Network) -> None:
    for wire in network.wires:
        for end in (wire.source, wire.target):
            if end not in network.blocks:
                raise InvalidValueError(
                    _('A wire leads to "{id}", which is no block of this network.').format(
                        id=end[:40]
                    )
                )
        if not find_kind(network.blocks[wire.source].kind).has_output:
            raise InvalidValueError(_('"{id}" has no output.').format(id=wire.source))
    for target, wires in network.incoming.items():
        _check_slots(network, target, wires)


def _check_slots(network: Network, target: str, wires: tuple[Wire, ...]) -> None:
    most = find_kind(network.blocks[target].kind).most_inputs
    if len(wires) > most or [wire.slot for wire in wires] != list(range(len(wires))):
        raise InvalidValueError(
            _('"{id}" takes at most {most} inputs, one wire into each.').format(
                id=target, most=most
            )
        )
