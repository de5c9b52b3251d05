"""Curves: what is drawn, and what a zoom does to it."""

from itertools import pairwise
from math import log10

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.training.series import Points
from cnnstudio.ui.theme import TINY_PX, Appearance, number_font, themes
from cnnstudio.ui.training.plots import CurvePlot

pytestmark = pytest.mark.gui


def points(*values: float) -> Points:
    steps = np.arange(1, len(values) + 1, dtype=np.float64)
    return Points(steps, np.array(values, np.float32))


def show_run(plot: CurvePlot, *values: float) -> None:
    """Show a run of these values, one for each step."""
    plot.show_extent(0, len(values))
    plot.show_training(points(*values), points(*values))
    plot.grab()


def turn_wheel(
    plot: CurvePlot, place: QPointF, notches: int, *, with_control: bool = False
) -> None:
    """Turn the wheel over a place in the plot; upwards is to zoom in."""
    viewport = plot._view.viewport()
    keys = Qt.KeyboardModifier.ControlModifier if with_control else Qt.KeyboardModifier.NoModifier
    for _notch in range(abs(notches)):
        event = QWheelEvent(
            place,
            QPointF(viewport.mapToGlobal(place.toPoint())),
            QPoint(),
            QPoint(0, 120 if notches > 0 else -120),
            Qt.MouseButton.NoButton,
            keys,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)
    plot.grab()


def drag(plot: CurvePlot, qtbot: QtBot, start: QPoint, by: QPoint) -> None:
    viewport = plot._view.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.25, 0.5, 0.75, 1.0):
        qtbot.mouseMove(viewport, start + by * share)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start + by)
    plot.grab()


MIDDLE = QPointF(170, 90)
OVER_LEFT_AXIS = QPointF(20, 90)


@pytest.fixture
def plot(qtbot: QtBot, light: None) -> CurvePlot:
    plot = CurvePlot("Loss")
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


def test_it_follows_the_data_until_it_is_zoomed(plot: CurvePlot, qtbot: QtBot) -> None:
    plot.show_training(points(2, 1), points(2, 1))
    assert plot.is_following
    assert plot.steps_in_view == (None, None)
    plot.item.getViewBox().setXRange(1, 2, padding=0)
    assert not plot.is_following
    plot.show_training(points(*range(100)), points(*range(100)))
    assert plot.steps_in_view == (1, 2)
    plot.show_all()
    assert plot.is_following


def test_the_star_stands_on_the_curve_also_on_a_logarithmic_scale(plot: CurvePlot) -> None:
    plot.show_best(3, 0.01)
    plot.set_logarithmic(True)
    star = plot._best.getData()
    assert star[0].tolist() == [3]
    assert star[1].tolist() == pytest.approx([log10(0.01)])


def test_symbols_that_look_alike_are_kept_once(plot: CurvePlot) -> None:
    for step in range(1, 20):
        plot.show_best(step, 0.5)
        plot.show_lines([(points(1, 2), QColor("#123456"), Qt.PenStyle.SolidLine)])
        plot.grab()
    symbols = [item for item in plot.item.scene().items() if isinstance(item, pg.ScatterPlotItem)]
    assert {len(each.fragmentAtlas) for each in symbols if len(each.data)} == {1}


def test_a_loss_of_zero_does_no_harm_on_a_logarithmic_scale(plot: CurvePlot, qtbot: QtBot) -> None:
    plot.set_logarithmic(True)
    plot.show_training(points(1, 0, 0.5), points(1, 0, 0.5))
    plot.show_validation(points(0.0, 1.0))
    plot.grab()


@pytest.mark.parametrize("value", [float("nan"), float("inf")], ids=["nan", "inf"])
def test_a_loss_that_is_no_number_does_no_harm(plot: CurvePlot, value: float) -> None:
    plot.show_training(points(1, value, 0.5), points(1, value, value))
    plot.show_validation(points(value))
    plot.grab()


