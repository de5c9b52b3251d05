"""Which networks are one and the same to training."""

import pytest

from cnnstudio.network import edits
from cnnstudio.network.graph import Network
from cnnstudio.network.likeness import trains_alike
from cnnstudio.project import presets


@pytest.fixture(scope="module")
def network() -> Network:
    return presets.load_preset(presets.STARTER).network


def test_where_blocks_stand_makes_no_difference(network: Network) -> None:
    assert trains_alike(network, edits.move(network, {"conv1": (7.0, -3.0)}))


def test_the_name_on_a_card_makes_no_difference(network: Network) -> None:
    assert trains_alike(network, edits.rename(network, "conv1", "Edges"))


def test_a_bypassed_block_makes_a_difference(network: Network) -> None:
    assert not trains_alike(network, edits.bypass(network, ["relu1"], is_bypassed=True))


def test_a_parameter_makes_a_difference(network: Network) -> None:
    assert not trains_alike(network, edits.set_parameters(network, "conv1", {"filters": 5}))


def test_a_block_makes_a_difference(network: Network) -> None:
    assert not trains_alike(network, edits.remove(network, ["relu1"]))


def test_a_wire_makes_a_difference(network: Network) -> None:
    assert not trains_alike(network, edits.disconnect(network, network.wires[0]))
