import pytest
from hypothesis import given, settings

from cnnstudio.network.graph import Block, Network, Wire, downstream
from tests.network.drawn import networks


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


def test_wiring_is_handed_on_only_while_the_ids_stay() -> None:
    network = Network({"a": Block("a", "relu"), "b": Block("b", "relu")}, (Wire("a", "b"),))
    assert network.with_blocks(dict(network.blocks)).order is network.order or network.order
    fewer = Network({"a": network.blocks["a"]})
    assert fewer.order == ("a",)


def test_network_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Network().wires = ()  # type: ignore[misc]
    with pytest.raises(TypeError):
        Network().incoming["a"] = ()  # type: ignore[index]
