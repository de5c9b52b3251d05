from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from cnnstudio.errors import InvalidValueError, UserError
from cnnstudio.network import edits, storage
from cnnstudio.network.graph import Block, Network, Wire
from tests.network.drawn import networks


@settings(deadline=None, max_examples=100)
@given(networks())
def test_network_comes_back_from_json_and_msgpack(network: Network) -> None:
    raw = storage.to_builtins(network)
    assert storage.from_builtins(msgspec.json.decode(msgspec.json.encode(raw))) == network
    assert storage.from_builtins(msgspec.msgpack.decode(msgspec.msgpack.encode(raw))) == network


def test_parameters_left_out_take_their_defaults() -> None:
    network = storage.from_builtins({"blocks": {"conv1": {"id": "conv1", "kind": "conv"}}})
    assert network == edits.add(Network(), edits.new_block(Network(), "conv"))


BLOCKS = {
    name: {"id": name, "kind": kind}
    for name, kind in (("input1", "input"), ("relu1", "relu"), ("relu2", "relu"), ("add1", "add"))
}


def wire(source: str, target: str, slot: int = 0) -> dict[str, Any]:
    return {"source": source, "target": target, "slot": slot}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ([], "This is no network"),
        ({"blocks": []}, "This is no network"),
        ({"blocks": {"a1": {"kind": "conv"}}}, "`id`"),
        ({"blocks": {"a1": {"id": "b1", "kind": "conv"}}}, '"b1"'),
        ({"blocks": {"a b": {"id": "a b", "kind": "conv"}}}, '"a b"'),
        ({"blocks": {"class": {"id": "class", "kind": "conv"}}}, '"class"'),
        ({"blocks": {"é1": {"id": "é1", "kind": "conv"}}}, '"é1"'),
        (
            {"blocks": {"a1": {"id": "a1", "kind": "conv", "parameters": {"filters": None}}}},
            "parameters",
        ),
        ({"blocks": BLOCKS, "wires": [wire("input1", "relu9")]}, '"relu9"'),
        ({"blocks": BLOCKS, "wires": [wire("relu1", "input1")]}, '"input1"'),
        ({"blocks": BLOCKS, "wires": [wire("relu1", "relu1")]}, "circle"),
        ({"blocks": BLOCKS, "wires": [wire("relu1", "relu2"), wire("relu2", "relu1")]}, "circle"),
        ({"blocks": BLOCKS, "wires": [wire("input1", "add1", 1)]}, '"add1"'),
        ({"blocks": BLOCKS, "wires": [wire("input1", "add1"), wire("relu1", "add1")]}, '"add1"'),
        (
            {"blocks": BLOCKS, "wires": [wire("input1", "relu1"), wire("relu2", "relu1", 1)]},
            '"relu1"',
        ),
        ({"blocks": BLOCKS, "wires": [wire("input1", "relu1", -1)]}, '"relu1"'),
    ],
)
def test_damage_is_refused_in_a_sentence(raw: Any, said: str) -> None:
    with pytest.raises(UserError) as caught:
        storage.from_builtins(raw)
    assert said in str(caught.value)
    assert str(caught.value).endswith(".")


def test_too_many_blocks_are_refused() -> None:
    blocks = {f"relu{n}": Block(f"relu{n}", "relu") for n in range(storage.MAXIMUM_BLOCKS + 1)}
    with pytest.raises(InvalidValueError, match="at most 20,000 blocks, not 20,001"):
        storage.validated(Network(blocks))


def test_circle_names_the_blocks_that_feed_each_other() -> None:
    blocks = {name: Block(name, "relu") for name in ("relu1", "relu2", "relu3")}
    wires = (Wire("relu1", "relu2"), Wire("relu2", "relu1"), Wire("relu2", "relu3"))
    with pytest.raises(InvalidValueError, match="relu1, relu2"):
        storage.validated(Network(blocks, wires))
