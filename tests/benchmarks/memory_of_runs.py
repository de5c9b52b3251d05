"""The memory of window and engine over many runs, one after the other.

The real window trains the starter network on the digits for one epoch again and
again, in one engine process. The first runs do not count: they load what all
need. Goal: from then on both processes grow by at most 5 %.

    python tests/benchmarks/memory_of_runs.py [RUNS]
"""

import os
import statistics
import sys
import tempfile
from time import perf_counter
from typing import TYPE_CHECKING

import msgspec
import psutil

if TYPE_CHECKING:
    from cnnstudio.app import Studio

RUNS = 1_000
FIRST = 50
MOST_GROWTH = 0.05
_AROUND = 10
_MIB = 2**20


def open_window() -> "Studio":
    """Show the window with the starter network, to be trained for one epoch."""
    from cnnstudio import app

    _application, studio = app.build()
    project = studio.document.project
    config = msgspec.structs.replace(project.training, epochs=1)
    studio.document.apply("Set epochs", project.replace(training=config))
    studio.show()
    return studio


def measure(studio: "Studio", runs: int) -> dict[str, list[float]]:
    """Train, and return what the window and the engine take after each run, in MiB."""
    from PySide6.QtCore import QEventLoop

    loop = QEventLoop()
    studio.engine.ready.connect(loop.quit)
    loop.exec()
    studio.engine.ended.connect(loop.quit)
    assert studio.engine.pid is not None
    processes = {"window": psutil.Process(), "engine": psutil.Process(studio.engine.pid)}
    taken: dict[str, list[float]] = {name: [] for name in processes}
    for _run in range(runs):
        studio.window.actions_by_id["training.train"].trigger()
        loop.exec()
        for name, process in processes.items():
            taken[name].append(process.memory_info().rss / _MIB)
    return taken


def grown(taken: list[float]) -> float:
    """Return the growth from the first runs that count to the last."""
    early = statistics.median(taken[FIRST - _AROUND : FIRST + _AROUND])
    return statistics.median(taken[-_AROUND:]) / early - 1


def main(arguments: list[str]) -> int:
    """Measure, print a table, and return 1 where the goal is missed."""
    runs = max(int(arguments[0]) if arguments else RUNS, FIRST + 2 * _AROUND)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="cnnstudio-bench-") as home:
        os.environ["CNNSTUDIO_HOME"] = home
        studio = open_window()
        began = perf_counter()
        taken = measure(studio, runs)
        seconds = perf_counter() - began
        studio.window.close()
    for name, each in taken.items():
        shown = "  ".join(
            f"{run}: {each[run - 1]:.0f}"
            for run in (1, FIRST, runs // 4, runs // 2, runs)
            if run <= runs
        )
        print(f"{name}  after run  {shown} MiB  from {FIRST} on {grown(each):+.1%}")
    print(f"{runs:,} runs in {seconds:.0f} s; goal at most {MOST_GROWTH:+.0%}")
    return 0 if max(map(grown, taken.values())) <= MOST_GROWTH else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
