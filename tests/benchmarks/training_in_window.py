"""How fast the engine trains while the window is open and draws its curves.

Four sides train the same network on the same pictures, one of them at a time: the
real window; a lone engine that nothing is drawn of; and, in a process of their
own, the fastest hand-written loops with torch's stock and fused Adam, tried as in
training_step.py. Each turn is one of the window between two of each other side,
whose two stand for the noise. Nothing is augmented, and what lies between two
epochs, as validation does, is not counted.
Goal: at least 0.95 of the speed of the loop with the stock optimiser for the
cat-or-dog network, 0.90 for LeNet-5.

    python tests/benchmarks/training_in_window.py [NETWORK…] [--turns N]
"""

import argparse
import json
import statistics
import sys
from itertools import pairwise
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

import msgspec
from arguments import add_networks
from real_data import MISSING
from real_window import endless, measure_apart, open_window, wait, wait_for

from cnnstudio.project.project import Project
from cnnstudio.training.augmentation import NONE
from cnnstudio.training.messages import BatchReport

if TYPE_CHECKING:
    from cnnstudio.ui.engine_client import EngineClient

GOALS = {"cat-or-dog": 0.95, "lenet5": 0.90}
TURNS = 8
TURN_MS = 3_000
# A pause is obeyed after the step that goes on, and reported after that.
_SETTLE_MS = 300
_POLL_MS = 20


class Side(Protocol):
    """Trains in turns, and notes how many steps a second there were in each."""

    speeds: list[float]

    def turn(self) -> None: ...


class EngineSide:
    """An engine."""

    def __init__(self, client: "EngineClient") -> None:
        self.speeds: list[float] = []
        self._client = client
        self._seen: list[tuple[float, BatchReport]] = []
        client.batch_reported.connect(self._on_client_batch_reported)

    def turn(self) -> None:
        self._client.resume()
        self._seen.clear()
        wait(TURN_MS)
        self.speeds.append(_steps_per_second(self._seen))
        self._client.pause()
        wait(_SETTLE_MS)

    def _on_client_batch_reported(self, report: BatchReport) -> None:
        self._seen.append((perf_counter(), report))


class HandWrittenLoops:
    """The process of the hand-written loops."""

    def __init__(self, network: str) -> None:
        from PySide6.QtCore import QProcess

        self._process = QProcess()
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        self._process.start(sys.executable, [__file__, "--by-hand", network])
        self.stock, self.fused = json.loads(self._answer())

    def steps_per_second(self, loop: str) -> float:
        """Let one of the loops train for a turn."""
        self._process.write(f"{loop}\n".encode())
        return float(self._answer())

    def end(self) -> None:
        self._process.closeWriteChannel()
        self._process.waitForFinished()

    def _answer(self) -> str:
        while not self._process.canReadLine():
            assert self._process.state() is not self._process.ProcessState.NotRunning
            wait(_POLL_MS)
        return bytes(self._process.readLine().data()).decode()


class HandWrittenSide:
    """One of the hand-written loops."""

    def __init__(self, loops: HandWrittenLoops, loop: str) -> None:
        self.speeds: list[float] = []
        self._loops = loops
        self._loop = loop

    def turn(self) -> None:
        self.speeds.append(self._loops.steps_per_second(self._loop))


def _steps_per_second(seen: list[tuple[float, BatchReport]]) -> float:
    """Return the speed between reports on the same epoch."""
    steps, seconds = 0, 0.0
    for (before, last), (now, report) in pairwise(seen):
        if report.epoch == last.epoch:
            steps += report.step - last.step
            seconds += now - before
    return steps / seconds


def unaugmented(name: str) -> Project | None:
    """Return the preset with its pictures; None where they are missing."""
    project = endless(name)
    if project is None:
        return None
    config = msgspec.structs.replace(
        project.training, augmentation=NONE, scaling="unit", precision="float32"
    )
    return project.replace(training=config)


def start_alone(project: Project) -> "EngineClient":
    """Start an engine of which nobody draws anything, and have it pause."""
    from cnnstudio.ui.engine_client import EngineClient

    client = EngineClient()
    client.start(project.network, project.training, project.data)
    wait_for(client.epoch_reported)
    client.pause()
    return client


def measure(name: str, turns: int) -> bool:
    """Print a table, and return whether the goal was reached."""
    project = unaugmented(name)
    if project is None:
        print(f"{name} {MISSING}")
        return True
    studio = open_window(project)
    studio.engine.pause()
    lone, loops = start_alone(project), HandWrittenLoops(name)
    window = EngineSide(studio.engine)
    others: dict[str, Side] = {
        "engine alone": EngineSide(lone),
        loops.fused: HandWrittenSide(loops, loops.fused),
        loops.stock: HandWrittenSide(loops, loops.stock),
    }
    take_turns(window, list(others.values()), turns)
    drawings = studio.window.training.training.curves.pacing.interval_ms
    loops.end()
    lone.shutdown()
    studio.window.close()
    print(f"{name}, {turns} turns of {TURN_MS / 1000:.0f} s, curves every {drawings} ms")
    print(f"  {statistics.median(window.speeds):7.1f} steps/s  in the window")
    ratios = {title: compared(title, window, side) for title, side in others.items()}
    print(f"  goal at least {GOALS[name]} of the loop with stock Adam", flush=True)
    return ratios[loops.stock] >= GOALS[name]


def take_turns(window: Side, others: list[Side], turns: int) -> None:
    """Let the window train between all the others, and between them again in reverse."""
    wait(_SETTLE_MS)
    for _turn in range(turns):
        for side in (*others, window, *reversed(others)):
            side.turn()


def compared(title: str, window: Side, other: Side) -> float:
    """Print how a side did, and return the window's speed as a multiple of its."""
    before, after = other.speeds[::2], other.speeds[1::2]
    sides = zip(before, window.speeds, after, strict=True)
    ratio = statistics.median(mine / ((first + last) / 2) for first, mine, last in sides)
    noise = statistics.median(map(float.__truediv__, after, before))
    print(
        f"  {statistics.median(other.speeds):7.1f} steps/s  {title}: the window has {ratio:.3f} "
        f"of it, it has {noise:.3f} of itself"
    )
    return ratio


def train_by_hand(name: str) -> None:
    """Be the process of the hand-written loops: name them, and let train which is asked for."""
    from by_hand import ByHand, Setting, fastest_way, tried_ways

    from cnnstudio.data import catalog
    from cnnstudio.engine.allocator import keep_freed_memory
    from cnnstudio.engine.build import checked_report, input_shape

    project = unaugmented(name)
    assert project is not None
    keep_freed_memory()
    shape = input_shape(checked_report(project.network))
    pictures = catalog.load(project.data, shape=shape).train
    setting = Setting(name, pictures, project.training.batch_size)
    tried = tried_ways(setting)
    ways = [fastest_way(tried, fused=fused) for fused in (False, True)]
    loops = {str(way): ByHand(setting, way) for way in ways}
    print(json.dumps(list(loops)), flush=True)
    for line in sys.stdin:
        print(loops[line.strip()].steps_per_second(TURN_MS / 1000), flush=True)


def main(arguments: list[str]) -> int:
    """Measure each network in a process of its own; return 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description="Train in the window, against loops by hand.")
    add_networks(parser, GOALS)
    parser.add_argument("--turns", type=int, default=TURNS, metavar="N")
    parser.add_argument("--by-hand", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    names = asked.networks or list(GOALS)
    if asked.by_hand:
        train_by_hand(names[0])
        return 0
    return measure_apart(__file__, names, asked.turns, measure)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
