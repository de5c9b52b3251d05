"""Both plots of a run: they show the same steps of the same run."""

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from cnnstudio.training.history import History
from cnnstudio.ui.training.curve_column import CurveColumn
from cnnstudio.ui.training.curves_panel import CurvesPanel
from tests.ui.training.curve_source import Source, run_of

pytestmark = pytest.mark.gui


@pytest.fixture
def source() -> Source:
    return Source(run_of([2.0] * 27_000))


@pytest.fixture
def panel(source: Source, qtbot: QtBot, light: None) -> CurvesPanel:
    actions = {name: QAction() for name in ("training.log_scale", "training.show_all")}
    actions["training.log_scale"].setCheckable(True)
    panel = CurvesPanel(source, actions)
    qtbot.addWidget(panel)
    panel.resize(700, 220)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def last_steps(panel: CurvesPanel) -> list[float]:
    """Return where the curves of both plots end; 0 where there are none."""
    return [last_step(column) for column in panel.columns]


def last_step(column: CurveColumn) -> float:
    items = column.plot.item.listDataItems()
    drawn = [item.getData()[0] for item in items]
    return max((each[-1] for each in drawn if each is not None and len(each)), default=0)


def test_the_curves_of_the_run_before_go_the_moment_another_one_begins(
    panel: CurvesPanel, source: Source
) -> None:
    assert last_steps(panel) == [27_000, 27_000]
    source.begin(History())
    assert last_steps(panel) == [0, 0]


def test_both_plots_end_at_the_same_step_whenever_they_are_drawn(
    panel: CurvesPanel, source: Source, qtbot: QtBot
) -> None:
    source.begin(History())
    for _time in range(3):
        source.grow([1.0] * 300)
        drawn = last_steps(panel)
        qtbot.waitUntil(lambda drawn=drawn: last_steps(panel) != drawn)
        assert last_steps(panel) == [source.history.step] * 2


def test_a_zoom_into_the_run_before_does_not_hide_the_next_one(
    panel: CurvesPanel, source: Source
) -> None:
    panel.loss.plot.item.getViewBox().setXRange(20_000, 25_000)
    source.begin(History())
    assert all(column.plot.is_following for column in panel.columns)


def test_a_hidden_panel_shows_the_run_of_now_when_it_comes_back(
    panel: CurvesPanel, source: Source
) -> None:
    panel.hide()
    source.begin(run_of([1.0] * 900))
    panel.show()
    assert last_steps(panel) == [900, 900]


def test_zooming_does_not_make_drawings_dear(
    panel: CurvesPanel, source: Source, qtbot: QtBot
) -> None:
    panel.draw_now()
    qtbot.waitUntil(lambda: not panel._unpainted)
    source.grow([1.0])
    panel.draw_now()
    before = panel.pacing.interval_ms
    for _frame in range(60):  # as fast as a wheel turns
        panel.loss.plot.painted.emit(0.020)
    source.grow([1.0])
    panel.draw_now()
    source.grow([1.0])
    panel.draw_now()
    assert panel.pacing.interval_ms <= max(2 * before, 1_000)


def test_the_plots_stand_at_one_height_whatever_their_legends_are(
    panel: CurvesPanel, source: Source, qtbot: QtBot
) -> None:
    for width in (400, 560, 700, 1_000):
        panel.resize(width, 220)
        panel.draw_now()
        qtbot.waitUntil(lambda: len({column.plot.y() for column in panel.columns}) == 1)
        qtbot.waitUntil(lambda: len({column.room.y() for column in panel.columns}) == 1)
