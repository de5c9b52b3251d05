"""Wires dragged by their ends."""

import pytest
from PySide6.QtCore import QPointF, Qt

from cnnstudio.network.graph import Wire
from cnnstudio.ui.document import Document
from tests.ui.designer.hand import Hand, ends

pytestmark = [
    pytest.mark.gui,
    # Tooltips are windows, which the offscreen platform cannot raise.
    pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True),
]

EMPTY = QPointF(500, 420)


def near_end(hand: Hand, wire: Wire, share: float) -> QPointF:
    return hand.canvas.scene_of_blocks.wires[wire].way.at(share)


def test_the_far_end_is_dragged_to_another_block(hand: Hand, document: Document) -> None:
    start = near_end(hand, Wire("relu2", "max_pool1"), 0.7)
    hand.drag(start, hand.middle("flatten1"), Qt.KeyboardModifier.ShiftModifier)
    assert ("relu2", "flatten1") in ends(hand.network)
    assert not {("relu2", "max_pool1"), ("max_pool1", "flatten1")} & ends(hand.network)
    assert document.undo_stack.count() == 1


def test_the_near_end_is_dragged_to_another_block(hand: Hand, document: Document) -> None:
    start = near_end(hand, Wire("relu1", "conv2"), 0.3)
    hand.drag(start, hand.middle("conv1"))
    assert ("conv1", "conv2") in ends(hand.network)
    assert ("relu1", "conv2") not in ends(hand.network)
    assert document.undo_stack.count() == 1


def test_an_end_that_cannot_go_there_says_why(hand: Hand, document: Document) -> None:
    start = near_end(hand, Wire("relu1", "conv2"), 0.3)
    hand.press(start)
    hand.move(hand.middle("flatten1"))
    assert "forward only" in hand.canvas.explanation.text
    hand.release(hand.middle("flatten1"))
    assert document.undo_stack.count() == 0


@pytest.mark.parametrize(
    ("share", "accepting", "refusing", "replaced"),
    [(0.7, "add1", "input1", "flatten1"), (0.3, "conv1", "flatten1", None)],
    ids=["from output to input", "from input to output"],
)
def test_all_in_view_show_whether_they_accept_the_end(
    hand: Hand, share: float, accepting: str, refusing: str, replaced: str | None
) -> None:
    hand.designer.editor.add("add", (EMPTY.x(), EMPTY.y()))
    hand.press(near_end(hand, Wire("relu1", "conv2"), share))
    hand.move(EMPTY - QPointF(60, 0))
    looks = {name: item.look for name, item in hand.canvas.scene_of_blocks.blocks.items()}
    assert looks[accepting].ports
    assert not looks[accepting].is_faded
    assert looks[refusing].refused_port
    assert looks[refusing].is_faded
    if replaced is not None:
        assert looks[replaced].refused_port
        assert not looks[replaced].is_faded
    hand.key(Qt.Key.Key_Escape)
    looks = {name: item.look for name, item in hand.canvas.scene_of_blocks.blocks.items()}
    assert not any(look.ports or look.refused_port or look.is_faded for look in looks.values())


def test_shapes_follow_while_an_end_is_held_above_a_block(hand: Hand, document: Document) -> None:
    hand.press(near_end(hand, Wire("relu1", "conv2"), 0.3))
    hand.move(hand.middle("input1"))
    assert hand.canvas.scene_of_blocks.report_of("conv2").inputs == ((1, 8, 8),)
    hand.key(Qt.Key.Key_Escape)
    assert hand.canvas.scene_of_blocks.report_of("conv2").inputs == ((16, 8, 8),)
    assert document.undo_stack.count() == 0


@pytest.mark.parametrize("key", [None, Qt.Key.Key_Escape], ids=["dropped on nothing", "escape"])
def test_a_wire_goes_back(hand: Hand, document: Document, key: Qt.Key | None) -> None:
    hand.press(near_end(hand, Wire("relu1", "conv2"), 0.7))
    hand.move(EMPTY)
    if key is not None:
        hand.key(key)
    hand.release(EMPTY)
    assert document.undo_stack.count() == 0
    assert hand.canvas.scene_of_blocks.wires[Wire("relu1", "conv2")].opacity() == 1.0
