"""Layers of a network, and the order in each layer that lets few wires cross.

Source: Sugiyama, Tagawa and Toda, Methods for visual understanding of
hierarchical system structures (1981): the longest-path step, and barycentres.
"""

from bisect import bisect_right, insort
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from cnnstudio.network.graph import Network, Wire

_LONGEST_LANE = 64
"""Wires across more layers than this get no lane kept free."""

_SWEEPS = 8


@dataclass(eq=False, slots=True)
class Node:
    """A block in its layer, or (without one) the place where a wire passes a layer."""

    block: str | None
    before: "list[Node]" = field(default_factory=list)
    after: "list[Node]" = field(default_factory=list)
    place: int = 0
    """Its place in the layer."""

    @property
    def is_lane(self) -> bool:
        """Whether a wire passes here."""
        return self.block is None


Layers = list[list[Node]]


def connected_parts(network: Network) -> list[list[str]]:
    """Return the blocks by the part of the network they are connected to; cycles stand apart."""
    found: list[list[str]] = []
    seen: set[str] = set()
    for start in network.order:
        if start not in seen:
            part = _reachable(network, start)
            seen |= part
            found.append([name for name in network.order if name in part])
    return [*found, *([name] for name in network.blocks if name not in seen)]


def layers_of(network: Network, blocks: Collection[str]) -> Layers:
    """Return connected blocks and lanes in layers, ordered within each."""
    depth = _depths(network, blocks)
    layers: Layers = [[] for _layer in range(max(depth.values()) + 1)]
    nodes = {name: Node(name) for name in blocks}
    for name, node in nodes.items():
        layers[depth[name]].append(node)
    for name in blocks:
        for wire in network.outgoing.get(name, ()):
            if wire.target in nodes:
                _lay_wire(layers, nodes, wire, depth)
    _order(layers)
    return layers


def _reachable(network: Network, start: str) -> set[str]:
    acyclic = network.rank
    found, pending = {start}, [start]
    while pending:
        name = pending.pop()
        near = [wire.target for wire in network.outgoing.get(name, ())]
        near += [wire.source for wire in network.incoming.get(name, ())]
        for other in near:
            if other not in found and other in acyclic:
                found.add(other)
                pending.append(other)
    return found


def _depths(network: Network, blocks: Iterable[str]) -> dict[str, int]:
    """Return each block's longest distance from a start; starts stand right before their use."""
    depth: dict[str, int] = {}
    for name in blocks:
        sources = (depth[wire.source] for wire in network.incoming.get(name, ()))
        depth[name] = max(sources, default=-1) + 1
    for name in depth:
        targets = [depth[wire.target] for wire in network.outgoing.get(name, ())]
        if name not in network.incoming and targets:
            depth[name] = min(targets) - 1
    return depth


def _lay_wire(layers: Layers, nodes: dict[str, Node], wire: Wire, depth: dict[str, int]) -> None:
    start, end = depth[wire.source], depth[wire.target]
    last = nodes[wire.source]
    if end - start <= _LONGEST_LANE:
        for layer in layers[start + 1 : end]:
            lane = Node(None)
            layer.append(lane)
            _join(last, lane)
            last = lane
    if end - start <= _LONGEST_LANE:
        _join(last, nodes[wire.target])


def _join(one: Node, other: Node) -> None:
    one.after.append(other)
    other.before.append(one)


def _order(layers: Layers) -> None:
    """Sort each layer by its neighbours' places, to and fro, and keep the best order found."""
    _number(layers)
    best, fewest = [list(layer) for layer in layers], _crossings(layers)
    for sweep in range(_SWEEPS):
        if fewest == 0:
            break
        forwards = sweep % 2 == 0
        for layer in layers if forwards else reversed(layers):
            layer.sort(key=lambda node: _barycentre(node, node.before if forwards else node.after))
            _number([layer])
        crossings = _crossings(layers)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    layers[:] = best
    _number(layers)


def _number(layers: Iterable[list[Node]]) -> None:
    for layer in layers:
        for place, node in enumerate(layer):
            node.place = place


def _barycentre(node: Node, neighbours: list[Node]) -> float:
    if not neighbours:
        return float(node.place)
    return sum(each.place for each in neighbours) / len(neighbours)


def _crossings(layers: Layers) -> int:
    """Return how many pairs of wires cross: inversions among the ends of sorted starts."""
    count = 0
    for layer in layers:
        ends: list[int] = []
        for node in layer:
            places = [each.place for each in node.after]
            count += sum(len(ends) - bisect_right(ends, place) for place in places)
            for place in places:
                insort(ends, place)
    return count
