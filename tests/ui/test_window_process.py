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


def test_a_window_that_trains_never_imports_torch(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env={**os.environ, "CNNSTUDIO_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("stopped"), done.stdout
