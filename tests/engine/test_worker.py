import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from multiprocessing import Pipe
from multiprocessing.connection import Listener
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

import msgspec
import pytest

from cnnstudio.data.choice import DataChoice
from cnnstudio.engine import worker
from cnnstudio.engine.worker import Inbox, Worker
from cnnstudio.network.graph import Network
from cnnstudio.training import runs
from cnnstudio.training.augmentation import COURSE
from cnnstudio.training.config import TrainingConfig, changes
from cnnstudio.training.link import Handshake, Link, LinkClosed
from cnnstudio.training.messages import (
    Activations,
    AugmentedPictures,
    BatchReport,
    ChangeRun,
    Command,
    EngineReady,
    EpochReport,
    Outcome,
    PauseRun,
    PreviewAugmentation,
    Probe,
    Refused,
    Report,
    Reports,
    ResumeRun,
    RunChanged,
    RunEnded,
    Shutdown,
    StartRun,
    StopRun,
)
from cnnstudio.training.tasks import Evaluate, Evaluated, TaskProgress, TaskRefused
from tests.engine.networks import chain, dense, picture, starter

FEW = DataChoice(part=0.3)
LONG = TrainingConfig(epochs=100_000, learning_rate=1e-4)


class Window:
    """The other side: sends commands, and waits for reports."""

    def __init__(self, link: Link[Command, Report]) -> None:
        self.link = link
        self.seen: list[Report] = []
        self._received: deque[Report] = deque()

    def until(self, *kinds: type[Report]) -> Report:
        """Wait for a report of one of some kinds."""
        while True:
            while not self._received:
                message = self.link.receive()
                self._received.extend(
                    message.reports if isinstance(message, Reports) else [message]
                )
            report = self._received.popleft()
            self.seen.append(report)
            if isinstance(report, kinds):
                return report

    def begin(self, folder: Path, *, run: int = 1, config: TrainingConfig = LONG) -> None:
        """Start a run and wait for its first step."""
        self.link.send(StartRun(run, starter(), config, FEW, str(folder)))
        self.until(BatchReport, Refused)

    def ask(self, generation: int, network: Network, folder: Path | None = None) -> None:
        """Ask what a network makes of the first picture."""
        place = str(folder) if folder else None
        self.link.send(Probe(generation, network, LONG, FEW, 0, place))


@pytest.fixture
def window() -> Iterator[Window]:
    """A worker that serves in a thread of this process."""
    near, far = Pipe()
    engine: Link[Report, Command] = Link(far, Command)
    inbox: Inbox = SimpleQueue()

    def receive() -> None:
        try:
            while True:
                inbox.put(engine.receive())
        except LinkClosed:
            inbox.put(Shutdown())

    threads = [
        Thread(target=receive),
        Thread(target=lambda: Worker(engine, inbox).serve()),
    ]
    for thread in threads:
        thread.start()
    link: Link[Command, Report] = Link(near, Report)
    yield Window(link)
    link.close()
    for thread in threads:
        thread.join()
    engine.close()


@pytest.fixture
def folder() -> Path:
    return runs.new_run_folder("test")


def test_the_engine_says_what_it_has(window: Window) -> None:
    ready = window.until(EngineReady)
    assert isinstance(ready, EngineReady)
    assert "cpu" in ready.devices


def test_a_stop_is_obeyed_and_the_run_kept(window: Window, folder: Path) -> None:
    window.begin(folder)
    window.link.send(StopRun(1))
    ended = window.until(RunEnded)
    assert isinstance(ended, RunEnded)
    assert ended.outcome is Outcome.STOPPED
    assert (folder / runs.LAST).is_file()
    assert runs.read_record(folder).outcome is Outcome.STOPPED


def test_a_stop_after_the_epoch_waits_for_it(window: Window, folder: Path) -> None:
    window.begin(folder)
    window.link.send(StopRun(1, after_epoch=True))
    ended = window.until(RunEnded)
    assert isinstance(ended, RunEnded)
    assert "after epoch" in ended.text
    assert isinstance(window.seen[-2], EpochReport)


def test_a_paused_run_takes_no_step_until_it_goes_on(window: Window, folder: Path) -> None:
    window.begin(folder)
    window.link.send(PauseRun(1))
    sources = []
    for generation in (1, 2):
        window.ask(generation, starter(), folder)
        answer = window.until(Activations)
        assert isinstance(answer, Activations)
        sources.append(answer.source)
    assert sources[0] == sources[1]
    assert "in training" in sources[0]
    window.link.send(ResumeRun(1))
    window.until(BatchReport)
    window.link.send(StopRun(1))
    window.until(RunEnded)


def test_a_paused_run_can_be_stopped(window: Window, folder: Path) -> None:
    window.begin(folder)
    window.link.send(PauseRun(1))
    window.link.send(StopRun(1))
    assert isinstance(window.until(RunEnded), RunEnded)


