"""Cards that rest in line with others: plain geometry, then the hand."""

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest

from cnnstudio.network.graph import Block, Network
from cnnstudio.project.project import Project
from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.designer.snapping import Neighbours
from cnnstudio.ui.document import Document
from tests.ui.designer.hand import Hand

pytestmark = pytest.mark.gui

REACH = 7.0
CONTROL = Qt.KeyboardModifier.ControlModifier


def card(left: float, top: float, width: float = 150, height: float = 60) -> QRectF:
    return QRectF(left, top, width, height)


@pytest.mark.parametrize(
    ("held", "rested"),
    [
        (card(4, 300), (0, 300)),
        (card(-6, 300), (0, 300)),
        (card(8, 300), (8, 300)),
        (card(303, 300, 140), (305, 300)),
        (card(303, 5), (300, 0)),
    ],
    ids=["left edge", "from the left", "out of reach", "centre", "both axes"],
)
def test_a_card_rests_in_line_with_a_neighbour(held: QRectF, rested: tuple[float, float]) -> None:
    snap = Neighbours([card(0, 0), card(300, 0)]).snap(held, REACH)
    place = held.topLeft() + snap.offset
    assert (place.x(), place.y()) == rested


def test_a_far_edge_meets_a_far_edge() -> None:
    snap = Neighbours([card(0, 0, 196)]).snap(card(43, 300), REACH)
    assert snap.offset.x() == 3
    assert [line.x1() for line in snap.guides] == [196]


@pytest.mark.parametrize(
    ("cards", "left", "rested"),
    [
        ((card(0, 0), card(600, 0)), 303, 300),
        ((card(0, 10), card(250, 0)), 497, 500),
        ((card(500, 10), card(750, 0)), 253, 250),
    ],
    ids=["between two", "behind two", "before two"],
)
def test_equal_gaps_hold_a_card(cards: tuple[QRectF, ...], left: float, rested: float) -> None:
    held = card(left, 20, 150)
    snap = Neighbours(cards).snap(held, REACH)
    assert left + snap.offset.x() == rested
    assert len(snap.gaps) == 2
    assert snap.gaps[0].length() == snap.gaps[1].length()


def test_a_guide_joins_the_two_cards_that_meet() -> None:
    (line,) = Neighbours([card(0, 0, 150)]).snap(card(2, 300, 170), REACH).guides
    assert line.x1() == line.x2() == 0
    assert min(line.y1(), line.y2()) < 0
    assert max(line.y1(), line.y2()) > 360


def test_nothing_is_near_an_empty_place() -> None:
    snap = Neighbours([]).snap(card(3, 3), REACH)
    assert snap.offset.isNull()
    assert not snap.guides


class TestByHand:
    @pytest.fixture
    def document(self) -> Document:
        blocks = {
            "relu1": Block("relu1", "relu", position=(0.0, 0.0)),
            "relu2": Block("relu2", "relu", position=(200.0, 200.0)),
        }
        return Document(Project(network=Network(blocks=blocks)))

    def test_a_dragged_block_rests_in_line(self, hand: Hand, document: Document) -> None:
        start = hand.middle("relu2")
        hand.drag(start, start + QPointF(-196, 80))
        assert hand.network.blocks["relu2"].position == (0, 280)
        assert document.undo_stack.count() == 1

    def test_with_control_it_goes_where_the_hand_is(self, hand: Hand, document: Document) -> None:
        start = hand.middle("relu2")
        hand.drag(start, start + QPointF(-196, 80), CONTROL)
        assert hand.network.blocks["relu2"].position == (4, 280)

    def test_control_lets_go_without_a_movement(self, hand: Hand) -> None:
        start, item = hand.middle("relu2"), hand.canvas.scene_of_blocks.blocks["relu2"]
        hand.press(start)
        hand.move(start + QPointF(-196, 80))
        assert item.scene_rect.left() == 0
        QTest.keyPress(hand.canvas, Qt.Key.Key_Control)
        assert item.scene_rect.left() == 4
        QTest.keyRelease(hand.canvas, Qt.Key.Key_Control, CONTROL)
        assert item.scene_rect.left() == 0
        hand.key(Qt.Key.Key_Escape)

    def test_arrows_do_not_rest(self, hand: Hand, designer: Designer) -> None:
        designer.selection.select(["relu2"])
        for _time in range(24):
            hand.key(Qt.Key.Key_Left)
        hand.key(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
        assert hand.network.blocks["relu2"].position == (7, 200)

    def test_only_what_is_in_view_holds_a_block(self, hand: Hand, designer: Designer) -> None:
        designer.editor.move({"relu1": (0.0, 9_000.0)})
        designer.canvas.zoom.reset()
        designer.canvas.look_at(QPointF(300, 300))
        start = hand.middle("relu2")
        hand.drag(start, start + QPointF(-196, 80))
        assert hand.network.blocks["relu2"].position == (4, 280)
