"""Building with the mouse; every test looks at the document."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from cnnstudio.network.graph import Network, Wire
from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.designer.geometry import Side
from cnnstudio.ui.document import Document
from tests.ui.designer.hand import Hand, ends

pytestmark = [
    pytest.mark.gui,
    # Tooltips are windows, which the offscreen platform cannot raise.
    pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True),
]

SHIFT = Qt.KeyboardModifier.ShiftModifier
EMPTY = QPointF(500, 420)
"""A place of the scene where the starter network has nothing."""


def test_a_block_dropped_on_the_empty_canvas_is_added(hand: Hand) -> None:
    carrier = hand.carry("conv")
    carrier.enter(EMPTY)
    carrier.drop(EMPTY)
    assert "conv3" in hand.network.blocks
    left, top = hand.network.blocks["conv3"].position
    assert QPointF(left, top).x() < EMPTY.x() < left + 148
    assert hand.designer.selection.block == "conv3"


def test_a_block_dropped_on_a_wire_is_inserted(hand: Hand, document: Document) -> None:
    wire = hand.on_wire("conv1", "relu1")
    carrier = hand.carry("conv")
    carrier.enter(EMPTY)
    carrier.move(wire)
    carrier.drop(wire)
    assert {("conv1", "conv3"), ("conv3", "relu1")} <= ends(hand.network)
    assert ("conv1", "relu1") not in ends(hand.network)
    assert document.undo_stack.count() == 1


def test_shapes_follow_while_a_block_is_held_above_a_wire(hand: Hand, document: Document) -> None:
    scene = hand.canvas.scene_of_blocks
    before = document.design
    carrier = hand.carry("max_pool")
    carrier.enter(EMPTY)
    carrier.move(hand.on_wire("conv1", "relu1"))
    assert scene.report_of("relu1").output == (16, 4, 4)
    assert scene.blocks["relu1"].look.is_changing
    assert document.design is before
    carrier.leave()
    assert scene.report_of("relu1").output == (16, 8, 8)
    assert not scene.blocks["relu1"].look.is_changing
    assert document.design is before


def test_an_input_is_not_inserted_into_a_wire(hand: Hand) -> None:
    wire = hand.on_wire("conv1", "relu1")
    carrier = hand.carry("input")
    carrier.enter(wire)
    carrier.drop(wire)
    assert ("conv1", "relu1") in ends(hand.network)
    assert "input2" in hand.network.blocks


def test_what_is_no_block_kind_is_not_taken(hand: Hand, document: Document) -> None:
    carrier = hand.carry("nonsense")
    carrier.enter(EMPTY)
    carrier.drop(EMPTY)
    assert document.undo_stack.count() == 0


def test_a_drag_moves_a_block_and_is_one_undo_step(hand: Hand, document: Document) -> None:
    start = hand.middle("conv1")
    before = hand.network.blocks["conv1"].position
    hand.press(start)
    for step in range(1, 6):
        hand.move(start + QPointF(8 * step, 4 * step))
    assert document.undo_stack.count() == 0
    hand.release(start + QPointF(40, 20))
    assert document.undo_stack.count() == 1
    left, top = hand.network.blocks["conv1"].position
    assert (left - before[0], top - before[1]) == pytest.approx((40, 20), abs=2)
    document.undo_stack.undo()
    assert hand.network.blocks["conv1"].position == before


def test_escape_breaks_a_drag_off(hand: Hand, document: Document) -> None:
    start = hand.middle("conv1")
    hand.press(start)
    hand.move(start + QPointF(60, 60))
    hand.key(Qt.Key.Key_Escape)
    hand.release(start + QPointF(60, 60))
    assert document.undo_stack.count() == 0
    item = hand.canvas.scene_of_blocks.blocks["conv1"]
    assert (item.pos().x(), item.pos().y()) == hand.network.blocks["conv1"].position


def test_selected_blocks_move_together(hand: Hand) -> None:
    hand.click(hand.middle("conv1"))
    hand.click(hand.middle("relu1"), Qt.KeyboardModifier.ControlModifier)
    gap_before = _gap(hand.network, "conv1", "relu1")
    hand.drag(hand.middle("relu1"), hand.middle("relu1") + QPointF(30, 30))
    assert _gap(hand.network, "conv1", "relu1") == gap_before
    assert hand.network.blocks["conv1"].position != (212, 0)


def test_a_click_selects_and_changes_nothing(hand: Hand, document: Document) -> None:
    hand.click(hand.middle("conv1"))
    assert hand.designer.selection.blocks == ("conv1",)
    hand.click(hand.middle("relu1"))
    assert hand.designer.selection.blocks == ("relu1",)
    hand.click(EMPTY)
    assert hand.designer.selection.is_empty
    assert document.undo_stack.count() == 0


def test_a_wire_is_drawn_from_port_to_port(hand: Hand) -> None:
    _drop(hand, "add", EMPTY)
    hand.drag(hand.port("relu1", Side.BOTTOM), hand.port("add1", Side.LEFT))
    assert ("relu1", "add1") in ends(hand.network)


def test_a_second_wire_into_a_single_input_is_refused(hand: Hand, document: Document) -> None:
    hand.press(hand.port("conv1", Side.BOTTOM))
    hand.move(hand.middle("conv2"))
    assert hand.canvas.explanation.text.startswith("Conv takes one wire and has it.")
    hand.release(hand.middle("conv2"))
    assert document.undo_stack.count() == 0


def test_with_shift_a_wire_takes_the_place_of_another(hand: Hand, document: Document) -> None:
    hand.drag(hand.port("conv1", Side.BOTTOM), hand.middle("conv2"), SHIFT)
    assert ("conv1", "conv2") in ends(hand.network)
    assert ("relu1", "conv2") not in ends(hand.network)
    assert document.undo_stack.count() == 1


def test_the_wire_in_an_output_is_pulled_out_and_put_elsewhere(
    hand: Hand, document: Document
) -> None:
    hand.drag(hand.port("output1", Side.RIGHT), hand.middle("dense1"))
    assert ("dense1", "output1") in ends(hand.network)
    assert ("dense2", "output1") not in ends(hand.network)
    assert document.undo_stack.count() == 1


def test_a_wire_is_drawn_from_an_input_back_to_an_output(hand: Hand) -> None:
    _drop(hand, "output", EMPTY)
    hand.drag(hand.port("output2", Side.LEFT), hand.middle("dense1"))
    assert ("dense1", "output2") in ends(hand.network)


def test_a_wire_drawn_to_what_only_feeds_runs_towards_the_hand(hand: Hand) -> None:
    _drop(hand, "add", EMPTY)
    hand.drag(hand.port("add1", Side.LEFT), hand.middle("input1"))
    assert ("input1", "add1") in ends(hand.network)


def test_a_wire_back_to_where_it_comes_from_is_refused_with_the_reason(
    hand: Hand, document: Document
) -> None:
    hand.press(hand.port("relu2", Side.TOP))
    hand.move(hand.middle("conv1"))
    assert "forward only" in hand.canvas.explanation.text
    assert hand.canvas.scene_of_blocks.blocks["conv1"].look.is_refusing
    hand.release(hand.middle("conv1"))
    assert document.undo_stack.count() == 0
    assert hand.canvas.explanation.text == ""


def test_blocks_show_while_dragging_whether_they_accept(hand: Hand) -> None:
    _drop(hand, "output", EMPTY + QPointF(0, 120))
    hand.press(hand.port("relu1", Side.BOTTOM))
    hand.move(EMPTY)
    looks = {name: item.look for name, item in hand.canvas.scene_of_blocks.blocks.items()}
    assert looks["conv1"].is_faded
    assert looks["conv1"].refused_port
    assert looks["dense1"].refused_port
    assert not looks["dense1"].is_faded, "it would accept in the place of its wire"
    assert looks["output2"].ports
    assert not looks["output2"].refused_port
    hand.key(Qt.Key.Key_Escape)
    assert not any(
        item.look.is_faded or item.look.ports or item.look.refused_port
        for item in hand.canvas.scene_of_blocks.blocks.values()
    )


def test_shapes_follow_while_a_wire_is_held_above_a_block(hand: Hand, document: Document) -> None:
    _drop(hand, "dense", EMPTY)
    hand.press(hand.port("max_pool1", Side.TOP))
    hand.move(hand.middle("dense3"))
    assert hand.canvas.scene_of_blocks.report_of("dense3").inputs == ((32, 4, 4),)
    hand.key(Qt.Key.Key_Escape)
    assert hand.canvas.scene_of_blocks.report_of("dense3").inputs == ()
    assert document.undo_stack.count() == 1


def test_a_rubber_band_selects_what_it_touches(hand: Hand) -> None:
    hand.drag(QPointF(-20, 140), QPointF(400, 230))
    assert set(hand.designer.selection.blocks) == {"dense1", "flatten1"}


def test_a_wire_is_selected_and_deleted(hand: Hand) -> None:
    hand.click(hand.on_wire("conv1", "relu1"))
    assert hand.designer.selection.wires == (Wire("conv1", "relu1"),)
    hand.key(Qt.Key.Key_Delete)
    assert ("conv1", "relu1") not in ends(hand.network)
    assert {"conv1", "relu1"} <= hand.network.blocks.keys()


def test_delete_joins_the_chain_again(hand: Hand, document: Document) -> None:
    hand.click(hand.middle("relu1"))
    hand.key(Qt.Key.Key_Delete)
    assert "relu1" not in hand.network.blocks
    assert ("conv1", "conv2") in ends(hand.network)
    assert hand.designer.selection.is_empty
    document.undo_stack.undo()
    assert {("conv1", "relu1"), ("relu1", "conv2")} <= ends(hand.network)


def test_a_loose_block_moved_onto_a_wire_is_inserted(hand: Hand, document: Document) -> None:
    _drop(hand, "dropout", EMPTY)
    hand.drag(hand.middle("dropout1"), hand.on_wire("conv1", "relu1"))
    assert {("conv1", "dropout1"), ("dropout1", "relu1")} <= ends(hand.network)
    assert document.undo_stack.count() == 2


def test_a_repair_on_the_card_mends_the_problem(hand: Hand, document: Document) -> None:
    hand.click(hand.middle("flatten1"))
    hand.key(Qt.Key.Key_Delete)
    item = hand.canvas.scene_of_blocks.blocks["dense1"]
    assert item.card.has_problem
    hand.click(item.pos() + item.card.buttons[0].rect.center())
    assert "flatten1" in hand.network.blocks
    assert not document.design.report.problems


def test_the_middle_button_pans(hand: Hand, document: Document) -> None:
    start = hand.place(EMPTY)
    before = hand.canvas.visible_rect().center()
    middle = Qt.MouseButton.MiddleButton
    QTest.mousePress(hand.viewport, middle, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(hand.viewport, start + QPointF(-50, -30).toPoint())
    end = start + QPointF(-50, -30).toPoint()
    QTest.mouseRelease(hand.viewport, middle, Qt.KeyboardModifier.NoModifier, end)
    moved = hand.canvas.visible_rect().center() - before
    scale = hand.canvas.zoom.scale
    assert (moved.x() * scale, moved.y() * scale) == pytest.approx((50, 30), abs=2)
    assert document.undo_stack.count() == 0


def test_space_and_drag_pans(hand: Hand, document: Document) -> None:
    before = hand.canvas.visible_rect().center()
    start = hand.middle("conv1")
    QTest.keyPress(hand.canvas, Qt.Key.Key_Space)
    hand.press(start)
    hand.move(start + QPointF(40, 0))
    hand.release(start)  # the point has moved with the view
    QTest.keyRelease(hand.canvas, Qt.Key.Key_Space)
    moved = hand.canvas.visible_rect().center() - before
    assert (moved.x(), moved.y()) == pytest.approx((-40, 0), abs=2)
    assert document.undo_stack.count() == 0


def test_the_document_hears_of_a_drop_once(hand: Hand, document: Document) -> None:
    heard: list[object] = []
    document.changed.connect(lambda _old, new: heard.append(new))
    _drop(hand, "conv", hand.on_wire("conv1", "relu1"))
    assert len(heard) == 1


def test_a_change_elsewhere_breaks_a_gesture_off(hand: Hand, designer: Designer) -> None:
    hand.press(hand.middle("conv1"))
    hand.move(hand.middle("conv1") + QPointF(50, 50))
    designer.editor.set_parameter("conv2", "filters", 8)
    assert hand.canvas.gesture is None
    hand.release(hand.middle("conv1"))
    assert hand.network.blocks["conv1"].position == (212, 0)


def _drop(hand: Hand, kind: str, at: QPointF) -> None:
    carrier = hand.carry(kind)
    carrier.enter(at)
    carrier.drop(at)


def _gap(network: Network, one: str, other: str) -> tuple[float, float]:
    (left, top), (right, bottom) = network.blocks[one].position, network.blocks[other].position
    return (right - left, bottom - top)
