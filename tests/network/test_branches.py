"""Repairs, also those that lie elsewhere in the network than the problem."""

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cnnstudio.network import edits, repairs, storage
from cnnstudio.network.branches import repairs_of
from cnnstudio.network.graph import Network
from cnnstudio.network.mending import mended, preview
from cnnstudio.network.repairs import Repair
from cnnstudio.network.shapes import infer_shapes
from tests.network.drawn import networks

Blocks = dict[str, tuple[str, dict[str, Any]]]


def drawn(blocks: Blocks, *wires: tuple[str, str]) -> Network:
    """A network of named kinds; the names are those of the blocks' cards only."""
    network, ids = Network(), {}
    for name, (kind, parameters) in blocks.items():
        block = edits.new_block(network, kind, **parameters)
        network, ids[name] = edits.add(network, block), block.id
    for source, target in wires:
        network = edits.connect(network, ids[source], ids[target])
    return network


def offered(network: Network, block: str) -> dict[str, Repair]:
    report = infer_shapes(network)
    problem = report.blocks[block].problem or report.problem_of(block)
    assert problem is not None
    return {each.title: each for each in repairs_of(report, problem)}


INPUT = ("input", {"channels": 4, "height": 12, "width": 12})
OUTPUT = ("output", {"classes": 3})


def skip(main: dict[str, Any], merge: str = "add", shortcut: str = "relu") -> Network:
    """Input feeds a Conv and a shortcut, which are merged."""
    return drawn(
        {"in": INPUT, "main": ("conv", main), "skip": (shortcut, {}), "merge": (merge, {})},
        ("in", "main"),
        ("in", "skip"),
        ("main", "merge"),
        ("skip", "merge"),
    )


@pytest.mark.parametrize(
    ("main", "merge", "titles"),
    [
        ({"filters": 8}, "add", {"Insert 1×1 Conv"}),
        (
            {"filters": 4, "padding": "valid"},
            "add",
            {"Insert Crop", "conv1: Set padding to same"},
        ),
        (
            {"filters": 8, "stride": 2},
            "add",
            {"Insert 1×1 Conv, stride 2"},
        ),
        (
            {"filters": 4, "stride": 2},
            "add",
            {"Insert Crop", "Insert 1×1 Conv, stride 2", "conv1: Set stride to 1×1"},
        ),
        (
            {"filters": 8, "padding": "valid"},
            "concat",
            {"Insert Crop", "conv1: Set padding to same"},
        ),
        ({"filters": 4, "padding": 2}, "multiply", {"Insert Padding", "Insert Crop"}),
    ],
)
def test_branches_of_a_merge_are_brought_to_one_shape(
    main: dict[str, Any], merge: str, titles: set[str]
) -> None:
    network = skip(main, merge)
    found = offered(network, f"{merge}1")
    assert titles <= found.keys()
    for repair in found.values():
        after = infer_shapes(repairs.apply(network, repair))
        assert after.blocks[f"{merge}1"].output is not None, repair.title


def test_a_window_too_large_is_mended_by_the_stride_before_it() -> None:
    network = drawn(
        {
            "in": INPUT,
            "one": ("max_pool", {"kernel": 4, "stride": 4}),
            "two": ("max_pool", {"kernel": 4, "stride": 4}),
        },
        ("in", "one"),
        ("one", "two"),
    )
    found = offered(network, "max_pool2")
    assert set(found) == {"Set window to 3×3", "max_pool1: Set stride to 1×1"}
    mended_one = repairs.apply(network, found["max_pool1: Set stride to 1×1"])
    assert infer_shapes(mended_one).blocks["max_pool2"].output == (4, 2, 2)


def test_a_smaller_branch_is_padded_or_enlarged() -> None:
    network = drawn(
        {"in": INPUT, "pool": ("max_pool", {}), "merge": ("add", {})},
        ("in", "merge"),
        ("pool", "merge"),
        ("in", "pool"),
    )
    found = offered(network, "add1")
    assert {"Insert Upsample", "Insert Padding"} <= found.keys()
    for title in ("Insert Upsample", "Insert Padding"):
        assert infer_shapes(repairs.apply(network, found[title])).blocks["add1"].output == (
            4,
            12,
            12,
        )


def test_the_loose_end_is_connected_from_either_side() -> None:
    network = drawn(
        {"in": INPUT, "flat": ("flatten", {}), "dense": ("dense", {"units": 3}), "out": OUTPUT},
        ("in", "flat"),
        ("flat", "dense"),
    )
    from_output = offered(network, "output1")["Connect Dense"]
    from_dense = offered(network, "dense1")["Connect Dense"]
    for repair in (from_output, from_dense):
        assert infer_shapes(repairs.apply(network, repair)).problems == ()


@pytest.mark.parametrize(("units", "classes"), [(7, 7), (1, 10)])
def test_an_output_is_added_where_there_is_none(units: int, classes: int) -> None:
    network = drawn(
        {"in": INPUT, "flat": ("flatten", {}), "dense": ("dense", {"units": units})},
        ("in", "flat"),
        ("flat", "dense"),
    )
    after = repairs.apply(network, offered(network, "dense1")["Add Output"])
    assert after.blocks["output1"].parameters["classes"] == classes
    assert infer_shapes(after).problem_of("dense1") is None


