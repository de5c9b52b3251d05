"""One refresh of a curve of a million points: what is new is added, thinned, drawn and painted.

Beside it stands the same with all points handed to pyqtgraph, which thins them by itself.
Both sides alternate frame by frame. Goal: 16 ms, at full view, zoomed into the steps and into
the values, and for the gradients of eight blocks.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QApplication

from cnnstudio.training.history import History, Quantity
from cnnstudio.training.messages import BatchReport, LayerReport, LayerState
from cnnstudio.ui import style
from cnnstudio.ui.training.curve_column import CurveColumn

POINTS = 1_000_000
LOOK_STEPS = 500
BLOCKS = 8
NEW = 50
FRAMES = 60
GOAL_MS = 16.0
WIDTH_PX, HEIGHT_PX = 640, 240


class Source(QObject):
    """A run of a million steps that goes on."""

    grown = Signal()
    changed = Signal()
    is_active = True
    run_title = "Run 1"

    def __init__(self) -> None:
        super().__init__()
        self.history = History()
        self.random = np.random.default_rng(0)
        self.grow(POINTS)
        for step in range(LOOK_STEPS, POINTS, LOOK_STEPS):
            norms = enumerate(self.random.lognormal(0, 0.3, BLOCKS), 1)
            layers = tuple(LayerState(f"conv{place}", float(place * norm)) for place, norm in norms)
            self.history.append(LayerReport(1, 1, step, layers))

    def grow(self, count: int) -> None:
        """Report some more steps."""
        step = self.history.step + count
        steps = np.arange(step - count, step)
        losses = 2 / np.sqrt(1 + steps / 1000) * self.random.lognormal(0, 0.3, count)
        report = BatchReport(
            1, 1, step, tuple(losses.tolist()), tuple(losses.tolist()), 1000.0, None, 1e-3, 0.05
        )
        self.history.append(report)


def frame_ms(work: Callable[[], None]) -> float:
    """Return how long some work and the painting after it take."""
    start = time.perf_counter()
    work()
    QCoreApplication.processEvents()
    return (time.perf_counter() - start) * 1e3


def plain_plot(source: Source) -> tuple[pg.PlotWidget, Callable[[], None]]:
    """Return pyqtgraph's own plot of all points, and what refreshes it."""
    plot = pg.PlotWidget()
    plot.resize(WIDTH_PX, HEIGHT_PX)
    curve = plot.plot(autoDownsample=True, clipToView=True)
    curve.setDownsampling(auto=True, method="peak")
    plot.show()

    def refresh() -> None:
        curve.setData(source.history.series(Quantity.LOSS).values)
        plot.viewport().update()

    return plot, refresh


def measured(name: str, column: CurveColumn, source: Source, plain: Callable[[], None]) -> float:
    """Measure frames, print them, and return what nine in ten stay within."""

    def refresh() -> None:
        column.draw()
        column.plot.update()

    ours, theirs = [], []
    for _frame in range(FRAMES):
        source.grow(NEW)
        ours.append(frame_ms(refresh))
        theirs.append(frame_ms(plain))
    most = statistics.quantiles(ours, n=10)[-1]
    print(
        f"{name}: {len(source.history.series(Quantity.LOSS)):,} points; a refresh "
        f"{statistics.median(ours):.1f} ms, nine in ten within {most:.1f} ms (goal {GOAL_MS:.0f}); "
        f"all points in pyqtgraph {statistics.median(theirs):.1f} ms"
    )
    return most


def main() -> int:
    """Measure, print, and return 1 where the goal is missed."""
    application = QApplication([])
    style.install(application)
    source = Source()
    column = CurveColumn(Quantity.LOSS, source)
    column.resize(WIDTH_PX, HEIGHT_PX)
    column.show()
    column.draw()
    plain, refresh_plain = plain_plot(source)
    QCoreApplication.processEvents()
    worst = measured("in full", column, source, refresh_plain)
    box = column.plot.item.getViewBox()
    box.setXRange(POINTS * 0.4, POINTS * 0.6, padding=0)
    worst = max(worst, measured("a fifth of it", column, source, refresh_plain))
    box.setXRange(POINTS * 0.5, POINTS * 0.5 + 280, padding=0)
    box.setYRange(0.09, 0.095, padding=0)
    worst = max(worst, measured("few steps and values", column, source, refresh_plain))
    column.plot.show_all()
    column.show_kind(None)
    worst = max(worst, measured("gradients", column, source, refresh_plain))
    for widget in (column, plain):
        widget.close()
    return 1 if worst > GOAL_MS else 0


if __name__ == "__main__":
    sys.exit(main())
