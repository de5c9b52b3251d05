"""From a key pressed on a cell of the kernel to the filtered picture painted.

The page stands in a window of 1280×800 and shows a colour picture of 1920×1080 through a
3×3 kernel. Each turn sends one real key event, then lets the event loop run until the
canvas has painted the result of just that kernel. The reference is `cv2.filter2D` to
float32 alone, into a buffer; both run in turn, the reference twice, so that the noise of
the machine stands beside the result. Goals: at most twice the reference, and below 16 ms.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import cv2
import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from cnnstudio.kernels.kernel import weights
from cnnstudio.kernels.settings import Channels, FilterSettings, KernelLabState
from cnnstudio.project.project import Project
from cnnstudio.ui import style
from cnnstudio.ui.document import Document
from cnnstudio.ui.kernel_lab.page import KernelLab
from cnnstudio.ui.kernel_lab.rendering import Rendering
from cnnstudio.ui.kernel_lab.scene import Scene

TURNS = 120
WARM_UP = 10
REST_MS = 15
GOAL = 2.0
GOAL_MS = 16.0
KEYS = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Lab:
    """The page in a window, and whether what it shows has been painted."""

    def __init__(self, picture: Path, channels: Channels) -> None:
        settings = FilterSettings(channels=channels)
        state = KernelLabState(settings=settings, picture=str(picture))
        self.document = Document(Project(kernels=state))
        self.window = QMainWindow()
        self.page = KernelLab(self.document)
        self.window.setCentralWidget(self.page)
        self.window.resize(1280, 800)
        self._loop = QEventLoop()
        self.painted_ns = 0
        self.painted: Scene | None = None
        self.rendering: Rendering | None = None
        self.page.pictures.canvas.painted.connect(self._on_canvas_painted)
        self.page.live.rendered.connect(self._on_live_rendered)
        self.window.show()
        self.wait()

    def press(self, key: Qt.Key) -> float:
        """Press a key on the current cell; return the ms until its result is painted."""
        before = self.document.project.kernels.kernel
        grid = self.page.inspector.kernel.grid
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        start = time.perf_counter_ns()
        QCoreApplication.sendEvent(grid, event)
        assert self.document.project.kernels.kernel != before
        self.wait()
        return (self.painted_ns - start) / 1e6

    def wait(self) -> None:
        """Let the event loop run until the document's kernel has been painted."""
        if not self._is_current():
            self._loop.exec()

    def rest(self) -> None:
        """Let the event loop run for a moment, as between two keys; all begin from there."""
        QTimer.singleShot(REST_MS, self._loop.quit)
        self._loop.exec()

    def _is_current(self) -> bool:
        if self.rendering is None or self.painted is not self.rendering.scene:
            return False
        return self.rendering.request.state.kernel == self.document.project.kernels.kernel

    def _on_canvas_painted(self, scene: Scene) -> None:
        self.painted = scene
        self.painted_ns = time.perf_counter_ns()

    def _on_live_rendered(self, rendering: Rendering) -> None:
        # The page has shown it by now: its own connection was made first.
        self.rendering = rendering
        if self._is_current():
            self._loop.quit()


def picture() -> np.ndarray:
    """Return a colour picture of 1920×1080 with soft structure, as photographs have."""
    noise = np.random.default_rng(0).integers(0, 256, (1080, 1920, 3), dtype=np.uint8)
    blurred = cv2.GaussianBlur(noise, (0, 0), 4)
    return cv2.normalize(blurred, None, 0, 255, cv2.NORM_MINMAX)


def reference_ms(pixels: np.ndarray, grid: np.ndarray, buffer: np.ndarray) -> float:
    """Return the ms of `cv2.filter2D` alone."""
    start = time.perf_counter_ns()
    cv2.filter2D(pixels, cv2.CV_32F, grid, dst=buffer)
    return (time.perf_counter_ns() - start) / 1e6


def measured(lab: Lab, pixels: np.ndarray) -> tuple[float, float, list[float]]:
    """Return the medians of the reference and of itself again, and every edit, in ms."""
    grid = weights(lab.document.project.kernels.kernel)
    buffer = np.empty(pixels.shape, np.float32)
    for _turn in range(WARM_UP):
        lab.press(KEYS[0])
    first, again, mine = [], [], []
    for turn in range(TURNS):
        lab.rest()
        mine.append(lab.press(KEYS[turn % 2]))
        for taken in (first, again):
            lab.rest()
            taken.append(reference_ms(pixels, grid, buffer))
    return statistics.median(first), statistics.median(again), mine


def main() -> int:
    """Measure, print, and return 1 where a goal is missed."""
    application = QApplication([])
    style.install(application)
    has_missed = False
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture.png"
        pixels = picture()
        cv2.imwrite(str(path), pixels)
        for channels, source in (
            (Channels.EACH, pixels),
            (Channels.LUMINANCE, cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)),
        ):
            has_missed |= report(channels, source, path)
    return 1 if has_missed else 0


def report(channels: Channels, source: np.ndarray, path: Path) -> bool:
    """Measure one way to treat the picture; return whether a goal is missed."""
    lab = Lab(path, channels)
    first, again, mine = measured(lab, source)
    lab.window.close()
    lab.window.deleteLater()
    median, worst = statistics.median(mine), statistics.quantiles(mine, n=20)[-1]
    filtering = lab.rendering.milliseconds if lab.rendering else 0.0
    print(
        f"1080p 3×3, {channels.value}: filter2D alone {first:.2f} ms (again {again / first:.2f}×), "
        f"key → painted {median:.2f} ms, 95 % within {worst:.2f} ms, of it filter "
        f"{filtering:.2f} ms; {median / first:.2f}× (goals {GOAL}×, {GOAL_MS:.0f} ms)"
    )
    has_goal = channels is Channels.EACH
    return has_goal and (median > GOAL * first or median > GOAL_MS)


if __name__ == "__main__":
    sys.exit(main())
