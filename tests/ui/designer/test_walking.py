"""From block to block, and wires, without a mouse."""

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from cnnstudio.network.graph import Wire
from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.designer.geometry import Side
from cnnstudio.ui.designer.walking import nearest
from cnnstudio.ui.document import Document
from tests.ui.designer.hand import Hand, ends

pytestmark = pytest.mark.gui

NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CARDS = {
    "here": QRectF(0, 0, 100, 60),
    "right": QRectF(200, 10, 100, 60),
    "far right": QRectF(400, 0, 100, 60),
    "below": QRectF(30, 100, 100, 60),
    "aside": QRectF(120, 500, 100, 60),
}


@pytest.mark.parametrize(
    ("side", "found"),
    [(Side.RIGHT, "right"), (Side.BOTTOM, "below"), (Side.LEFT, None), (Side.TOP, None)],
)
def test_the_nearest_ahead_is_found(side: Side, found: str | None) -> None:
    assert nearest(CARDS, "here", side) == found


@pytest.mark.parametrize(
    ("key", "block"),
    [
        (Qt.Key.Key_Right, "relu1"),
        (Qt.Key.Key_Left, "input1"),
        (Qt.Key.Key_Down, "flatten1"),
    ],
)
def test_alt_and_arrows_walk_to_what_stands_there(
    hand: Hand, designer: Designer, document: Document, key: Qt.Key, block: str
) -> None:
    designer.selection.select(["conv1"])
    hand.key(key, ALT)
    assert designer.selection.blocks == (block,)
    assert document.undo_stack.count() == 0


def test_with_shift_the_selection_grows(hand: Hand, designer: Designer) -> None:
    designer.selection.select(["conv1"])
    hand.key(Qt.Key.Key_Right, ALT | SHIFT)
    hand.key(Qt.Key.Key_PageDown, SHIFT)
    assert designer.selection.blocks == ("conv1", "relu1", "conv2")


def test_page_keys_follow_the_wires(hand: Hand, designer: Designer) -> None:
    designer.selection.select(["conv2"])
    hand.key(Qt.Key.Key_PageDown)
    assert designer.selection.block == "relu2"
    hand.key(Qt.Key.Key_PageUp)
    hand.key(Qt.Key.Key_PageUp)
    assert designer.selection.block == "relu1"


def test_home_and_end_go_to_the_network_s_ends(hand: Hand, designer: Designer) -> None:
    hand.key(Qt.Key.Key_End)
    assert designer.selection.block == "output1"
    hand.key(Qt.Key.Key_Home)
    assert designer.selection.block == "input1"


def test_w_selects_one_wire_of_a_block_after_the_other(hand: Hand, designer: Designer) -> None:
    designer.selection.select(["relu1"])
    seen = []
    for _time in range(3):
        hand.key(Qt.Key.Key_W)
        seen.append(designer.selection.wires)
    leaving, entering = (Wire("relu1", "conv2"),), (Wire("conv1", "relu1"),)
    assert seen == [leaving, entering, leaving]
    hand.key(Qt.Key.Key_PageDown)
    assert designer.selection.block == "conv2"


def test_a_wire_is_deleted_with_keys(hand: Hand, designer: Designer) -> None:
    designer.selection.select(["relu1"])
    hand.key(Qt.Key.Key_W)
    hand.key(Qt.Key.Key_Delete)
    assert ("relu1", "conv2") not in ends(hand.network)


def test_a_block_is_put_into_a_wire_with_keys(
    hand: Hand, designer: Designer, document: Document
) -> None:
    designer.selection.select(["relu1"])
    hand.key(Qt.Key.Key_W)
    hand.key(Qt.Key.Key_Slash)
    field = hand.canvas.search.popup.field
    QTest.keyClicks(field, "conv 8 1")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert {("relu1", "conv3"), ("conv3", "conv2")} <= ends(hand.network)
    assert hand.network.blocks["conv3"].parameters["filters"] == 8
    assert document.undo_stack.count() == 1


