import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.data.choice import DataChoice
from cnnstudio.network.edits import set_parameters
from cnnstudio.network.graph import Network
from cnnstudio.project.presets import load_preset
from cnnstudio.training import runs
from cnnstudio.training.augmentation import COURSE, Augmentation
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.messages import (
    Activations,
    AugmentedPictures,
    Outcome,
    PreviewAugmentation,
    Refused,
    RunEnded,
    RunStarted,
)
from cnnstudio.ui import engine_process
from cnnstudio.ui.engine_client import EngineClient, EnginePhase, EngineState

pytestmark = pytest.mark.gui

# The engine imports torch, and the machine may have more to do than that.
PATIENCE_MS = 60_000
STARTER = load_preset("starter").network
LONG = TrainingConfig(epochs=100_000, learning_rate=1e-4)
SHORT = TrainingConfig(epochs=2, learning_rate=3e-3)
FEW = DataChoice(part=0.3)


lost = pytest.mark.usefixtures("_engine_lost")


@pytest.fixture
def _engine_lost(expected_log: list[str]) -> None:
    expected_log.append("The engine was lost.")


@pytest.fixture
def client(qtbot: QtBot, home: Path) -> Iterator[EngineClient]:
    client = EngineClient()
    yield client
    client.shutdown()


@pytest.fixture
def ready(client: EngineClient, qtbot: QtBot) -> EngineClient:
    with qtbot.waitSignal(client.ready, timeout=PATIENCE_MS):
        client.launch()
    return client


def begin(client: EngineClient, qtbot: QtBot, config: TrainingConfig = LONG) -> Path:
    """Start a run and wait for its first report; return its folder."""
    with qtbot.waitSignal(client.batch_reported, timeout=PATIENCE_MS):
        client.start(STARTER, config, FEW, name="test")
    assert client.folder is not None
    return client.folder


def ended(client: EngineClient, qtbot: QtBot) -> RunEnded:
    """Wait for the end of the run."""
    with qtbot.waitSignal(client.ended, timeout=PATIENCE_MS) as waited:
        pass
    report: RunEnded = waited.args[0]
    return report


def test_a_run_goes_from_start_to_end(ready: EngineClient, qtbot: QtBot) -> None:
    phases: list[EnginePhase] = []
    ready.state_changed.connect(lambda state: phases.append(state.phase))
    reports: list[object] = []
    for told in (ready.started, ready.batch_reported, ready.epoch_reported, ready.ended):
        told.connect(reports.append)
    with qtbot.waitSignal(ready.ended, timeout=PATIENCE_MS):
        ready.start(STARTER, SHORT, FEW, name="test")
    assert phases[0] is EnginePhase.PREPARING
    assert phases[-2:] == [EnginePhase.TRAINING, EnginePhase.READY]
    assert isinstance(reports[0], RunStarted)
    last = reports[-1]
    assert isinstance(last, RunEnded)
    assert last.outcome is Outcome.FINISHED
    assert runs.read_record(Path(last.folder)).name == "test"


def test_a_start_before_the_engine_is_ready_waits_for_it(
    client: EngineClient, qtbot: QtBot
) -> None:
    client.launch()
    client.start(STARTER, SHORT, FEW)
    assert client.state.has_run
    assert ended(client, qtbot).outcome is Outcome.FINISHED


def test_a_start_launches_the_engine_where_nobody_has(client: EngineClient, qtbot: QtBot) -> None:
    client.start(STARTER, SHORT, FEW)
    assert ended(client, qtbot).outcome is Outcome.FINISHED


def test_a_start_that_waits_can_be_taken_back(client: EngineClient, qtbot: QtBot) -> None:
    client.launch()
    client.start(STARTER, LONG, FEW)
    with qtbot.waitSignal(client.ended, timeout=PATIENCE_MS) as waited:
        client.stop()
    assert waited.args[0].outcome is Outcome.STOPPED
    with qtbot.waitSignal(client.ready, timeout=PATIENCE_MS):
        pass
    assert client.state.phase is EnginePhase.READY


