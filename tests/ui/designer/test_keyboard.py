"""Building without a mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.document import Document
from tests.ui.designer.hand import Hand

pytestmark = pytest.mark.gui

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_tab_walks_through_the_blocks_and_then_leaves(hand: Hand, designer: Designer) -> None:
    seen = []
    for _block in hand.network.blocks:
        hand.key(Qt.Key.Key_Tab)
        seen.append(designer.selection.block)
    assert seen == list(hand.network.order)
    assert hand.canvas.hasFocus()
    hand.key(Qt.Key.Key_Tab)
    assert not hand.canvas.hasFocus()


def test_shift_tab_walks_back(hand: Hand, designer: Designer) -> None:
    designer.selection.select(["relu1"])
    hand.key(Qt.Key.Key_Backtab, SHIFT)
    assert designer.selection.block == "conv1"


@pytest.mark.parametrize(
    ("key", "modifiers", "moved"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, (8, 0)),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, (0, -8)),
        (Qt.Key.Key_Left, SHIFT, (-1, 0)),
    ],
)
def test_arrows_nudge(
    hand: Hand,
    designer: Designer,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    moved: tuple[int, int],
) -> None:
    designer.selection.select(["conv1"])
    left, top = hand.network.blocks["conv1"].position
    hand.key(key, modifiers)
    assert hand.network.blocks["conv1"].position == (left + moved[0], top + moved[1])


def test_repeated_nudges_are_one_undo_step(
    hand: Hand, designer: Designer, document: Document
) -> None:
    designer.selection.select(["conv1"])
    for _time in range(5):
        hand.key(Qt.Key.Key_Down)
    assert document.undo_stack.count() == 1


def test_arrows_without_a_selection_move_the_view(hand: Hand, document: Document) -> None:
    before = hand.canvas.visible_rect().center()
    hand.key(Qt.Key.Key_Right)
    assert hand.canvas.visible_rect().center().x() > before.x()
    assert document.undo_stack.count() == 0


def test_control_a_selects_all_and_delete_empties_the_canvas(
    hand: Hand, designer: Designer, document: Document
) -> None:
    hand.key(Qt.Key.Key_A, CONTROL)
    assert set(designer.selection.blocks) == hand.network.blocks.keys()
    hand.key(Qt.Key.Key_Delete)
    assert not hand.network.blocks
    assert document.undo_stack.count() == 1


def test_enter_leads_to_the_first_parameter(hand: Hand, designer: Designer) -> None:
    designer.selection.select(["conv1"])
    hand.key(Qt.Key.Key_Return)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "filters"


def test_escape_clears_the_selection(hand: Hand, designer: Designer) -> None:
    designer.selection.select(["conv1"])
    hand.key(Qt.Key.Key_Escape)
    assert designer.selection.is_empty


def test_the_selected_block_is_described_to_those_who_do_not_see_it(
    hand: Hand, designer: Designer
) -> None:
    designer.selection.select(["conv1"])
    description = hand.canvas.accessibleDescription()
    assert "Conv" in description
    assert "16 × 8 × 8" in description


def test_a_network_is_built_with_the_keyboard_alone(
    qtbot: QtBot, hand: Hand, designer: Designer, document: Document
) -> None:
    hand.key(Qt.Key.Key_A, CONTROL)
    hand.key(Qt.Key.Key_Delete)
    for kind in ("input", "conv", "max pool", "flatten", "dense", "output"):
        designer.palette.focus_search()
        QTest.keyClicks(designer.palette.search, kind)
        QTest.keyClick(designer.palette.search, Qt.Key.Key_Return)
    hand.canvas.setFocus()
    network = document.design.network
    assert [network.blocks[name].kind for name in network.order] == [
        "input",
        "conv",
        "max_pool",
        "flatten",
        "dense",
        "output",
    ]
    assert len(network.wires) == 5
    problems = [problem.message for problem in document.design.report.problems]
    assert problems == ["Output needs one value for each of 10 classes, not 64."]
