"""Finding block kinds and adding them."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from cnnstudio.network.blocks.kind import Family
from cnnstudio.network.catalog import KINDS, find_kind
from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.designer.kind_list import KindList
from cnnstudio.ui.document import Document

pytestmark = pytest.mark.gui


def middle_of(kinds: KindList, title: str) -> QPoint:
    item = kinds.findItems(title, Qt.MatchFlag.MatchExactly)[0]
    kinds.scrollToItem(item)
    return kinds.visualItemRect(item).center()


def double_click(kinds: KindList, title: str) -> None:
    place = middle_of(kinds, title)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(kinds.viewport(), left, none, place)
    QTest.mouseDClick(kinds.viewport(), left, none, place)


def test_the_search_field_has_the_same_room_at_both_sides(designer: Designer) -> None:
    palette, field = designer.palette, designer.palette.search.geometry()
    assert field.left() == palette.width() - 1 - field.right()


def test_every_kind_is_listed_under_its_family(designer: Designer) -> None:
    texts = [
        designer.palette.kinds.item(row).text() for row in range(designer.palette.kinds.count())
    ]
    assert set(designer.palette.shown_kinds()) == set(KINDS)
    assert [text for text in texts if text in {family.title for family in Family}]
    assert texts.index("Convolution") < texts.index("Conv") < texts.index("Pooling")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("max", {"max_pool", "global_max", "softmax"}),
        ("linear", {"dense"}),
        ("RELU", {"relu", "leaky_relu", "prelu"}),
        ("residual", {"add"}),
    ],
)
def test_search_finds_titles_names_and_keywords(
    designer: Designer, text: str, found: set[str]
) -> None:
    QTest.keyClicks(designer.palette.search, text)
    assert found <= set(designer.palette.shown_kinds())
    assert "input" not in designer.palette.shown_kinds()


def test_a_search_without_result_says_what_to_do(designer: Designer) -> None:
    QTest.keyClicks(designer.palette.search, "transformer")
    assert designer.palette.nothing.isVisible()
    assert "transformer" in designer.palette.nothing.text()
    QTest.keyClick(designer.palette.search, Qt.Key.Key_Escape)
    assert set(designer.palette.shown_kinds()) == set(KINDS)
    assert not designer.palette.nothing.isVisible()


def test_arrows_in_the_search_field_choose_among_the_results(
    designer: Designer, document: Document
) -> None:
    designer.palette.focus_search()
    QTest.keyClicks(designer.palette.search, "pool")
    first = designer.palette.kinds.current()
    QTest.keyClick(designer.palette.search, Qt.Key.Key_Down)
    second = designer.palette.kinds.current()
    assert first != second
    QTest.keyClick(designer.palette.search, Qt.Key.Key_Return)
    assert document.design.network.of_kind(str(second))


def test_a_double_click_inserts_behind_the_selected_block(
    designer: Designer, document: Document
) -> None:
    designer.selection.select(["conv1"])
    double_click(designer.palette.kinds, "Dropout")
    pairs = {(wire.source, wire.target) for wire in document.design.network.wires}
    assert {("conv1", "dropout1"), ("dropout1", "relu1")} <= pairs
    assert designer.selection.block == "dropout1"
    assert document.undo_stack.count() == 1


def test_enter_on_the_list_adds(designer: Designer, document: Document) -> None:
    designer.selection.select(["conv1"])
    kinds = designer.palette.kinds
    none = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(
        kinds.viewport(), Qt.MouseButton.LeftButton, none, middle_of(kinds, "Batch norm")
    )
    assert document.undo_stack.count() == 0
    QTest.keyClick(kinds, Qt.Key.Key_Return)
    assert "batch_norm1" in document.design.network.blocks


@pytest.mark.qt_log_ignore("does not support raise", extend=True)  # of tooltips, offscreen
def test_every_kind_explains_itself_with_a_picture(designer: Designer) -> None:
    kinds = designer.palette.kinds
    for row in range(kinds.count()):
        item = kinds.item(row)
        kinds.scrollToItem(item)
        place = kinds.visualItemRect(item).center()
        event = QHelpEvent(QEvent.Type.ToolTip, place, kinds.viewport().mapToGlobal(place))
        QApplication.sendEvent(kinds.viewport(), event)
        if item.flags() != Qt.ItemFlag.NoItemFlags:
            assert "<img" in QToolTip.text()
            assert find_kind(item.data(Qt.ItemDataRole.UserRole)).explanation[:20] in (
                QToolTip.text()
            )
    QToolTip.hideText()
