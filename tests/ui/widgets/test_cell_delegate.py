"""Cells of one size, and the lines of text in them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from cnnstudio.ui.theme import body_font
from cnnstudio.ui.widgets.cell_delegate import Cell, CellDelegate, Index, paint_line

pytestmark = pytest.mark.gui

ROW = QRectF(20, 20, 80, 20)


class Tile(CellDelegate):
    """Fills its cell, and leaves the painter other than it was."""

    size_px = QSize(30, 20)

    def paint_cell(self, painter: QPainter, cell: Cell, index: Index) -> None:
        painter.fillRect(cell.rect, QColor("red"))
        painter.setOpacity(0.5)


@pytest.fixture
def image(qtbot: QtBot) -> QImage:
    image = QImage(120, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    return image


@pytest.fixture
def painter(image: QImage) -> Iterator[QPainter]:
    painter = QPainter(image)
    yield painter
    painter.end()


def inked(image: QImage) -> QRect:
    """Return the room of all pixels that are not white."""
    places = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y) != QColor("white")
    ]
    columns, rows = zip(*places, strict=True)
    left, top = min(columns), min(rows)
    return QRect(left, top, max(columns) - left + 1, max(rows) - top + 1)


def test_each_cell_has_the_size_of_its_delegate(qtbot: QtBot) -> None:
    assert Tile().sizeHint(QStyleOptionViewItem(), QModelIndex()) == QSize(30, 20)


def test_what_a_cell_sets_on_the_painter_is_forgotten(painter: QPainter, image: QImage) -> None:
    cell = QStyleOptionViewItem()
    cell.rect = QRect(10, 10, 30, 20)
    Tile().paint(painter, cell, QModelIndex())
    assert inked(image) == cell.rect
    assert painter.opacity() == 1.0


def test_a_long_text_stays_within_its_row(painter: QPainter, image: QImage) -> None:
    paint_line(painter, ROW, "as long as can be " * 9, body_font(), QColor("black"))
    assert ROW.toRect().contains(inked(image))


@pytest.mark.parametrize(
    ("align", "middle_px"),
    [(Qt.AlignmentFlag.AlignLeft, 23), (Qt.AlignmentFlag.AlignHCenter, 60)],
    ids=["left", "centre"],
)
def test_a_short_text_stands_where_it_is_wanted(
    painter: QPainter, image: QImage, align: Qt.AlignmentFlag, middle_px: int
) -> None:
    paint_line(painter, ROW, "o", body_font(), QColor("black"), align=align)
    assert abs(inked(image).center().x() - middle_px) <= 2
