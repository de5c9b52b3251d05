"""Cut, copy, paste and duplicate; every test looks at the document."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.document import Document
from tests.ui.designer.hand import Hand, ends

pytestmark = [
    pytest.mark.gui,
    # Tooltips are windows, which the offscreen platform cannot raise.
    pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True),
]

CONTROL = Qt.KeyboardModifier.ControlModifier
EMPTY = QPointF(500, 420)


@pytest.fixture(autouse=True)
def empty_clipboard(qapp: QApplication) -> Iterator[None]:
    qapp.clipboard().clear()
    yield
    qapp.clipboard().clear()


def test_copied_blocks_are_pasted_at_the_pointer_with_their_wires(
    hand: Hand, designer: Designer, document: Document
) -> None:
    designer.selection.select(["conv1", "relu1"])
    hand.key(Qt.Key.Key_C, CONTROL)
    assert document.undo_stack.count() == 0
    hand.move(EMPTY)
    hand.key(Qt.Key.Key_V, CONTROL)
    copy, follower = designer.selection.blocks
    assert hand.network.blocks[copy].parameters == hand.network.blocks["conv1"].parameters
    assert hand.network.blocks[copy].position == pytest.approx((EMPTY.x(), EMPTY.y()), abs=2)
    assert (copy, follower) in ends(hand.network)
    assert document.undo_stack.count() == 1


def test_a_second_paste_does_not_hide_the_first(hand: Hand, designer: Designer) -> None:
    designer.selection.select(["conv1"])
    hand.key(Qt.Key.Key_C, CONTROL)
    hand.move(EMPTY)
    hand.key(Qt.Key.Key_V, CONTROL)
    hand.key(Qt.Key.Key_V, CONTROL)
    blocks = hand.network.blocks
    assert blocks["conv3"].position != blocks["conv4"].position


def test_cut_blocks_leave_a_joined_chain_and_can_be_put_back(
    hand: Hand, designer: Designer, document: Document
) -> None:
    designer.selection.select(["relu1"])
    hand.key(Qt.Key.Key_X, CONTROL)
    assert "relu1" not in hand.network.blocks
    assert ("conv1", "conv2") in ends(hand.network)
    hand.key(Qt.Key.Key_V, CONTROL)
    assert hand.network.blocks["relu1"].kind == "relu"
    assert document.undo_stack.count() == 2


def test_a_duplicate_is_fed_as_its_original_and_stands_free(
    hand: Hand, designer: Designer, document: Document
) -> None:
    designer.selection.select(["relu1"])
    hand.key(Qt.Key.Key_D, CONTROL)
    copy = designer.selection.block
    assert copy not in (None, "relu1")
    assert ("conv1", copy) in ends(hand.network)
    rects = {name: item.scene_rect for name, item in hand.canvas.scene_of_blocks.blocks.items()}
    assert not any(rects[copy].intersects(rects[name]) for name in rects if name != copy)
    assert document.undo_stack.count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Call me Ishmael.",
        '{"blocks": {}}',
        '{"cnnstudio-blocks":1,"blocks":[',
        '{"cnnstudio-blocks":1,"blocks":[{"id":"x","kind":"nonsense"}]}',
        '{"cnnstudio-blocks":1,"blocks":7,"wires":"none"}',
    ],
)
def test_text_that_is_no_network_is_refused_in_a_sentence(
    hand: Hand, document: Document, text: str
) -> None:
    before = document.design
    QApplication.clipboard().setText(text)
    hand.key(Qt.Key.Key_V, CONTROL)
    assert document.design is before
    assert hand.canvas.explanation.text.endswith(".")


def _first(part: dict[str, Any]) -> dict[str, Any]:
    return next(iter(part["blocks"].values()))


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (
            lambda part: part["wires"].append({"source": "relu1", "target": "conv1"}),
            "A network runs forward only",
        ),
        (
            lambda part: part["wires"].append({"source": "conv1", "target": "relu1", "slot": 1}),
            "takes at most 1 input",
        ),
        (
            lambda part: part["wires"].append({"source": "conv1", "target": "x1"}),
            "no block of this network",
        ),
        (lambda part: _first(part).update(name="x" * 10_000), "at most 60 characters, not 10,000"),
        (lambda part: _first(part)["parameters"].update(kernel=[10**9, 10**9]), "from 1 to 255"),
        (lambda part: _first(part)["parameters"].update(filters=-3), "from 1 to 8,192, not -3"),
        (lambda part: _first(part)["parameters"].update(filters="many"), "not 'many'"),
        (lambda part: _first(part).update(position=[1e300, 0]), "out of range"),
    ],
    ids=["cycle", "second wire", "loose wire", "name", "kernel", "negative", "word", "far away"],
)
def test_copied_text_that_was_spoilt_is_refused_with_the_reason(
    hand: Hand,
    designer: Designer,
    document: Document,
    spoil: Callable[[dict[str, Any]], None],
    sentence: str,
) -> None:
    designer.selection.select(["conv1", "relu1"])
    hand.key(Qt.Key.Key_C, CONTROL)
    part = json.loads(QApplication.clipboard().text())
    spoil(part)
    QApplication.clipboard().setText(json.dumps(part))
    before = document.design
    hand.key(Qt.Key.Key_V, CONTROL)
    assert sentence in hand.canvas.explanation.text
    assert document.design is before
    assert designer.selection.blocks == ("conv1", "relu1")


def test_the_reason_stands_where_the_blocks_would(hand: Hand) -> None:
    QApplication.clipboard().setText("Call me Ishmael.")
    hand.move(EMPTY - QPointF(50, 50))
    hand.move(EMPTY)
    hand.key(Qt.Key.Key_V, CONTROL)
    gap = hand.canvas.explanation.geometry().topLeft() - hand.place(EMPTY)
    assert 0 < gap.x() < 40
    assert 0 < gap.y() < 40


def test_blocks_travel_to_another_window(qtbot: QtBot, hand: Hand, designer: Designer) -> None:
    other = Designer(Document())
    qtbot.addWidget(other.canvas)
    qtbot.addWidget(other.palette)
    qtbot.addWidget(other.inspector)
    designer.selection.select(["conv1", "relu1"])
    hand.key(Qt.Key.Key_C, CONTROL)
    other.actions["edit.paste"].trigger()
    pasted = other.document.design.network
    assert ("conv1", "relu1") in ends(pasted)


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)
@pytest.mark.parametrize(
    ("where", "there", "absent"),
    [
        ("block", {"edit.rename", "network.connect"}, {"network.move_start"}),
        ("wire", {"edit.delete", "network.move_start"}, {"edit.copy", "edit.rename"}),
        ("empty", {"edit.paste", "network.add", "view.zoom_fit"}, {"edit.delete", "edit.copy"}),
    ],
    ids=["a block", "a wire", "the empty canvas"],
)
def test_the_menu_offers_what_can_be_done_with(
    qtbot: QtBot, hand: Hand, where: str, there: set[str], absent: set[str]
) -> None:
    points = {
        "block": hand.middle("conv1"),
        "wire": hand.on_wire("conv1", "relu1"),
        "empty": EMPTY,
    }
    place = hand.place(points[where])
    QTest.mousePress(hand.viewport, Qt.MouseButton.RightButton, pos=place)
    reason, at = QContextMenuEvent.Reason.Mouse, hand.viewport.mapToGlobal(place)
    QApplication.sendEvent(hand.viewport, QContextMenuEvent(reason, place, at))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    names = {action.objectName() for action in menu.actions()}
    assert there <= names
    assert not absent & names
    with qtbot.waitSignal(menu.destroyed):
        menu.close()
    QTest.mouseRelease(hand.viewport, Qt.MouseButton.RightButton, pos=place)


def test_nothing_is_cut_or_copied_without_a_selection(designer: Designer) -> None:
    assert not designer.actions["edit.cut"].isEnabled()
    assert designer.actions["edit.paste"].isEnabled()
    designer.selection.select(["conv1"])
    assert designer.actions["edit.cut"].isEnabled()
