"""What one plot shows, how, and what it saves."""

import csv
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from cnnstudio.training.history import History, Quantity
from cnnstudio.training.messages import EpochReport
from cnnstudio.ui.theme import Appearance, themes
from cnnstudio.ui.training.change_marks import Mark
from cnnstudio.ui.training.curve_column import CurveColumn
from cnnstudio.ui.training.curve_kinds import Smoothing
from tests.ui.training.curve_source import Source, batch, run_of, short_run

pytestmark = pytest.mark.gui


@pytest.fixture
def column(qtbot: QtBot, light: None) -> CurveColumn:
    column = CurveColumn(Quantity.LOSS, Source(short_run()))
    qtbot.addWidget(column)
    column.resize(400, 220)
    with qtbot.waitExposed(column):
        column.show()
    column.draw()
    return column


def shown(column: CurveColumn) -> list[np.ndarray]:
    """Return the values of the lines that are drawn."""
    items = column.plot.item.listDataItems()
    lines = [item for item in items if isinstance(item, pg.PlotDataItem)]
    return [item.yData for item in lines if item.yData is not None and len(item.yData)]


def choose(column: CurveColumn, title: str) -> None:
    action = next(each for each in column.title.menu().actions() if each.text() == title)
    action.trigger()
    column.draw()


def test_raw_values_lie_under_the_smoothed_ones(column: CurveColumn) -> None:
    raw, smooth, validation, *_rest = shown(column)
    assert np.ptp(raw) == 2
    assert np.ptp(smooth[5:]) < np.ptp(raw)
    assert validation.tolist() == [1.5, 1.5]


def test_without_smoothing_the_values_are_the_raw_ones(column: CurveColumn) -> None:
    column.menu.smoothing[Smoothing.NONE].trigger()
    assert column.is_stale
    column.draw()
    line = shown(column)[0]
    assert line.tolist() == [1.0, 3.0] * 10


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [("Learning rate", 0.1, 0.005), ("Time per step, ms", 2.0, 2.0)],
    ids=["rate", "time"],
)
def test_another_quantity_is_shown(
    column: CurveColumn, title: str, first: float, last: float
) -> None:
    choose(column, title)
    line = shown(column)[-1]
    assert (line[0], line[-1]) == pytest.approx((first, last))
    assert title in column.title.accessibleName()


def test_each_block_has_a_line_of_its_gradient(column: CurveColumn) -> None:
    choose(column, "Gradient norms")
    first, second = shown(column)
    assert first[0] == 1
    assert second[0] == 2
    assert column.legend.accessibleName() == "2 of 2 layers, conv1, dense1"
    column.point_at(1)
    assert column.plot.told.text.startswith("step 1, conv1 1, dense1 2")
    choose(column, "Loss")
    assert len(shown(column)) >= 3


def test_changes_are_marked_and_told_under_the_pointer(column: CurveColumn) -> None:
    assert column.plot.marks == (Mark(12, "lr 0.5"),)
    column.point_at(12.2)
    assert "Learning rate 0.1 → 0.5" in column.plot.told.text
    column.point_at(5)
    assert "Learning rate" not in column.plot.told.text
    column.point_at(None)
    assert not column.plot.told.isVisible()


def test_the_values_stand_beside_the_pointer_and_within_the_plot(
    column: CurveColumn, qtbot: QtBot
) -> None:
    with qtbot.waitExposed(column):
        column.show()
    legend = column.legend.accessibleName()
    for step in (1, 10, 20):
        column.point_at(step)
        assert column.plot.told.text.startswith(f"step {step}, ")
        assert column.plot.rect().contains(column.plot.told.geometry())
    assert column.legend.accessibleName() == legend


def test_steps_can_be_logarithmic(column: CurveColumn) -> None:
    column.plot.set_log_steps(True)
    column.draw()
    box = column.plot.item.getViewBox()
    box.setXRange(0, 1, padding=0)
    assert column.plot.steps_in_view == (1, 10)


def test_a_curve_is_saved_as_numbers(column: CurveColumn, tmp_path: Path) -> None:
    column.save_to(tmp_path / "loss.csv")
    rows = list(csv.DictReader((tmp_path / "loss.csv").read_text().splitlines()))
    assert len(rows) == 20
    assert [row["training"] for row in rows][:2] == ["1.0", "3.0"]
    assert rows[9]["validation"] == "1.5"
    assert rows[0]["validation"] == ""


