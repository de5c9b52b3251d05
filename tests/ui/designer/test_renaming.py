"""Names and bypassed blocks."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.document import Document
from tests.ui.designer.hand import Hand

pytestmark = [
    pytest.mark.gui,
    # Tooltips are windows, which the offscreen platform cannot raise.
    pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True),
]


def type_name(designer: Designer, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    field = designer.canvas.title_field
    assert field.isVisible()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, end)
    assert not field.isVisible()


def test_f2_renames_the_selected_block(hand: Hand, designer: Designer, document: Document) -> None:
    designer.selection.select(["conv1"])
    hand.key(Qt.Key.Key_F2)
    type_name(designer, "Edges")
    assert hand.network.blocks["conv1"].name == "Edges"
    assert "Edges" in hand.canvas.scene_of_blocks.blocks["conv1"].card.text
    assert document.undo_stack.count() == 1
    assert hand.canvas.hasFocus()


def test_a_double_click_on_the_title_renames(hand: Hand, designer: Designer) -> None:
    item = hand.canvas.scene_of_blocks.blocks["relu1"]
    hand.double_click(item.pos() + QPointF(30, 18))
    type_name(designer, "Bend")
    assert hand.network.blocks["relu1"].name == "Bend"


def test_escape_keeps_the_name(hand: Hand, designer: Designer, document: Document) -> None:
    designer.selection.select(["conv1"])
    hand.key(Qt.Key.Key_F2)
    type_name(designer, "Edges", Qt.Key.Key_Escape)
    assert document.undo_stack.count() == 0


def test_a_name_of_ten_thousand_characters_is_refused(
    hand: Hand, designer: Designer, document: Document
) -> None:
    designer.selection.select(["conv1"])
    hand.key(Qt.Key.Key_F2)
    field = designer.canvas.title_field
    QApplication.clipboard().setText("x" * 10_000)
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "at most 60 characters, not 10,000" in hand.canvas.explanation.text
    assert field.isVisible()
    assert field.property("invalid")
    assert document.undo_stack.count() == 0
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_name(designer, "Edges")
    assert not hand.canvas.explanation.text
    assert hand.network.blocks["conv1"].name == "Edges"


def test_a_name_that_is_refused_is_dropped_where_the_keyboard_leaves(
    hand: Hand, designer: Designer, document: Document
) -> None:
    designer.selection.select(["conv1"])
    hand.key(Qt.Key.Key_F2)
    QApplication.clipboard().setText("x" * 61)
    QTest.keyClick(designer.canvas.title_field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    designer.palette.focus_search()
    assert not designer.canvas.title_field.isVisible()
    assert "at most 60" in hand.canvas.explanation.text
    assert document.undo_stack.count() == 0


def test_b_bypasses_and_shapes_follow(hand: Hand, designer: Designer, document: Document) -> None:
    designer.selection.select(["max_pool1"])
    hand.key(Qt.Key.Key_B)
    assert hand.network.blocks["max_pool1"].is_bypassed
    assert document.design.report.blocks["flatten1"].output == (32 * 8 * 8,)
    card = hand.canvas.scene_of_blocks.blocks["max_pool1"].card
    assert card.is_bypassed
    assert "bypassed" in card.text
    hand.key(Qt.Key.Key_B)
    assert not hand.network.blocks["max_pool1"].is_bypassed
    assert document.undo_stack.count() == 2


def test_the_ends_of_a_network_are_not_bypassed(
    hand: Hand, designer: Designer, document: Document
) -> None:
    designer.selection.select(["input1"])
    hand.key(Qt.Key.Key_B)
    assert document.undo_stack.count() == 0
    assert "input and an output" in hand.canvas.explanation.text


def test_z_shows_the_selection(hand: Hand, designer: Designer) -> None:
    designer.selection.select(["dense2", "output1"])
    hand.key(Qt.Key.Key_Z)
    middle = hand.canvas.visible_rect().center()
    rects = [hand.canvas.scene_of_blocks.blocks[name].scene_rect for name in ("dense2", "output1")]
    wanted = rects[0].united(rects[1]).center()
    assert (middle.x(), middle.y()) == pytest.approx((wanted.x(), wanted.y()), abs=2)
