"""What is offered where a network has no Input or no Output."""

import pytest

from cnnstudio.network import edits, repairs
from cnnstudio.network.branches import repairs_of
from cnnstudio.network.graph import Network
from cnnstudio.network.mending import mended, outcome, preview
from cnnstudio.network.repairs import Repair
from cnnstudio.network.shapes import Problem, ShapeReport, infer_shapes, missing_end
from tests.network.test_mending import SMALL, chain


def offered(report: ShapeReport, kind: str) -> tuple[Repair, ...]:
    (problem,) = [p for p in report.problems if p.missing is not None and p.missing.kind == kind]
    return repairs_of(report, problem)


def titles(report: ShapeReport, kind: str) -> list[str]:
    return [each.title for each in offered(report, kind)]


def test_an_input_is_put_before_the_block_that_waits_for_one() -> None:
    report = infer_shapes(chain(("conv", {}), ("relu", {})))
    (repair,) = offered(report, "input")
    after = repairs.apply(report.network, repair)
    assert repair.title == "Add Input"
    assert [(wire.source, wire.target) for wire in after.wires][-1] == ("input1", "conv1")
    assert after.blocks["input1"].position[0] < after.blocks["conv1"].position[0]


def test_an_output_is_put_behind_the_only_loose_end_and_takes_what_it_gives() -> None:
    report = infer_shapes(chain(SMALL, ("flatten", {}), ("dense", {"units": 7})))
    (repair,) = offered(report, "output")
    assert outcome(report, repair) == "Then it puts out 7."
    assert preview(report, repair)[0] == "+ Output: 7"
    assert infer_shapes(repairs.apply(report.network, repair)).problems == ()


def test_of_several_places_each_is_offered_by_name() -> None:
    network = Network()
    for _each in range(2):
        network = edits.add(network, edits.new_block(network, "relu"))
    report = infer_shapes(network)
    assert titles(report, "input") == ["Add Input before relu1", "Add Input before relu2"]
    assert titles(report, "output") == ["Add Output behind relu1", "Add Output behind relu2"]


def test_an_output_waits_for_an_input_only_where_nothing_else_does() -> None:
    network = chain(("output", {}))
    assert offered(infer_shapes(network), "input")[0].block == "output1"
    network = edits.add(network, edits.new_block(network, "conv"))
    assert offered(infer_shapes(network), "input")[0].block == "conv1"


@pytest.mark.parametrize("kind", ["input", "output"])
def test_on_an_empty_canvas_it_stands_alone(kind: str) -> None:
    report = infer_shapes(Network())
    (repair,) = offered(report, kind)
    assert list(repairs.apply(Network(), repair).blocks) == [f"{kind}1"]
    assert preview(report, repair)[0].startswith(f"+ {kind.title()}: ")


def test_what_is_known_from_outside_takes_the_place_of_what_is_not() -> None:
    outside = missing_end("input", channels=3, height=8, width=9)
    report = infer_shapes(chain(("conv", {}))).with_outside((outside,))
    missing = [each for each in report.problems if each.missing is not None]
    assert [each.message.split(".")[0] for each in missing] == [
        "There is no Output",
        "There is no Input",
    ]
    (repair,) = offered(report, "input")
    after = repairs.apply(report.network, repair)
    assert after.blocks["input1"].parameters == {"channels": 3, "height": 8, "width": 9}


def test_an_unfed_block_offers_the_input_too() -> None:
    report = infer_shapes(chain(("conv", {}), ("output", {})))
    problem = report.blocks["conv1"].problem
    assert isinstance(problem, Problem)
    assert [each.title for each in repairs_of(report, problem)] == ["Add Input"]


def test_both_ends_are_mended_at_once_where_each_has_one_place() -> None:
    network = chain(("conv", {}), ("flatten", {}), ("dense", {"units": 5}))
    report = mended(infer_shapes(network))
    assert report.problems == ()
    assert report.network.blocks["output1"].parameters["classes"] == 5


def test_mending_both_ends_keeps_to_what_is_known_from_outside() -> None:
    outside = (
        missing_end("input", channels=3, height=8, width=9),
        missing_end("output", classes=100),
    )
    after = mended(infer_shapes(Network()).with_outside(outside)).network
    assert after.blocks["input1"].parameters["width"] == 9
    assert after.blocks["output1"].parameters["classes"] == 100