def test_stopping_shows_at_once(ready: EngineClient, qtbot: QtBot) -> None:
    begin(ready, qtbot)
    ready.stop()
    assert ready.state == EngineState(EnginePhase.STOPPING, "Stopping …")
    assert ended(ready, qtbot).outcome is Outcome.STOPPED
    assert ready.state.phase is EnginePhase.READY
    assert ready.folder is None


def test_a_run_is_paused_and_goes_on(ready: EngineClient, qtbot: QtBot) -> None:
    begin(ready, qtbot)
    ready.pause()
    assert ready.state.phase is EnginePhase.PAUSED
    ready.resume()
    assert ready.state.phase is EnginePhase.TRAINING
    with qtbot.waitSignal(ready.epoch_reported, timeout=PATIENCE_MS):
        pass
    ready.pause()
    ready.stop(after_epoch=True)
    assert ended(ready, qtbot).outcome is Outcome.STOPPED


def test_a_run_goes_on_with_other_settings(ready: EngineClient, qtbot: QtBot) -> None:
    begin(ready, qtbot)
    slower = msgspec.structs.replace(LONG, learning_rate=1e-5)
    with qtbot.waitSignal(ready.changed, timeout=PATIENCE_MS) as waited:
        ready.change({"learning_rate": 1e-5})
    assert waited.args[0].config == slower
    with qtbot.waitSignal(ready.refused, timeout=PATIENCE_MS) as waited:
        ready.change({"learning_rate": 1e6})
    assert "Learning rate" in waited.args[0].text
    assert ready.state.phase is EnginePhase.TRAINING
    ready.stop()
    assert ended(ready, qtbot).outcome is Outcome.STOPPED


def test_another_run_is_refused_while_one_goes_on(ready: EngineClient, qtbot: QtBot) -> None:
    folder = begin(ready, qtbot)
    with qtbot.waitSignal(ready.refused, timeout=PATIENCE_MS) as waited:
        ready.start(STARTER, LONG, FEW)
    assert "Another run" in waited.args[0].text
    assert ready.folder == folder


def test_what_cannot_be_trained_is_refused(ready: EngineClient, qtbot: QtBot) -> None:
    with qtbot.waitSignal(ready.refused, timeout=PATIENCE_MS) as waited:
        ready.start(Network(), LONG, FEW)
    assert "There is no Input" in waited.args[0].text
    assert ready.state.phase is EnginePhase.READY
    assert runs.list_runs() == []


