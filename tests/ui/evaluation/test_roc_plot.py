"""The ROC curve, also of very many pictures."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from cnnstudio.training.tasks import RocCurve
from cnnstudio.ui.evaluation.roc_plot import RocPlot, told_apart

pytestmark = pytest.mark.gui


def test_of_a_long_curve_what_is_seen_is_kept() -> None:
    steps = np.linspace(0, np.pi / 2, 100_000)
    points = np.stack([300 - 300 * np.cos(steps), 300 - 300 * np.sin(steps)], axis=1)
    kept = points[told_apart(points)]
    assert len(kept) < 3_000
    assert kept[0].tolist() == points[0].tolist()
    assert kept[-1].tolist() == points[-1].tolist()
    assert np.abs(np.diff(kept, axis=0)).max() < 1


def test_corners_are_kept() -> None:
    up = [(0.0, y) for y in np.linspace(300, 0, 10_000)]
    across = [(x, 0.0) for x in np.linspace(0, 300, 10_000)[1:]]
    points = np.array(up + across)
    kept = points[told_apart(points)]
    assert np.abs(kept).max(axis=1).min() < 0.5


def test_a_curve_of_many_points_is_read_under_the_pointer(qtbot: QtBot) -> None:
    plot = RocPlot()
    qtbot.addWidget(plot)
    plot.resize(320, 320)
    rates = tuple(np.linspace(0, 1, 50_001).tolist())
    plot.show_curve(RocCurve(rates, rates, 0.5), "dogs")
    with qtbot.waitExposed(plot):
        plot.show()
    before = plot.grab().toImage()
    qtbot.mouseMove(plot, QPoint(160, 160))
    assert plot.grab().toImage() != before
    plot.show_curve(None, "")
    qtbot.mouseMove(plot, QPoint(100, 160))