def test_the_curves_take_the_colours_of_the_theme(plot: CurvePlot) -> None:
    plot.show_training(points(2, 1), points(2, 1))
    themes.choose(Appearance.DARK)
    assert plot._smooth.opts["pen"].color() == themes.current.training
    assert plot.grab().toImage().pixelColor(1, 1) == themes.current.panel


def test_the_step_under_the_pointer_is_told(plot: CurvePlot, qtbot: QtBot) -> None:
    show_run(plot, *range(100))
    with qtbot.waitSignal(plot.pointed) as pointed:
        qtbot.mouseMove(plot._view.viewport(), QPoint(170, 90))
    assert 30 < pointed.args[0] < 80


def test_the_wheel_zooms_into_the_steps_and_the_values_follow(plot: CurvePlot) -> None:
    show_run(plot, *range(1_000, 1_100))
    turn_wheel(plot, MIDDLE, 4)
    first, last = plot.steps_in_view
    assert 5 < last - first < 60
    (_low, _high), (least, most) = plot.item.getViewBox().viewRange()
    assert 1_000 + first - 3 < least < 1_000 + first + 3
    assert 1_000 + last - 6 < most < 1_000 + last + 3
    turn_wheel(plot, MIDDLE, -9)
    assert plot.is_following


@pytest.mark.parametrize(
    ("place", "with_control"), [(MIDDLE, True), (OVER_LEFT_AXIS, False)], ids=["ctrl", "left axis"]
)
def test_the_wheel_zooms_into_the_values(
    plot: CurvePlot, place: QPointF, with_control: bool
) -> None:
    show_run(plot, *range(100))
    steps, (low, high) = plot.item.getViewBox().viewRange()
    turn_wheel(plot, place, 3, with_control=with_control)
    assert plot.item.getViewBox().viewRange()[0] == steps
    least, most = plot.item.getViewBox().viewRange()[1]
    assert 0 < most - least < 0.5 * (high - low)
    assert low <= least <= most <= high


@pytest.mark.parametrize("reset", ["double click", "Home"])
def test_a_double_click_or_home_shows_all(plot: CurvePlot, qtbot: QtBot, reset: str) -> None:
    show_run(plot, *range(100))
    turn_wheel(plot, MIDDLE, 3)
    turn_wheel(plot, MIDDLE, 3, with_control=True)
    with qtbot.waitSignal(plot.following_changed) as told:
        if reset == "Home":
            qtbot.keyClick(plot._view, Qt.Key.Key_Home)
        else:
            qtbot.mouseDClick(plot._view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(90, 90))
    assert told.args == [True]
    assert plot.is_following


def test_no_zoom_and_no_drag_leaves_the_curve_out_of_view(plot: CurvePlot, qtbot: QtBot) -> None:
    show_run(plot, *[9.0] * 50, *[1.0] * 50)
    turn_wheel(plot, MIDDLE, 3)
    for by in (QPoint(400, 0), QPoint(-900, 0), QPoint(0, 700)):
        drag(plot, qtbot, QPoint(170, 90), by)
        first, last = plot.steps_in_view
        assert -1 <= first < last <= 103
    turn_wheel(plot, QPointF(60, 150), 12, with_control=True)
    drag(plot, qtbot, QPoint(170, 90), QPoint(900, 0))
    (first, last), (low, high) = plot.item.getViewBox().viewRange()
    shown = [9.0 if step <= 50 else 1.0 for step in range(1, 101) if first <= step <= last]
    assert any(low <= value <= high for value in shown)


def test_a_plot_in_full_stays_where_it_is_when_it_is_dragged(plot: CurvePlot, qtbot: QtBot) -> None:
    show_run(plot, *range(100))
    drag(plot, qtbot, QPoint(170, 90), QPoint(60, 20))
    assert plot.is_following


def test_the_first_steps_of_a_long_run_do_not_flatten_it(plot: CurvePlot) -> None:
    show_run(plot, *[500.0] * 5, *[0.5] * 995)
    assert plot.item.getViewBox().viewRange()[1][1] < 1
    plot.show_everything(True)
    assert plot.item.getViewBox().viewRange()[1][1] > 500


