"""The list of problems above the status bar."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cnnstudio.app import Studio
from cnnstudio.network import edits
from cnnstudio.ui.problem_list import ProblemList

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True),
]


@pytest.fixture
def opened(studio: Studio) -> ProblemList:
    """The list, opened by a click, of a bad Conv and a dead end."""
    document = studio.document
    network = edits.set_parameters(document.design.network, "conv1", {"groups": 3})
    network = edits.add(network, edits.new_block(network, "relu"))
    network = edits.connect(network, "input1", list(network.blocks)[-1])
    document.apply("Change", document.project.replace(network=network))
    QTest.mouseClick(studio.window.status_bar.problems, Qt.MouseButton.LeftButton)
    assert studio.window.status_bar.problem_list.isVisible()
    return studio.window.status_bar.problem_list


def test_it_names_each_problem_and_its_block(opened: ProblemList) -> None:
    lines = [opened.problems.item(row).text() for row in range(opened.problems.count())]
    assert len(lines) == 2
    assert lines[0].startswith("relu3: The output of ReLU goes nowhere")
    assert lines[1].startswith("conv1: Groups must divide")
    assert opened.title.text() == "2 problems"


def test_enter_goes_to_the_block_that_is_marked(studio: Studio, opened: ProblemList) -> None:
    QTest.keyClick(opened.problems, Qt.Key.Key_Down)
    QTest.keyClick(opened.problems, Qt.Key.Key_Return)
    assert not opened.isVisible()
    assert studio.window.designer.selection.block == "conv1"
    assert studio.window.designer.canvas.hasFocus()


def test_a_click_goes_to_the_block(studio: Studio, opened: ProblemList) -> None:
    item = opened.problems.item(0)
    place = opened.problems.visualItemRect(item).center()
    QTest.mouseClick(
        opened.problems.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )
    assert studio.window.designer.selection.block == "relu3"


def test_all_that_is_certain_is_mended_from_it(studio: Studio, opened: ProblemList) -> None:
    QTest.mouseClick(opened.fix, Qt.MouseButton.LeftButton)
    assert not opened.isVisible()
    assert studio.document.design.report.problems == ()
    assert studio.document.undo_stack.count() == 2


def test_escape_closes_it(studio: Studio, opened: ProblemList) -> None:
    QTest.keyClick(opened.problems, Qt.Key.Key_Escape)
    assert not opened.isVisible()
    assert studio.window.designer.selection.is_empty
