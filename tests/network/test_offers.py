import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.network import edits
from cnnstudio.network.graph import Network, Wire
from cnnstudio.network.offers import Direction, directions, offer, reconnect, taken_input
from cnnstudio.project.presets import load_preset
from tests.network.drawn import networks


@pytest.fixture
def network() -> Network:
    """The starter, a chain, and two blocks that are not connected."""
    found = load_preset("starter").network
    for kind in ("add", "relu"):
        found = edits.add(found, edits.new_block(found, kind))
    return found


def test_a_wire_leads_forwards_where_both_ways_are_possible(network: Network) -> None:
    found = offer(network, "add1", "relu3", Direction.EITHER)
    assert (found.source, found.target) == ("add1", "relu3")


def test_a_wire_leads_backwards_where_that_alone_is_possible(network: Network) -> None:
    found = offer(network, "add1", "input1", Direction.EITHER)
    assert (found.source, found.target) == ("input1", "add1")


def test_a_single_input_is_given_up_only_where_that_is_asked_for(network: Network) -> None:
    refused = offer(network, "conv1", "conv2", Direction.EITHER)
    assert not refused.is_accepted
    assert refused.replaces
    assert "Hold Shift" in (refused.refusal or "")
    assert offer(network, "conv1", "conv2", Direction.EITHER, replace=True).is_accepted


def test_a_cycle_is_refused_whatever_is_held(network: Network) -> None:
    for replace in (False, True):
        found = offer(network, "relu2", "conv1", Direction.FORWARDS, replace=replace)
        assert "forward only" in (found.refusal or "")
        assert not found.replaces


def test_the_kind_says_where_wires_may_lead(network: Network) -> None:
    assert directions(network, "input1") is Direction.FORWARDS
    assert directions(network, "conv1") is Direction.EITHER
    assert directions(network, "output1") is Direction.BACKWARDS


def test_only_ports_that_cannot_do_otherwise_give_their_wire(network: Network) -> None:
    assert taken_input(network, "output1") == Wire("dense2", "output1")
    assert taken_input(network, "conv1") is None
    assert taken_input(edits.remove(network, ["dense2"], heal=False), "output1") is None


def test_a_reconnected_source_keeps_the_slot() -> None:
    network = Network()
    for kind in ("input", "relu", "tanh", "concat"):
        network = edits.add(network, edits.new_block(network, kind))
    for source, target in (
        ("input1", "relu1"),
        ("input1", "tanh1"),
        ("relu1", "concat1"),
        ("tanh1", "concat1"),
    ):
        network = edits.connect(network, source, target)
    after = reconnect(network, Wire("relu1", "concat1", 0), "input1", "concat1")
    assert after.incoming["concat1"] == (Wire("input1", "concat1", 0), Wire("tanh1", "concat1", 1))


def test_an_end_put_back_changes_nothing(network: Network) -> None:
    wire = Wire("conv1", "relu1")
    assert reconnect(network, wire, "conv1", "relu1") is network


@settings(deadline=None, max_examples=100)
@given(networks(most=12), st.data())
def test_what_is_offered_can_be_drawn(network: Network, data: st.DataObject) -> None:
    fixed, other = (data.draw(st.sampled_from(sorted(network.blocks))) for _end in range(2))
    direction = data.draw(st.sampled_from(Direction))
    found = offer(network, fixed, other, direction)
    assert {found.source, found.target} == {fixed, other}
    if found.is_accepted:
        after = edits.connect(network, found.source, found.target)
        assert len(after.wires) == len(network.wires) + 1
        assert len(after.order) == len(network.order)
