"""A slider of a generator dragged for 3,600 moves: what a hand makes in 60 s at 60 Hz.

The page stands in a window of 1280×800 and shows a picture of 640×360 through a Gaussian:
so small that buffers, of which a busy machine needs one or two more, do not hide what is
kept of each move. One drag goes back and forth over the slider; each move waits until the
result of just that kernel has been painted. The memory of the process is read after each
sixth of the moves. Goal: after the first sixth it grows by 6 MB at most, 2 kB for a move.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import cv2
import numpy as np
import psutil
from PySide6.QtCore import QEvent, QEventLoop, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from cnnstudio.kernels.generators import generated, generator
from cnnstudio.kernels.settings import KernelLabState
from cnnstudio.project.project import Project
from cnnstudio.ui import style
from cnnstudio.ui.document import Document
from cnnstudio.ui.kernel_lab.page import KernelLab
from cnnstudio.ui.kernel_lab.rendering import Rendering
from cnnstudio.ui.kernel_lab.scene import Scene
from cnnstudio.ui.widgets.slider import NumberSlider

MOVES = 3_600
PARTS = 6
GOAL_MB = 6.0
LOW, HIGH = 0.5, 3.0


class Lab:
    """The page in a window, and whether the newest kernel has been painted."""

    def __init__(self, picture: Path) -> None:
        state = KernelLabState(generated(generator("gaussian")), picture=str(picture))
        self.document = Document(Project(kernels=state))
        self.window = QMainWindow()
        self.page = KernelLab(self.document)
        self.window.setCentralWidget(self.page)
        self.window.resize(1280, 800)
        self._loop = QEventLoop()
        self._rendering: Rendering | None = None
        self._painted: Scene | None = None
        self.page.pictures.canvas.painted.connect(self._on_canvas_painted)
        self.page.live.rendered.connect(self._on_live_rendered)
        self.window.show()
        self.wait()

    @property
    def slider(self) -> NumberSlider:
        return self.page.inspector.generator.row("sigma").slider

    def send(self, kind: QEvent.Type, number: float) -> None:
        """Let the mouse do something where the slider stands for `number`."""
        place = QPointF(self.slider.x_of(number), self.slider.height() / 2)
        is_move = kind == QEvent.Type.MouseMove
        button = Qt.MouseButton.NoButton if is_move else Qt.MouseButton.LeftButton
        held = Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, place, self.slider.mapToGlobal(place), button, held, none)
        QApplication.sendEvent(self.slider, event)

    def wait(self) -> None:
        """Let the event loop run until the document's kernel has been painted."""
        if not self._is_current():
            self._loop.exec()

    def _is_current(self) -> bool:
        if self._rendering is None or self._painted is not self._rendering.scene:
            return False
        return self._rendering.request.state.kernel == self.document.project.kernels.kernel

    def _on_canvas_painted(self, scene: Scene) -> None:
        self._painted = scene

    def _on_live_rendered(self, rendering: Rendering) -> None:
        self._rendering = rendering  # the page has shown it by now
        if self._is_current():
            self._loop.quit()


def drag(lab: Lab, moves: int) -> list[float]:
    """Drag the slider; return the megabytes after each part of the moves."""
    process = psutil.Process()
    used = []
    lab.send(QEvent.Type.MouseButtonPress, LOW)
    for move in range(1, moves + 1):
        # From one end to the other and back every 50 moves.
        share = abs((move % 50) / 25 - 1)
        lab.send(QEvent.Type.MouseMove, LOW + (HIGH - LOW) * share)
        lab.wait()
        if move % (moves // PARTS) == 0:
            used.append(process.memory_info().rss / 1e6)
    lab.send(QEvent.Type.MouseButtonRelease, LOW)
    return used


def main(arguments: list[str]) -> int:
    """Measure so many moves, print, and return 1 where the goal is missed."""
    moves = int(arguments[0]) if arguments else MOVES
    application = QApplication([])
    style.install(application)
    pixels = np.random.default_rng(0).integers(0, 256, (360, 640, 3), dtype=np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CNNSTUDIO_HOME"] = folder
        path = Path(folder) / "picture.png"
        cv2.imwrite(str(path), pixels)
        lab = Lab(path)
        start = time.perf_counter()
        used = drag(lab, moves)
        seconds = time.perf_counter() - start
        entries = lab.document.undo_stack.count()
        lab.window.close()
        lab.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    growth = used[-1] - used[0]
    print(
        f"{moves:,} moves of a slider in {seconds:.0f} s, {1e3 * seconds / moves:.1f} ms each, "
        f"{entries} undo entry; memory after each sixth "
        f"{' '.join(f'{each:.0f}' for each in used)} MB, growth {growth:.1f} MB (goal {GOAL_MB})"
    )
    return 1 if growth > GOAL_MB or entries != 1 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
