"""What the window makes of the reports on a run."""

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.project.presets import STARTER, load_preset
from cnnstudio.training import config
from cnnstudio.training.history import History
from cnnstudio.training.messages import (
    BatchReport,
    EpochReport,
    Outcome,
    RunChanged,
    RunEnded,
    RunStarted,
)
from cnnstudio.ui.engine_client import EngineClient, EnginePhase, EngineState
from cnnstudio.ui.training.reported_run import ReportedRun
from cnnstudio.ui.training.run_status import RunState, Status

pytestmark = pytest.mark.gui

STARTED = RunStarted(1, "cpu", "2 threads", 45, 6, 1_440, 357)
BATCH = BatchReport(1, 1, 2, (1.0, 0.5), (0.5, 0.6), 100.0, 3.0)
EPOCH = EpochReport(1, 1, 45, 0.5, 0.8, 0.4, 0.9, 1.0, 100.0, True)


@pytest.fixture
def run(client: EngineClient, qtbot: QtBot) -> ReportedRun:
    run = ReportedRun(client)
    run.take_up(Status(RunState.PREPARING, project=load_preset(STARTER), title="Run 1"))
    return run


@pytest.fixture
def said(run: ReportedRun) -> list[str]:
    said: list[str] = []
    run.said.connect(said.append)
    return said


def enter(client: EngineClient, phase: EnginePhase) -> None:
    client.state_changed.emit(EngineState(phase, phase.value))


def test_the_status_follows_the_engine(run: ReportedRun, client: EngineClient) -> None:
    enter(client, EnginePhase.TRAINING)
    assert (run.status.state, run.status.text) == (RunState.TRAINING, "")
    enter(client, EnginePhase.PAUSED)
    assert (run.status.state, run.status.text) == (RunState.PAUSED, "Paused")
    enter(client, EnginePhase.READY)
    assert run.status.state is RunState.PAUSED


def test_a_pause_is_said_once(run: ReportedRun, client: EngineClient, said: list[str]) -> None:
    for _time in range(2):
        enter(client, EnginePhase.PAUSED)
    assert said == ["Paused"]


def test_reports_on_batches_and_epochs_are_kept(
    run: ReportedRun, client: EngineClient, said: list[str], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(run.grown):
        client.batch_reported.emit(BATCH)
    with qtbot.waitSignal(run.epoch_ended) as ended:
        client.epoch_reported.emit(EPOCH)
    assert ended.args == [EPOCH]
    assert run.history.epochs == [EPOCH]
    assert (run.status.batch, run.status.epoch) == (BATCH, 1)
    assert said[-1].startswith("Epoch 1: loss 0.5")


def test_what_the_settings_may_not_mean_to_say_is_a_warning(
    run: ReportedRun, client: EngineClient, said: list[str], qtbot: QtBot
) -> None:
    note = RunStarted(1, "cpu", "2 threads", 45, 6, 1_440, 357, note="Half of it is left out.")
    with qtbot.waitSignal(run.warned) as warned:
        client.started.emit(note)
    assert warned.args == ["Half of it is left out."]
    assert said[-1] == "Half of it is left out."


def test_a_change_is_what_the_run_has_from_then_on(
    run: ReportedRun, client: EngineClient, said: list[str]
) -> None:
    client.started.emit(STARTED)
    edited = config.changed(run.status.project.training, batch_size=64, epochs=9)
    client.changed.emit(RunChanged(1, 1, 30, "Batch size 32 → 64", edited))
    assert run.status.project.training == edited
    assert run.status.started.epochs == 9
    assert said[-1] == "Changed at step 30: Batch size 32 → 64"


def test_a_run_that_is_over_keeps_its_history(run: ReportedRun, client: EngineClient) -> None:
    client.epoch_reported.emit(EPOCH)
    client.ended.emit(RunEnded(1, Outcome.STOPPED, "Stopped.", "/runs/one"))
    assert (run.status.state, run.status.text) == (RunState.ENDED, "Stopped.")
    assert run.history.epochs == [EPOCH]


def test_another_run_has_another_history(run: ReportedRun, client: EngineClient) -> None:
    client.epoch_reported.emit(EPOCH)
    run.take_up(Status(RunState.PREPARING))
    assert run.history.epochs == []
    kept = History()
    run.take_up(Status(RunState.ENDED), kept)
    assert run.history is kept
