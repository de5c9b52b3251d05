"""Where a network and its data set do not go together."""

from typing import Any

import pytest

from cnnstudio.data.choice import FOLDER, DataChoice
from cnnstudio.network import edits, repairs
from cnnstudio.network.shapes import Missing
from cnnstudio.project.data_fit import data_problems
from cnnstudio.project.presets import load_preset
from cnnstudio.project.project import Project, design_of


@pytest.fixture
def starter() -> Project:
    return load_preset("starter")


def test_data_set_that_fits_is_no_problem(starter: Project) -> None:
    assert data_problems(starter) == ()


def test_other_size_is_said_and_repaired(starter: Project) -> None:
    project = starter.replace(data=DataChoice(name="shapes"))
    (problem,) = data_problems(project)
    assert problem.message == ("The pictures of Shapes are 3 × 64 × 64, but Input is 1 × 8 × 8.")
    (repair,) = problem.repairs
    assert repair.title == "Set Input to 3 × 64 × 64"
    mended = project.replace(network=repairs.apply(project.network, repair))
    assert data_problems(mended) == ()


def test_other_number_of_classes_is_said_and_repaired(starter: Project) -> None:
    network = edits.set_parameters(starter.network, "output1", {"classes": 3})
    (problem,) = data_problems(starter.replace(network=network))
    assert problem.message == "Handwritten digits has 10 classes, but Output asks for 3."
    mended = repairs.apply(network, problem.repairs[0])
    assert mended.blocks["output1"].parameters["classes"] == 10


def test_two_classes_may_be_answered_with_yes_or_no(starter: Project) -> None:
    network = edits.fit_to_data(starter.network, (1, 25, 25), 2)
    network = edits.set_parameters(network, "output1", {"task": "yes/no"})
    project = starter.replace(network=network, data=DataChoice(name="faces"))
    assert data_problems(project) == ()


def test_picture_task_takes_any_classes(starter: Project) -> None:
    project = load_preset("autoencoder")
    assert data_problems(project) == ()


def test_folder_is_left_to_the_engine(starter: Project) -> None:
    project = starter.replace(data=DataChoice(name=FOLDER, folder="/nowhere"))
    assert data_problems(project) == ()


@pytest.mark.parametrize(
    ("fixed", "shape"), [({"size": (32, 48)}, (1, 32, 48)), ({"channels": 3}, (3, 8, 8))]
)
def test_folder_whose_pictures_have_a_size_of_their_own_is_repaired(
    starter: Project, fixed: dict[str, Any], shape: tuple[int, int, int]
) -> None:
    project = starter.replace(data=DataChoice(name=FOLDER, folder="/some/pets", **fixed))
    (problem,) = data_problems(project)
    assert "The pictures of pets are" in problem.message
    mended = repairs.apply(project.network, problem.repairs[0])
    assert design_of(project.replace(network=mended)).report.blocks["input1"].output == shape
    assert data_problems(project.replace(network=mended)) == ()


def test_unknown_data_set_is_a_problem_not_an_error(starter: Project) -> None:
    project = starter.replace(data=DataChoice(name="imagenet"))
    (problem,) = data_problems(project)
    assert 'no data set called "imagenet"' in problem.message


def test_design_carries_what_was_found_outside(starter: Project) -> None:
    project = starter.replace(data=DataChoice(name="shapes"))
    design = design_of(project, outside=data_problems(project))
    assert design.report.problem_of("input1") == data_problems(project)[0]
    assert design_of(project, design).report.problems == ()


def test_same_network_and_problems_keep_the_same_report(starter: Project) -> None:
    before = design_of(starter)
    assert design_of(starter.replace(training=starter.training), before).report is before.report


def test_ends_that_are_missing_are_as_the_data_set_asks() -> None:
    first, last = data_problems(Project(data=DataChoice(name="shapes")))
    assert first.missing == Missing("input", (("channels", 3), ("height", 64), ("width", 64)))
    assert last.missing is not None
    assert last.missing.kind == "output"