def test_commands_for_an_older_run_are_not_obeyed(window: Window, folder: Path) -> None:
    window.begin(folder, run=2)
    window.link.send(StopRun(1))
    window.link.send(PauseRun(1))
    window.until(EpochReport)
    window.link.send(StopRun(2))
    window.until(RunEnded)


def test_a_run_goes_on_with_other_settings(window: Window, folder: Path) -> None:
    window.begin(folder)
    wanted = msgspec.structs.replace(LONG, learning_rate=2e-4, batch_size=16, seed=9)
    window.link.send(ChangeRun(1, changes(LONG, wanted)))
    told = window.until(RunChanged)
    assert isinstance(told, RunChanged)
    assert told.config == msgspec.structs.replace(wanted, seed=LONG.seed)
    window.link.send(StopRun(1))
    window.until(RunEnded)
    assert runs.read_record(folder).config == told.config


def test_settings_that_are_not_allowed_leave_the_run_alone(window: Window, folder: Path) -> None:
    window.begin(folder)
    window.link.send(ChangeRun(1, {"learning_rate": 1e6}))
    refused = window.until(Refused)
    assert isinstance(refused, Refused)
    assert (refused.run, "Learning rate must be" in refused.text) == (None, True)
    window.until(BatchReport)
    window.link.send(StopRun(1))
    window.until(RunEnded)


def test_epochs_are_added_to_those_that_are_wished_for_already(
    window: Window, folder: Path
) -> None:
    config = msgspec.structs.replace(LONG, epochs=50_000)
    window.begin(folder, config=config)
    window.link.send(PauseRun(1))
    window.link.send(ChangeRun(1, {}, more_epochs=5))
    window.link.send(ChangeRun(1, {"learning_rate": 1e-4}))
    window.link.send(ChangeRun(1, {}, more_epochs=7))
    window.link.send(ResumeRun(1))
    told = window.until(RunChanged)
    assert isinstance(told, RunChanged)
    assert (told.config.epochs, told.config.learning_rate) == (50_012, 1e-4)
    window.link.send(StopRun(1))
    window.until(RunEnded)


def test_a_batch_of_one_is_refused_also_while_a_run_is_prepared(
    window: Window, folder: Path
) -> None:
    network = chain(picture(1, 8, 8), "flatten", "batch_norm", dense("classes"), "output")
    window.link.send(StartRun(1, network, LONG, FEW, str(folder)))
    window.link.send(ChangeRun(1, {"batch_size": 1}))
    refused = window.until(Refused)
    assert isinstance(refused, Refused)
    assert (refused.run, "needs at least two" in refused.text) == (None, True)
    window.until(BatchReport)
    window.link.send(StopRun(1))
    window.until(RunEnded)


def test_a_second_run_has_to_wait(window: Window, folder: Path) -> None:
    window.begin(folder)
    other = runs.new_run_folder("other")
    window.link.send(StartRun(2, starter(), LONG, FEW, str(other)))
    refused = window.until(Refused)
    assert refused == Refused("Another run is going on. Stop it first.", run=2)
    window.link.send(StopRun(1))
    window.until(RunEnded)
    window.begin(other, run=3)
    window.link.send(StopRun(3))
    window.until(RunEnded)


def test_what_cannot_be_trained_is_refused_and_the_engine_goes_on(
    window: Window, folder: Path
) -> None:
    window.link.send(StartRun(1, Network(), LONG, FEW, str(folder)))
    refused = window.until(Refused)
    assert isinstance(refused, Refused)
    assert (refused.run, "There is no Input" in refused.text) == (1, True)
    window.begin(runs.new_run_folder("next"), run=2)
    window.link.send(StopRun(2))
    window.until(RunEnded)


def test_a_probe_that_cannot_be_answered_is_refused(window: Window) -> None:
    window.ask(5, Network())
    refused = window.until(Refused)
    assert isinstance(refused, Refused)
    assert refused.generation == 5


def test_only_the_newest_probe_is_answered_while_training(window: Window, folder: Path) -> None:
    window.begin(folder)
    for generation in range(1, 30):
        window.ask(generation, starter(), folder)
    answered = []
    while not answered or answered[-1] < 29:
        answer = window.until(Activations)
        assert isinstance(answer, Activations)
        answered.append(answer.generation)
    assert len(answered) < 10
    window.link.send(StopRun(1))
    window.until(RunEnded)


def test_augmentation_is_shown_while_training(window: Window, folder: Path) -> None:
    window.begin(folder)
    for generation in range(1, 4):
        window.link.send(PreviewAugmentation(generation, FEW, (1, 8, 8), (0, 0), COURSE))
        window.ask(generation + 10, starter(), folder)
    generations = []
    while 3 not in generations or 13 not in generations:
        answer = window.until(AugmentedPictures, Activations)
        assert isinstance(answer, AugmentedPictures | Activations)
        generations.append(answer.generation)
    window.link.send(StopRun(1))
    window.until(RunEnded)


