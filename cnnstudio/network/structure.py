"""Where a network begins, where it ends, and where it ends in nothing."""

from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Block, Network, downstream


def inputs(network: Network) -> tuple[Block, ...]:
    """Return the Input blocks; nothing enters them."""
    return _of_kind(network, network.sources, "input")


def outputs(network: Network) -> tuple[Block, ...]:
    """Return the Output blocks; nothing leaves them."""
    return _of_kind(network, network.sinks, "output")


def dead_ends(network: Network) -> tuple[Block, ...]:
    """Return the blocks that work for nothing: they are fed, and their output goes nowhere."""
    unused = {*network.sinks, *_ignored(network)}
    names = network.sinks if len(unused) == len(network.sinks) else network.blocks
    blocks = (network.blocks[name] for name in names if name in unused)
    return tuple(block for block in blocks if _is_working(network, block))


def dead_branch(network: Network, end: str) -> tuple[str, ...]:
    """Return the blocks in front of a dead end that lead nowhere else, the nearest first."""
    found = {end: None}
    pending = [end]
    while pending:
        for wire in network.incoming.get(pending.pop(), ()):
            targets = {each.target for each in network.outgoing[wire.source]}
            is_input = network.blocks[wire.source].kind == "input"
            if not is_input and wire.source not in found and targets <= found.keys():
                found[wire.source] = None
                pending.append(wire.source)
    return tuple(found)[1:]


def loose_end(network: Network, target: str) -> str | None:
    """Return the first block whose output goes nowhere and that could feed `target`."""
    excluded = {target, *downstream(network, target)}
    names = (name for name in network.sinks if name not in excluded)
    return next((name for name in names if _is_working(network, network.blocks[name])), None)


def _of_kind(network: Network, names: tuple[str, ...], kind: str) -> tuple[Block, ...]:
    blocks = (network.blocks[name] for name in names)
    return tuple(block for block in blocks if block.kind == kind)


def _is_working(network: Network, block: Block) -> bool:
    kind = find_kind(block.kind)
    return kind.has_output and (block.id in network.incoming or kind.most_inputs == 0)


def _ignored(network: Network) -> set[str]:
    """Return what bypassed merges alone take: of their inputs they pass on the first."""
    bypassed = [block.id for block in network.blocks.values() if block.is_bypassed]
    wires = [wire for name in bypassed for wire in network.incoming.get(name, ())[1:]]
    return {wire.source for wire in wires if not _is_used(network, wire.source)}


def _is_used(network: Network, block: str) -> bool:
    return any(
        wire.slot == 0 or not network.blocks[wire.target].is_bypassed
        for wire in network.outgoing.get(block, ())
    )
