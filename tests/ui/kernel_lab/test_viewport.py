import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.ui.kernel_lab.viewport import (
    LARGEST_SCALE,
    SMALLEST_SCALE,
    Viewport,
    fitted,
    panned,
    zoomed,
)

pytestmark = pytest.mark.gui

PANE = QRectF(10, 20, 400, 300)
PICTURE = QSizeF(451, 300)
COORDINATES = st.floats(0, 300)


def test_fit_shows_the_whole_picture_in_the_middle() -> None:
    view = fitted(PICTURE, PANE.size())
    shown = view.rect_on_screen(QRectF(0, 0, 451, 300), PANE)
    assert view.is_fit
    assert shown.center() == PANE.center()
    assert shown.width() == pytest.approx(400)


def test_tiny_pictures_are_enlarged_but_not_without_end() -> None:
    assert fitted(QSizeF(4, 4), PANE.size()).scale == 40


def test_nothing_is_fitted_into_nothing() -> None:
    assert fitted(PICTURE, QSizeF(0, 300)) == Viewport()


@given(x=COORDINATES, y=COORDINATES, factor=st.floats(0.2, 5))
def test_zooming_keeps_the_point_under_the_pointer(x: float, y: float, factor: float) -> None:
    view = fitted(PICTURE, PANE.size())
    at = QPointF(x, y)
    before = view.to_screen(at, PANE)
    after = zoomed(view, factor, at).to_screen(at, PANE)
    assert (after - before).manhattanLength() < 1e-6
    assert not zoomed(view, factor, at).is_fit


def test_zoom_has_ends() -> None:
    view = Viewport()
    assert zoomed(view, 1e9, QPointF()).scale == LARGEST_SCALE
    assert zoomed(view, 1e-9, QPointF()).scale == SMALLEST_SCALE


def test_panning_moves_the_picture_with_the_pointer() -> None:
    view = panned(Viewport(2.0, QPointF(100, 100)), QPointF(30, -10), PICTURE)
    assert view.centre == QPointF(85, 105)


def test_the_picture_cannot_be_lost() -> None:
    view = panned(Viewport(1.0, QPointF(100, 100)), QPointF(-5_000, 5_000), PICTURE)
    assert view.centre == QPointF(451, 0)


@given(x=COORDINATES, y=COORDINATES)
def test_screen_and_picture_are_inverse(x: float, y: float) -> None:
    view = Viewport(3.7, QPointF(12, 34))
    back = view.to_picture(view.to_screen(QPointF(x, y), PANE), PANE)
    assert (back - QPointF(x, y)).manhattanLength() < 1e-9
