from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.network import edits
from cnnstudio.network.graph import Network
from cnnstudio.network.layering import layers_of
from cnnstudio.network.layout import Flow, layered, rising
from cnnstudio.project.presets import NAMES, load_preset
from tests.network.drawn import networks

PORT = (74.0, 31.0)
FLOWS = pytest.mark.parametrize("flow", Flow, ids=["right", "down"])


def sizes_of(network: Network, height: float = 90.0) -> dict[str, tuple[float, float]]:
    return dict.fromkeys(network.blocks, (148.0, height))


def laid_out(network: Network, flow: Flow) -> Network:
    return layered(network, sizes_of(network), flow, PORT)


def overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < 148 and abs(one[1] - other[1]) < 90


@FLOWS
@settings(deadline=None, max_examples=100)
@given(network=networks(most=20))
def test_no_two_blocks_overlap(flow: Flow, network: Network) -> None:
    places = [block.position for block in laid_out(network, flow).blocks.values()]
    assert not any(overlap(*pair) for pair in combinations(places, 2))


@FLOWS
@settings(deadline=None, max_examples=100)
@given(network=networks(most=20))
def test_every_wire_leads_onwards(flow: Flow, network: Network) -> None:
    blocks = laid_out(network, flow).blocks
    for wire in network.wires:
        start, end = blocks[wire.source].position, blocks[wire.target].position
        assert end[flow.value] > start[flow.value]


@FLOWS
@settings(deadline=None, max_examples=50)
@given(network=networks())
def test_only_positions_change_and_laying_out_again_changes_nothing(
    flow: Flow, network: Network
) -> None:
    once = laid_out(network, flow)
    assert once.wires == network.wires
    assert laid_out(once, flow) == once


@FLOWS
def test_a_chain_is_straight(flow: Flow) -> None:
    network = laid_out(load_preset("starter").network, flow)
    assert len({block.position[1 - flow.value] for block in network.blocks.values()}) == 1


@FLOWS
def test_a_skip_runs_straight_past_what_it_skips(flow: Flow) -> None:
    network = Network()
    for kind in ("input", "conv", "relu", "add", "output"):
        network = edits.add(network, edits.new_block(network, kind))
    for source, target in (
        ("input1", "conv1"),
        ("conv1", "relu1"),
        ("relu1", "add1"),
        ("input1", "add1"),
        ("add1", "output1"),
    ):
        network = edits.connect(network, source, target)
    across = 1 - flow.value
    place = {name: b.position[across] for name, b in laid_out(network, flow).blocks.items()}
    assert place["input1"] == place["add1"] == place["output1"]
    assert place["conv1"] == place["relu1"] != place["input1"]
    line = place["input1"] + PORT[across]
    size = sizes_of(network)["conv1"][across]
    assert not place["conv1"] - 16 < line < place["conv1"] + size + 16


def test_cards_of_different_heights_have_straight_wires() -> None:
    network = load_preset("starter").network
    sizes = {name: (148.0, 62.0 + 20 * place) for place, name in enumerate(network.order)}
    after = layered(network, sizes, Flow.RIGHT, PORT)
    assert len({block.position[1] for block in after.blocks.values()}) == 1


def test_the_first_block_stays_in_place() -> None:
    network = edits.move(load_preset("starter").network, {"input1": (500.0, -70.0)})
    for flow in Flow:
        assert laid_out(network, flow).blocks["input1"].position == (500, -70)


def test_what_is_not_connected_stands_apart() -> None:
    network = load_preset("starter").network
    for _time in range(3):
        network = edits.add(network, edits.new_block(network, "relu"))
    places = [block.position for block in laid_out(network, Flow.RIGHT).blocks.values()]
    assert not any(overlap(*pair) for pair in combinations(places, 2))


def test_an_empty_canvas_is_left_alone() -> None:
    assert layered(Network(), {}, Flow.RIGHT, PORT) == Network()


@pytest.mark.parametrize("name", NAMES)
@FLOWS
def test_presets_have_few_crossings(name: str, flow: Flow) -> None:
    network = load_preset(name).network
    layers = layers_of(network, network.order)
    crossings = 0
    for layer in layers:
        wires = [(node.place, each.place) for node in layer for each in node.after]
        crossings += sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in combinations(wires, 2))
    assert crossings <= len(network.wires) // 4


@given(
    st.lists(
        st.tuples(st.floats(-100, 100, allow_nan=False), st.floats(0.1, 10.0, allow_nan=False)),
        max_size=8,
    )
)
def test_rising_numbers_rise_and_keep_the_mean(goals: list[tuple[float, float]]) -> None:
    found = rising(goals)
    assert found == sorted(found)
    total = sum(value * weight for value, weight in goals)
    weights = [weight for _value, weight in goals]
    assert sum(v * w for v, w in zip(found, weights, strict=True)) == pytest.approx(total, abs=1e-6)
