"""The grid with mouse, keys and wheel."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.data.dataset import Split
from cnnstudio.ui.data.grid_model import CELL_ROLE
from cnnstudio.ui.data.grid_view import PictureGrid
from cnnstudio.ui.data.loaded import LoadedPart, PartName, grouped

pytestmark = pytest.mark.gui

NAMES = ("dark", "light")


def part(count: int = 500) -> LoadedPart:
    """Return pictures of one colour each: dark and light in turn, told apart by their green."""
    pictures = np.zeros((count, 3, 4, 4), np.uint8)
    labels = np.arange(count) % 2
    pictures[:, 0] = (labels * 200)[:, None, None]
    pictures[:, 1] = (np.arange(count) % 256)[:, None, None]
    return LoadedPart(PartName.TRAIN, Split(pictures, labels), grouped(labels, 2))


@pytest.fixture
def grid(qtbot: QtBot) -> PictureGrid:
    grid = PictureGrid()
    qtbot.addWidget(grid)
    grid.resize(500, 400)
    grid.show()
    grid.show_part(part(), NAMES, (0, 1))
    return grid


def image(grid: PictureGrid, picture: int) -> QImage | None:
    return grid.pictures.thumbnails.image(picture)


def test_the_pictures_in_view_appear(qtbot: QtBot, grid: PictureGrid) -> None:
    qtbot.waitUntil(lambda: image(grid, 10) is not None)
    shown = image(grid, 10)
    assert shown is not None
    assert shown.pixelColor(1, 1).getRgb()[:3] == (0, 10, 0)
    assert image(grid, 490) is None


def test_scrolling_brings_what_lies_further_down(qtbot: QtBot, grid: PictureGrid) -> None:
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: image(grid, 499) is not None)


def test_a_click_chooses_a_picture(qtbot: QtBot, grid: PictureGrid) -> None:
    index = grid.pictures.index(2, 1)
    with qtbot.waitSignal(grid.chosen) as blocker:
        qtbot.mouseClick(
            grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.visualRect(index).center()
        )
    assert blocker.args == [index.data(CELL_ROLE).picture]


def test_arrow_keys_pass_over_the_titles(qtbot: QtBot, grid: PictureGrid) -> None:
    columns = grid.pictures.columns
    dark_rows = -(-250 // columns)
    for _row in range(dark_rows):
        qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert grid.picture == 1  # the first light one
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.picture == 3


def test_one_class_alone_is_shown(grid: PictureGrid) -> None:
    grid.show_part(part(), NAMES, (1,))
    assert grid.picture == 1
    assert grid.pictures.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "light: 250 pictures"
    )


def test_another_width_keeps_the_picture_that_is_looked_at(grid: PictureGrid) -> None:
    grid.setCurrentIndex(grid.pictures.index_of(301))
    before = grid.pictures.columns
    grid.resize(300, 400)
    assert grid.pictures.columns < before
    assert grid.picture == 301
    assert grid.currentIndex().data(CELL_ROLE).picture == 301


def test_the_wheel_with_control_changes_the_size(grid: PictureGrid) -> None:
    before = grid.pictures.columns
    event = QWheelEvent(
        QPointF(50, 50),
        grid.mapToGlobal(QPointF(50, 50)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(grid.viewport(), event)
    assert grid.pictures.columns < before


def test_a_part_without_pictures_shows_none(qtbot: QtBot, grid: PictureGrid) -> None:
    with qtbot.waitSignal(grid.chosen) as blocker:
        grid.show_part(None, (), ())
    assert blocker.args == [None]
    assert grid.pictures.rowCount() == 0
