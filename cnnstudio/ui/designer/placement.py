"""Where a new block goes, and how the others make room."""

from collections.abc import Collection, Iterable

from cnnstudio.network import edits
from cnnstudio.network.arrange import COLUMN_PX, COLUMNS, ROW_PX, arrange
from cnnstudio.network.graph import Block, Network

Position = tuple[float, float]

CARD_PX = (148.0, 104.0)
"""The size of an ordinary card with its feature maps."""

_GAP_PX = 24.0
_ASIDE_PX = 24.0


def settled(before: Network, after: Network) -> Network:
    """Return `after` with room for the blocks that `before` did not have.

    A network in the automatic layout stays in it: it flows like text when a
    block is inserted or removed. One that somebody has arranged by hand only
    makes room where the new blocks stand.
    """
    if is_arranged(before):
        return rearranged(after)
    for name in after.order:
        if name not in before.blocks:
            after = _with_room(after, name)
    return after


def is_arranged(network: Network) -> bool:
    """Whether the wired part stands as the automatic layout would put it, wherever that is."""
    lefts = [network.blocks[name].position[0] for name in _wired_names(network)]
    if lefts and max(lefts) - min(lefts) > (COLUMNS - 1) * COLUMN_PX:
        return False  # seen at once, also among thousands of blocks
    return all(
        network.blocks[name].position == block.position
        for name, block in rearranged(network).blocks.items()
    )


def rearranged(network: Network) -> Network:
    """Return the network with its wired part laid out anew; its first block stays in place."""
    wired = _wired(network)
    if not wired.blocks:
        return network
    laid_out = arrange(wired)
    first = next(iter(laid_out.order or laid_out.blocks))
    left, top = wired.blocks[first].position
    dx, dy = left - laid_out.blocks[first].position[0], top - laid_out.blocks[first].position[1]
    moved = {
        name: (block.position[0] + dx, block.position[1] + dy)
        for name, block in laid_out.blocks.items()
    }
    return edits.move(network, moved)


def _wired(network: Network) -> Network:
    blocks = {name: network.blocks[name] for name in _wired_names(network)}
    return Network(blocks=blocks, wires=network.wires)


def _wired_names(network: Network) -> list[str]:
    incoming, outgoing = network.incoming, network.outgoing
    return [name for name in network.blocks if name in incoming or name in outgoing]


def _with_room(network: Network, name: str) -> Network:
    incoming, outgoing = network.incoming.get(name, ()), network.outgoing.get(name, ())
    if not incoming or not outgoing:
        return network
    source, target = network.blocks[incoming[0].source], network.blocks[outgoing[0].target]
    (left, top), (right, bottom) = source.position, target.position
    if abs(right - left) >= abs(bottom - top):
        step = COLUMN_PX if right >= left else -COLUMN_PX
        network = _pushed(network, target, 0, left + 2 * step, source)
        return edits.move(network, {name: (left + step, top)})
    step = ROW_PX if bottom >= top else -ROW_PX
    network = _pushed(network, target, 1, top + 2 * step, source)
    return edits.move(network, {name: (left, top + step)})


def _pushed(network: Network, target: Block, axis: int, wanted: float, source: Block) -> Network:
    """Move `target`, and what lies beyond it in its row or below it, to `wanted` along `axis`."""
    start = target.position[axis]
    direction = 1.0 if wanted > source.position[axis] else -1.0
    push = wanted - start
    if push * direction <= 0:
        return network
    moved = {
        name: _shifted(block.position, axis, push)
        for name, block in network.blocks.items()
        if (block.position[axis] - start) * direction >= 0 and _is_beside(block, target, axis)
    }
    return edits.move(network, moved)


def _is_beside(block: Block, target: Block, axis: int) -> bool:
    """Whether a block is pushed along: those of the same row sideways, all rows downwards."""
    return axis == 1 or abs(block.position[1] - target.position[1]) < ROW_PX / 2


def _shifted(position: Position, axis: int, push: float) -> Position:
    left, top = position
    return (left + push, top) if axis == 0 else (left, top + push)


def place_after(network: Network, block: str) -> Position:
    """Return a free place beside a block: to the right, below, left, or further on."""
    left, top = network.blocks[block].position
    wanted = ((left + COLUMN_PX, top), (left, top + ROW_PX), (left - COLUMN_PX, top))
    return next((place for place in wanted if _is_free(network, place)), None) or free_place(
        network, (left, top)
    )


def free_place(network: Network, wanted: Position) -> Position:
    """Return `wanted`, or the first place below it where no card stands."""
    left, top = wanted
    while not _is_free(network, (left, top)):
        top += ROW_PX / 2
    return (left, top)


def free_offset(network: Network, ids: Collection[str]) -> Position:
    """Return how far down copies of some blocks stand free of every card."""
    places = [network.blocks[name].position for name in ids]
    down = ROW_PX / 2
    while not all(_is_free(network, (left, top + down)) for left, top in places):
        down += ROW_PX / 2
    return (0.0, down)


def uncovered_place(network: Network, wanted: Position) -> Position:
    """Return `wanted`, or a place a little aside where no card would be hidden exactly."""
    taken = {block.position for block in network.blocks.values()}
    while wanted in taken:
        wanted = (wanted[0] + _ASIDE_PX, wanted[1] + _ASIDE_PX)
    return wanted


def _is_free(network: Network, place: Position) -> bool:
    return not any(_overlaps(place, block.position) for block in _near(network, place))


def _near(network: Network, place: Position) -> Iterable[Block]:
    return (
        block for block in network.blocks.values() if abs(block.position[0] - place[0]) < COLUMN_PX
    )


def _overlaps(one: Position, other: Position) -> bool:
    return all(abs(one[axis] - other[axis]) < CARD_PX[axis] + _GAP_PX for axis in (0, 1))
