"""Whether and how the last run goes on."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.network import edits
from cnnstudio.project.presets import STARTER, load_preset
from cnnstudio.training import config
from cnnstudio.training.messages import Outcome, RunEnded
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EngineClient
from cnnstudio.ui.training.continuation import Continuation
from cnnstudio.ui.training.edited_settings import EditedSettings
from cnnstudio.ui.training.reported_run import ReportedRun
from cnnstudio.ui.training.run_starter import RunStarter
from cnnstudio.ui.training.run_status import RunState, Status

pytestmark = pytest.mark.gui


@pytest.fixture
def run(client: EngineClient, qtbot: QtBot) -> ReportedRun:
    return ReportedRun(client)


@pytest.fixture
def continuation(document: Document, client: EngineClient, run: ReportedRun) -> Continuation:
    edited = EditedSettings(document, client)
    return Continuation(document, run, edited, RunStarter(document, client, run, edited))


def end(run: ReportedRun, *, epoch: int = 2, has_checkpoint: bool = True) -> None:
    """Have a run of the starter network be over."""
    ended = RunEnded(1, Outcome.STOPPED, "Stopped.", "/runs/one", has_checkpoint=has_checkpoint)
    project = load_preset(STARTER)
    run.take_up(Status(RunState.ENDED, ended.text, project, epoch=epoch, ended=ended))


def set_training(document: Document, **values: object) -> None:
    training = config.changed(document.project.training, **values)
    document.apply("Set", document.project.replace(training=training))


def delete(document: Document, block: str) -> None:
    network = edits.remove(document.project.network, [block])
    document.apply("Delete", document.project.replace(network=network))


def test_without_a_run_nothing_goes_on(continuation: Continuation, run: ReportedRun) -> None:
    assert not continuation.is_possible
    assert not continuation.is_complete
    continuation.go_on()
    continuation.recover()
    continuation.go_on_until(9)
    assert run.status == Status()


def test_a_run_goes_on_in_its_folder(
    continuation: Continuation, run: ReportedRun, client: EngineClient
) -> None:
    end(run)
    assert continuation.is_possible
    continuation.go_on()
    assert run.status.state is RunState.PREPARING
    assert client.folder == Path("/runs/one")


def test_a_run_without_a_checkpoint_stays_over(
    continuation: Continuation, run: ReportedRun
) -> None:
    end(run, has_checkpoint=False)
    assert not continuation.is_possible
    continuation.recover()
    assert run.status.state is RunState.ENDED


def test_a_run_that_is_complete_goes_on_once_more_epochs_are_set(
    continuation: Continuation, run: ReportedRun, document: Document
) -> None:
    epochs = document.project.training.epochs
    end(run, epoch=epochs)
    assert continuation.is_complete
    assert not continuation.is_possible
    set_training(document, epochs=epochs + 1)
    assert continuation.is_possible


def test_a_run_of_another_network_goes_on_only_where_that_is_asked_for(
    continuation: Continuation, run: ReportedRun, document: Document
) -> None:
    end(run)
    started = run.status.project
    delete(document, "relu1")
    assert not continuation.has_same_network
    continuation.go_on()
    assert run.status.state is RunState.ENDED
    continuation.recover()
    assert run.status.state is RunState.PREPARING
    assert run.status.project == started


def test_what_was_edited_is_taken_over_by_going_on(
    continuation: Continuation, run: ReportedRun, document: Document
) -> None:
    end(run)
    set_training(document, learning_rate=0.5)
    continuation.go_on()
    assert run.status.project.training.learning_rate == 0.5


def test_what_was_edited_is_left_out_of_more_epochs(
    continuation: Continuation, run: ReportedRun, document: Document
) -> None:
    end(run)
    started = run.status.project.training
    set_training(document, learning_rate=0.5)
    continuation.go_on_until(9)
    assert run.status.project.training == config.changed(started, epochs=9)
