"""The pictures of the window, as the README shows one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

LIMIT_S = 900
"""A minute on a quiet machine; the pictures are those of many pages and dialogs."""

pytestmark = [pytest.mark.gui, pytest.mark.slow, pytest.mark.timeout(LIMIT_S + 10)]

ROOT = Path(__file__).parents[2]
WINDOW = (1280, 800)
DIALOGS = {"examples", "help-block", "kernels-code", "problem-list", "shortcuts"}


def brightness(path: Path) -> float:
    whole = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    return QImage(str(path)).scaled(1, 1, *whole).pixelColor(0, 0).lightnessF()


def test_every_page_is_drawn_light_and_dark(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "packaging" / "screenshots.py", tmp_path],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    names = {path.stem for path in tmp_path.iterdir()}
    assert {"start-light", "network-light", "kernels-dark", "settings-light", "log-dark"} <= names
    assert {"kernels-direction-light", "kernels-generator-dark", "kernels-code-light"} <= names
    assert {"data-light", "augmentation-dark", "download-light"} <= names
    for light in tmp_path.glob("*-light.png"):
        dark = light.with_name(light.name.replace("light", "dark"))
        assert QImage(str(light)).size() == QImage(str(dark)).size()
        is_dialog = light.stem.removesuffix("-light") in DIALOGS
        assert is_dialog or QImage(str(light)).size().toTuple() == WINDOW
        assert brightness(light) > 0.6
        assert brightness(dark) < 0.4
