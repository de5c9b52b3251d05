"""Automatic layout: layers in rows that turn at the edge, like lines of text.

Source of the layering: Sugiyama, Tagawa and Toda, Methods for visual
understanding of hierarchical system structures (1981), the longest-path step.
"""

from cnnstudio.network import edits
from cnnstudio.network.graph import Network

COLUMN_PX = 212
ROW_PX = 176
COLUMNS = 4
"""How many layers stand beside one another."""


def arrange(network: Network, *, columns: int = COLUMNS) -> Network:
    """Return the network with its layers in rows of `columns`, every second one backwards.

    Turning rows keep each wire short and fit a window that is wider than high.
    """
    layers = _layers(network)
    positions: dict[str, tuple[float, float]] = {}
    top = 0.0
    for start in range(0, len(layers), columns):
        row = layers[start : start + columns]
        backwards = (start // columns) % 2 == 1
        for place, layer in enumerate(row):
            column = columns - 1 - place if backwards else place
            for line, block in enumerate(layer):
                positions[block] = (float(column * COLUMN_PX), top + line * ROW_PX)
        top += max(len(layer) for layer in row) * ROW_PX
    return edits.move(network, positions)


def _layers(network: Network) -> list[list[str]]:
    """Return the block ids by their longest distance from a block without inputs."""
    depth: dict[str, int] = {}
    for block in network.order:
        sources = [depth[wire.source] for wire in network.incoming.get(block, ())]
        depth[block] = max(sources, default=-1) + 1
    layers: list[list[str]] = [[] for _layer in range(max(depth.values(), default=-1) + 1)]
    for block, layer in depth.items():
        layers[layer].append(block)
    return layers
