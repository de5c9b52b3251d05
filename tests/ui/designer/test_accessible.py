"""The canvas as a screen reader finds it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from pytestqt.qtbot import QtBot

from cnnstudio.network.graph import Wire
from cnnstudio.ui.designer.designer import Designer
from tests.ui.designer.hand import Hand

pytestmark = pytest.mark.gui

NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


@pytest.fixture
def interface(designer: Designer) -> Iterator[QAccessibleInterface]:
    QAccessible.setActive(True)
    yield QAccessible.queryAccessibleInterface(designer.canvas)
    QAccessible.setActive(False)


def block(interface: QAccessibleInterface, place: int) -> QAccessibleInterface:
    found = interface.child(place)
    assert found is not None
    return found


def test_blocks_are_items_of_the_canvas(hand: Hand, interface: QAccessibleInterface) -> None:
    assert interface.role() == QAccessible.Role.List
    names = [block(interface, place).text(NAME) for place in range(interface.childCount())]
    assert names[:3] == ["Input", "Conv", "ReLU"]
    assert len(names) == len(hand.network.blocks) + len(hand.network.wires)
    assert interface.indexOfChild(block(interface, 2)) == 2
    assert block(interface, 2).parent() is interface


def test_a_block_tells_its_card_and_its_wires(interface: QAccessibleInterface) -> None:
    text = block(interface, 1).text(DESCRIPTION)
    assert "16 @ 3×3" in text
    assert "16 × 8 × 8" in text
    assert text.endswith("fed by Input; feeds ReLU")


def test_a_problem_is_told(designer: Designer, interface: QAccessibleInterface) -> None:
    designer.editor.set_parameter("dense2", "units", 3)
    place = designer.editor.network.order.index("output1")
    assert "10" in block(interface, place).text(DESCRIPTION)
    assert "not 3" in block(interface, place).text(DESCRIPTION)


def test_the_block_under_a_point_is_found(hand: Hand, interface: QAccessibleInterface) -> None:
    place = hand.viewport.mapToGlobal(hand.place(hand.middle("relu1")))
    assert interface.childAt(place.x(), place.y()) is block(interface, 2)
    assert block(interface, 2).rect().contains(place)


def test_focus_follows_the_walk(
    hand: Hand, designer: Designer, interface: QAccessibleInterface
) -> None:
    hand.key(Qt.Key.Key_Tab)
    hand.key(Qt.Key.Key_Tab)
    assert interface.focusChild() is block(interface, 1)
    state = block(interface, 1).state()
    assert state.selected
    assert state.focused
    assert not block(interface, 0).state().selected


def test_a_selected_wire_is_described(hand: Hand, designer: Designer) -> None:
    designer.selection.select(wires=[Wire("conv1", "relu1")])
    assert hand.canvas.accessibleDescription() == "Wire from Conv to ReLU, 16 × 8 × 8"


def test_what_is_deleted_is_forgotten(designer: Designer, interface: QAccessibleInterface) -> None:
    count = interface.childCount()
    assert QAccessible.uniqueId(block(interface, 1))
    designer.selection.select(["conv1"])
    designer.editor.delete_selection()
    assert interface.childCount() == count - 2  # the block, and one wire where two were
    assert block(interface, 1).text(NAME) == "ReLU"
    designer.document.undo_stack.undo()
    assert block(interface, 1).text(NAME) == "Conv"


def test_a_canvas_that_was_read_is_deleted(
    qtbot: QtBot, designer: Designer, interface: QAccessibleInterface
) -> None:
    for place in range(interface.childCount()):
        assert QAccessible.uniqueId(block(interface, place))
    with qtbot.waitSignal(designer.canvas.destroyed):
        designer.canvas.deleteLater()


def wires(interface: QAccessibleInterface, hand: Hand) -> list[QAccessibleInterface]:
    return [
        block(interface, place) for place in range(len(hand.network.blocks), interface.childCount())
    ]


def test_wires_are_items_after_the_blocks(hand: Hand, interface: QAccessibleInterface) -> None:
    items = wires(interface, hand)
    assert len(items) == len(hand.network.wires)
    assert [each.text(NAME) for each in items][:2] == [
        "Wire from Input to Conv, 1 × 8 × 8",
        "Wire from Conv to ReLU, 16 × 8 × 8",
    ]
    assert {each.role() for each in items} == {QAccessible.Role.ListItem}
    assert interface.indexOfChild(items[1]) == len(hand.network.blocks) + 1
    assert items[1].parent() is interface


def test_the_wire_under_a_point_is_found(hand: Hand, interface: QAccessibleInterface) -> None:
    place = hand.viewport.mapToGlobal(hand.place(hand.on_wire("conv1", "relu1")))
    found = interface.childAt(place.x(), place.y())
    assert found is wires(interface, hand)[1]
    assert found.rect().adjusted(-2, -2, 2, 2).contains(place)


def test_a_selected_wire_has_the_focus(
    hand: Hand, designer: Designer, interface: QAccessibleInterface
) -> None:
    wire = wires(interface, hand)[1]
    assert not wire.state().selected
    designer.selection.select(wires=[Wire("conv1", "relu1")])
    assert wire.state().selected
    assert wire.state().focused
    assert interface.focusChild() is wire


def test_a_wire_follows_the_shape_and_goes_with_its_block(
    hand: Hand, designer: Designer, interface: QAccessibleInterface
) -> None:
    wire = wires(interface, hand)[1]
    assert QAccessible.uniqueId(wire)
    designer.editor.set_parameter("conv1", "filters", 5)
    assert wire.text(NAME) == "Wire from Conv to ReLU, 5 × 8 × 8"
    designer.selection.select(["relu1"])
    designer.editor.delete_selection()
    texts = [each.text(NAME) for each in wires(interface, hand)]
    assert len(texts) == len(hand.network.wires)
    assert "Wire from Conv to ReLU, 5 × 8 × 8" not in texts
