"""Scrolling the grid of the Data page through 70,000 pictures.

The grid stands in a window of 1280×800 and shows 70,000 pictures of 3×32×32 in ten classes.
Each frame moves it on by a turn of the wheel, each fiftieth far away, and lets events run until
all of it is painted. Goal: nine in ten frames take less than a thirtieth of a second. A table
of Qt's own that shows one and the same picture everywhere is moved alike in turn, and how many
of the pictures in view were there is printed as well: they are made in a thread.
"""

import os
import statistics
import sys
import time
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QEvent, QModelIndex, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QTableView

from cnnstudio.data.dataset import Split
from cnnstudio.ui import style
from cnnstudio.ui.data.grid_delegate import GAP_PX
from cnnstudio.ui.data.grid_view import SIDES_PX, PictureGrid
from cnnstudio.ui.data.loaded import LoadedPart, PartName, grouped

PICTURES = 70_000
CLASSES = 10
FRAMES = 300
WHEEL_PX = 120
GOAL_MS = 1_000 / 30
ROOT = QModelIndex()


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


class SamePicture(QAbstractTableModel):
    """As many pictures as the grid has, all the same."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__()
        self._size = rows, columns
        self._picture = QPixmap(SIDES_PX[2], SIDES_PX[2])
        self._picture.fill(Qt.GlobalColor.gray)

    def rowCount(self, _parent: QModelIndex = ROOT) -> int:  # noqa: N802
        return self._size[0]

    def columnCount(self, _parent: QModelIndex = ROOT) -> int:  # noqa: N802
        return self._size[1]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self._picture if role == Qt.ItemDataRole.DecorationRole else None


def plain_table(grid: PictureGrid) -> QTableView:
    """Return a table of Qt's own with as many cells of the same size."""
    table = QTableView()
    table.setModel(SamePicture(grid.pictures.rowCount(), grid.pictures.columns))
    table.model().setParent(table)
    table.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    for header in (table.horizontalHeader(), table.verticalHeader()):
        header.hide()
        header.setDefaultSectionSize(SIDES_PX[2] + GAP_PX)
    table.resize(grid.size())
    table.show()
    return table


def frame_ms(view: QTableView, frame: int) -> float:
    """Move a view on, and return the ms until it is painted."""
    bar = view.verticalScrollBar()
    start = time.perf_counter()
    bar.setValue((bar.value() + WHEEL_PX) if frame % 50 else bar.maximum() * frame // FRAMES)
    view.viewport().update()
    QCoreApplication.processEvents()
    return (time.perf_counter() - start) * 1e3


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
    table = plain_table(grid)
    plain, frames, ready = [], [], []
    for frame in range(FRAMES):
        plain.append(frame_ms(table, frame))
        frames.append(frame_ms(grid, frame))
        pictures = visible(grid)
        made = sum(grid.pictures.thumbnails.image(picture) is not None for picture in pictures)
        ready.append(made / len(pictures))
    for view in (grid, table):
        view.close()
        view.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # and with it the thread
    median, most = statistics.median(frames), statistics.quantiles(frames, n=10)[-1]
    print(
        f"{PICTURES:,} pictures, {len(pictures)} in view: opened in {opened_ms:.0f} ms; a frame "
        f"{median:.1f} ms, nine in ten within {most:.1f} ms (goal {GOAL_MS:.1f} ms); "
        f"{median / statistics.median(plain):.2f}× a plain table; "
        f"{statistics.mean(ready):.0%} of the pictures in view were there"
    )
    return 1 if most > GOAL_MS else 0


if __name__ == "__main__":
    sys.exit(main())