def test_a_probe_of_the_last_moment_is_answered_after_the_run(window: Window, folder: Path) -> None:
    window.begin(folder)
    window.ask(1, starter(), folder)
    window.until(Activations)
    window.ask(2, starter(), folder)
    window.link.send(StopRun(1))
    answer = window.until(Activations)
    assert isinstance(answer, Activations)
    assert answer.generation == 2


@pytest.mark.parametrize("failing", ["train", "answer"])
def test_an_error_of_our_own_is_told_and_the_engine_goes_on(
    window: Window,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    failing: str,
) -> None:
    def fail(*_arguments: Any, **_others: Any) -> Iterator[Report]:
        raise ZeroDivisionError("on purpose")

    with monkeypatch.context() as patch:
        if failing == "train":
            patch.setattr(worker, "train", fail)
            window.link.send(StartRun(1, starter(), LONG, FEW, str(folder)))
            ended = window.until(RunEnded)
            assert isinstance(ended, RunEnded)
            assert ended.outcome is Outcome.FAILED
            assert "on purpose" in ended.text
        else:
            patch.setattr(worker.Prober, "answer", fail)
            window.ask(1, starter())
            assert window.until(Refused) == Refused("The engine failed: on purpose.", generation=1)
    assert "ZeroDivisionError" in caplog.text
    window.begin(folder, run=2)
    window.link.send(StopRun(2))
    window.until(RunEnded)


def test_a_window_that_goes_away_leaves_a_run_that_can_go_on(
    window: Window, folder: Path, wait_for: Callable[[Callable[[], bool]], None]
) -> None:
    window.begin(folder)
    window.link.close()
    wait_for(lambda: runs.read_record(folder).outcome is Outcome.STOPPED)
    assert (folder / runs.LAST).is_file()


@pytest.fixture
def process() -> Iterator[tuple[subprocess.Popen[bytes], Listener, Handshake]]:
    """A real engine process, and the listener that waits for it."""
    key = b"a key for this test alone"
    with Listener(authkey=key) as listener:
        handshake = Handshake(listener.address, key)
        engine = subprocess.Popen(
            [sys.executable, "-m", "cnnstudio.engine"],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        yield engine, listener, handshake
        engine.kill()
        engine.communicate()


def test_the_process_ends_when_the_link_closes(
    process: tuple[subprocess.Popen[bytes], Listener, Handshake], folder: Path
) -> None:
    engine, listener, handshake = process
    assert engine.stdin is not None
    engine.stdin.write(msgspec.json.encode(handshake) + b"\n")
    engine.stdin.flush()
    window = Window(Link(listener.accept(), Report))
    window.until(EngineReady)
    window.begin(folder)
    window.link.close()
    assert engine.wait(30) == 0
    assert runs.read_record(folder).outcome is Outcome.STOPPED


def test_an_engine_that_nobody_waits_for_ends(
    process: tuple[subprocess.Popen[bytes], Listener, Handshake],
) -> None:
    engine, listener, handshake = process
    listener.close()
    _out, errors = engine.communicate(msgspec.json.encode(handshake) + b"\n", timeout=60)
    assert engine.returncode != 0
    assert b"Error" in errors


def test_a_run_can_be_judged_while_it_goes_on(window: Window) -> None:
    folder = runs.new_run_folder("run")
    window.begin(folder)
    window.link.send(Evaluate(number=7, folder=str(folder)))
    found = window.until(Evaluated, TaskRefused)
    assert isinstance(found, Evaluated)
    assert found.number == 7
    assert "in training" in found.source
    window.until(BatchReport)
    window.link.send(PauseRun(1))
    window.link.send(Evaluate(number=8, folder=str(folder)))
    assert window.until(Evaluated, TaskRefused).number == 8
    window.link.send(StopRun(1))
    window.until(RunEnded)
    window.link.send(Evaluate(number=9, folder=str(folder)))
    assert window.until(Evaluated, TaskRefused).number == 9


def test_a_run_does_not_wait_until_pictures_to_look_at_are_loaded(
    window: Window, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(number: int, _data: DataChoice, _shape: object) -> Iterator[TaskProgress]:
        while True:
            yield TaskProgress(number=number, done=0, total=1)

    monkeypatch.setattr("cnnstudio.engine.worker.loading", endless)
    window.ask(1, starter())
    window.link.send(StartRun(1, starter(), LONG, FEW, str(folder)))
    answer = window.until(Activations)  # the run has loaded them
    assert isinstance(answer, Activations)
    assert answer.generation == 1
    window.link.send(StopRun(1))
    window.until(RunEnded)
