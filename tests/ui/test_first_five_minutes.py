"""The story that everything serves, told with mouse and keys in the real window."""

import os
import signal

import msgspec
import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio
from cnnstudio.training.messages import Outcome
from cnnstudio.ui.engine_client import EnginePhase
from cnnstudio.ui.training.session import TrainingSession
from tests.ui.conftest import OpenStudio
from tests.ui.designer.hand import Hand

pytestmark = [pytest.mark.gui, pytest.mark.slow]

ENGINE_S = 60_000
RUN_S = 120_000


@pytest.fixture
def studio(open_studio: OpenStudio, qtbot: QtBot) -> Studio:
    """The window with its engine warm."""
    studio = open_studio(with_engine=True)
    wait_for_phase(qtbot, studio, EnginePhase.READY)
    return studio


def wait_for_phase(qtbot: QtBot, studio: Studio, phase: EnginePhase) -> None:
    qtbot.waitUntil(lambda: studio.engine.state.phase is phase, timeout=ENGINE_S)


def press(studio: Studio, action: str) -> None:
    """Press the key of an action, as a person would."""
    sequence = studio.window.actions_by_id[action].shortcut()
    QTest.keySequence(studio.window, sequence)


def outcome(session: TrainingSession) -> Outcome | None:
    return session.status.ended.outcome if session.status.ended else None


def test_window_opens_with_a_network_and_every_shape(studio: Studio) -> None:
    report = studio.document.design.report
    assert report.weight_count == 38_282
    assert report.problems == ()
    assert studio.window.actions_by_id["training.train"].isEnabled()


def test_train_learns_the_digits(qtbot: QtBot, studio: Studio) -> None:
    press(studio, "training.train")
    qtbot.waitUntil(lambda: outcome(studio.training) is not None, timeout=RUN_S)
    assert outcome(studio.training) is Outcome.FINISHED
    accuracies = [epoch.val_accuracy for epoch in studio.training.history.epochs]
    assert len(accuracies) == 6
    assert max(accuracies) > 0.95


def test_block_dropped_on_a_wire_changes_the_shapes_behind_it(studio: Studio) -> None:
    hand = Hand(studio.window.designer)
    carrier = hand.carry("max_pool")
    place = hand.on_wire("conv1", "relu1")
    carrier.enter(place)
    carrier.move(place)
    carrier.drop(place)
    report = studio.document.design.report
    assert report.blocks["relu1"].output == (16, 4, 4)
    press(studio, "edit.undo")
    assert studio.document.design.report.blocks["relu1"].output == (16, 8, 8)


def test_removed_flatten_is_explained_and_offered_again(studio: Studio) -> None:
    hand = Hand(studio.window.designer)
    hand.click(hand.middle("flatten1"))
    hand.key(Qt.Key.Key_Delete)
    (problem,) = studio.document.design.report.problems
    assert problem.message == "Dense needs a vector, not 32 × 4 × 4."
    assert problem.repairs[0].title == "Insert Flatten"
    studio.window.designer.editor.repair(problem.repairs[0])
    assert studio.document.design.report.problems == ()


def test_killed_engine_is_said_and_the_run_goes_on(
    qtbot: QtBot, studio: Studio, expected_log: list[str]
) -> None:
    expected_log.append("engine")
    training = msgspec.structs.replace(studio.document.project.training, epochs=400)
    studio.document.apply("More epochs", studio.document.project.replace(training=training))
    press(studio, "training.train")
    qtbot.waitUntil(lambda: len(studio.training.history.epochs) >= 2, timeout=RUN_S)
    (engine,) = psutil.Process().children()
    os.kill(engine.pid, signal.SIGKILL)
    with qtbot.waitSignal(studio.engine.ended, timeout=5_000) as said:
        pass
    assert said.args[0].outcome is Outcome.CRASHED
    wait_for_phase(qtbot, studio, EnginePhase.READY)
    before = len(studio.training.history.epochs)
    studio.training.continuation.go_on()
    qtbot.waitUntil(lambda: len(studio.training.history.epochs) > before, timeout=RUN_S)
    press(studio, "training.stop")
    qtbot.waitUntil(lambda: outcome(studio.training) is not None, timeout=RUN_S)
    assert outcome(studio.training) is Outcome.STOPPED


def test_everything_is_as_it_was_after_closing(open_studio: OpenStudio) -> None:
    first = open_studio()
    hand = Hand(first.window.designer)
    hand.click(hand.middle("relu1"))
    hand.key(Qt.Key.Key_Delete)
    project = first.document.project
    first.window.close()
    again = open_studio()
    assert again.document.project == project
    assert "relu1" not in again.document.project.network.blocks
    assert again.document.is_edited
