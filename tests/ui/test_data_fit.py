"""Data and network that do not go together, in the window."""

import pytest

from cnnstudio.app import Studio
from cnnstudio.data.choice import DataChoice
from tests.ui.conftest import OpenStudio

pytestmark = pytest.mark.gui


@pytest.fixture
def studio(open_studio: OpenStudio) -> Studio:
    studio = open_studio()
    studio.complete()
    return studio


def test_other_data_set_is_a_problem_that_a_repair_mends(studio: Studio) -> None:
    project = studio.document.project
    studio.document.apply("Use Shapes", project.replace(data=DataChoice(name="shapes")))
    (problem,) = studio.document.design.report.problems
    assert "3 × 64 × 64" in problem.message
    studio.window.designer.editor.repair(problem.repairs[0])
    assert studio.document.design.report.problems == ()
    assert studio.document.design.report.blocks["input1"].output == (3, 64, 64)


def test_undo_brings_the_fit_back(studio: Studio) -> None:
    project = studio.document.project
    studio.document.apply("Use Shapes", project.replace(data=DataChoice(name="shapes")))
    studio.window.actions_by_id["edit.undo"].trigger()
    assert studio.document.design.report.problems == ()
