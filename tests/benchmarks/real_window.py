"""The window as a person has it before them, training until it is stopped."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from real_data import real_data

from cnnstudio.data.choice import DataChoice
from cnnstudio.project.presets import load_preset
from cnnstudio.project.project import Project

if TYPE_CHECKING:
    from cnnstudio.app import Studio

_FOLDERS = {
    "cat-or-dog": ("folder", real_data("cats-dogs", "training_set")),
    "lenet5": ("mnist", real_data("mnist")),
}


def wait(milliseconds: int) -> None:
    """Run the event loop for a time."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for(signal: Any) -> None:
    """Run the event loop until `signal` comes."""
    from PySide6.QtCore import QEventLoop

    loop = QEventLoop()
    connection = signal.connect(lambda *_values: loop.quit())
    loop.exec()
    signal.disconnect(connection)


def endless(name: str) -> Project | None:
    """Return a preset with its pictures and no end of epochs; None where they are missing."""
    project = load_preset(name)
    config = msgspec.structs.replace(project.training, epochs=100_000)
    if name not in _FOLDERS:
        return project.replace(training=config)
    kind, folder = _FOLDERS[name]
    if folder is None:
        return None
    data = DataChoice(name=kind, folder=str(folder), validation_fraction=0.05)
    return project.replace(training=config, data=data)


def open_window(project: Project) -> "Studio":
    """Show the window with `project`, press Train, and return once an epoch is over."""
    from cnnstudio import app

    _application, studio = app.build()
    studio.document.apply("Open", project)
    studio.window.resize(1280, 800)
    studio.show()
    wait_for(studio.engine.ready)
    studio.window.actions_by_id["training.train"].trigger()
    wait_for(studio.engine.epoch_reported)
    return studio


def measure_apart(
    program: str, networks: Sequence[str], turns: int, measure: Callable[[str, int], bool]
) -> int:
    """Measure one network here, several in processes of their own; return 1 for a missed goal."""
    if len(networks) > 1:
        rest = ["--turns", str(turns)]
        return max(subprocess.call([sys.executable, program, name, *rest]) for name in networks)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="cnnstudio-bench-") as home:
        os.environ["CNNSTUDIO_HOME"] = home
        return 0 if measure(networks[0], turns) else 1
