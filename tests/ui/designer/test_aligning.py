"""Blocks in line."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt

from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.document import Document
from tests.ui.designer.hand import Hand

pytestmark = pytest.mark.gui

KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("key", "edge"),
    [
        (Qt.Key.Key_Left, "left"),
        (Qt.Key.Key_Right, "right"),
        (Qt.Key.Key_Up, "top"),
        (Qt.Key.Key_Down, "bottom"),
    ],
    ids=["left", "right", "top", "bottom"],
)
def test_keys_put_edges_in_line(
    hand: Hand, designer: Designer, document: Document, key: Qt.Key, edge: str
) -> None:
    designer.selection.select(["conv1", "relu2", "output1"])
    hand.key(key, KEYS)
    hand.canvas.transition.finish()
    items = hand.canvas.scene_of_blocks.selected.values()
    places = [getattr(item.scene_rect, edge)() for item in items]
    assert places == pytest.approx([places[0]] * 3)
    assert document.undo_stack.count() == 1


def test_distributing_leaves_equal_gaps(hand: Hand, designer: Designer, document: Document) -> None:
    designer.editor.move({"conv1": (200.0, 0.0)})
    designer.selection.select(["input1", "conv1", "relu1"])
    designer.actions["network.distribute_across"].trigger()
    hand.canvas.transition.finish()
    rects = [
        hand.canvas.scene_of_blocks.blocks[name].scene_rect for name in ("input1", "conv1", "relu1")
    ]
    gaps = [right.left() - left.right() for left, right in pairwise(rects)]
    assert gaps[0] == pytest.approx(gaps[1])
    assert document.undo_stack.count() == 2


def test_what_is_in_line_already_is_no_undo_step(designer: Designer, document: Document) -> None:
    designer.selection.select(["input1", "conv1"])
    designer.actions["network.align_top"].trigger()
    assert document.undo_stack.count() == 0


def test_a_line_needs_two_blocks_and_equal_gaps_three(designer: Designer) -> None:
    designer.selection.select(["input1", "conv1"])
    assert designer.actions["network.align_left"].isEnabled()
    assert not designer.actions["network.distribute_across"].isEnabled()
    designer.selection.select(["input1"])
    assert not designer.actions["network.align_left"].isEnabled()