def test_accuracies_are_shown_between_0_and_1(plot: CurvePlot) -> None:
    plot.show_shares(True)
    show_run(plot, *[1.0] * 20)
    low, high = plot.item.getViewBox().viewRange()[1]
    assert 0.9 < low < 1 < high < 1.01


def test_another_scale_of_the_values_keeps_the_steps_in_view(plot: CurvePlot) -> None:
    show_run(plot, *range(1, 101))
    turn_wheel(plot, MIDDLE, 3)
    before = plot.steps_in_view
    plot.set_logarithmic(True)
    plot.grab()
    assert plot.steps_in_view == before


@pytest.mark.parametrize("width", [160, 240, 400, 800])
@pytest.mark.parametrize("last", [1, 90, 900, 27_000, 81_234, 1_234_567])
def test_the_steps_never_collide_and_their_unit_is_there(
    plot: CurvePlot, width: int, last: int
) -> None:
    plot.resize(width, 160)
    show_run(plot, 2, 1)
    plot.item.getViewBox().setXRange(0, last, padding=0)
    plot.grab()
    places, texts = plot.steps.ticks
    letter = QFontMetricsF(number_font(TINY_PX)).horizontalAdvance("0")
    at = [place / last * plot.steps.size().width() for place in places]
    assert len(texts) >= 2
    assert at[-1] + len(texts[-1]) * letter / 2 <= plot.steps.size().width() + 6
    for (here, one), (there, other) in pairwise(zip(at, texts, strict=True)):
        assert there - here >= (len(one) + len(other)) * letter / 2 + 8
    assert plot.steps.unit == "steps"


def test_the_plot_stays_where_it_is_whatever_its_values_are(plot: CurvePlot) -> None:
    lefts = set()
    for scale in (1e-7, 1, 12_345, 1e20):
        show_run(plot, 2 * scale, scale)
        assert len(plot.values.ticks.texts) >= 2
        lefts.add(plot.item.getViewBox().sceneBoundingRect().left())
    assert len(lefts) == 1


def test_the_grid_lies_below_the_curves(plot: CurvePlot) -> None:
    box = plot.item.getViewBox()
    assert plot.values.zValue() < box.zValue()


def jumps(count: int) -> Points:
    return points(*np.random.default_rng(0).lognormal(0, 0.3, count))


def test_lines_full_of_jumps_are_painted_at_once(qtbot: QtBot) -> None:
    plot = CurvePlot("Gradient norms")
    qtbot.addWidget(plot)
    plot.resize(1400, 500)
    plot.show_extent(0, 1400)
    plot.show_lines([(jumps(1400), QColor("#3366ff"), Qt.PenStyle.SolidLine)] * 8)
    plot.grab()
    seconds: list[float] = []
    plot.painted.connect(seconds.append)
    plot.grab()
    assert sum(seconds) < 0.3  # as one path each they take more than a second


@pytest.mark.parametrize("count", [3, 2001], ids=["sparse", "dense"])
def test_a_line_crosses_the_view_where_its_values_lie(qtbot: QtBot, count: int) -> None:
    """Also where they reach far beyond what is in view."""
    plot = CurvePlot("Loss")
    qtbot.addWidget(plot)
    plot.resize(640, 240)
    slope = np.linspace(0, 1000, count, dtype=np.float32)
    line = Points(np.linspace(1, 101, count), slope)
    plot.show_extent(1, 101)
    plot.show_lines([(line, QColor("#3366ff"), Qt.PenStyle.SolidLine)])
    plot._box.setXRange(1, 101, padding=0)
    plot._box.setYRange(699, 701, padding=0)
    image = plot.grab().toImage()
    place = plot._box.mapViewToScene(QPointF(71, 700)).toPoint()
    colours = [image.pixelColor(x, place.y()) for x in range(plot.width())]
    blue = [x for x, colour in enumerate(colours) if colour.blue() - colour.red() > 40]
    assert blue
    assert all(abs(x - place.x()) <= 2 for x in blue)
