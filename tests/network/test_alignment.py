"""Blocks in line and at equal distances."""

import pytest

from cnnstudio.network import edits
from cnnstudio.network.alignment import Edge, align, distribute
from cnnstudio.network.graph import Network

SIZES = {"relu1": (100.0, 40.0), "relu2": (200.0, 60.0), "relu3": (100.0, 80.0)}
PLACES = {"relu1": (0.0, 0.0), "relu2": (130.0, 30.0), "relu3": (500.0, 90.0)}


@pytest.fixture
def network() -> Network:
    network = Network()
    for place in PLACES.values():
        network = edits.add(network, edits.new_block(network, "relu", place))
    return network


@pytest.mark.parametrize("edge", Edge, ids=lambda edge: edge.name.lower())
def test_aligned_blocks_share_a_line(network: Network, edge: Edge) -> None:
    axis, part = edge.value
    after = align(network, SIZES, edge)
    lines = {after.blocks[name].position[axis] + part * SIZES[name][axis] for name in SIZES}
    assert max(lines) - min(lines) < 1e-9


def test_alignment_moves_along_one_axis_only(network: Network) -> None:
    after = align(network, SIZES, Edge.TOP)
    assert [block.position[0] for block in after.blocks.values()] == [0.0, 130.0, 500.0]


def test_distributed_blocks_have_equal_gaps(network: Network) -> None:
    after = distribute(network, SIZES, 0)
    left = [after.blocks[name].position[0] for name in SIZES]
    assert left == [0.0, 200.0, 500.0]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_blocks_stay_where_they_are(network: Network, count: int) -> None:
    sizes = dict(list(SIZES.items())[:count])
    assert distribute(network, sizes, 0) == network
    if count < 2:
        assert align(network, sizes, Edge.LEFT) == network
