"""LeNet-5 from an empty canvas, and how many actions it takes.

An action is one click, drag, shortcut, or value with Enter.
Source: LeCun et al., Gradient-based learning applied to document recognition (1998), II.B,
in the usual form with a padded 28×28 input and dense layers at the end.
"""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from cnnstudio.network.graph import Network
from cnnstudio.project.project import Project
from cnnstudio.ui.designer.search_popup import SearchPopup
from cnnstudio.ui.document import Document
from tests.ui.designer.hand import Hand

pytestmark = [
    pytest.mark.gui,
    # Tooltips are windows, which the offscreen platform cannot raise.
    pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True),
]

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
MOST_ACTIONS = 30
"""With the keyboard it takes 15, with the mouse 17: two turns of the wheel more."""

SHAPES = {
    "input1": (1, 28, 28),
    "conv1": (6, 28, 28),
    "average_pool1": (6, 14, 14),
    "conv2": (16, 10, 10),
    "average_pool2": (16, 5, 5),
    "flatten1": (400,),
    "dense1": (120,),
    "dense2": (84,),
    "dense3": (10,),
}
WEIGHTS = 61_706
"""156 + 2,416 + 48,120 + 10,164 + 850, as every text book counts them."""

TYPED = (
    "input 1 28 28",
    "conv 6 5",
    "tanh",
    "average pool",
    "conv 16 5 1 valid",
    "tanh",
    "average pool",
    "flatten",
    "dense 120",
    "tanh",
    "dense 84",
    "tanh",
    "dense 10",
    "output",
)


@pytest.fixture
def document() -> Document:
    """An empty canvas."""
    return Document(Project(network=Network()))


class Counter:
    """Does actions and counts them."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand
        self._popup: SearchPopup = hand.canvas.search.popup
        self.count = 0

    def key(self, key: Qt.Key) -> None:
        self._hand.key(key)
        self.count += 1

    def double_click(self, at: QPointF) -> None:
        self._hand.double_click(at)
        self.count += 1

    def type(self, text: str, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClicks(self._popup.field, text)
        QTest.keyClick(self._popup.field, Qt.Key.Key_Return, modifiers)
        self.count += 1

    def click_kind(self, title: str, modifiers: Qt.KeyboardModifier = NONE) -> None:
        kinds = self._popup.kinds
        item = kinds.findItems(title, Qt.MatchFlag.MatchExactly)[0]
        if not kinds.viewport().rect().contains(kinds.visualItemRect(item)):
            kinds.scrollToItem(item)
            self.count += 1  # turning the wheel
        place = kinds.visualItemRect(item).center()
        QTest.mouseClick(kinds.viewport(), Qt.MouseButton.LeftButton, modifiers, place)
        self.count += 1


def test_lenet_with_the_keyboard_alone(hand: Hand, document: Document) -> None:
    counter = Counter(hand)
    counter.key(Qt.Key.Key_Slash)
    for text in TYPED[:-1]:
        counter.type(text, SHIFT)
    counter.type(TYPED[-1])
    assert_is_lenet(document)
    assert counter.count == 15
    assert counter.count < MOST_ACTIONS


def test_lenet_with_the_mouse(hand: Hand, document: Document) -> None:
    """Kinds are clicked; what has values of its own is typed with them."""
    counter = Counter(hand)
    counter.double_click(QPointF(0, 0))
    for text in TYPED[:-1]:
        if any(letter.isdigit() for letter in text):
            counter.type(text, SHIFT)
        else:
            counter.click_kind(text.capitalize(), SHIFT)
    counter.click_kind("Output")
    assert_is_lenet(document)
    assert counter.count < MOST_ACTIONS


def assert_is_lenet(document: Document) -> None:
    report = document.design.report
    assert not report.problems
    assert {name: report.blocks[name].output for name in SHAPES} == SHAPES
    assert report.weight_count == WEIGHTS
    assert [wire.slot for wire in report.network.wires] == [0] * 13
