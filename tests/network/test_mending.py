"""What repairs lead to."""

from typing import Any

from hypothesis import given

from cnnstudio.network import edits, repairs, storage
from cnnstudio.network.graph import Network
from cnnstudio.network.mending import mended, obvious_repair, outcome
from cnnstudio.network.shapes import infer_shapes
from tests.network.drawn import networks


def chain(*blocks: tuple[str, dict[str, Any]]) -> Network:
    network = Network()
    for kind, parameters in blocks:
        before = list(network.blocks)
        network = edits.add(network, edits.new_block(network, kind, **parameters))
        if before:
            network = edits.connect(network, before[-1], list(network.blocks)[-1])
    return network


SMALL = ("input", {"channels": 2, "height": 6, "width": 6})


def test_outcome_is_the_shape_after_the_repair() -> None:
    report = infer_shapes(chain(SMALL, ("dense", {"units": 7}), ("output", {"classes": 7})))
    flatten, average = report.problems[0].repairs
    assert outcome(report, flatten) == outcome(report, average) == "Then it puts out 7."


def test_outcome_of_removing_a_block_says_so() -> None:
    network = chain(SMALL, ("flatten", {}), ("output", {}))
    network = edits.add(network, edits.new_block(network, "relu"))
    network = edits.connect(network, "input1", "relu1")
    (dead,) = (p for p in infer_shapes(network).problems if p.block == "relu1")
    assert outcome(infer_shapes(network), dead.repairs[0]) == "The block is gone."


def test_only_choices_are_taken_one_after_the_other() -> None:
    network = chain(
        SMALL,
        ("conv", {"groups": 3}),
        ("group_norm", {"groups": 5}),
        ("flatten", {}),
        ("dense", {"units": "classes"}),
        ("output", {}),
    )
    report = mended(infer_shapes(network))
    assert report.problems == ()
    assert report.network.blocks["conv1"].parameters["groups"] == 1


def test_doubtful_choices_are_left_to_the_person() -> None:
    report = infer_shapes(chain(SMALL, ("dense", {"units": "classes"}), ("output", {})))
    assert mended(report).network == report.network


@given(networks())
def test_mending_any_network_ends_in_a_sound_one(network: Network) -> None:
    after = mended(infer_shapes(network))
    assert storage.validated(after.network) == after.network
    assert after == infer_shapes(after.network)
    left = obvious_repair(after)
    if left is not None:
        further = infer_shapes(repairs.apply(after.network, left))
        assert further.problem_of(left.block) == after.problem_of(left.block)
