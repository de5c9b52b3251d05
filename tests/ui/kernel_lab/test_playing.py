"""A picture's result played: it fills in pixel after pixel, each explained."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor

from cnnstudio.kernels.presets import preset
from cnnstudio.kernels.settings import FilterSettings, KernelLabState, ValueDisplay
from cnnstudio.ui.kernel_lab.panes import Side
from cnnstudio.ui.kernel_lab.player import SPEEDS
from cnnstudio.ui.theme import themes

if TYPE_CHECKING:
    from tests.ui.kernel_lab.conftest import Lab, OpenLab

pytestmark = pytest.mark.gui


@pytest.fixture
def small(open_lab: "OpenLab", small_picture: Path) -> "Lab":
    """The identity on a picture of 12×8."""
    identity = preset("identity").kernel
    return open_lab(
        KernelLabState(identity, picture=str(small_picture), values=ValueDisplay.CLAMPED)
    )


def _colour(lab: "Lab", x: float, y: float) -> QColor:
    image = lab.page.pictures.canvas.grab().toImage()
    return QColor(image.pixel(lab.on_canvas(Side.RESULT, x + 0.8, y + 0.2)))


def test_steps_fill_the_result_in_and_explain_each_pixel(small: "Lab") -> None:
    for _step in range(14):
        small.trigger("play.step")
    canvas = small.page.pictures.canvas
    assert canvas.pixel == QPoint(1, 1)
    assert small.page.probe_panel.place.text() == "at x 1, y 1"
    assert _colour(small, 11, 0) == QColor(22, 22, 22)
    for x, y in ((2, 1), (11, 1), (0, 2), (11, 7)):
        assert _colour(small, x, y) == themes.current.dots
    small.trigger("play.back")
    assert canvas.pixel == QPoint(0, 1)


def test_space_plays_and_escape_shows_everything_again(small: "Lab") -> None:
    play = small.page.pictures.play
    canvas = small.page.pictures.canvas
    assert not play.bar.isVisible()
    small.page.pictures.play.player.set_speed(1)
    small.key(canvas, Qt.Key.Key_Space)
    assert play.player.is_playing
    assert play.bar.isVisible()
    small.key(canvas, Qt.Key.Key_Space)
    assert not play.player.is_playing
    small.key(canvas, Qt.Key.Key_Escape)
    assert canvas.filled is None
    assert not play.bar.isVisible()


def test_playing_runs_to_the_last_pixel(small: "Lab") -> None:
    player = small.page.pictures.play.player
    player.set_speed(50_000)
    small.trigger("play.toggle")
    small.qtbot.waitUntil(lambda: not player.is_playing)
    assert small.page.pictures.canvas.pixel == QPoint(11, 7)
    assert player.position == 95


def test_speed_is_chosen_with_the_slider_and_by_keys(small: "Lab") -> None:
    bar, player = small.page.pictures.play.bar, small.page.pictures.play.player
    small.trigger("play.step")
    before = player.speed
    small.key(bar.slider, Qt.Key.Key_Right)
    assert player.speed > before
    small.trigger("play.slower")
    assert player.speed == before
    assert bar.speed.text == f"{before:,} each second"


def test_the_speed_suits_the_size_until_another_is_chosen(open_lab: "OpenLab") -> None:
    lab = open_lab(KernelLabState(picture="chelsea"))
    player = lab.page.pictures.play.player
    assert player.count == 451 * 300
    assert 5 <= player.count / player.speed <= 15
    lab.trigger("play.step")
    lab.trigger("play.slower")
    chosen = player.speed
    lab.trigger("play.stop")
    lab.page.edits.set_field("stride", 4)
    lab.wait()
    assert player.speed == chosen


def test_a_smaller_result_ends_what_is_played_beyond_it(small: "Lab") -> None:
    player = small.page.pictures.play.player
    player.step(90)
    small.page.edits.set_field("stride", 4)
    small.wait()
    assert (player.count, player.position) == (6, None)
    assert small.page.pictures.canvas.filled is None


def test_the_edit_of_a_kernel_goes_on_playing(small: "Lab") -> None:
    small.page.pictures.play.player.step(20)
    small.trigger("kernel.negate")
    small.wait()
    assert small.page.pictures.canvas.filled == 19


def test_a_strided_result_is_filled_in_its_own_pixels(
    open_lab: "OpenLab", small_picture: Path
) -> None:
    identity = preset("identity").kernel
    lab = open_lab(
        KernelLabState(
            identity,
            FilterSettings(stride=2),
            str(small_picture),
            values=ValueDisplay.CLAMPED,
        )
    )
    lab.page.pictures.play.player.step(7)
    assert lab.page.pictures.canvas.pixel == QPoint(0, 1)
    assert _colour(lab, 0, 2) == QColor(48, 48, 48)
    assert _colour(lab, 2, 2) == themes.current.dots


def test_space_on_a_button_presses_the_button(small: "Lab") -> None:
    box = small.page.inspector.calculation.field("convolve")
    box.setFocus()
    small.key(box, Qt.Key.Key_Space)
    assert small.state.settings.convolve
    assert not small.page.pictures.play.player.is_playing


def test_every_speed_is_written_in_full(lab: "Lab") -> None:
    bar = lab.page.pictures.play.bar
    for index in range(len(SPEEDS)):
        bar.slider.setValue(index)
        assert bar.speed.fontMetrics().horizontalAdvance(bar.speed.text) <= bar.speed.width()
