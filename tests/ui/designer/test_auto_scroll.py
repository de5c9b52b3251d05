"""Drags near the edge of the view take the view along."""

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.designer.geometry import Side
from cnnstudio.ui.document import Document
from tests.ui.designer.hand import Hand

pytestmark = [
    pytest.mark.gui,
    # Tooltips are windows, which the offscreen platform cannot raise.
    pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True),
]


@pytest.fixture(autouse=True)
def actual_size(designer: Designer) -> None:
    designer.canvas.look_at(QPointF(300, 200))


def near_edge(hand: Hand, depth_px: float = 4) -> QPointF:
    """A point of the scene near the right edge of the view."""
    rect = hand.viewport.rect()
    return hand.canvas.to_scene(QPointF(rect.right() - depth_px, rect.center().y()))


def test_a_dragged_block_takes_the_view_along(qtbot: QtBot, hand: Hand, document: Document) -> None:
    before = hand.canvas.visible_rect()
    item = hand.canvas.scene_of_blocks.blocks["conv1"]
    hand.press(hand.middle("conv1"))
    hand.move(near_edge(hand))
    qtbot.waitUntil(lambda: hand.canvas.visible_rect().left() > before.left() + 200)
    assert item.scene_rect.center().x() > before.right() - 150
    hand.release(near_edge(hand))
    assert hand.network.blocks["conv1"].position[0] > before.right() - 150
    assert document.undo_stack.count() == 1


@pytest.mark.parametrize("what", ["a wire", "a rubber band", "a kind from the palette"])
def test_so_does(qtbot: QtBot, hand: Hand, what: str) -> None:
    before = hand.canvas.visible_rect().left()
    if what == "a kind from the palette":
        carrier = hand.carry("conv")
        carrier.enter(QPointF(300, 300))
        carrier.move(near_edge(hand))
    else:
        hand.press(hand.port("conv1", Side.BOTTOM) if what == "a wire" else QPointF(500, 420))
        hand.move(near_edge(hand))
    qtbot.waitUntil(lambda: hand.canvas.visible_rect().left() > before + 100)
    hand.canvas.cancel_gesture()


def test_the_view_rests_when_the_hand_does(qtbot: QtBot, hand: Hand) -> None:
    hand.press(hand.middle("conv1"))
    hand.move(near_edge(hand))
    qtbot.waitUntil(lambda: hand.canvas.pointer.auto_scroll.is_scrolling)
    hand.move(QPointF(hand.canvas.visible_rect().center()))
    assert not hand.canvas.pointer.auto_scroll.is_scrolling
    hand.move(near_edge(hand))
    hand.release(near_edge(hand))
    qtbot.waitUntil(lambda: not hand.canvas.pointer.auto_scroll.is_scrolling)


def test_a_drag_that_begins_at_the_edge_does_not_run_away(hand: Hand) -> None:
    start = near_edge(hand, depth_px=10)
    hand.press(start)
    hand.move(start - QPointF(0, 40))
    assert not hand.canvas.pointer.auto_scroll.is_scrolling
    hand.canvas.cancel_gesture()
