import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from cnnstudio.network.graph import Block, Network, Wire, downstream, leads_to
from tests.network.drawn import networks
from tests.network.drawn_edits import edited


@settings(deadline=None, max_examples=100)
@given(networks())
def test_order_puts_each_block_after_those_that_feed_it(network: Network) -> None:
    assert sorted(network.order) == sorted(network.blocks)
    assert all(network.rank[wire.source] < network.rank[wire.target] for wire in network.wires)


@settings(deadline=None, max_examples=50)
@given(networks())
def test_every_wire_is_found_at_both_its_ends(network: Network) -> None:
    for index, end in ((network.incoming, "target"), (network.outgoing, "source")):
        found = [(block, wire) for block, wires in index.items() for wire in wires]
        assert all(getattr(wire, end) == block for block, wire in found)
        assert {wire for _block, wire in found} == set(network.wires)


def test_blocks_on_a_circle_are_left_out_of_the_order() -> None:
    blocks = {name: Block(name, "relu") for name in "abc"}
    network = Network(blocks, (Wire("a", "b"), Wire("b", "c"), Wire("c", "b", 1)))
    assert network.order == ("a",)


def test_downstream_of_a_block_is_all_that_it_feeds() -> None:
    blocks = {name: Block(name, "relu") for name in "abcd"}
    network = Network(blocks, (Wire("a", "b"), Wire("b", "c"), Wire("a", "d")))
    assert downstream(network, "b") == {"c"}
    assert downstream(network, "a") == {"b", "c", "d"}


def test_changed_blocks_keep_the_wiring_and_its_order() -> None:
    network = Network({"a": Block("a", "relu"), "b": Block("b", "relu")}, (Wire("a", "b"),))
    order = network.order
    changed = network.with_changed({"b": Block("b", "tanh")})
    assert changed.order is order
    assert [block.kind for block in changed.blocks.values()] == ["relu", "tanh"]


@settings(max_examples=150, deadline=None)
@given(networks(), st.data())
def test_indexes_that_edits_hand_on_are_those_of_a_new_network(
    network: Network, data: DataObject
) -> None:
    for _edit in range(data.draw(st.integers(1, 8))):
        network = data.draw(edited(network))
        fresh = Network(network.blocks, network.wires)
        assert network.incoming == fresh.incoming
        assert network.outgoing == fresh.outgoing
        assert network.order == fresh.order
        assert network.rank.keys() == network.blocks.keys()
        assert all(network.rank[wire.source] < network.rank[wire.target] for wire in network.wires)


@given(networks())
def test_block_leads_to_what_is_downstream_of_it_alone(network: Network) -> None:
    for block in network.blocks:
        led = {goal for goal in network.blocks if leads_to(network, block, goal)}
        assert led == downstream(network, block)


def test_network_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Network().wires = ()  # type: ignore[misc]
    with pytest.raises(TypeError):
        Network().incoming["a"] = ()  # type: ignore[index]
