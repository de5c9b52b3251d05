"""Where new blocks go, and how the others make room: plain networks, no window."""

import pytest

from cnnstudio.network import edits
from cnnstudio.network.arrange import COLUMN_PX, ROW_PX, arrange
from cnnstudio.network.graph import Network
from cnnstudio.project.presets import NAMES, load_preset
from cnnstudio.ui.designer.placement import (
    free_place,
    is_arranged,
    place_after,
    rearranged,
    settled,
)

pytestmark = pytest.mark.gui


@pytest.fixture
def network() -> Network:
    return load_preset("starter").network


def insert(network: Network, kind: str, source: str) -> tuple[str, Network]:
    block = edits.new_block(network, kind, (5.0, 5.0))
    return block.id, edits.insert(network, block, network.outgoing[source][0])


@pytest.mark.parametrize("name", NAMES)
def test_chains_among_the_presets_stand_in_the_automatic_layout(name: str) -> None:
    network = load_preset(name).network
    is_chain = all(len(wires) == 1 for wires in network.outgoing.values())
    # Branches are placed by hand: rows of layers would draw skips through cards.
    assert is_arranged(network) == is_chain


def test_a_layout_that_is_moved_as_a_whole_is_still_automatic(network: Network) -> None:
    positions = {name: block.position for name, block in network.blocks.items()}
    moved = edits.move(network, {name: (x + 70, y - 30) for name, (x, y) in positions.items()})
    assert is_arranged(moved)
    assert rearranged(moved) == moved


def test_an_automatic_layout_flows_when_a_block_is_inserted(network: Network) -> None:
    name, after = insert(network, "dropout", "conv1")
    flowed = settled(network, after)
    assert flowed.blocks[name].position == network.blocks["relu1"].position
    assert is_arranged(flowed)


def test_a_layout_by_hand_only_makes_room_in_its_row(network: Network) -> None:
    by_hand = edits.move(network, {"output1": (999.0, 700.0)})
    name, after = insert(by_hand, "dropout", "conv1")
    made = settled(by_hand, after)
    left, top = by_hand.blocks["conv1"].position
    assert made.blocks[name].position == (left + COLUMN_PX, top)
    assert made.blocks["relu1"].position == (left + 2 * COLUMN_PX, top)
    assert made.blocks["conv2"].position == (left + 3 * COLUMN_PX, top)
    assert made.blocks["dense1"].position == by_hand.blocks["dense1"].position
    assert made.blocks["output1"].position == by_hand.blocks["output1"].position


def test_a_layout_by_hand_makes_room_downwards(network: Network) -> None:
    by_hand = edits.move(network, {"output1": (999.0, 0.0)})
    name, after = insert(by_hand, "dropout", "conv2")
    made = settled(by_hand, after)
    left, top = by_hand.blocks["conv2"].position
    assert made.blocks[name].position == (left, top + ROW_PX)
    assert made.blocks["relu2"].position == (left, top + 2 * ROW_PX)


def test_a_loose_block_moves_nothing(network: Network) -> None:
    block = edits.new_block(network, "conv", (500.0, 420.0))
    assert settled(network, edits.add(network, block)).blocks[block.id].position == (500.0, 420.0)


def test_a_place_beside_a_block_is_free(network: Network) -> None:
    left, top = network.blocks["output1"].position
    assert place_after(network, "output1") == (left + COLUMN_PX, top)
    assert free_place(network, (0.0, 0.0))[1] > network.blocks["dense2"].position[1]


def test_blocks_that_are_not_connected_do_not_count() -> None:
    network = load_preset("starter").network
    block = edits.new_block(network, "conv", (37.0, 991.0))
    assert is_arranged(edits.add(network, block))
    assert arrange(network) == rearranged(network)
