"""The pictures of the window, as the README shows one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

pytestmark = [pytest.mark.gui, pytest.mark.slow]

ROOT = Path(__file__).parents[2]


def brightness(path: Path) -> float:
    return QImage(str(path)).scaled(1, 1).pixelColor(0, 0).lightnessF()


def test_every_page_is_drawn_light_and_dark(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "packaging" / "screenshots.py", tmp_path],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    names = {path.stem for path in tmp_path.iterdir()}
    assert {"start-light", "network-light", "kernels-dark", "settings-light", "log-dark"} <= names
    assert {"data-light", "augmentation-dark", "download-light"} <= names
    for light in tmp_path.glob("*-light.png"):
        dark = light.with_name(light.name.replace("light", "dark"))
        assert QImage(str(light)).size() == QImage(str(dark)).size()
        assert (QImage(str(light)).width(), QImage(str(light)).height()) == (1280, 800)
        assert brightness(light) > 0.6
        assert brightness(dark) < 0.4
