"""The confusion matrix, from two classes to a thousand."""

from collections.abc import Iterator
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPaintEvent, QRegion
from pytestqt.qtbot import QtBot

from cnnstudio.ui.evaluation.confusion_layout import matrix_layout
from cnnstudio.ui.evaluation.confusion_picture import plain_pixels
from cnnstudio.ui.evaluation.confusion_view import ConfusionView
from cnnstudio.ui.theme import Appearance, themes

pytestmark = pytest.mark.gui


def counts(classes: int) -> np.ndarray:
    """Nine of ten are right; the tenth is taken for the next class."""
    return 9 * np.eye(classes, dtype=np.int64) + np.roll(np.eye(classes, dtype=np.int64), 1, 1)


def names(classes: int) -> tuple[str, ...]:
    return tuple(f"kind {number}" for number in range(classes))


@pytest.fixture(autouse=True)
def _light(light: None) -> None:
    """The light theme again after each test."""


class Painted(QObject):
    """Notes what a widget is asked to paint again."""

    def __init__(self, view: ConfusionView) -> None:
        super().__init__(view)
        self.region = QRegion()
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QPaintEvent):
            self.region = self.region.united(event.region())
        return False


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ConfusionView]:
    view = ConfusionView()
    qtbot.addWidget(view)
    view.resize(480, 420)
    with qtbot.waitExposed(view):
        view.show()
    return view


@pytest.mark.parametrize("size", [(240, 220), (480, 420), (900, 300)])
@pytest.mark.parametrize("classes", [2, 10, 40, 100, 1_000])
def test_all_stays_inside_the_widget(classes: int, size: tuple[int, int]) -> None:
    layout = matrix_layout(QSizeF(*size), names(classes))
    assert QRectF(0, 0, *size).contains(layout.matrix)
    assert layout.legend(1, 0, size[0]).y() + 14 <= size[1]


@pytest.mark.parametrize(("size", "side"), [((480, 420), 120), ((240, 220), 60)])
def test_cells_of_two_classes_grow_into_their_room(size: tuple[int, int], side: int) -> None:
    layout = matrix_layout(QSizeF(*size), ("cats", "dogs"))
    assert layout.is_flat
    assert layout.side == pytest.approx(side, abs=25)


def test_the_keyboard_is_seen_before_the_first_arrow(view: ConfusionView, qtbot: QtBot) -> None:
    view.show_counts(counts(10), names(10))
    view.clearFocus()
    qtbot.waitUntil(lambda: not view.hasFocus())
    before = view.grab().toImage()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    assert view.grab().toImage() != before


@pytest.mark.parametrize("classes", [2, 10, 100, 1_000])
def test_each_cell_is_found_by_its_place(view: ConfusionView, classes: int, qtbot: QtBot) -> None:
    view.show_counts(counts(classes), names(classes))
    row, column = 9 * classes // 10, classes // 2
    place = view.cell_rect(row, column).center().toPoint()
    with qtbot.waitSignal(view.chosen) as chosen:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    side = view.cell_rect(0, 0).width()
    for wanted, found in zip((row, column), chosen.args, strict=True):
        assert abs(wanted - found) <= 1 / side


def test_hovering_paints_only_what_lies_under_the_ring(view: ConfusionView, qtbot: QtBot) -> None:
    view.show_counts(counts(100), names(100))
    painted = Painted(view)
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    painted.region = QRegion()
    before = view.cell_rect(50, 50).center().toPoint()
    qtbot.mouseMove(view, before)
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    assert painted.region.boundingRect().width() < 20
    assert QRect(painted.region.boundingRect()).contains(before)


def test_hovering_a_thousand_classes_is_quick(view: ConfusionView, qtbot: QtBot) -> None:
    view.show_counts(counts(1_000), names(1_000))
    view.grab()
    seconds = []
    for step in range(20):
        begun = perf_counter()
        qtbot.mouseMove(view, QPoint(150 + 5 * step, 200))
        view.repaint()
        seconds.append(perf_counter() - begun)
    assert sorted(seconds)[10] < 0.05  # it was more than six seconds


def test_the_ring_is_seen_around_a_cell_that_is_not(view: ConfusionView, qtbot: QtBot) -> None:
    view.show_counts(counts(1_000), names(1_000))
    before = view.grab().toImage()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert view.grab().toImage() != before


def shown(view: ConfusionView) -> QImage:
    return view.grab().toImage()


def test_data_order_theme_and_size_are_painted_anew(view: ConfusionView) -> None:
    view.show_counts(counts(10), names(10))
    pictures = [shown(view)]
    view.set_order(tuple(reversed(range(10))))
    pictures.append(shown(view))
    view.show_counts(counts(10)[::-1].copy(), names(10))
    pictures.append(shown(view))
    themes.choose(Appearance.DARK)
    pictures.append(shown(view))
    view.resize(400, 300)
    pictures.append(shown(view))
    for place, picture in enumerate(pictures):
        assert all(picture != other for other in pictures[:place])


@pytest.mark.parametrize("side", [30, 100, 250])
def test_a_single_mistake_among_many_cells_is_seen(side: int) -> None:
    shares = np.eye(100, dtype=np.float32)
    shares[80, 3] = 0.01
    pixels = plain_pixels(shares, side)
    assert pixels.shape == (side, side, 3)
    empty = pixels[0, -1]
    row, column = int(80.5 * side / 100), int(3.5 * side / 100)
    assert (pixels[row, column] != empty).any()
    assert (pixels[-1, side // 2] == empty).all()


def test_a_corner_of_many_cells_is_the_same_as_by_name(view: ConfusionView) -> None:
    view.show_counts(counts(100), names(100))
    assert view.text_of(3, 4) == "kind 3 taken for kind 4: 1 of 10, 10.0%"
