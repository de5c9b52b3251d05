"""Finding blocks on the canvas, by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio
from cnnstudio.network import edits
from cnnstudio.network.graph import Network
from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.document import Document
from tests.ui.designer.hand import Hand

pytestmark = pytest.mark.gui

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def hand(hand: Hand) -> Hand:
    """The hand, after it has pressed Ctrl+F."""
    hand.key(Qt.Key.Key_F, CONTROL)
    return hand


def press(designer: Designer, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(designer.finding.bar.field, key, modifiers)


def find(designer: Designer, text: str) -> None:
    QTest.keyClicks(designer.finding.bar.field, text)


def lit(designer: Designer) -> list[str]:
    items = designer.canvas.scene_of_blocks.blocks
    return [name for name, item in items.items() if item.look.is_found]


def test_typing_lights_up_and_counts_what_is_found(designer: Designer, hand: Hand) -> None:
    bar = designer.finding.bar
    assert bar.field.hasFocus()
    find(designer, "conv")
    assert lit(designer) == ["conv1", "conv2"]
    assert bar.count.text() == "2 found"
    find(designer, "xyz")
    assert lit(designer) == []
    assert bar.count.text() == "None"


def test_enter_goes_round_and_shift_goes_back(designer: Designer, hand: Hand) -> None:
    find(designer, "conv")
    chosen = []
    for key, modifiers in (
        (Qt.Key.Key_Return, NONE),
        (Qt.Key.Key_F3, NONE),
        (Qt.Key.Key_Return, NONE),
        (Qt.Key.Key_Return, SHIFT),
        (Qt.Key.Key_F3, SHIFT),
    ):
        press(designer, key, modifiers)
        chosen.append(designer.selection.block)
    assert chosen == ["conv1", "conv2", "conv1", "conv2", "conv1"]
    assert designer.finding.bar.count.text() == "1 of 2"
    assert designer.finding.bar.field.hasFocus()


def test_escape_closes_and_gives_the_keyboard_back(designer: Designer, hand: Hand) -> None:
    find(designer, "conv")
    press(designer, Qt.Key.Key_Return)
    press(designer, Qt.Key.Key_Escape)
    assert not designer.finding.bar.isVisible()
    assert lit(designer) == []
    assert designer.canvas.hasFocus()
    assert designer.selection.block == "conv1"


def test_f3_on_the_canvas_takes_up_the_last_search(designer: Designer, hand: Hand) -> None:
    find(designer, "dense")
    press(designer, Qt.Key.Key_Escape)
    designer.selection.clear()
    hand.key(Qt.Key.Key_F3)
    assert designer.selection.block == "dense1"
    assert lit(designer) == ["dense1", "dense2"]


def test_matches_follow_edits_and_undo(designer: Designer, document: Document, hand: Hand) -> None:
    find(designer, "flatten")
    designer.selection.select(["flatten1"])
    designer.editor.delete_selection()
    assert lit(designer) == []
    press(designer, Qt.Key.Key_A, CONTROL)
    find(designer, "problem")
    assert lit(designer) == ["dense1"]
    document.undo_stack.undo()
    assert designer.finding.bar.count.text() == "None"


def test_tab_stays_in_the_bar_and_the_buttons_step(designer: Designer, hand: Hand) -> None:
    bar = designer.finding.bar
    find(designer, "conv")
    press(designer, Qt.Key.Key_Tab)
    previous, following, _close = bar.findChildren(QToolButton)
    assert previous.hasFocus()
    QTest.keyClick(previous, Qt.Key.Key_Tab)
    assert following.hasFocus()
    QTest.keyClick(following, Qt.Key.Key_Space)
    assert designer.selection.block == "conv1"
    QTest.keyClick(following, Qt.Key.Key_Backtab, SHIFT)
    QTest.keyClick(previous, Qt.Key.Key_Backtab, SHIFT)
    assert bar.field.hasFocus()


def test_one_of_a_thousand_is_shown_large_enough_to_be_read(
    designer: Designer, document: Document, hand: Hand
) -> None:
    blocks = {}
    for row in range(40):
        for column in range(25):
            block = edits.new_block(Network(), "relu", (column * 220.0, row * 120.0))
            name = f"relu{row * 25 + column + 1}"
            blocks[name] = block.__class__(name, "relu", {}, block.position)
    document.apply("Change", document.project.replace(network=Network(blocks)))
    designer.canvas.zoom_to_fit()
    assert designer.canvas.is_far
    find(designer, "relu")
    assert designer.finding.bar.count.text() == "1000 found"
    press(designer, Qt.Key.Key_A, CONTROL)
    find(designer, "relu977")
    press(designer, Qt.Key.Key_Return)
    assert designer.selection.block == "relu977"
    assert not designer.canvas.is_far
    item = designer.canvas.scene_of_blocks.blocks["relu977"]
    assert designer.canvas.visible_rect().contains(item.scene_rect)


def test_it_opens_from_the_palette_but_not_on_other_pages(studio: Studio, qtbot: QtBot) -> None:
    window = studio.window
    bar = window.designer.finding.bar
    window.designer.palette.focus_search()
    QTest.keyClick(window.designer.palette.search, Qt.Key.Key_F, CONTROL)
    assert bar.isVisible()
    press(window.designer, Qt.Key.Key_Escape)
    window.show_page("kernels")
    QTest.keyClick(window, Qt.Key.Key_F, CONTROL)
    assert not bar.isVisible()


def test_the_bar_hides_nothing_of_what_it_found(designer: Designer, hand: Hand) -> None:
    bar, canvas = designer.finding.bar, designer.canvas
    rect = canvas.scene_of_blocks.blocks["conv2"].scene_rect
    overlap = canvas.viewportTransform().mapRect(rect).toRect().center() - bar.geometry().center()
    canvas.scroll_by(overlap.x(), overlap.y())
    find(designer, "conv2")
    press(designer, Qt.Key.Key_Return)
    seen = canvas.viewportTransform().mapRect(rect).toRect()
    assert not seen.intersects(bar.geometry())
    assert canvas.visible_rect().contains(rect)
