import dataclasses
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnnstudio.network import clipboard, edits, shapes
from cnnstudio.network.graph import Block, Network, Shape, Wire, downstream
from cnnstudio.network.shapes import infer_shapes
from tests.network.drawn import networks
from tests.network.drawn_edits import edited


def chain(*blocks: tuple[str, dict[str, Any]]) -> Network:
    """Blocks in a row, each fed by the one before it."""
    network = Network()
    for kind, parameters in blocks:
        before = list(network.blocks)
        block = edits.new_block(network, kind, **parameters)
        network = edits.add(network, block)
        if before:
            network = edits.connect(network, before[-1], block.id)
    return network


def outputs(network: Network) -> list[Shape | None]:
    report = infer_shapes(network)
    return [report.blocks[name].output for name in report.order]


def image(channels: int, side: int) -> tuple[str, dict[str, Any]]:
    return ("input", {"channels": channels, "height": side, "width": side})


def conv(filters: int, kernel: int, **more: Any) -> tuple[str, dict[str, Any]]:
    return ("conv", {"filters": filters, "kernel": kernel, "padding": "valid", **more})


FLATTEN: tuple[str, dict[str, Any]] = ("flatten", {})
MAX_POOL: tuple[str, dict[str, Any]] = ("max_pool", {})


def test_flatten_keeps_every_value_of_the_courses_3_by_3_example() -> None:
    assert outputs(chain(image(1, 3), FLATTEN)) == [(1, 3, 3), (9,)]


def test_kernel_of_3_leaves_26_of_28_rows_and_columns() -> None:
    assert outputs(chain(image(1, 28), conv(1, 3))) == [(1, 28, 28), (1, 26, 26)]


def test_course_network_of_25_and_50_filters_has_the_courses_shapes() -> None:
    network = chain(image(1, 28), conv(25, 3), MAX_POOL, conv(50, 3), MAX_POOL, FLATTEN)
    expected = [(25, 26, 26), (25, 13, 13), (50, 11, 11), (50, 5, 5), (1250,)]
    assert outputs(network)[1:] == expected


def test_course_network_without_convolution_has_the_courses_shapes() -> None:
    network = chain(
        image(3, 28), MAX_POOL, FLATTEN, ("dense", {"units": 20}), ("dense", {"units": 5})
    )
    assert outputs(network)[1:] == [(3, 14, 14), (588,), (20,), (5,)]


@pytest.mark.parametrize(
    ("padding", "kernel", "stride", "rows"),
    [
        ("valid", 3, 1, 26),
        ("same", 3, 1, 28),
        ("same", 4, 1, 28),
        ("same", 3, 2, 14),
        ("same", 5, 3, 10),
        (2, 5, 1, 28),
        (0, 5, 2, 12),
        ((0, 1, 3, 3), 2, 1, 28),
    ],
)
def test_output_size_follows_the_rule(padding: Any, kernel: int, stride: int, rows: int) -> None:
    shape = outputs(chain(image(1, 28), conv(1, kernel, padding=padding, stride=stride)))[1]
    assert shape is not None
    assert shape[1] == rows


def test_dense_of_classes_follows_the_output() -> None:
    network = chain(image(1, 4), FLATTEN, ("dense", {"units": "classes"}), ("output", {}))
    more = edits.set_parameters(network, "output1", {"classes": 37})
    assert outputs(more)[2] == (37,)
    assert infer_shapes(more).problems == ()


def test_problem_states_the_rule_and_the_value_and_numbers_upstream_stay() -> None:
    network = chain(image(1, 4), conv(2, 3), conv(2, 5), FLATTEN, ("output", {}))
    report = infer_shapes(network)
    assert [problem.message for problem in report.problems] == [
        "A 5×5 kernel does not fit a 2×2 input. Reduce the kernel or add padding."
    ]
    assert report.blocks["conv1"].output == (2, 2, 2)
    assert report.weight_count == 20


def test_empty_network_lacks_both_ends() -> None:
    messages = [problem.message for problem in infer_shapes(Network()).problems]
    assert [message.split(".")[0] for message in messages] == [
        "There is no Input",
        "There is no Output",
    ]


def test_what_is_wrong_with_a_loose_end_says_more_than_that_it_is_loose() -> None:
    network = chain(image(1, 4), conv(2, 9))
    report = infer_shapes(network)
    assert [problem.block for problem in report.problems] == [None, "conv1", "conv1"]
    problem = report.problem_of("conv1")
    assert problem is not None
    assert "does not fit" in problem.message


def test_second_input_and_loose_end_are_problems_of_their_blocks() -> None:
    network = chain(image(1, 4), FLATTEN, ("dense", {"units": "classes"}), ("output", {}))
    network = edits.add(network, edits.new_block(network, "input"))
    blocks = {problem.block for problem in infer_shapes(network).problems}
    assert blocks == {"input2"}


def test_branch_that_a_bypassed_merge_does_not_pass_on_is_a_loose_end() -> None:
    network = chain(image(2, 4), conv(2, 3, padding="same"))
    for kind in ("conv", "add", "output"):
        network = edits.add(network, edits.new_block(network, kind))
    network = edits.connect(network, "input1", "conv2")
    for ends in (("conv1", "add1"), ("conv2", "add1"), ("add1", "output1")):
        network = edits.connect(network, *ends)
    network = edits.set_parameters(network, "conv2", {"filters": 2})
    network = edits.set_parameters(network, "output1", {"task": "picture"})
    report = infer_shapes(network)
    assert report.problems == ()
    bypassed = edits.bypass(network, ["add1"], is_bypassed=True)
    assert [each.block for each in infer_shapes(bypassed, report).problems] == ["conv2"]
    assert infer_shapes(edits.remove(bypassed, ["conv2"], heal=False)).problems == ()


