"""Zoom, pan and divider of the canvas on the page."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from cnnstudio.kernels.settings import Comparison, FilterSettings, KernelLabState
from cnnstudio.ui.kernel_lab.panes import Side
from cnnstudio.ui.kernel_lab.picture_canvas import PictureCanvas

if TYPE_CHECKING:
    from tests.ui.kernel_lab.conftest import Lab, OpenLab

pytestmark = pytest.mark.gui

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def canvas(lab: "Lab") -> PictureCanvas:
    return lab.page.pictures.canvas


def under(canvas: PictureCanvas, at: QPoint, side: int = 0) -> QPointF:
    """Return the point of the picture under a point of the canvas."""
    return canvas.view.to_picture(QPointF(at), canvas.panes[side].rect)


def distance(one: QPointF, other: QPointF) -> float:
    return (one - other).manhattanLength()


@pytest.mark.parametrize("side", [0, 1], ids=["input", "result"])
def test_the_wheel_zooms_about_the_pointer_in_both_panes(
    lab: "Lab", canvas: PictureCanvas, side: int
) -> None:
    at = canvas.panes[side].rect.center().toPoint() + QPoint(40, -30)
    before, scale = under(canvas, at, side), canvas.view.scale
    lab.wheel(canvas, at, 4)
    assert canvas.view.scale == pytest.approx(scale * 1.25**4)
    assert distance(under(canvas, at, side), before) < 1e-6


def test_zooming_out_ends_at_the_whole_picture(lab: "Lab", canvas: PictureCanvas) -> None:
    lab.wheel(canvas, lab.on_canvas(Side.INPUT, 100, 100), 5)
    lab.wheel(canvas, lab.on_canvas(Side.INPUT, 100, 100), -20)
    assert canvas.view.is_fit


def test_dragging_pans_both_pictures_and_fit_brings_them_back(
    lab: "Lab", canvas: PictureCanvas
) -> None:
    at = lab.on_canvas(Side.RESULT, 200, 150)
    lab.wheel(canvas, at, 6)
    grabbed = under(canvas, at, 1)
    lab.qtbot.mousePress(canvas, LEFT, pos=at)
    lab.qtbot.mouseMove(canvas, at + QPoint(30, 20))
    lab.qtbot.mouseRelease(canvas, LEFT, pos=at + QPoint(30, 20))
    assert distance(under(canvas, at + QPoint(30, 20), 1), grabbed) < 1e-6
    lab.trigger("picture.fit")
    assert canvas.view.is_fit


def test_zoom_is_kept_while_the_kernel_changes(lab: "Lab", canvas: PictureCanvas) -> None:
    lab.trigger("picture.actual")
    view = canvas.view
    lab.trigger("kernel.rotate")
    lab.wait()
    assert canvas.view == view


def test_another_picture_is_shown_whole(lab: "Lab", canvas: PictureCanvas) -> None:
    lab.trigger("picture.zoom_in")
    lab.page.pictures.picture_menu.action("coins").trigger()
    lab.qtbot.waitUntil(lambda: lab.state.picture == "coins")
    lab.wait()
    assert canvas.view.is_fit


def test_the_line_between_before_and_after_is_dragged(open_lab: "OpenLab") -> None:
    lab = open_lab(KernelLabState(comparison=Comparison.DIVIDER))
    canvas = lab.page.pictures.canvas
    room = canvas.panes[0].rect
    start = QPoint(round(canvas.panes[0].visible.right()), round(room.center().y()))
    lab.qtbot.mousePress(canvas, LEFT, pos=start)
    lab.qtbot.mouseMove(canvas, QPoint(round(room.left() + room.width() / 4), start.y()))
    lab.qtbot.mouseRelease(canvas, LEFT, pos=start)
    assert canvas.panes[0].visible.width() == pytest.approx(room.width() / 4, abs=1)
    assert canvas.view.is_fit


def test_comma_and_point_move_the_line_between_before_and_after(open_lab: "OpenLab") -> None:
    lab = open_lab(KernelLabState(comparison=Comparison.DIVIDER))
    canvas = lab.page.pictures.canvas
    lab.keys(canvas, "..,")
    assert canvas.divider == pytest.approx(0.55)
    assert canvas.panes[0].visible.right() > canvas.rect().center().x()
    lab.keys(canvas, "." * 30)
    assert canvas.divider == 1


def test_result_only_shows_one_pane(open_lab: "OpenLab") -> None:
    lab = open_lab(KernelLabState(comparison=Comparison.RESULT))
    assert [pane.side for pane in lab.page.pictures.canvas.panes] == [Side.RESULT]


def test_a_strided_result_covers_the_same_place(open_lab: "OpenLab") -> None:
    lab = open_lab(KernelLabState(settings=FilterSettings(stride=4)))
    canvas = lab.page.pictures.canvas
    lab.qtbot.mouseMove(canvas, lab.on_canvas(Side.RESULT, 202, 102))
    assert canvas.pixel == QPoint(50, 25)
    lab.qtbot.mouseMove(canvas, lab.on_canvas(Side.INPUT, 206, 102))
    assert canvas.pixel == QPoint(51, 25)


def test_large_pixels_carry_their_numbers(lab: "Lab", canvas: PictureCanvas) -> None:
    at = lab.on_canvas(Side.INPUT, 200, 150)
    lab.wheel(canvas, at, 20)
    assert canvas.view.scale > 44
    flat = lab.painted(Side.INPUT)
    colours = {flat.pixel(x, y) for x in range(60, 200) for y in range(60, 200)}
    assert len(colours) > 30  # the few greys of the pixels, and the smooth edges of digits


def test_the_mark_in_the_input_grows_with_the_kernel(lab: "Lab", canvas: PictureCanvas) -> None:
    lab.wheel(canvas, lab.on_canvas(Side.INPUT, 200, 150), 12)
    lab.qtbot.mouseMove(canvas, lab.on_canvas(Side.INPUT, 200, 150))
    before = lab.on_screen(Side.INPUT)
    lab.trigger("kernel.grow")
    lab.wait()
    shown = lab.on_screen(Side.INPUT)
    assert shown != before
    canvas.repaint()
    assert lab.on_screen(Side.INPUT) == shown


def test_shift_arrow_leaps(lab: "Lab", canvas: PictureCanvas) -> None:
    lab.key(canvas, Qt.Key.Key_Right)
    lab.qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.pixel == QPoint(236, 150)
