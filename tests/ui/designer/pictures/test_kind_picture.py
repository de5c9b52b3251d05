"""The pictures as they are shown: in both themes, small and large, on fine displays."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from cnnstudio.network.catalog import KINDS
from cnnstudio.ui.designer.pictures.kind_picture import (
    KindPicture,
    caption,
    picture_html,
    picture_image,
)
from cnnstudio.ui.theme import Appearance, themes

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("light")]

SMALL, LARGE = QSize(84, 44), QSize(400, 132)


def colours(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_within_its_box_in_both_themes(kind: str) -> None:
    drawn = []
    for appearance in (Appearance.LIGHT, Appearance.DARK):
        themes.choose(appearance)
        image = picture_image(kind, SMALL, 2.0)
        assert image.size() == SMALL * 2
        assert len(colours(image)) > 3
        edge = [image.pixelColor(x, y).alpha() for x in (0, 167) for y in range(88)]
        assert not any(edge), "the picture leaves its box"
        drawn.append(image)
    assert drawn[0] != drawn[1]


def test_cells_are_whole_pixels_of_a_fine_display() -> None:
    image = picture_image("max_pool", LARGE, 2.0)
    row = image.height() // 2
    runs, last = [0], None
    for x in range(image.width()):
        colour = image.pixel(x, row)
        if colour != last:
            runs.append(0)
            last = colour
        runs[-1] += 1
    assert max(runs[2:-1]) > 20
    assert len(runs) < 60, "blurred edges would make many short runs"


def test_the_widget_says_what_it_shows(qtbot: QtBot) -> None:
    picture = KindPicture(LARGE)
    qtbot.addWidget(picture)
    picture.show_kind("conv")
    assert picture.accessibleName() == "What Conv does"
    assert "Sobel" in picture.accessibleDescription()
    before = picture.grab().toImage()
    picture.show_kind("relu")
    assert picture.grab().toImage() != before


@pytest.mark.parametrize("kind", KINDS)
def test_every_caption_is_a_sentence(kind: str) -> None:
    assert caption(kind).endswith(".")


def test_a_tooltip_holds_the_picture_in_points() -> None:
    assert 'width="248" height="92"' in picture_html("conv", QSize(248, 92), 2.0)
