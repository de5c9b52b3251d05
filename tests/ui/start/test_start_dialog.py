"""The start page: found by words, stepped through by keys, opened by Enter."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio.network.shapes import infer_shapes
from cnnstudio.project import presets
from cnnstudio.ui.start.example import examples
from cnnstudio.ui.start.example_delegate import CARD_PX
from cnnstudio.ui.start.network_picture import paint_network
from cnnstudio.ui.start.start_dialog import StartDialog
from cnnstudio.ui.status_bar import short_count
from cnnstudio.ui.theme import SMALL_PX, body_font

if TYPE_CHECKING:
    from cnnstudio.app import Studio

pytestmark = pytest.mark.gui


@pytest.fixture
def dialog(studio: "Studio", qtbot: QtBot) -> StartDialog:
    """The page as the action opens it."""
    studio.window.actions_by_id["file.examples"].trigger()
    found: StartDialog = studio.window.findChild(StartDialog)
    qtbot.waitUntil(found.isVisible)
    found.search.setFocus()
    return found


def test_every_network_is_there_with_its_numbers() -> None:
    shown = examples()
    assert [example.name for example in shown] == list(presets.NAMES)
    for example in shown:
        report = infer_shapes(presets.load_preset(example.name).network)
        assert f"{report.weight_count:,} parameters" in example.text
        assert f"{short_count(report.multiply_adds)} multiply-adds" in example.text


def test_the_sizes_of_every_network_have_room_on_its_card(qapp: QApplication) -> None:
    metrics = QFontMetrics(body_font(SMALL_PX))
    for example in examples():
        assert metrics.horizontalAdvance(example.short_sizes) <= CARD_PX.width() - 2 * 18


@pytest.mark.parametrize("words", ["lenet mnist", "  LENET-5 ", "61,706", "tanh 1998"])
def test_words_narrow_the_page(dialog: StartDialog, words: str) -> None:
    QTest.keyClicks(dialog.search, words)
    assert "lenet5" in dialog.shown
    assert len(dialog.shown) < len(presets.NAMES)
    assert dialog.example is not None
    assert dialog.example.name in dialog.shown


def test_a_title_is_marked_before_a_description_that_names_it(dialog: StartDialog) -> None:
    QTest.keyClicks(dialog.search, "lenet")
    assert dialog.shown[0] != dialog.example.name
    assert "LeNet" in dialog.example.title


def test_what_is_not_there_is_said(dialog: StartDialog) -> None:
    QTest.keyClicks(dialog.search, "transformer")
    assert dialog.shown == ()
    assert dialog.details.text() == "No network is like that."
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_enter_opens_what_was_searched_for(dialog: StartDialog, studio: "Studio") -> None:
    QTest.keyClicks(dialog.search, "resnet")
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert studio.document.project == presets.load_preset("small-resnet")
    assert studio.document.path is None


def test_arrows_step_from_the_search_to_the_cards(dialog: StartDialog, studio: "Studio") -> None:
    for _step in range(2):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Down)
    assert dialog.example is not None
    name = dialog.example.name
    assert name != presets.STARTER
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert studio.document.project == presets.load_preset(name)


def test_double_click_opens_a_card(dialog: StartDialog, studio: "Studio") -> None:
    item = dialog.cards.item(1)
    place = dialog.cards.visualItemRect(item).center()
    viewport = dialog.cards.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    assert studio.document.project == presets.load_preset("lenet5")


def answer(button: QMessageBox.StandardButton) -> None:
    """Answer the question that is asked a moment later."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        box.button(button).click()

    QTimer.singleShot(0, press)


def test_work_that_is_not_saved_stays_where_the_question_is_cancelled(
    dialog: StartDialog, studio: "Studio"
) -> None:
    studio.window.designer.editor.add("relu", (0.0, 500.0))
    mine = studio.document.project
    answer(QMessageBox.StandardButton.Cancel)
    dialog.choose()
    assert dialog.isVisible()
    assert studio.document.project is mine
    answer(QMessageBox.StandardButton.Discard)
    dialog.choose()
    assert not dialog.isVisible()
    assert studio.document.project == presets.load_preset(presets.STARTER)


@pytest.mark.parametrize("name", presets.NAMES)
def test_picture_shows_every_block_within_its_room(name: str, studio: "Studio") -> None:
    image = QImage(300, 120, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_network(painter, presets.load_preset(name).network, QRectF(20, 10, 260, 100))
    painter.end()
    inked = [
        (x, y) for x in range(300) for y in range(120) if image.pixel(x, y) & 0xFFFFFF != 0xFFFFFF
    ]
    assert len(inked) > 1_000
    assert all(18 <= x <= 282 and 8 <= y <= 112 for x, y in inked)


def test_the_inspector_offers_it_while_nothing_is_selected(studio: "Studio", qtbot: QtBot) -> None:
    pane = studio.window.designer.inspector.network_pane
    button = next(each for each in pane.findChildren(QPushButton) if "Example" in each.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(studio.window.findChildren(StartDialog)))
    studio.window.findChildren(StartDialog)[0].reject()
