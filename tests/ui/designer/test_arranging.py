"""Automatic layouts: one step back, and blocks that glide."""

from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QProxyStyle, QStyle
from pytestqt.qtbot import QtBot

from cnnstudio.network.graph import Block, Network, Wire
from cnnstudio.project.presets import load_preset
from cnnstudio.project.project import Project
from cnnstudio.ui.designer import transition
from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.designer.geometry import Side
from cnnstudio.ui.document import Document
from tests.ui.designer.hand import Hand

pytestmark = pytest.mark.gui

KEYS = pytest.mark.parametrize(
    ("key", "leaving"),
    [(Qt.Key.Key_L, Side.RIGHT), (Qt.Key.Key_T, Side.BOTTOM)],
    ids=["left to right", "top down"],
)


@pytest.fixture
def document() -> Document:
    return Document(load_preset("small-resnet"))


def places(hand: Hand) -> dict[str, tuple[float, float]]:
    return {
        name: (item.pos().x(), item.pos().y())
        for name, item in hand.canvas.scene_of_blocks.blocks.items()
    }


def positions(hand: Hand) -> dict[str, tuple[float, float]]:
    return {name: block.position for name, block in hand.network.blocks.items()}


@KEYS
def test_a_layout_is_one_step_back(
    hand: Hand, document: Document, key: Qt.Key, leaving: Side
) -> None:
    heard: list[object] = []
    document.changed.connect(lambda _old, new: heard.append(new))
    before = hand.network
    hand.key(key)
    assert positions(hand) != {name: block.position for name, block in before.blocks.items()}
    assert hand.network.wires == before.wires
    assert document.undo_stack.count() == 1
    assert len(heard) == 1
    document.undo_stack.undo()
    assert hand.network == before


@KEYS
def test_wires_leave_by_the_side_that_faces_their_target(
    hand: Hand, key: Qt.Key, leaving: Side
) -> None:
    hand.key(key)
    hand.canvas.transition.finish()
    scene = hand.canvas.scene_of_blocks
    for wire, item in scene.wires.items():
        card = scene.blocks[wire.source].scene_rect
        edge = card.right() if leaving is Side.RIGHT else card.bottom()
        start = item.way.start.x() if leaving is Side.RIGHT else item.way.start.y()
        assert start == edge, wire


def test_no_wire_of_a_layout_runs_through_a_card(hand: Hand) -> None:
    hand.key(Qt.Key.Key_L)
    hand.canvas.transition.finish()
    scene = hand.canvas.scene_of_blocks
    for wire, item in scene.wires.items():
        points = [item.way.at(share / 20) for share in range(1, 20)]
        others = [
            card.scene_rect
            for name, card in scene.blocks.items()
            if name not in (wire.source, wire.target)
        ]
        assert not any(rect.contains(point) for rect in others for point in points), wire


def test_blocks_glide_to_their_places(qtbot: QtBot, hand: Hand, document: Document) -> None:
    before = places(hand)
    hand.key(Qt.Key.Key_T)
    assert hand.canvas.transition.is_running
    assert places(hand) == before
    assert positions(hand) != before
    qtbot.waitUntil(lambda: not hand.canvas.transition.is_running)
    assert places(hand) == positions(hand)
    document.undo_stack.undo()
    assert hand.canvas.transition.is_running
    qtbot.waitUntil(lambda: places(hand) == before)


def test_the_whole_network_is_in_view_at_the_end(qtbot: QtBot, hand: Hand) -> None:
    hand.canvas.zoom.reset()
    hand.key(Qt.Key.Key_T)
    qtbot.waitUntil(lambda: not hand.canvas.transition.is_running)
    scene = hand.canvas.scene_of_blocks
    assert hand.canvas.visible_rect().contains(scene.content_rect())


def test_a_press_ends_the_glide(hand: Hand) -> None:
    hand.key(Qt.Key.Key_T)
    hand.press(QPointF(hand.canvas.visible_rect().topLeft() + QPointF(5, 5)))
    assert not hand.canvas.transition.is_running
    assert places(hand) == positions(hand)
    hand.canvas.cancel_gesture()


def test_an_edit_ends_the_glide(hand: Hand, designer: Designer) -> None:
    hand.key(Qt.Key.Key_T)
    designer.editor.set_parameter("conv2", "filters", 8)
    assert not hand.canvas.transition.is_running
    assert places(hand) == positions(hand)


class _Still(QProxyStyle):
    def styleHint(self, hint: QStyle.StyleHint, *others: Any) -> int:  # noqa: N802 — Qt's name
        is_duration = hint == QStyle.StyleHint.SH_Widget_Animation_Duration
        return 0 if is_duration else super().styleHint(hint, *others)


def test_without_motion_blocks_are_there_at_once(hand: Hand) -> None:
    style = _Still("Fusion")
    style.setParent(hand.canvas)
    hand.canvas.setStyle(style)
    hand.key(Qt.Key.Key_T)
    assert not hand.canvas.transition.is_running
    assert places(hand) == positions(hand)


def test_many_blocks_are_there_at_once(hand: Hand, document: Document) -> None:
    names = [f"relu{number}" for number in range(transition.MOST_BLOCKS + 2)]
    network = Network(
        blocks={name: Block(name, "relu") for name in names},
        wires=tuple(Wire(one, other) for one, other in pairwise(names)),
    )
    document.apply("Open", Project(network=network))
    hand.key(Qt.Key.Key_L)
    assert not hand.canvas.transition.is_running
    assert places(hand) == positions(hand)


def test_a_nudge_does_not_glide(hand: Hand, designer: Designer) -> None:
    designer.selection.select(["conv1"])
    hand.key(Qt.Key.Key_Right)
    assert not hand.canvas.transition.is_running


def test_another_network_does_not_glide(hand: Hand, document: Document) -> None:
    document.open(load_preset("starter"))
    assert not hand.canvas.transition.is_running