class TestWiringWithKeys:
    @pytest.fixture(autouse=True)
    def add_block(self, designer: Designer) -> None:
        designer.editor.add("add", (424.0, 352.0))

    def test_two_blocks_are_connected(
        self, hand: Hand, designer: Designer, document: Document
    ) -> None:
        designer.selection.select(["flatten1"])
        hand.key(Qt.Key.Key_C)
        assert "Enter connects" in hand.canvas.explanation.text
        while hand.canvas.gesture is not None and hand.canvas.gesture.aimed != "add1":
            hand.key(Qt.Key.Key_Tab)
        assert hand.canvas.scene_of_blocks.blocks["add1"].look.chosen_port
        hand.key(Qt.Key.Key_Return)
        assert hand.canvas.gesture is None
        assert ("flatten1", "add1") in ends(hand.network)
        assert document.undo_stack.count() == 2

    def test_arrows_aim_by_place_and_a_refusal_says_why(
        self, hand: Hand, designer: Designer, document: Document
    ) -> None:
        designer.selection.select(["relu2"])
        hand.key(Qt.Key.Key_C)
        hand.key(Qt.Key.Key_Up)
        hand.key(Qt.Key.Key_Up)
        assert "forward only" in hand.canvas.explanation.text
        assert (
            hand.network.blocks["relu2"].position
            == document.design.network.blocks["relu2"].position
        )
        hand.key(Qt.Key.Key_Return)
        assert document.undo_stack.count() == 1

    def test_escape_leaves_all_as_it_was(
        self, hand: Hand, designer: Designer, document: Document
    ) -> None:
        designer.selection.select(["relu2"])
        hand.key(Qt.Key.Key_C)
        hand.key(Qt.Key.Key_Escape)
        assert hand.canvas.gesture is None
        assert document.undo_stack.count() == 1
        looks = [item.look for item in hand.canvas.scene_of_blocks.blocks.values()]
        assert not any(look.ports or look.refused_port or look.is_faded for look in looks)

    def test_shift_and_enter_take_the_place_of_a_wire(self, hand: Hand, designer: Designer) -> None:
        designer.selection.select(["conv1"])
        hand.key(Qt.Key.Key_C)
        gesture = hand.canvas.gesture
        gesture.aim_at("conv2")  # type: ignore[union-attr]
        assert "Hold Shift" in hand.canvas.explanation.text
        hand.key(Qt.Key.Key_Return, SHIFT)
        assert ("conv1", "conv2") in ends(hand.network)
        assert ("relu1", "conv2") not in ends(hand.network)

    def test_tab_leads_to_what_would_replace_where_nothing_accepts(
        self, hand: Hand, designer: Designer
    ) -> None:
        designer.selection.select(["add1"])
        hand.key(Qt.Key.Key_Delete)
        designer.selection.select(["conv1"])
        hand.key(Qt.Key.Key_C)
        hand.key(Qt.Key.Key_Tab)
        assert "Hold Shift" in hand.canvas.explanation.text
        hand.key(Qt.Key.Key_Return, SHIFT)
        assert len([source for source, _target in ends(hand.network) if source == "conv1"]) == 2

    @pytest.mark.parametrize(
        ("modifiers", "goal", "wire"),
        [(NONE, "add1", ("relu1", "add1")), (SHIFT, "input1", ("input1", "conv2"))],
        ids=["the end", "the start"],
    )
    def test_a_wire_is_moved(
        self,
        hand: Hand,
        designer: Designer,
        modifiers: Qt.KeyboardModifier,
        goal: str,
        wire: tuple[str, str],
    ) -> None:
        designer.selection.select(wires=[Wire("relu1", "conv2")])
        hand.key(Qt.Key.Key_C, modifiers)
        while hand.canvas.gesture is not None and hand.canvas.gesture.aimed != goal:
            hand.key(Qt.Key.Key_Tab)
        hand.key(Qt.Key.Key_Return)
        assert wire in ends(hand.network)
        assert ("relu1", "conv2") not in ends(hand.network)

    def test_the_mouse_does_not_take_away_what_keys_aim_at(
        self, hand: Hand, designer: Designer
    ) -> None:
        designer.selection.select(["flatten1"])
        hand.key(Qt.Key.Key_C)
        aimed = hand.canvas.gesture.aimed  # type: ignore[union-attr]
        hand.move(hand.middle("conv1"))
        assert hand.canvas.gesture.aimed == aimed  # type: ignore[union-attr]


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)
def test_the_menu_key_opens_the_menu_at_the_selected_block(
    qtbot: QtBot, hand: Hand, designer: Designer
) -> None:
    designer.selection.select(["conv1"])
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(hand.canvas, QContextMenuEvent(reason, QPoint(0, 0), QPoint(0, 0)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    place = hand.canvas.mapFromGlobal(menu.pos())
    card = hand.canvas.scene_of_blocks.blocks["conv1"].scene_rect
    assert card.contains(hand.canvas.to_scene(place.toPointF()))
    with qtbot.waitSignal(menu.destroyed):
        menu.close()


def test_without_a_selection_there_is_nothing_to_connect(designer: Designer) -> None:
    for name in ("network.connect", "network.move_start"):
        assert not designer.actions[name].isEnabled()
    designer.selection.select(["conv1"])
    assert designer.actions["network.connect"].isEnabled()
    assert not designer.actions["network.move_start"].isEnabled()
