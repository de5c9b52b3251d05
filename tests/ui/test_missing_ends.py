"""What a window offers while the network has no Input or no Output."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QPushButton

from cnnstudio.app import Studio
from cnnstudio.data.choice import DataChoice
from cnnstudio.network.graph import Network

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True),
]


@pytest.fixture(autouse=True)
def empty(studio: Studio) -> None:
    """An empty canvas, and pictures of 3 × 64 × 64 of 4 classes."""
    project = studio.document.project
    studio.document.apply(
        "Change", project.replace(network=Network(), data=DataChoice(name="shapes"))
    )
    studio.window.designer.canvas.setFocus()


def open_menu(studio: Studio) -> QMenu:
    menus = studio.window.designer.canvas.findChildren(QMenu, "repairs")
    (menu,) = [each for each in menus if each.isVisible()]
    return menu


def test_the_inspector_offers_both_with_what_the_data_set_asks_for(studio: Studio) -> None:
    pane = studio.window.designer.inspector.network_pane
    buttons = [each for each in pane.findChildren(QPushButton) if each.text().startswith("Add ")]
    assert [each.text() for each in buttons] == ["Add Input", "Add Output"]
    shown = "\n".join(each.text() for each in pane.findChildren(QLabel))
    assert "+ Input: 3 × 64 × 64" in shown
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    (block,) = studio.document.design.network.blocks.values()
    assert block.parameters == {"channels": 3, "height": 64, "width": 64}


def test_a_problem_chosen_from_the_status_bar_lists_them(studio: Studio) -> None:
    bar = studio.window.status_bar
    QTest.mouseClick(bar.problems, Qt.MouseButton.LeftButton)
    QTest.keyClick(bar.problem_list.problems, Qt.Key.Key_Return)
    menu = open_menu(studio)
    assert menu.actions()[0].text() == "Add Input\t+ Input: 3 × 64 × 64"
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert list(studio.document.design.network.blocks) == ["input1"]


def test_keys_open_the_list_while_nothing_is_selected(studio: Studio) -> None:
    canvas = studio.window.designer.canvas
    QTest.keyClick(canvas, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    menu = open_menu(studio)
    titles = [action.text().partition("\t")[0] for action in menu.actions()]
    assert titles == ["Add Input", "Add Output"]
    QTest.keyClick(menu, Qt.Key.Key_Escape)


def test_all_that_is_certain_makes_a_network_that_can_be_trained(studio: Studio) -> None:
    studio.window.actions_by_id["network.fix_all"].trigger()
    design = studio.document.design
    assert design.report.problems == ()
    assert [block.kind for block in design.network.blocks.values()] == [
        "input",
        "output",
        "flatten",
        "dense",
    ]
    studio.window.actions_by_id["edit.undo"].trigger()
    assert not studio.document.design.network.blocks