def test_a_merge_of_one_input_is_offered_the_loose_end() -> None:
    network = drawn(
        {"in": INPUT, "skip": ("relu", {}), "merge": ("add", {})}, ("in", "merge"), ("in", "skip")
    )
    repair = offered(network, "add1")["Connect ReLU"]
    assert infer_shapes(repairs.apply(network, repair)).blocks["add1"].output == (4, 12, 12)


def test_the_dead_branch_is_removed_whole() -> None:
    network = drawn(
        {
            "in": INPUT,
            "a": ("conv", {}),
            "b": ("relu", {}),
            "c": ("max_pool", {}),
            "d": ("add", {}),
            "flat": ("flatten", {}),
            "dense": ("dense", {"units": "classes"}),
            "out": OUTPUT,
        },
        ("in", "a"),
        ("a", "b"),
        ("a", "c"),
        ("b", "d"),
        ("c", "d"),
        ("in", "flat"),
        ("flat", "dense"),
        ("dense", "out"),
    )
    network = edits.set_parameters(network, "max_pool1", {"kernel": 1, "stride": 1})
    repair = offered(network, "add1")["Remove the branch, 4 blocks"]
    after = repairs.apply(network, repair)
    assert infer_shapes(after).problems == ()
    assert list(after.blocks) == ["input1", "flatten1", "dense1", "output1"]


def test_flatten_in_front_of_a_convolution_is_taken_out() -> None:
    network = drawn(
        {"in": INPUT, "flat": ("flatten", {}), "conv": ("conv", {})},
        ("in", "flat"),
        ("flat", "conv"),
    )
    repair = offered(network, "conv1")["Remove Flatten"]
    assert infer_shapes(repairs.apply(network, repair)).blocks["conv1"].output == (16, 12, 12)


def test_output_is_set_to_what_comes_in() -> None:
    network = drawn(
        {"in": INPUT, "flat": ("flatten", {}), "dense": ("dense", {"units": 5}), "out": OUTPUT},
        ("in", "flat"),
        ("flat", "dense"),
        ("dense", "out"),
    )
    repair = offered(network, "output1")["Set classes to 5"]
    assert infer_shapes(repairs.apply(network, repair)).problems == ()


@pytest.mark.parametrize(
    ("blocks", "title", "shape"),
    [
        (("crop", {"sides": 6}), "Set sides to 5", (4, 2, 2)),
        (("reshape", {"height": 6, "width": 6}), "Set channels to 16", (16, 6, 6)),
        (("reshape", {"height": 7, "width": 7}), "Set channels to 576", (576, 1, 1)),
    ],
)
def test_a_blocks_own_numbers_are_mended(
    blocks: tuple[str, dict[str, Any]], title: str, shape: tuple[int, ...]
) -> None:
    network = drawn({"in": INPUT, "it": blocks}, ("in", "it"))
    mended_one = repairs.apply(network, offered(network, f"{blocks[0]}1")[title])
    assert infer_shapes(mended_one).blocks[f"{blocks[0]}1"].output == shape


def test_a_decoder_is_brought_to_the_size_of_the_input() -> None:
    network = drawn(
        {
            "in": INPUT,
            "conv": ("conv", {"filters": 7}),
            "out": ("output", {"task": "picture"}),
        },
        ("in", "conv"),
        ("conv", "out"),
    )
    repair = offered(network, "output1")["Insert 1×1 Conv"]
    assert infer_shapes(repairs.apply(network, repair)).problems == ()


def test_the_preview_tells_what_comes_goes_and_changes() -> None:
    network = drawn(
        {"in": INPUT, "dense": ("dense", {"units": "classes"}), "out": OUTPUT},
        ("in", "dense"),
        ("dense", "out"),
    )
    report = infer_shapes(network)
    flatten = offered(network, "dense1")["Insert Flatten"]
    assert preview(report, flatten) == (
        "+ Flatten: 576",
        "Dense: ? → 3",
        "Output: ? → 3",
        "No problem is left.",
    )
    branch = drawn({"in": INPUT, "dead": ("relu", {})}, ("in", "dead"))
    remove = offered(branch, "relu1")["Remove ReLU"]
    assert preview(infer_shapes(branch), remove) == ("− ReLU", "2 problems are left.")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=200)
@given(networks(), st.data())
def test_any_repair_leaves_a_sound_network_without_that_problem(
    network: Network, data: st.DataObject
) -> None:
    report = infer_shapes(network)
    problems = [each for each in report.problems if repairs_of(report, each)]
    assume(problems)
    problem = data.draw(st.sampled_from(problems))
    repair = data.draw(st.sampled_from(repairs_of(report, problem)))
    after = repairs.apply(network, repair)
    assert storage.validated(after) == after
    assert preview(report, repair)
    if problem.block in after.blocks:
        assert problem not in infer_shapes(after).problems
    assert storage.validated(mended(report).network)
