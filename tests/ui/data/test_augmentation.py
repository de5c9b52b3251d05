"""Augmentation on the page: recipes, numbers, and what the engine draws."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLabel, QStyle, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from cnnstudio.training import augmentation as augmenting
from cnnstudio.training.augmentation import Augmentation
from cnnstudio.ui.data.page import DataPage
from cnnstudio.ui.widgets.buttons import ToolbarButton
from tests.ui.conftest import OpenStudio
from tests.ui.data.conftest import WAIT_MS, Desk

pytestmark = pytest.mark.gui


def augmentation(desk: Desk) -> Augmentation:
    return desk.studio.document.project.training.augmentation


@pytest.fixture
def drawing(open_studio: OpenStudio, qtbot: QtBot) -> Desk:
    """The page with an engine, which has drawn the first picture."""
    studio = open_studio(with_engine=True)
    qtbot.waitUntil(lambda: "data" in studio.window.menus and hasattr(studio, "data"))
    studio.window.show_page("data")
    page = studio.window.pages.page("data")
    assert isinstance(page, DataPage)
    desk = Desk(qtbot, studio, page)
    desk.wait()
    qtbot.waitUntil(lambda: bool(page.preview.pictures.drawn), timeout=3 * WAIT_MS)
    return desk


def test_the_recipe_of_the_course_is_a_click_and_an_undo_step(desk: Desk) -> None:
    desk.page.tabs.setCurrentIndex(1)
    desk.click(desk.page.inspector.augmentation.recipes["course"])
    assert augmentation(desk) == augmenting.COURSE
    assert desk.page.inspector.augmentation.recipes["course"].isChecked()
    assert not desk.page.inspector.augmentation.recipes["none"].isChecked()
    desk.click(desk.page.inspector.augmentation.recipes["course"])
    assert augmentation(desk) == augmenting.COURSE
    assert desk.page.inspector.augmentation.recipes["course"].isChecked()
    desk.undo()
    assert augmentation(desk) == augmenting.NONE
    assert desk.studio.window.page == "data"


def test_a_number_is_typed_and_no_recipe_is_marked(desk: Desk) -> None:
    desk.page.tabs.setCurrentIndex(1)
    desk.type(desk.page.inspector.augmentation.forms["rotation"].field("rotation"), "12")
    assert augmentation(desk) == Augmentation(rotation=12.0)
    assert not any(
        button.isChecked() for button in desk.page.inspector.augmentation.recipes.values()
    )


def test_a_number_that_is_not_allowed_is_refused_in_words(desk: Desk) -> None:
    desk.page.tabs.setCurrentIndex(1)
    form = desk.page.inspector.augmentation.forms["zoom"]
    desk.type(form.field("zoom"), "5")
    assert "from 0 to 0.9" in form.message("zoom")
    assert augmentation(desk) == augmenting.NONE


def test_the_meaning_of_each_number_stands_on_the_page(desk: Desk) -> None:
    shown = {label.text() for label in desk.page.inspector.augmentation.findChildren(QLabel)}
    assert {parameter.help for parameter in augmenting.FIELDS} <= shown


def test_the_engine_draws_what_the_numbers_say(drawing: Desk) -> None:
    row = drawing.page.preview.pictures
    assert len(set(map(_pixels, row.drawn))) == 1  # nothing is augmented yet
    drawing.page.actions["data.course_recipe"].trigger()
    drawing.qtbot.waitUntil(lambda: len(set(map(_pixels, row.drawn))) > 1, timeout=WAIT_MS)
    assert "Shear 0.2" in drawing.page.preview.note.text()
    before = list(map(_pixels, row.drawn))
    drawing.click(drawing.page.preview.findChild(ToolbarButton))
    drawing.qtbot.waitUntil(lambda: list(map(_pixels, row.drawn)) != before, timeout=WAIT_MS)


def test_another_picture_is_drawn_when_it_is_looked_at(drawing: Desk) -> None:
    row = drawing.page.preview.pictures
    before = _pixels(row.drawn[0])
    drawing.qtbot.keyClick(drawing.page.pictures.grid, Qt.Key.Key_Right)
    drawing.qtbot.waitUntil(lambda: _pixels(row.drawn[0]) != before, timeout=WAIT_MS)


def test_pictures_to_validate_with_are_not_augmented(desk: Desk) -> None:
    tabs = desk.page.pictures.tabs
    desk.click(tabs, tabs.tabRect(1).center())
    assert desk.page.preview.note.text() == "Only training pictures are augmented."
    assert desk.page.preview.pictures.drawn == ()


def _pixels(image: QImage) -> bytes:
    return bytes(image.constBits())


def test_every_choice_fits_its_field(desk: Desk) -> None:
    boxes = desk.page.inspector.augmentation.findChildren(QComboBox)
    assert boxes
    for box in boxes:
        texts = [box.itemText(place) for place in range(box.count())]
        room = box.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            _option(box),
            QStyle.SubControl.SC_ComboBoxEditField,
            box,
        )
        assert max(map(box.fontMetrics().horizontalAdvance, texts)) <= room.width()


def _option(box: QComboBox) -> QStyleOptionComboBox:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    return option
