"""Curves: what is drawn, and what a zoom does to it."""

from itertools import pairwise
from math import log10

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from cnnstudio.training.series import Points
from cnnstudio.ui.theme import TINY_PX, Appearance, number_font, themes
from cnnstudio.ui.training.plots import CurvePlot

pytestmark = pytest.mark.gui


def points(*values: float) -> Points:
    steps = np.arange(1, len(values) + 1, dtype=np.float64)
    return Points(steps, np.array(values, np.float32))


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
    plot.show_training(points(*range(100)), points(*range(100)))
    plot.grab()
    with qtbot.waitSignal(plot.pointed) as pointed:
        qtbot.mouseMove(plot._view.viewport(), QPoint(170, 90))
    assert 30 < pointed.args[0] < 80


def test_a_wheel_over_the_curve_zooms_and_a_double_click_shows_all(
    plot: CurvePlot, qtbot: QtBot
) -> None:
    plot.show_training(points(*range(100)), points(*range(100)))
    plot.grab()
    box = plot.item.getViewBox()
    with qtbot.waitSignal(plot.moved):
        box.scaleBy((0.5, 0.5))
        box.sigRangeChangedManually.emit([True, True])
    first, last = plot.steps_in_view
    assert last - first < 80
    qtbot.mouseDClick(plot, Qt.MouseButton.LeftButton)
    assert plot.is_following


@pytest.mark.parametrize("width", [160, 240, 400, 800])
@pytest.mark.parametrize("last", [1, 90, 900, 27_000, 81_234, 1_234_567])
def test_the_steps_never_collide_and_their_unit_is_there(
    plot: CurvePlot, width: int, last: int
) -> None:
    plot.resize(width, 160)
    plot.show_training(points(2, 1), points(2, 1))
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
        plot.show_training(points(2 * scale, scale), points(2 * scale, scale))
        plot.grab()
        assert len(plot.values.ticks.texts) >= 2
        lefts.add(plot.item.getViewBox().sceneBoundingRect().left())
    assert len(lefts) == 1


def test_the_grid_lies_below_the_curves(plot: CurvePlot) -> None:
    box = plot.item.getViewBox()
    assert plot.values.zValue() < box.zValue()
