"""Blocks that are switched off, and names of blocks."""

import pytest
import torch

from cnnstudio.engine.build import build
from cnnstudio.errors import InvalidValueError
from cnnstudio.network import edits
from cnnstudio.network.graph import Network
from cnnstudio.network.shapes import infer_shapes


@pytest.fixture
def network() -> Network:
    network = Network()
    previous = None
    for kind in ("input", "conv", "max_pool", "flatten", "dense", "output"):
        block = edits.new_block(network, kind)
        network = edits.add(network, block)
        network = edits.connect(network, previous, block.id) if previous else network
        previous = block.id
    return edits.set_parameters(network, "dense1", {"units": "classes"})


def test_bypassed_block_passes_its_input_on(network: Network) -> None:
    report = infer_shapes(edits.bypass(network, ["max_pool1"], is_bypassed=True))
    assert report.blocks["max_pool1"].output == (16, 28, 28)
    assert report.blocks["flatten1"].output == (16 * 28 * 28,)
    assert report.problems == ()


def test_bypassed_block_has_no_weights(network: Network) -> None:
    report = infer_shapes(edits.bypass(network, ["conv1"], is_bypassed=True))
    assert report.blocks["conv1"].weight_count == report.blocks["conv1"].multiply_adds == 0


def test_switching_on_again_gives_the_same_network(network: Network) -> None:
    off = edits.bypass(network, ["conv1"], is_bypassed=True)
    assert edits.bypass(off, ["conv1"], is_bypassed=False) == network


def test_incremental_shapes_notice_a_bypass(network: Network) -> None:
    off = edits.bypass(network, ["max_pool1"], is_bypassed=True)
    assert infer_shapes(off, infer_shapes(network)) == infer_shapes(off)


def test_ends_cannot_be_bypassed(network: Network) -> None:
    assert edits.bypass(network, ["input1", "output1"], is_bypassed=True) == network


def test_module_leaves_a_bypassed_block_out(network: Network) -> None:
    module = build(edits.bypass(network, ["conv1"], is_bypassed=True))
    picture = torch.randn(2, 1, 28, 28)
    pooled = module.trace(picture)["max_pool1"]
    assert torch.equal(pooled, torch.nn.functional.max_pool2d(picture, 2))
    assert not any(name.startswith("conv1") for name, _weights in module.named_parameters())


def test_name_is_one_line(network: Network) -> None:
    renamed = edits.rename(network, "conv1", "  edges\nand  corners ")
    assert renamed.blocks["conv1"].name == "edges and corners"


def test_endless_name_is_refused(network: Network) -> None:
    with pytest.raises(InvalidValueError, match="at most 60 characters, not 10,000"):
        edits.rename(network, "conv1", "x" * 10_000)