def test_what_was_saved_is_said(column: CurveColumn, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(column.said) as told:
        column.save_to(tmp_path / "curve.png")
    assert told.args[0].startswith("Saved curve.png")
    assert str(tmp_path) in told.args[0]


@pytest.mark.parametrize("title", ["Loss", "Accuracy", "Learning rate", "Gradient norms"])
def test_a_picture_is_large_and_white_in_any_theme(
    column: CurveColumn, tmp_path: Path, title: str
) -> None:
    themes.choose(Appearance.DARK)
    choose(column, title)
    column.save_to(tmp_path / "a.png")
    image = QImage(str(tmp_path / "a.png"))
    assert (image.width(), image.height()) == (1600, 1000)
    assert image.pixelColor(2, 2).name() == "#ffffff"
    assert column.plot.grab().toImage().pixelColor(1, 1) == themes.current.panel


def test_a_drawing_names_the_run_its_lines_and_its_axes(
    column: CurveColumn, tmp_path: Path
) -> None:
    column.save_to(tmp_path / "a.svg")
    drawing = ET.parse(tmp_path / "a.svg")
    texts = {each.text.strip() for each in drawing.iter() if each.text and each.text.strip()}
    assert {"Loss", "Run 1 · 12:00:00", "Steps", "validation", "training, smoothed"} <= texts
    assert "Validation loss of the best epoch: 1.5, epoch 2" in texts
    assert "lr 0.5" in texts


def test_a_folder_that_is_not_there_is_named(
    column: CurveColumn, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(column.failed) as told:
        column.save_to(tmp_path / "gone" / "a.csv")
    assert "gone" in told.args[0]


def test_everything_is_shown_on_demand(qtbot: QtBot, light: None) -> None:
    column = CurveColumn(Quantity.LOSS, Source(run_of([500.0] * 5 + [0.5] * 995)))
    qtbot.addWidget(column)
    column.draw()
    box = column.plot.item.getViewBox()
    assert box.viewRange()[1][1] < 1
    column.menu.everything.trigger()
    assert box.viewRange()[1][1] > 500


def test_a_zoom_leaves_the_legend_and_offers_the_way_back(
    column: CurveColumn, qtbot: QtBot
) -> None:
    legend = column.legend.accessibleName()
    assert not column.reset.isVisible()
    column.plot.item.getViewBox().zoom(0.3, QPointF(10, 1))
    column.draw()
    assert column.reset.isVisible()
    assert column.legend.accessibleName() == legend
    column.plot.show_all()
    assert not column.reset.isVisible()


def test_the_best_accuracy_is_explained(column: CurveColumn) -> None:
    choose(column, "Accuracy")
    assert column.legend.accessibleName() == "training, validation, best 0.600, epoch 2"
    assert "Best validation accuracy: 0.600, epoch 2" in column.legend.accessibleDescription()


def test_without_validation_the_best_epoch_of_training_is_starred(
    qtbot: QtBot, light: None
) -> None:
    history = run_of([2.0, 1.0])
    history.append(EpochReport(1, 1, 2, 1.5, 0.75, None, None, 1.0, 100.0, True))
    column = CurveColumn(Quantity.ACCURACY, Source(history))
    qtbot.addWidget(column)
    column.draw()
    star = column.plot._best.getData()
    assert (star[0].tolist(), star[1].tolist()) == ([2], [0.75])
    assert "Best training accuracy: 0.750, epoch 1" in column.legend.accessibleDescription()


def test_other_layers_are_drawn_when_they_are_chosen(column: CurveColumn) -> None:
    choose(column, "Gradient norms")
    assert column.layers.isVisible()
    column.layers.actions_by_layer["conv1"].trigger()
    assert column.is_stale
    column.draw()
    assert [line[0] for line in shown(column)] == [2]
    assert column.legend.accessibleName() == "1 of 2 layers, dense1"


def test_a_network_of_pictures_says_that_it_has_no_accuracy(qtbot: QtBot, light: None) -> None:
    history = History()
    history.append(batch(3, [3.0, 2.0, 1.0], has_accuracy=False))
    source = Source(history)
    column = CurveColumn(Quantity.ACCURACY, source)
    qtbot.addWidget(column)
    column.resize(300, 200)
    with qtbot.waitExposed(column):
        column.show()
    column.draw()
    assert column.room.sentence.isVisible()
    assert not column.plot.isVisible()
    assert column.legend.accessibleName() == ""
    qtbot.mouseClick(column.room.other, Qt.MouseButton.LeftButton)
    column.draw()
    assert column.kind is None
    assert "Gradient norms" in column.title.accessibleName()
    assert column.plot.isVisible()


def test_the_accuracy_of_another_run_comes_back_by_itself(qtbot: QtBot, light: None) -> None:
    history = History()
    history.append(batch(1, [3.0], has_accuracy=False))
    source = Source(history)
    column = CurveColumn(Quantity.ACCURACY, source)
    qtbot.addWidget(column)
    column.draw()
    assert column.room.currentWidget() is not column.plot
    source.begin(run_of([2.0, 1.0]))
    column.draw()
    assert column.room.currentWidget() is column.plot
