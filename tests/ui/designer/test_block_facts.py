"""The numbers below a block's form."""

from typing import Any

import pytest

from cnnstudio.network import edits
from cnnstudio.network.graph import Network
from cnnstudio.network.shapes import infer_shapes
from cnnstudio.ui.designer.block_facts import block_facts


def facts(
    block: str, *blocks: tuple[str, dict[str, Any]], bypassed: str = "", loss: str = "auto"
) -> tuple[str, ...]:
    network = Network()
    for kind, parameters in (("input", {"height": 28, "width": 28}), *blocks):
        before = list(network.blocks)
        network = edits.add(network, edits.new_block(network, kind, **parameters))
        if before:
            network = edits.connect(network, before[-1], list(network.blocks)[-1])
    if bypassed:
        network = edits.bypass(network, [bypassed], is_bypassed=True)
    report = infer_shapes(network)
    return block_facts(network.blocks[block], report, loss=loss)


CONV = ("conv", {"filters": 6, "kernel": 5, "padding": 2})


def test_a_convolution_spells_its_rule_counts_and_field() -> None:
    assert facts("conv1", CONV) == (
        "⌊(28 + 2·2 − 1·(5 − 1) − 1)/1⌋ + 1 = 28",
        "6 × 28 × 28",
        "156 parameters",
        "117,600 multiply-adds",
        "sees 5×5 pixels of the input",
    )


def test_stride_says_what_is_left_out_and_how_far_neighbours_are() -> None:
    assert facts("max_pool1", CONV, ("max_pool", {"kernel": 3, "stride": 3}))[1:] == (
        "6 × 9 × 9",
        "1 row is not covered",
        "1 column is not covered",
        "sees 7×7 pixels of the input",
        "neighbours 3×3 pixels apart",
    )


def test_padding_that_is_not_covered_is_no_loss() -> None:
    assert not any("covered" in line for line in facts("conv1", ("conv", {"stride": 2})))


def test_what_is_said_in_the_rule_is_not_said_again() -> None:
    lines = facts("dense1", ("flatten", {}), ("dense", {"units": 10}))
    assert lines == (
        "10 · 784 + 10 = 7,850 parameters",
        "10",
        "7,840 multiply-adds",
        "sees the whole input",
    )


def test_a_bypassed_block_has_no_rule() -> None:
    lines = facts("max_pool1", CONV, ("max_pool", {}), bypassed="max_pool1")
    assert lines == ("6 × 28 × 28", "sees 5×5 pixels of the input")


def test_what_cannot_be_known_yet_is_said() -> None:
    assert facts("relu1", ("conv", {"groups": 3}), ("relu", {})) == (
        "Not known yet: the input has no shape.",
    )
    assert facts("conv1", ("conv", {"groups": 3})) == ("–",)


DENSE = ("flatten", {}), ("dense", {"units": 10})


@pytest.mark.parametrize(
    ("chosen", "said"),
    [("auto", "loss: cross-entropy"), ("mse", "loss: mean squared error")],
    ids=["its own", "another"],
)
def test_an_output_names_the_loss_that_is_trained(chosen: str, said: str) -> None:
    assert facts("output1", *DENSE, ("output", {}), loss=chosen)[0] == said
