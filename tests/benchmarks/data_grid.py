"""Scrolling the grid of the Data page through 70,000 pictures.

The grid stands in a window of 1280×800 and shows 70,000 pictures of 3×32×32 in ten classes.
Each frame moves it on by a turn of the wheel, lets pending events run and paints. Goal: the
median and nine in ten frames take less than a thirtieth of a second. How many of the pictures
that were in view had been made by then is printed beside it: they follow in a thread.
"""

import os
import statistics
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from cnnstudio.data.dataset import Split
from cnnstudio.ui import style
from cnnstudio.ui.data.grid_view import PictureGrid
from cnnstudio.ui.data.loaded import LoadedPart, PartName, grouped

PICTURES = 70_000
CLASSES = 10
FRAMES = 300
WHEEL_PX = 120
GOAL_MS = 1_000 / 30


def part() -> LoadedPart:
    """Return pictures of noise whose labels have no order, as in MNIST."""
    random = np.random.default_rng(0)
    pictures = random.integers(0, 256, (PICTURES, 3, 32, 32), dtype=np.uint8)
    labels = random.integers(0, CLASSES, PICTURES)
    return LoadedPart(PartName.TRAIN, Split(pictures, labels), grouped(labels, CLASSES))


def visible(grid: PictureGrid) -> list[int]:
    """Return the pictures that are in view."""
    arrangement = grid.pictures.arrangement
    assert arrangement is not None
    return arrangement.pictures(grid.rowAt(0), grid.rowAt(grid.viewport().height() - 1))


def main() -> int:
    """Measure, print, and return 1 where the goal is missed."""
    application = QApplication([])
    style.install(application)
    grid = PictureGrid()
    grid.resize(1280, 800)
    grid.show()
    shown = part()
    start = time.perf_counter()
    grid.show_part(shown, tuple(map(str, range(CLASSES))), tuple(range(CLASSES)))
    QCoreApplication.processEvents()
    opened_ms = (time.perf_counter() - start) * 1e3
    bar = grid.verticalScrollBar()
    frames, ready = [], []
    for frame in range(FRAMES):
        start = time.perf_counter()
        bar.setValue((bar.value() + WHEEL_PX) if frame % 50 else bar.maximum() * frame // FRAMES)
        QCoreApplication.processEvents()
        grid.viewport().repaint()
        frames.append((time.perf_counter() - start) * 1e3)
        pictures = visible(grid)
        made = sum(grid.pictures.thumbnails.image(picture) is not None for picture in pictures)
        ready.append(made / len(pictures))
    grid.close()
    grid.deleteLater()
    QCoreApplication.processEvents()
    median, most = statistics.median(frames), statistics.quantiles(frames, n=10)[-1]
    print(
        f"{PICTURES:,} pictures, {len(pictures)} in view: opened in {opened_ms:.0f} ms; a frame "
        f"{median:.1f} ms, nine in ten within {most:.1f} ms (goal {GOAL_MS:.1f} ms); "
        f"{statistics.mean(ready):.0%} of the pictures in view were there"
    )
    return 1 if most > GOAL_MS else 0


if __name__ == "__main__":
    sys.exit(main())
