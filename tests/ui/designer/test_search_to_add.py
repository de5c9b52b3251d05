"""Adding blocks by name on the canvas."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.designer.geometry import Side
from cnnstudio.ui.designer.search_popup import SearchPopup
from cnnstudio.ui.document import Document
from tests.ui.designer.hand import Hand, ends

pytestmark = [
    pytest.mark.gui,
    # Tooltips are windows, which the offscreen platform cannot raise.
    pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True),
]

EMPTY = QPointF(500, 420)
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def popup(designer: Designer) -> SearchPopup:
    return designer.canvas.search.popup


def answer(popup: SearchPopup, text: str, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClicks(popup.field, text)
    QTest.keyClick(popup.field, Qt.Key.Key_Return, modifiers)


def test_a_double_click_on_the_empty_canvas_asks_and_adds_there(
    hand: Hand, popup: SearchPopup
) -> None:
    hand.double_click(EMPTY)
    assert popup.isVisible()
    answer(popup, "add")
    assert not popup.isVisible()
    assert hand.network.blocks["add1"].position == pytest.approx((EMPTY.x(), EMPTY.y()), abs=2)
    assert hand.canvas.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Slash])
def test_a_key_asks_and_what_is_chosen_follows_the_selected_block(
    hand: Hand, designer: Designer, popup: SearchPopup, document: Document, key: Qt.Key
) -> None:
    designer.selection.select(["conv1"])
    hand.key(key)
    answer(popup, "batch")
    assert {("conv1", "batch_norm1"), ("batch_norm1", "relu1")} <= ends(hand.network)
    assert document.undo_stack.count() == 1


def test_space_that_has_panned_does_not_ask(hand: Hand, popup: SearchPopup) -> None:
    QTest.keyPress(hand.canvas, Qt.Key.Key_Space)
    hand.press(EMPTY)
    hand.move(EMPTY + QPointF(20, 0))
    hand.release(EMPTY)
    QTest.keyRelease(hand.canvas, Qt.Key.Key_Space)
    assert not popup.isVisible()


def test_shift_enter_keeps_adding_in_a_chain(
    hand: Hand, designer: Designer, popup: SearchPopup
) -> None:
    designer.selection.select(["dense2"])
    hand.key(Qt.Key.Key_Slash)
    answer(popup, "relu", SHIFT)
    assert popup.isVisible()
    answer(popup, "dropout", SHIFT)
    answer(popup, "dense")
    assert not popup.isVisible()
    chain = {("dense2", "relu3"), ("relu3", "dropout1"), ("dropout1", "dense3")}
    assert chain <= ends(hand.network)


def test_a_click_chooses_and_shift_click_goes_on(
    hand: Hand, designer: Designer, popup: SearchPopup
) -> None:
    designer.selection.select(["conv1"])
    hand.key(Qt.Key.Key_Slash)
    click(popup, "Batch norm", SHIFT)
    assert popup.isVisible()
    click(popup, "Max pool")
    assert not popup.isVisible()
    assert {("conv1", "batch_norm1"), ("batch_norm1", "max_pool2")} <= ends(hand.network)


def test_values_typed_after_the_name_are_the_first_parameters(
    hand: Hand, popup: SearchPopup
) -> None:
    hand.key(Qt.Key.Key_Slash)
    answer(popup, "conv 2*3 5×5 2")
    parameters = hand.network.blocks["conv3"].parameters
    values = (parameters["filters"], parameters["kernel"], parameters["stride"])
    assert values == (6, (5, 5), (2, 2))


@pytest.mark.parametrize("text", ["conv 0", "conv 6 1000000000", "relu 3", "conv 6x"])
def test_values_that_are_not_allowed_are_refused_in_the_popup(
    hand: Hand, popup: SearchPopup, document: Document, text: str
) -> None:
    hand.key(Qt.Key.Key_Slash)
    answer(popup, text)
    assert popup.isVisible()
    assert popup.message.text().endswith(".")
    assert document.undo_stack.count() == 0


def test_a_wire_dropped_on_the_empty_canvas_offers_what_fits_best_first(
    hand: Hand, popup: SearchPopup, document: Document
) -> None:
    hand.drag(hand.port("conv2", Side.BOTTOM), EMPTY)
    assert popup.isVisible()
    offered = popup.kinds.shown()
    assert offered[:2] == ("relu", "batch_norm")
    assert "dense" not in offered
    assert "input" not in offered
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert ("conv2", "relu3") in ends(hand.network)
    assert document.undo_stack.count() == 1


def test_a_wire_drawn_back_from_the_output_offers_what_can_feed_it(
    hand: Hand, popup: SearchPopup
) -> None:
    hand.drag(hand.port("output1", Side.BOTTOM), EMPTY)
    assert popup.kinds.shown()[0] == "dense"
    assert "output" not in popup.kinds.shown()
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert ("dense3", "output1") in ends(hand.network)


def test_arrows_walk_through_the_list_and_escape_leaves(
    hand: Hand, popup: SearchPopup, document: Document
) -> None:
    hand.key(Qt.Key.Key_Slash)
    first = popup.kinds.current()
    QTest.keyClick(popup.field, Qt.Key.Key_Down)
    assert popup.kinds.current() != first
    QTest.keyClick(popup.field, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert hand.canvas.hasFocus()
    assert document.undo_stack.count() == 0


def test_a_click_elsewhere_closes_the_search(hand: Hand, popup: SearchPopup) -> None:
    hand.double_click(EMPTY)
    hand.click(hand.middle("conv1"))
    hand.canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not popup.isVisible()


def click(popup: SearchPopup, title: str, modifiers: Qt.KeyboardModifier = NONE) -> None:
    item = popup.kinds.findItems(title, Qt.MatchFlag.MatchExactly)[0]
    popup.kinds.scrollToItem(item)
    place = popup.kinds.visualItemRect(item).center()
    QTest.mouseClick(popup.kinds.viewport(), LEFT, modifiers, place)
