"""From the start of the process to the end of the first paint, against a bare window.

The bare window holds one pyqtgraph plot. Both are started in turn, each in a
process of its own, and the bare one twice, so that the noise of the machine
stands beside the result. Goal: at most 1.5 times the bare window.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 10
GOAL = 1.5

_BARE = """
import os, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
import pyqtgraph

class Plot(pyqtgraph.PlotWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, done)

def done():
    print(time.monotonic_ns(), flush=True)
    os._exit(0)

application = QApplication([])
window = QMainWindow()
window.setCentralWidget(Plot())
window.resize(1280, 800)
window.show()
application.exec()
"""

_STUDIO = """
import os, time
from cnnstudio import app

def done():
    print(time.monotonic_ns(), flush=True)
    os._exit(0)

application, studio = app.build()
studio.window.painted.connect(done)
studio.window.show()
application.exec()
"""


def start_ms(program: str, environment: dict[str, str]) -> float:
    """Return the time from starting a process to the moment that it prints."""
    start = time.monotonic_ns()
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if done.returncode:
        sys.exit(done.stderr)
    return (int(done.stdout.split()[-1]) - start) / 1e6


def main() -> int:
    """Measure, print a table, and return 1 where the goal is missed."""
    bare, again, studio = [], [], []
    with tempfile.TemporaryDirectory(prefix="cnnstudio-bench-") as home:
        environment = {**os.environ, "CNNSTUDIO_HOME": home}
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        # What is installed is compiled; a checkout may be forbidden to keep what it compiles.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = str(Path(home) / "bytecode")
        for program in (_BARE, _STUDIO):  # fills the caches of the disk
            start_ms(program, environment)
        for _run in range(RUNS):
            bare.append(start_ms(_BARE, environment))
            studio.append(start_ms(_STUDIO, environment))
            again.append(start_ms(_BARE, environment))
    reference = statistics.median(bare)
    ratio = statistics.median(studio) / reference
    print(f"bare window        {reference:7.0f} ms")
    print(
        f"bare window again  {statistics.median(again):7.0f} ms  "
        f"{statistics.median(again) / reference:5.2f}×"
    )
    print(f"CNN Studio         {statistics.median(studio):7.0f} ms  {ratio:5.2f}×  (goal {GOAL}×)")
    return 0 if ratio <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
