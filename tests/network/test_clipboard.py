"""Copy, paste and duplicate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.errors import InvalidValueError
from cnnstudio.network import edits, storage
from cnnstudio.network.clipboard import copied, duplicated, pasted
from cnnstudio.network.graph import Network, Wire
from tests.network.drawn import networks


@pytest.fixture
def network() -> Network:
    network = Network()
    previous = None
    for place, kind in enumerate(("input", "conv", "relu", "flatten")):
        block = edits.new_block(network, kind, (100.0 * place, 50.0))
        network = edits.add(network, block)
        network = edits.connect(network, previous, block.id) if previous else network
        previous = block.id
    return network


def test_paste_adds_copies_under_new_names(network: Network) -> None:
    after, added = pasted(network, copied(network, ["conv1", "relu1"]), (0.0, 400.0))
    assert added == ("conv2", "relu2")
    assert after.wires[-1] == Wire("conv2", "relu2")
    assert after.blocks["conv2"].position == (0.0, 400.0)
    assert after.blocks["relu2"].position == (100.0, 400.0)


def test_paste_into_another_network_keeps_free_names(network: Network) -> None:
    after, added = pasted(Network(), copied(network, ["conv1"]), (0.0, 0.0))
    assert added == ("conv1",)
    assert after.wires == ()


def test_duplicates_see_what_the_originals_see(network: Network) -> None:
    after, added = duplicated(network, ["conv1", "relu1"], (24.0, 24.0))
    assert set(after.wires) - set(network.wires) == {
        Wire("conv2", "relu2"),
        Wire("input1", "conv2"),
    }
    assert added == ("conv2", "relu2")


@given(networks(), st.data())
def test_any_part_of_any_network_can_be_pasted(network: Network, data: st.DataObject) -> None:
    ids = data.draw(st.lists(st.sampled_from(sorted(network.blocks)), min_size=1, unique=True))
    after, added = pasted(network, copied(network, ids), (0.0, 0.0))
    assert len(added) == len(ids)
    assert storage.validated(after) == after


@pytest.mark.parametrize(
    "text",
    [
        "",
        "def forward(self, x):",
        "{}",
        '{"cnnstudio-blocks": 1}',
        '{"cnnstudio-blocks": 2, "blocks": {}, "wires": []}',
        '{"cnnstudio-blocks": 1, "blocks": {"a": 3}}',
        '{"cnnstudio-blocks": 1, "blocks": {"a": {"id": "a", "kind": "wormhole"}}}',
        '{"cnnstudio-blocks": ' + "[" * 100_000,
    ],
)
def test_text_that_is_no_network_is_refused(network: Network, text: str) -> None:
    with pytest.raises(InvalidValueError):
        pasted(network, text, (0.0, 0.0))
