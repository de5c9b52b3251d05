"""What is done to runs, as far as no engine is needed for it."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.network import edits
from cnnstudio.project.presets import STARTER, load_preset
from cnnstudio.training import config
from cnnstudio.training.history import History
from cnnstudio.training.messages import EpochReport, Outcome, Refused, RunEnded
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EngineClient
from cnnstudio.ui.training.run_status import RunState
from cnnstudio.ui.training.session import TrainingSession

pytestmark = pytest.mark.gui

FOLDER = Path("/runs/one")


@pytest.fixture
def session(document: Document, client: EngineClient, qtbot: QtBot) -> TrainingSession:
    # No child of the document: a part of it that goes may hold the document last.
    return TrainingSession(document, client)


def adopt(session: TrainingSession, folder: Path = FOLDER, epochs: int = 3) -> None:
    """Have the session know a run of the starter network as its last one."""
    history = History()
    for epoch in range(1, epochs + 1):
        history.append(
            EpochReport(1, epoch, 45 * epoch, 0.5, 0.8, 0.4, 0.9, 1.0, 100.0, is_best=True)
        )
    ended = RunEnded(1, Outcome.FINISHED, "Finished.", str(folder), epochs)
    session.adopt(load_preset(STARTER), ended, history, title="Run 1")


def set_training(document: Document, **values: object) -> None:
    training = config.changed(document.project.training, **values)
    document.apply("Set", document.project.replace(training=training))


def test_a_network_with_problems_is_not_trained(
    session: TrainingSession, document: Document
) -> None:
    network = edits.remove(document.project.network, ["output1"])
    document.apply("Delete", document.project.replace(network=network))
    assert document.design.report.problems
    session.train()
    assert session.status.state is RunState.NONE


def test_each_run_has_a_number_and_a_history_of_its_own(
    session: TrainingSession, qtbot: QtBot
) -> None:
    adopt(session)
    with qtbot.waitSignals([session.begun, session.changed, session.grown]):
        session.train()
    assert session.run_title.startswith("Run 1 · ")
    assert session.history.epochs == []
    session.stop()
    session.train()
    assert session.run_title.startswith("Run 2 · ")


def test_a_restart_is_a_run_of_what_was_started_though_something_else_is_open(
    session: TrainingSession, document: Document
) -> None:
    session.train()
    started = session.status.project
    set_training(document, seed=9)
    session.restart()  # it stops the run first
    assert session.is_active
    assert session.run_title.startswith("Run 2 · ")
    assert session.status.project == started


def test_a_stop_that_is_no_restart_is_the_end(session: TrainingSession) -> None:
    session.train()
    session.restart()
    session.stop()
    assert session.status.state is RunState.ENDED


def test_a_run_that_is_refused_leaves_none(
    session: TrainingSession, client: EngineClient, qtbot: QtBot
) -> None:
    session.train()
    with qtbot.waitSignals([session.said, session.refused]):
        client.refused.emit(Refused("There is no data.", run=1))
    assert (session.status.state, session.status.text) == (RunState.NONE, "There is no data.")
    assert session.status.project is None


def test_a_continuation_that_is_refused_leaves_the_run_and_what_was_edited(
    session: TrainingSession, document: Document, client: EngineClient
) -> None:
    adopt(session)
    set_training(document, learning_rate=0.5)
    session.continuation.go_on()
    assert session.status.project.training.learning_rate == 0.5
    assert not session.edited.pending
    client.refused.emit(Refused("The checkpoint is damaged.", run=1))
    assert session.status.state is RunState.ENDED
    assert session.status.text == "The checkpoint is damaged."
    assert session.folder == client.folder == FOLDER
    assert session.edited.pending == {"learning_rate": 0.5}


def test_a_change_that_is_refused_leaves_the_run(
    session: TrainingSession, client: EngineClient, qtbot: QtBot
) -> None:
    session.train()
    with qtbot.waitSignal(session.refused):
        client.refused.emit(Refused("Batches of one are too small."))
    assert session.status.state is RunState.PREPARING


def test_a_refused_answer_is_not_the_run(
    session: TrainingSession, client: EngineClient, qtbot: QtBot
) -> None:
    session.train()
    with qtbot.assertNotEmitted(session.refused):
        client.refused.emit(Refused("No such picture.", generation=1))


def test_more_epochs_go_on_from_those_that_are_done(session: TrainingSession) -> None:
    adopt(session, epochs=3)
    session.add_epochs(2)
    assert session.status.state is RunState.PREPARING
    assert session.status.project.training.epochs == 5
    assert session.run_title == "Run 1"
    assert len(session.history.epochs) == 3


def test_more_epochs_without_a_run_are_none(session: TrainingSession) -> None:
    session.add_epochs(2)
    assert session.status.state is RunState.NONE


def test_a_run_of_another_time_does_not_take_the_place_of_one_that_goes_on(
    session: TrainingSession,
) -> None:
    session.train()
    adopt(session)
    assert session.is_active


def test_a_forgotten_run_is_recalled_with_its_folder(session: TrainingSession) -> None:
    adopt(session)
    before = session.status
    session.forget(Path("/runs/other"))
    assert session.folder == FOLDER
    session.forget(FOLDER)
    assert session.folder is None
    assert session.history.epochs
    session.recall(Path("/runs/other"))
    assert session.status.is_forgotten
    session.recall(FOLDER)
    assert session.status == before


def test_a_forgotten_run_is_not_recalled_over_another(session: TrainingSession) -> None:
    adopt(session)
    session.forget(FOLDER)
    adopt(session, Path("/runs/two"))
    session.recall(FOLDER)
    assert session.folder == Path("/runs/two")