def test_picture_task_wants_the_size_of_the_input() -> None:
    network = chain(image(3, 8), conv(1, 3), ("output", {"task": "picture"}))
    (problem,) = infer_shapes(network).problems
    assert "3 × 8 × 8" in problem.message
    same = edits.set_parameters(network, "conv1", {"filters": 3, "padding": "same"})
    assert infer_shapes(same).problems == ()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(networks(), st.data())
def test_incremental_inference_equals_a_fresh_one_over_any_edits(
    network: Network, data: st.DataObject
) -> None:
    report = infer_shapes(network)
    for _edit in range(data.draw(st.integers(1, 8))):
        network = data.draw(edited(network))
        report = infer_shapes(network, report)
        fresh = infer_shapes(network)
        assert report.blocks == fresh.blocks
        assert report.problems == fresh.problems
        assert (report.weight_count, report.multiply_adds) == (
            fresh.weight_count,
            fresh.multiply_adds,
        )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=100)
@given(networks(), networks())
def test_report_on_any_other_network_leads_to_the_same_shapes(
    network: Network, other: Network
) -> None:
    report = infer_shapes(network, infer_shapes(other))
    assert report.blocks == infer_shapes(network).blocks
    assert report.problems == infer_shapes(network).problems


def test_blocks_of_the_same_ids_but_other_kinds_have_problems_of_their_own() -> None:
    first = Network({"a": Block("a", "input"), "b": Block("b", "flatten")}, (Wire("a", "b"),))
    second = Network({"a": Block("a", "input"), "b": Block("b", "output")}, (Wire("a", "b"),))
    report = infer_shapes(second, infer_shapes(first))
    assert report.problems == infer_shapes(second).problems


def test_loose_end_is_offered_to_a_block_without_input() -> None:
    network = edits.add(chain(image(1, 4), FLATTEN), Block("dense1", "dense"))
    problem = infer_shapes(network).problem_of("dense1")
    assert problem is not None
    (offered,) = problem.repairs
    assert offered.title == "Connect Flatten"


def test_loose_end_of_its_own_chain_is_not_offered() -> None:
    network = chain(("relu", {}), FLATTEN)
    problem = infer_shapes(network).problem_of("relu1")
    assert problem is not None
    assert problem.repairs == ()


@pytest.fixture
def evaluated(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts how often each block's shape rule is evaluated."""
    counts: Counter[str] = Counter()
    original = shapes._report

    def counting(network: Network, block: Any, *rest: Any) -> Any:
        counts[block.id] += 1
        return original(network, block, *rest)

    monkeypatch.setattr(shapes, "_report", counting)
    return counts


def long_network(length: int) -> Network:
    return chain(image(1, 16), *[conv(4, 3, padding="same") for _place in range(length)])


def test_edit_evaluates_only_what_lies_downstream(evaluated: Counter[str]) -> None:
    network = long_network(100)
    report = infer_shapes(network)
    evaluated.clear()
    infer_shapes(edits.set_parameters(network, "conv90", {"stride": 2}), report)
    assert set(evaluated) == {"conv90", *downstream(network, "conv90")}
    assert set(evaluated.values()) == {1}


def test_edit_that_leaves_the_shape_evaluates_one_block(evaluated: Counter[str]) -> None:
    network = long_network(100)
    report = infer_shapes(network)
    evaluated.clear()
    infer_shapes(edits.set_parameters(network, "conv2", {"bias": False}), report)
    assert evaluated == {"conv2": 1}


def test_moving_a_block_evaluates_nothing(evaluated: Counter[str]) -> None:
    network = long_network(100)
    report = infer_shapes(network)
    evaluated.clear()
    moved = edits.move(network, {"conv50": (5.0, 5.0)})
    assert infer_shapes(moved, report).problems == report.problems
    assert not evaluated


REWIRINGS: dict[str, tuple[Callable[[Network], Network], set[str]]] = {
    "insert": (
        lambda each: edits.insert(each, edits.new_block(each, "relu"), Wire("conv49", "conv50")),
        {"relu1", "conv50"},
    ),
    "delete": (lambda each: edits.remove(each, ["conv50"]), {"conv51"}),
    "add": (lambda each: edits.add(each, edits.new_block(each, "relu")), {"relu1"}),
    "connect": (
        lambda each: edits.connect(each, "conv10", "conv90", replace=True),
        {"conv90"},
    ),
    "paste": (
        lambda each: clipboard.duplicated(each, ["conv50", "conv51"], (0.0, 9.0))[0],
        {"conv101", "conv102"},
    ),
}


@pytest.mark.parametrize("name", REWIRINGS)
def test_rewiring_evaluates_the_ends_of_its_wires_and_what_nothing_feeds(
    name: str, evaluated: Counter[str]
) -> None:
    edit, expected = REWIRINGS[name]
    network = long_network(100)
    report = infer_shapes(network)
    evaluated.clear()
    infer_shapes(edit(network), report)
    assert set(evaluated) == {"input1", *expected}
    assert set(evaluated.values()) == {1}


def test_changing_the_classes_evaluates_output_and_what_follows_it(
    evaluated: Counter[str],
) -> None:
    network = chain(
        image(1, 4), conv(2, 3), FLATTEN, ("dense", {"units": "classes"}), ("output", {})
    )
    report = infer_shapes(network)
    evaluated.clear()
    infer_shapes(edits.set_parameters(network, "output1", {"classes": 3}), report)
    assert set(evaluated) == {"dense1", "output1"}


def test_report_is_a_value() -> None:
    report = infer_shapes(chain(image(1, 4)))
    with pytest.raises(dataclasses.FrozenInstanceError):
        report.structure = ()  # type: ignore[misc]
