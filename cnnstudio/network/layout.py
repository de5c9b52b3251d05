"""Automatic layout in layers, from left to right or from top to bottom."""

from collections.abc import Iterable, Mapping
from enum import Enum
from itertools import pairwise

from cnnstudio.network import edits
from cnnstudio.network.edits import Position
from cnnstudio.network.graph import Network
from cnnstudio.network.layering import Layers, Node, connected_parts, layers_of

Size = tuple[float, float]
"""(width, height) of a card in scene pixels."""

LAYER_GAP_PX = 64.0
"""Between layers: wires and their shapes stand there."""

CARD_GAP_PX = 32.0
LANE_GAP_PX = 24.0
_PART_GAP_PX = 72.0
_SWEEPS = 6
_STRAIGHT = 1_000.0
"""How much more a wire across layers wants to be straight than one to the next layer."""


class Flow(Enum):
    """Where the layers follow one another: the axis, 0 across and 1 down."""

    RIGHT = 0
    DOWN = 1


def layered(network: Network, sizes: Mapping[str, Size], flow: Flow, port_px: Size) -> Network:
    """Return the network in layers along `flow`; what is not connected stands behind.

    Wires meet cards `port_px` from the left and from the top: these lines are
    put in line, so that wires are straight. The first block stays in place.
    """
    along, across = flow.value, 1 - flow.value
    sheets = [_Sheet(layers_of(network, part), sizes, flow, port_px) for part in _parts(network)]
    places: dict[str, tuple[float, float]] = {}
    edge = 0.0
    for sheet in sheets:
        for name, (far, wide) in sheet.places().items():
            places[name] = (far, wide - sheet.start + edge)
        edge += sheet.end - sheet.start + _PART_GAP_PX
    first = next(iter(places), None)
    if first is None:
        return network
    origin = network.blocks[first].position
    shift = (origin[along] - places[first][0], origin[across] - places[first][1])
    moved = {name: _position(place, shift, flow) for name, place in places.items()}
    return edits.move(network, moved)


def _parts(network: Network) -> list[list[str]]:
    """Return the connected parts, the largest first."""
    return sorted(connected_parts(network), key=len, reverse=True)


def _position(place: Size, shift: Size, flow: Flow) -> Position:
    far, wide = (float(round(place[axis] + shift[axis])) for axis in (0, 1))
    return (far, wide) if flow is Flow.RIGHT else (wide, far)


class _Sheet:
    """One connected part: its nodes' lines across the flow, and its layers along it."""

    def __init__(
        self, layers: Layers, sizes: Mapping[str, Size], flow: Flow, port_px: Size
    ) -> None:
        self._layers = layers
        self._sizes = sizes
        self._along, self._across = flow.value, 1 - flow.value
        self._port_px = port_px[self._across]
        self._line: dict[Node, float] = {}
        for layer in layers:
            self._settle(layer, [(0.0, 1.0)] * len(layer))
        for _sweep in range(_SWEEPS):
            for layer in layers:
                self._settle(layer, [self._wanted(node, node.before) for node in layer])
            for layer in reversed(layers):
                self._settle(layer, [self._wanted(node, node.after) for node in layer])
        for layer in layers:
            self._settle(layer, [self._wanted(node, node.before) for node in layer])
        nodes = [node for layer in layers for node in layer]
        self.start = min(self._line[node] - self._room(node)[0] for node in nodes)
        self.end = max(self._line[node] + self._room(node)[1] for node in nodes)

    def places(self) -> dict[str, tuple[float, float]]:
        """Return the blocks' corners: along the flow, and across it."""
        found: dict[str, tuple[float, float]] = {}
        far = 0.0
        for layer in self._layers:
            names = [(node, node.block) for node in layer if node.block is not None]
            for node, name in names:
                found[name] = (far, self._line[node] - self._room(node)[0])
            far += max(self._sizes[name][self._along] for _node, name in names) + LAYER_GAP_PX
        return found

    def _room(self, node: Node) -> tuple[float, float]:
        """Return how much of a card lies on either side of its line."""
        if node.block is None:
            return (0.0, 0.0)
        size = self._sizes[node.block][self._across]
        before = min(self._port_px, size / 2)
        return (before, size - before)

    def _wanted(self, node: Node, neighbours: list[Node]) -> tuple[float, float]:
        """Return the line that would keep a node's wires straight, and how much that counts."""
        if not neighbours:
            return (self._line[node], 1e-3)
        weights = [_STRAIGHT if node.is_lane or each.is_lane else 1.0 for each in neighbours]
        lines = (self._line[each] for each in neighbours)
        total = sum(weights)
        wanted = sum(line * weight for line, weight in zip(lines, weights, strict=True)) / total
        return (wanted, total)

    def _settle(self, layer: list[Node], wanted: list[tuple[float, float]]) -> None:
        """Give a layer's nodes their lines: as near to the wanted ones as the gaps allow."""
        offsets = [0.0]
        for one, other in pairwise(layer):
            gap = LANE_GAP_PX if one.is_lane or other.is_lane else CARD_GAP_PX
            offsets.append(offsets[-1] + self._room(one)[1] + gap + self._room(other)[0])
        goals = ((line - by, weight) for (line, weight), by in zip(wanted, offsets, strict=True))
        for node, line, by in zip(layer, rising(goals), offsets, strict=True):
            self._line[node] = line + by


def rising(goals: Iterable[tuple[float, float]]) -> list[float]:
    """Return the numbers nearest to some (value, weight) that never fall, by least squares.

    Source: the pool-adjacent-violators algorithm; Ayer et al., An empirical distribution
    function for sampling with incomplete information (1955).
    """
    pools: list[tuple[float, float, int]] = []
    for value, weight in goals:
        pool = (value, weight, 1)
        while pools and pools[-1][0] > pool[0]:
            before = pools.pop()
            total = before[1] + pool[1]
            mean = (before[0] * before[1] + pool[0] * pool[1]) / total
            pool = (mean, total, before[2] + pool[2])
        pools.append(pool)
    return [mean for mean, _weight, count in pools for _each in range(count)]
