"""Blocks found by what is typed."""

import pytest

from cnnstudio.network import edits
from cnnstudio.network.finding import Finder
from cnnstudio.network.graph import Network
from cnnstudio.network.shapes import ShapeReport, infer_shapes


@pytest.fixture
def report() -> ShapeReport:
    """Input, two Convs, Batch norm, Max pool and a Dense that wants a vector."""
    network = Network()
    for kind, parameters in (
        ("input", {"height": 32, "width": 32}),
        ("conv", {"filters": 5, "kernel": 3}),
        ("conv", {"filters": 256, "kernel": 5, "activation": "relu"}),
        ("batch_norm", {}),
        ("max_pool", {}),
        ("dense", {"units": "classes"}),
        ("output", {}),
    ):
        before = list(network.blocks)
        network = edits.add(network, edits.new_block(network, kind, **parameters))
        if before:
            network = edits.connect(network, before[-1], list(network.blocks)[-1])
    return infer_shapes(edits.rename(network, "conv2", "Stem of the trunk"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("conv2", ["conv2"]),
        ("Stem", ["conv2"]),
        ("trunk stem", ["conv2"]),
        ("CONV", ["conv1", "conv2"]),
        ("linear", ["dense1"]),
        ("pooling", ["max_pool1"]),
        ("5", ["conv1", "conv2"]),
        ("5x5", ["conv2"]),
        ("25", []),
        ("conv 256", ["conv2"]),
        ("filters=5", ["conv1"]),
        ("padding", []),
        ("padding=same", ["conv1", "conv2"]),
        ("relu", ["conv2"]),
        ("problem", ["dense1"]),
        ("vector", ["dense1"]),
        ("conv dense", []),
        ("  ", []),
        ("(", []),
    ],
)
def test_every_word_must_apply(report: ShapeReport, text: str, found: list[str]) -> None:
    assert list(Finder().find(report, text)) == found


def test_blocks_on_a_cycle_are_found_behind_the_others(report: ShapeReport) -> None:
    wires = report.network.wires
    loop = wires[1].__class__(source="batch_norm1", target="conv1")
    looped = Network(report.network.blocks, (*wires, loop))
    assert set(Finder().find(infer_shapes(looped), "conv")) == {"conv1", "conv2"}


def test_what_is_kept_of_a_block_goes_with_it(report: ShapeReport) -> None:
    finder = Finder()
    assert finder.find(report, "stem") == ("conv2",)
    renamed = infer_shapes(edits.rename(report.network, "conv2", "Trunk"))
    assert finder.find(renamed, "stem") == ()
    assert finder.find(renamed, "trunk") == ("conv2",)
