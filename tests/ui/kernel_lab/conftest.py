"""The Kernels page in a window, and waiting for what it shows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cnnstudio.kernels.settings import KernelLabState
from cnnstudio.project.project import Project
from cnnstudio.ui.document import Document
from cnnstudio.ui.kernel_lab.page import KernelLab
from cnnstudio.ui.kernel_lab.panes import Side
from cnnstudio.ui.kernel_lab.rendering import Rendering

WAIT_MS = 20_000


@dataclass
class Lab:
    """The page, its document, and the last rendering that it has shown."""

    qtbot: QtBot
    document: Document
    page: KernelLab
    shown: list[Rendering] = field(default_factory=list)

    @property
    def state(self) -> KernelLabState:
        return self.document.design.project.kernels

    @property
    def rows(self) -> tuple[tuple[float, ...], ...]:
        return self.state.kernel.rows

    def wait(self) -> Rendering:
        """Wait until the whole result of the document's state is shown; return it."""

        def is_shown() -> bool:
            last = self.shown[-1] if self.shown else None
            return last is not None and last.is_whole and last.request.state == self.state

        self.qtbot.waitUntil(is_shown, timeout=WAIT_MS)
        return self.shown[-1]

    def keys(self, widget: QWidget, text: str) -> None:
        """Type a text."""
        self.qtbot.keyClicks(widget, text)

    def key(self, widget: QWidget, key: Qt.Key, *, control: bool = False) -> None:
        """Press a key."""
        self.qtbot.keyClick(widget, key, _modifier(control=control))

    def trigger(self, name: str) -> None:
        """Trigger an action by its id."""
        self.page.actions[name].trigger()

    def undo(self) -> None:
        """Take the last step back."""
        self.document.undo_stack.undo()

    def cell(self, row: int, column: int) -> QPoint:
        """Return the middle of a cell of the grid."""
        return self.page.inspector.kernel.grid.cells.rect(row, column).center().toPoint()

    def on_canvas(self, side: Side, x: float, y: float) -> QPoint:
        """Return where a point of the input's plane lies in one of the panes."""
        canvas = self.page.pictures.canvas
        pane = next(pane for pane in canvas.panes if pane.side is side)
        return canvas.view.to_screen(QPointF(x, y), pane.rect).toPoint()

    def wheel(self, widget: QWidget, at: QPoint, notches: int, *, control: bool = False) -> None:
        """Turn the wheel over a point of a widget."""
        event = QWheelEvent(
            QPointF(at),
            QPointF(widget.mapToGlobal(at)),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            _modifier(control=control),
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    def painted(self, side: Side) -> QImage:
        """Return what is painted in one of the panes."""
        canvas = self.page.pictures.canvas
        pane = next(pane for pane in canvas.panes if pane.side is side)
        return canvas.grab(pane.visible.toAlignedRect()).toImage()

    def on_screen(self, side: Side) -> QImage:
        """Return what stands on the screen in one of the panes, painting nothing anew."""
        canvas = self.page.pictures.canvas
        pane = next(pane for pane in canvas.panes if pane.side is side)
        corner = canvas.mapTo(self.page, pane.visible.topLeft().toPoint())
        size = pane.visible.size().toSize()
        screen = self.page.screen()
        return screen.grabWindow(
            self.page.winId(), corner.x(), corner.y(), size.width(), size.height()
        ).toImage()


def _modifier(*, control: bool) -> Qt.KeyboardModifier:
    return Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier


OpenLab = Callable[..., Lab]


@pytest.fixture
def open_lab(qtbot: QtBot, home: Path) -> Iterator[OpenLab]:
    """Opens the page on a state, as often as the test likes."""
    opened: list[Lab] = []

    def open_one(state: KernelLabState | None = None, *, is_waiting: bool = True) -> Lab:
        document = Document(Project(kernels=state or KernelLabState()))
        lab = Lab(qtbot, document, KernelLab(document))
        opened.append(lab)
        lab.page.live.rendered.connect(lab.shown.append)
        lab.page.resize(1200, 740)
        with qtbot.waitExposed(lab.page):
            lab.page.show()
        if is_waiting:
            lab.wait()
        return lab

    yield open_one
    for lab in opened:
        if isValid(lab.page):
            lab.page.close()
            lab.page.deleteLater()


@pytest.fixture
def lab(open_lab: OpenLab) -> Lab:
    """The page with a new project: Sobel x on the cat."""
    return open_lab()


@pytest.fixture
def small_picture(tmp_path: Path) -> Path:
    """A grey picture of 12×8 in which every value is different."""
    path = tmp_path / "small.png"
    cv2.imwrite(str(path), np.arange(96, dtype=np.uint8).reshape(8, 12) * 2)
    return path
