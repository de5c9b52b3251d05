"""Blocks in line and at equal distances."""

from collections.abc import Mapping
from enum import Enum

from cnnstudio.network import edits
from cnnstudio.network.edits import Position
from cnnstudio.network.graph import Network

Sizes = Mapping[str, tuple[float, float]]
"""The (width, height) of the cards that take part, by block id, in scene pixels."""


class Edge(Enum):
    """The line on which blocks meet: an axis (0 across, 1 down) and a part of the card."""

    LEFT = (0, 0.0)
    CENTRE = (0, 0.5)
    RIGHT = (0, 1.0)
    TOP = (1, 0.0)
    MIDDLE = (1, 0.5)
    BOTTOM = (1, 1.0)


def align(network: Network, sizes: Sizes, edge: Edge) -> Network:
    """Return the network with some blocks in line, at the mean of where they are."""
    axis, part = edge.value
    lines = {
        name: network.blocks[name].position[axis] + part * size[axis]
        for name, size in sizes.items()
    }
    if len(lines) < 2:
        return network
    line = sum(lines.values()) / len(lines)
    places = {name: line - part * size[axis] for name, size in sizes.items()}
    return edits.move(network, _with(network, places, axis))


def distribute(network: Network, sizes: Sizes, axis: int) -> Network:
    """Return the network with equal gaps between some blocks; the outer two stay."""
    names = sorted(sizes, key=lambda name: network.blocks[name].position[axis])
    if len(names) < 3:
        return network
    first, last = network.blocks[names[0]], network.blocks[names[-1]]
    room = last.position[axis] - first.position[axis]
    gap = (room - sum(sizes[name][axis] for name in names[:-1])) / (len(names) - 1)
    places: dict[str, float] = {}
    place = first.position[axis]
    for name in names[:-1]:
        places[name] = place
        place += sizes[name][axis] + gap
    return edits.move(network, _with(network, places, axis))


def _with(network: Network, places: Mapping[str, float], axis: int) -> dict[str, Position]:
    """Return positions with one coordinate exchanged."""
    moved = {}
    for name, place in places.items():
        left, top = network.blocks[name].position
        moved[name] = (place, top) if axis == 0 else (left, place)
    return moved
