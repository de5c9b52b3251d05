from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.network.edits import add, connect, new_block
from cnnstudio.network.graph import Network
from cnnstudio.training.comparison import aligned, same_wiring

KINDS = ("conv", "relu", "max_pool", "batch_norm", "dropout")


def chain(*kinds: str) -> Network:
    network = Network()
    previous = None
    for kind in kinds:
        block = new_block(network, kind)
        network = add(network, block)
        if previous is not None:
            network = connect(network, previous, block.id)
        previous = block.id
    return network


def table(*networks: Network) -> list[tuple[str | None, ...]]:
    return [tuple(block and block.kind for block in row) for row in aligned(networks)]


def test_a_network_alone_stands_in_its_order() -> None:
    assert table(chain("input", "conv", "relu")) == [("input",), ("conv",), ("relu",)]


def test_an_inserted_block_has_a_row_of_its_own() -> None:
    rows = table(chain("input", "conv", "relu"), chain("input", "conv", "batch_norm", "relu"))
    assert rows == [
        ("input", "input"),
        ("conv", "conv"),
        (None, "batch_norm"),
        ("relu", "relu"),
    ]


def test_an_exchanged_block_stands_beside_what_it_replaces() -> None:
    rows = table(chain("conv", "max_pool", "dense"), chain("conv", "average_pool", "dense"))
    assert rows == [("conv", "conv"), ("max_pool", "average_pool"), ("dense", "dense")]


def test_a_third_network_joins_the_rows_of_two() -> None:
    rows = table(chain("conv", "relu"), chain("conv", "relu", "dense"), chain("relu", "dense"))
    assert rows == [
        ("conv", "conv", None),
        ("relu", "relu", "relu"),
        (None, "dense", "dense"),
    ]


@given(st.lists(st.lists(st.sampled_from(KINDS), max_size=8), min_size=1, max_size=4))
def test_every_block_stands_once_and_in_order(kinds: Sequence[Sequence[str]]) -> None:
    networks = [chain(*each) for each in kinds]
    rows = aligned(networks)
    for index, network in enumerate(networks):
        column = [row[index].id for row in rows if row[index] is not None]
        assert column == list(network.order)
    assert all(any(row) for row in rows)


def diamond(*, crossed: bool) -> Network:
    network = Network()
    for kind in ("input", "conv", "conv", "add"):
        network = add(network, new_block(network, kind))
    first, second = ("conv2", "conv1") if crossed else ("conv1", "conv2")
    for source, target in (("input1", "conv1"), ("input1", "conv2"), (first, "add1")):
        network = connect(network, source, target)
    return connect(network, second, "add1")


@pytest.mark.parametrize("crossed", [False, True])
def test_wires_into_other_inputs_are_another_wiring(crossed: bool) -> None:
    networks = (diamond(crossed=False), diamond(crossed=crossed))
    assert same_wiring(networks) is not crossed
