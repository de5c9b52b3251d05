"""What mends a block, on its card, by key, in the menu and in the inspector."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QPushButton

from cnnstudio.network import edits
from cnnstudio.ui.designer.card import MORE
from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.document import Document
from tests.ui.designer.hand import Hand

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True),
]

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(autouse=True)
def broken(designer: Designer) -> None:
    """The first Dense stands behind a picture."""
    designer.selection.select(["flatten1"])
    designer.editor.delete_selection()
    designer.canvas.setFocus()


def opened_list(designer: Designer) -> QMenu:
    (menu,) = [each for each in designer.canvas.findChildren(QMenu, "repairs") if each.isVisible()]
    return menu


def test_alt_enter_lists_the_repairs_and_enter_takes_one(
    designer: Designer, document: Document, hand: Hand
) -> None:
    designer.selection.select(["dense1"])
    hand.key(Qt.Key.Key_Return, ALT)
    menu = opened_list(designer)
    texts = [action.text() for action in menu.actions()]
    assert texts == [
        "Insert Flatten\t+ Flatten: 512",
        "Insert Global average\t+ Global average: 32",
    ]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert "global_average1" in document.design.network.blocks
    assert document.design.report.problems == ()


def test_the_card_opens_the_list_with_its_last_button(designer: Designer, hand: Hand) -> None:
    item = designer.canvas.scene_of_blocks.blocks["dense1"]
    assert [button.title for button in item.card.buttons] == [
        "Insert Flatten",
        "Insert Global average",
        MORE,
    ]
    hand.click(item.pos() + item.card.buttons[-1].rect.center())
    menu = opened_list(designer)
    assert len(menu.actions()) == 2
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert designer.selection.block == "dense1"


def test_the_list_has_the_repairs_of_every_problem_once(
    designer: Designer, document: Document, hand: Hand
) -> None:
    network = document.design.network
    network = edits.add(network, edits.new_block(network, "conv", (0.0, 500.0), groups=3))
    network = edits.connect(network, "relu1", "conv3")
    document.apply("Change", document.project.replace(network=network))
    item = designer.canvas.scene_of_blocks.blocks["conv3"]
    assert "Groups must divide" in item.card.text
    designer.selection.select(["conv3"])
    designer.canvas.setFocus()
    hand.key(Qt.Key.Key_Return, ALT)
    titles = [action.text().partition("\t")[0] for action in opened_list(designer).actions()]
    assert titles == ["Set groups to 1", "Remove Conv"]
    opened_list(designer).close()


def test_the_action_is_there_only_where_something_can_be_mended(designer: Designer) -> None:
    action = designer.actions["network.repair"]
    designer.selection.select(["conv1"])
    assert not action.isEnabled()
    designer.selection.select(["dense1"])
    assert action.isEnabled()


def test_the_menu_of_the_canvas_begins_with_the_repairs(designer: Designer, hand: Hand) -> None:
    designer.selection.select(["dense1"])
    designer.canvas.customContextMenuRequested.emit(hand.place(hand.middle("dense1")))
    (menu,) = [each for each in designer.canvas.findChildren(QMenu) if each.isVisible()]
    first = menu.actions()[0]
    assert first.text() == "Repairs"
    menu.close()


def test_the_inspector_shows_what_each_would_lead_to(designer: Designer) -> None:
    designer.selection.select(["dense1"])
    box = designer.inspector.block_pane.problem
    assert [button.text() for button in box.findChildren(QPushButton)] == [
        "Insert Flatten",
        "Insert Global average",
    ]
    text = "\n".join(label.text() for label in box.findChildren(QLabel))
    assert "+ Flatten: 512" in text
    assert "Dense: ? → 64" in text
    assert text.count("No problem is left.") == 2


def test_the_preview_follows_edits_elsewhere(designer: Designer) -> None:
    designer.selection.select(["dense1"])
    designer.editor.set_parameter("conv2", "filters", 5)
    box = designer.inspector.block_pane.problem
    labels = [label for label in box.findChildren(QLabel) if label.isVisibleTo(box)]
    assert "+ Flatten: 80" in "\n".join(label.text() for label in labels)


def test_a_shape_is_not_broken_over_lines(designer: Designer) -> None:
    designer.selection.select(["dense1"])
    (message,) = [
        label.text()
        for label in designer.inspector.block_pane.problem.findChildren(QLabel)
        if label.property("tone") == "bad"
    ]
    assert "32\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}4" in message
    assert " ×" not in message
