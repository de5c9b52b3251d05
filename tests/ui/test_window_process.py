"""The window's process trains without importing what belongs to the engine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.gui

_PROGRAM = """
import sys
from cnnstudio import app

application, studio = app.build()

def stop(report):
    studio.window.actions_by_id["training.stop"].trigger()

def ended(report):
    print(report.outcome, report.text)
    studio.window.close()
    application.quit()

studio.engine.ready.connect(lambda _ready: studio.window.actions_by_id["training.train"].trigger())
studio.engine.epoch_reported.connect(stop)
studio.engine.ended.connect(ended)
studio.show()
status = application.exec()
heavy = {"torch", "sklearn", "skimage"} & sys.modules.keys()
assert not heavy, heavy
sys.exit(status)
"""


_FIRST_PAINT = """
import sys
from cnnstudio import app

application, studio = app.build()
studio.window.painted.connect(lambda: print(*sys.modules))
studio.window.painted.connect(application.quit)
studio.window.show()
sys.exit(application.exec())
"""


def run(program: str, home: Path) -> str:
    """Return what a program prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "CNNSTUDIO_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_window_that_trains_never_imports_torch(tmp_path: Path) -> None:
    said = run(_PROGRAM, tmp_path)
    assert said.startswith("stopped"), said


def test_what_takes_long_to_load_waits_for_the_first_paint(tmp_path: Path) -> None:
    loaded = set(run(_FIRST_PAINT, tmp_path).split())
    assert "cnnstudio.ui.training.dock" in loaded
    assert loaded & {"numpy", "pyqtgraph", "cv2", "PIL"} == set()
