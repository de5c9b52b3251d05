"""How fast the engine trains while the window is open and draws its curves.

Two engines train the same network with the same plan and take turns, the other
one paused: that of the real window, and one that nothing is drawn of. Each turn
is one of the window between two of the lone engine, whose two stand for the noise.
Goal: at least 0.95 of the lone engine's speed for the cat-or-dog network,
0.90 for LeNet-5.

    python tests/benchmarks/training_in_window.py [NETWORK…] [TURNS]
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import msgspec

from cnnstudio.data.choice import DataChoice
from cnnstudio.project.presets import load_preset
from cnnstudio.project.project import Project
from cnnstudio.training.messages import BatchReport

if TYPE_CHECKING:
    from cnnstudio.app import Studio
    from cnnstudio.ui.engine_client import EngineClient

GOALS = {"cat-or-dog": 0.95, "lenet5": 0.90}
TURNS = 8
TURN_MS = 3_000
# A pause is obeyed after the step that goes on, and reported after that.
_SETTLE_MS = 300

_DATA = Path(__file__).parents[3] / "shared" / "data"
_CHOICES = {
    "cat-or-dog": DataChoice(
        name="folder", folder=str(_DATA / "cats-dogs" / "training_set"), validation_fraction=0.05
    ),
    "lenet5": DataChoice(name="mnist", folder=str(_DATA / "mnist"), validation_fraction=0.05),
}


class Side:
    """An engine that trains in turns."""

    def __init__(self, client: "EngineClient") -> None:
        self.speeds: list[float] = []
        self._client = client
        self._seen: list[tuple[float, int]] = []
        client.batch_reported.connect(self._on_client_batch_reported)

    def turn(self) -> None:
        """Train for a while, and note how many steps a second there were."""
        self._client.resume()
        self._seen.clear()
        wait(TURN_MS)
        (began, first), (ended, last) = self._seen[0], self._seen[-1]
        self.speeds.append((last - first) / (ended - began))
        self._client.pause()
        wait(_SETTLE_MS)

    def _on_client_batch_reported(self, report: BatchReport) -> None:
        self._seen.append((perf_counter(), report.step))


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


def endless(name: str) -> Project:
    """Return the preset with its pictures, to be trained until it is stopped."""
    project = load_preset(name)
    config = msgspec.structs.replace(project.training, epochs=100_000)
    return project.replace(training=config, data=_CHOICES[name])


def open_window(project: Project) -> "Studio":
    """Show the window with `project`, and press Train."""
    from cnnstudio import app

    _application, studio = app.build()
    studio.document.apply("Open", project)
    studio.window.resize(1280, 800)
    studio.show()
    wait_for(studio.engine.ready)
    studio.window.actions_by_id["training.train"].trigger()
    wait_for(studio.engine.epoch_reported)
    studio.engine.pause()
    return studio


def start_alone(project: Project) -> "EngineClient":
    """Start an engine of which nobody draws anything."""
    from cnnstudio.ui.engine_client import EngineClient

    client = EngineClient()
    client.start(project.network, project.training, project.data)
    wait_for(client.epoch_reported)
    client.pause()
    return client


def measure(name: str, turns: int) -> int:
    """Print one row, and return 1 where the goal is missed."""
    project = endless(name)
    studio = open_window(project)
    lone = start_alone(project)
    before, window, after = Side(lone), Side(studio.engine), Side(lone)
    wait(_SETTLE_MS)
    for _turn in range(turns):
        for side in (before, window, after):
            side.turn()
    drawings = studio.window.training.training.curves.pacing.interval_ms
    lone.shutdown()
    studio.window.close()
    sides = zip(before.speeds, window.speeds, after.speeds, strict=True)
    alone = [(first + last) / 2 for first, last in zip(before.speeds, after.speeds, strict=True)]
    ratio = statistics.median(mine / ((first + last) / 2) for first, mine, last in sides)
    noise = statistics.median(map(float.__truediv__, after.speeds, before.speeds))
    print(
        f"{name:13} {turns} turns of {TURN_MS / 1000:.0f} s  "
        f"alone {statistics.median(alone):6.1f} steps/s  "
        f"in the window {statistics.median(window.speeds):6.1f} steps/s  ratio {ratio:.3f}  "
        f"alone against itself {noise:.3f}  curves every {drawings} ms  "
        f"goal at least {GOALS[name]}",
        flush=True,
    )
    return 0 if ratio >= GOALS[name] else 1


def main(arguments: list[str]) -> int:
    """Measure each network in a process of its own; return 1 where a goal is missed."""
    if not _DATA.is_dir():
        print("The photographs and digits to train on are missing; nothing was measured.")
        return 0
    names = [each for each in arguments if each in GOALS] or list(GOALS)
    turns = next((int(each) for each in arguments if each.isdecimal()), TURNS)
    if len(names) == 1:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        with tempfile.TemporaryDirectory(prefix="cnnstudio-bench-") as home:
            os.environ["CNNSTUDIO_HOME"] = home
            return measure(names[0], turns)
    return max(subprocess.call([sys.executable, __file__, name, str(turns)]) for name in names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
