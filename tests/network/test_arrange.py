from itertools import combinations

import pytest
from hypothesis import given, settings

from cnnstudio.network.arrange import COLUMN_PX, ROW_PX, arrange
from cnnstudio.network.graph import Network
from cnnstudio.project.presets import NAMES, load_preset
from tests.network.drawn import networks


def positions(network: Network) -> list[tuple[float, float]]:
    return [block.position for block in network.blocks.values()]


def overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < COLUMN_PX and abs(one[1] - other[1]) < ROW_PX


@settings(deadline=None, max_examples=150)
@given(networks(most=20))
def test_no_two_blocks_overlap(network: Network) -> None:
    assert not any(overlap(*pair) for pair in combinations(positions(arrange(network)), 2))


@settings(deadline=None, max_examples=50)
@given(networks())
def test_only_positions_change_and_arranging_again_changes_nothing(network: Network) -> None:
    arranged = arrange(network)
    assert arranged.wires == network.wires
    assert arrange(arranged) == arranged


def test_rows_turn_at_the_edge() -> None:
    network = arrange(load_preset("starter").network)
    columns = [network.blocks[name].position[0] / COLUMN_PX for name in network.order]
    assert columns == [0, 1, 2, 3, 3, 2, 1, 0, 0, 1]


@pytest.mark.parametrize("name", NAMES)
def test_presets_are_arranged(name: str) -> None:
    network = load_preset(name).network
    assert not any(overlap(*pair) for pair in combinations(positions(network), 2))
