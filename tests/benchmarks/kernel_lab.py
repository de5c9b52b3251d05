"""From a key pressed on a cell of the kernel to the filtered picture painted.

The page stands in a window of 1280×800 and shows a picture through a kernel. Each turn sends
one real key event, then lets the event loop run until the canvas has painted the result of
just that kernel, and the histogram beside the legend is that of this result. The reference is
`cv2.filter2D` to float32 alone, into a buffer; both run in turn, the reference twice, so that
the noise of the machine stands beside the result.

Goals: with 3×3 in colour at most twice the reference, at 1920×1080 also below 16 ms; legend
and histogram within 100 ms after the picture. With 31×31 no more than 100 ms pass until
what is seen has been painted: the visible part, or as many pixels as the screen has. A minute
of dragging leaves the memory flat.
"""

import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import cv2
import msgspec
import numpy as np
import psutil
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from cnnstudio.kernels.generators import generated, generator
from cnnstudio.kernels.kernel import Kernel, weights
from cnnstudio.kernels.presets import preset
from cnnstudio.kernels.settings import Channels, FilterSettings, KernelLabState
from cnnstudio.project.project import Project
from cnnstudio.ui import style
from cnnstudio.ui.document import Document
from cnnstudio.ui.kernel_lab.measuring import Measured
from cnnstudio.ui.kernel_lab.page import KernelLab
from cnnstudio.ui.kernel_lab.rendering import Rendering
from cnnstudio.ui.kernel_lab.scene import Scene

WARM_UP = 5
REST_MS = 15
GOAL = 2.0
GOAL_MS = 16.0
HISTOGRAM_GOAL_MS = 100.0
PREVIEW_GOAL_MS = 100.0
MEMORY_GOAL_MB = 32
DRAGGED_EDITS = 1_500
"""About as many as there are in a minute of dragging."""
KEYS = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
FULL_HD, PHOTOGRAPH = (1080, 1920), (3000, 4000)
SOBEL = preset("sobel-x").kernel
LARGE = msgspec.structs.replace(
    generated(generator("laplacian-of-gaussian"), {"sigma": 5.0, "size": 31}), name="large"
)


@dataclass(frozen=True)
class Case:
    """What is edited, and which goals hold."""

    title: str
    size: tuple[int, int]
    kernel: Kernel = SOBEL
    channels: Channels = Channels.EACH
    turns: int = 120
    zoom: float = 1.0
    goal: float | None = None
    goal_ms: float | None = None
    preview_goal_ms: float | None = None


CASES = (
    Case("1080p 3×3, each channel", FULL_HD, goal=GOAL, goal_ms=GOAL_MS),
    Case("1080p 3×3, luminance", FULL_HD, channels=Channels.LUMINANCE),
    Case("12 megapixels 3×3, each channel", PHOTOGRAPH, turns=30, goal=GOAL),
    Case("1080p 31×31, seen whole", FULL_HD, LARGE, turns=20, preview_goal_ms=PREVIEW_GOAL_MS),
    Case(
        "1080p 31×31, zoomed", FULL_HD, LARGE, turns=20, zoom=6.0, preview_goal_ms=PREVIEW_GOAL_MS
    ),
)


@dataclass
class Times:
    """How many ms after the key something was there."""

    seen: list[float]
    """What is seen of it, or all."""
    whole: list[float]
    histogram: list[float]
    """After the whole picture."""


class Lab:
    """The page in a window, and whether what it shows has been painted and measured."""

    def __init__(self, picture: Path, case: Case) -> None:
        settings = FilterSettings(channels=case.channels)
        state = KernelLabState(case.kernel, settings, str(picture))
        self.document = Document(Project(kernels=state))
        self.window = QMainWindow()
        self.page = KernelLab(self.document)
        self.window.setCentralWidget(self.page)
        self.window.resize(1280, 800)
        self._loop = QEventLoop()
        self._painted_ns = 0
        self._seen_ns = 0
        self._whole_ns = 0
        self._measured_ns = 0
        self.rendering: Rendering | None = None
        self.page.pictures.canvas.painted.connect(self._on_canvas_painted)
        self.page.live.rendered.connect(self._on_live_rendered)
        self.page.measuring.measured.connect(self._on_measured)
        self.window.show()
        self._wait()
        self.page.pictures.canvas.zoom(case.zoom)

    def press(self, key: Qt.Key, times: Times) -> None:
        """Press a key on the current cell; note when its result is there."""
        before = self.document.project.kernels.kernel
        grid = self.page.inspector.kernel.grid
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        self._seen_ns = self._whole_ns = self._measured_ns = 0
        start = time.perf_counter_ns()
        QCoreApplication.sendEvent(grid, event)
        assert self.document.project.kernels.kernel != before
        self._wait()
        times.seen.append((self._seen_ns - start) / 1e6)
        times.whole.append((self._whole_ns - start) / 1e6)
        times.histogram.append((self._measured_ns - self._whole_ns) / 1e6)

    def rest(self) -> None:
        """Let the event loop run for a moment, as between two keys; all begin from there."""
        QTimer.singleShot(REST_MS, self._loop.quit)
        self._loop.exec()

    def _wait(self) -> None:
        while not self._measured_ns:
            self._loop.exec()

    def _is_current(self, rendering: Rendering) -> bool:
        return rendering.request.state.kernel == self.document.project.kernels.kernel

    def _on_canvas_painted(self, _scene: Scene) -> None:
        self._painted_ns = time.perf_counter_ns()

    def _on_live_rendered(self, rendering: Rendering) -> None:
        # The page has shown it by now: its own connection was made first.
        if not self._is_current(rendering):
            return
        self.rendering = rendering
        self._seen_ns = self._seen_ns or self._painted_ns
        if rendering.is_whole:
            self._whole_ns = self._painted_ns

    def _on_measured(self, measured: Measured) -> None:
        if self._is_current(measured.rendering):
            self._measured_ns = time.perf_counter_ns()
            self._loop.quit()