@lost
def test_a_killed_engine_is_replaced_and_its_run_goes_on(ready: EngineClient, qtbot: QtBot) -> None:
    folder = begin(ready, qtbot)
    with qtbot.waitSignal(ready.epoch_reported, timeout=PATIENCE_MS):
        pass
    killed = ready.pid
    assert killed is not None
    reports: list[RunEnded] = []
    ready.ended.connect(reports.append)
    with qtbot.waitSignal(ready.ready, timeout=PATIENCE_MS):
        os.kill(killed, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    (report,) = reports
    assert report.outcome is Outcome.CRASHED
    assert "can go on from its last checkpoint" in report.text
    assert Path(report.folder) == folder
    assert runs.read_record(folder).outcome is Outcome.CRASHED
    assert ready.pid != killed
    with qtbot.waitSignal(ready.started, timeout=PATIENCE_MS) as started:
        ready.start(STARTER, LONG, FEW, folder=folder, resume=True)
    assert started.args[0].first_step > 0


@lost
def test_a_run_that_waits_outlives_an_engine_killed_while_it_starts(
    client: EngineClient, qtbot: QtBot
) -> None:
    client.start(STARTER, SHORT, FEW)
    assert client.pid is not None
    os.kill(client.pid, signal.SIGTERM)
    assert ended(client, qtbot).outcome is Outcome.FINISHED


@lost
def test_an_engine_that_cannot_start_is_given_up(
    client: EngineClient, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "import sys; sys.exit('no torch for you')"
    monkeypatch.setattr(engine_process, "_command", lambda: [sys.executable, "-c", words])
    client.start(STARTER, LONG, FEW)
    crashed = ended(client, qtbot)
    assert crashed.outcome is Outcome.CRASHED
    assert client.state.phase is EnginePhase.GONE
    assert runs.list_runs() == []
    assert "engine.log" in client.state.text
    assert "no torch for you" in engine_process.log_file().read_text()


def test_the_newest_probe_is_answered(client: EngineClient, qtbot: QtBot) -> None:
    client.launch()
    answers: list[Activations] = []
    client.activations_received.connect(answers.append)
    for index in range(20):
        newest = client.probe(STARTER, LONG, FEW, index)
    qtbot.waitUntil(lambda: bool(answers), timeout=PATIENCE_MS)
    assert [answer.generation for answer in answers] == [newest]
    assert answers[0].source == "initial weights, seed 0"


def test_a_refused_probe_does_not_hold_up_the_next(ready: EngineClient, qtbot: QtBot) -> None:
    with qtbot.waitSignal(ready.refused, timeout=PATIENCE_MS) as waited:
        generation = ready.probe(Network(), LONG, FEW, 0)
    assert waited.args[0] == Refused(waited.args[0].text, generation=generation)
    wider = set_parameters(STARTER, "conv1", {"filters": 20})
    with qtbot.waitSignal(ready.activations_received, timeout=PATIENCE_MS):
        ready.probe(wider, LONG, FEW, 0)


def test_the_newest_preview_is_answered_beside_probes(ready: EngineClient, qtbot: QtBot) -> None:
    answers: list[Activations | AugmentedPictures] = []
    ready.activations_received.connect(answers.append)
    ready.pictures_augmented.connect(answers.append)
    for index in range(9):
        asked = PreviewAugmentation(0, FEW, (1, 8, 8), (index,), COURSE)
        newest = ready.preview_augmentation(asked), ready.probe(STARTER, LONG, FEW, index)
    qtbot.waitUntil(lambda: len(answers) == 2, timeout=PATIENCE_MS)
    assert {answer.generation for answer in answers} == set(newest)


def test_a_preview_that_is_refused_says_which(ready: EngineClient, qtbot: QtBot) -> None:
    with qtbot.waitSignal(ready.refused, timeout=PATIENCE_MS) as waited:
        generation = ready.preview_augmentation(
            PreviewAugmentation(0, FEW, (1, 8, 8), (0,), Augmentation(zoom=9))
        )
    assert waited.args[0].generation == generation


@lost
def test_a_probe_survives_the_engine(ready: EngineClient, qtbot: QtBot) -> None:
    assert ready.pid is not None
    os.kill(ready.pid, signal.SIGTERM)
    with qtbot.waitSignal(ready.activations_received, timeout=PATIENCE_MS):
        ready.probe(STARTER, LONG, FEW, 0)


def test_a_stranger_without_the_key_is_turned_away(client: EngineClient, qtbot: QtBot) -> None:
    client.launch()
    process = client._supervisor._process
    assert process is not None
    with pytest.raises(AuthenticationError):
        Client(process._handshake.address, authkey=b"a guess")
    with qtbot.waitSignal(client.ready, timeout=PATIENCE_MS):
        pass


def test_shutting_down_keeps_the_run(ready: EngineClient, qtbot: QtBot) -> None:
    folder = begin(ready, qtbot)
    ready.shutdown()
    assert ready.state.phase is EnginePhase.GONE
    assert runs.read_record(folder).outcome is Outcome.STOPPED
    assert (folder / runs.LAST).is_file()


def test_an_engine_that_still_starts_is_shut_down_too(client: EngineClient, qtbot: QtBot) -> None:
    client.launch()
    client.shutdown()
    assert client.pid is None


def test_the_client_does_not_import_torch() -> None:
    program = "import sys, cnnstudio.ui.engine_client; print('torch' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert answer.stdout.strip() == "False"