def picture(size: tuple[int, int]) -> np.ndarray:
    """Return a colour picture with soft structure, as photographs have."""
    noise = np.random.default_rng(0).integers(0, 256, (*size, 3), dtype=np.uint8)
    blurred = cv2.GaussianBlur(noise, (0, 0), 4)
    return cv2.normalize(blurred, None, 0, 255, cv2.NORM_MINMAX)


def reference_ms(pixels: np.ndarray, grid: np.ndarray, buffer: np.ndarray) -> float:
    """Return the ms of `cv2.filter2D` alone."""
    start = time.perf_counter_ns()
    cv2.filter2D(pixels, cv2.CV_32F, grid, dst=buffer)
    return (time.perf_counter_ns() - start) / 1e6


def measured(lab: Lab, case: Case, pixels: np.ndarray) -> tuple[float, float, Times]:
    """Return the medians of the reference and of itself again, and the times of every edit."""
    grid = weights(lab.document.project.kernels.kernel)
    buffer = np.empty(pixels.shape, np.float32)
    for _turn in range(WARM_UP):
        lab.press(KEYS[0], Times([], [], []))
    first: list[float] = []
    again: list[float] = []
    mine = Times([], [], [])
    for turn in range(case.turns):
        lab.rest()
        lab.press(KEYS[turn % 2], mine)
        for taken in (first, again):
            lab.rest()
            taken.append(reference_ms(pixels, grid, buffer))
    return statistics.median(first), statistics.median(again), mine


def main() -> int:
    """Measure, print, and return 1 where a goal is missed."""
    application = QApplication([])
    style.install(application)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CNNSTUDIO_HOME"] = folder
        missed = [report(case, Path(folder)) for case in CASES]
        missed.append(report_memory(Path(folder)))
    return int(any(missed))


def report(case: Case, folder: Path) -> bool:
    """Measure one case; return whether a goal is missed."""
    pixels = picture(case.size)
    path = folder / f"{case.size[0]}.png"
    if not path.exists():
        cv2.imwrite(str(path), pixels)
    if case.channels is Channels.LUMINANCE:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    lab = Lab(path, case)
    first, again, times = measured(lab, case, pixels)
    lab.window.close()
    lab.window.deleteLater()
    whole, worst = statistics.median(times.whole), statistics.quantiles(times.whole, n=20)[-1]
    seen, histogram = statistics.median(times.seen), statistics.median(times.histogram)
    preview = f"seen after {seen:.1f} ms, whole" if seen < whole else "key → painted"
    print(
        f"{case.title}: filter2D alone {first:.2f} ms (again {again / first:.2f}×), {preview} "
        f"{whole:.2f} ms, 95 % within {worst:.2f} ms, {whole / first:.2f}×; histogram "
        f"{histogram:.1f} ms later"
    )
    return (
        (case.goal is not None and whole > case.goal * first)
        or (case.goal_ms is not None and whole > case.goal_ms)
        or (case.preview_goal_ms is not None and seen > case.preview_goal_ms)
        or histogram > HISTOGRAM_GOAL_MS
    )


def report_memory(folder: Path) -> bool:
    """Edit as long as somebody may drag a slider; return whether memory does not stay flat."""
    lab = Lab(folder / f"{FULL_HD[0]}.png", CASES[0])
    process, times = psutil.Process(), Times([], [], [])
    resident_mb = []
    for edits in (DRAGGED_EDITS // 3, DRAGGED_EDITS):
        for turn in range(edits):
            lab.press(KEYS[turn // 50 % 2], times)
        resident_mb.append(process.memory_info().rss / 2**20)
    lab.window.close()
    lab.window.deleteLater()
    grown_mb = resident_mb[1] - resident_mb[0]
    print(
        f"{DRAGGED_EDITS} edits of 1080p: memory {resident_mb[0]:.0f} → {resident_mb[1]:.0f} MB "
        f"(goal: no more than {MEMORY_GOAL_MB} MB more)"
    )
    return grown_mb > MEMORY_GOAL_MB


if __name__ == "__main__":
    sys.exit(main())
