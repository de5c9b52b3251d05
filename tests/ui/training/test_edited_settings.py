"""What a run is told of the settings that are edited, and when."""

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.training import config
from cnnstudio.training.config import Settings
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EnginePhase, EngineState
from cnnstudio.ui.training.edited_settings import EditedSettings

pytestmark = pytest.mark.gui


class Engine:
    """Trains or not, and notes what it is told."""

    def __init__(self) -> None:
        self.state = EngineState(EnginePhase.TRAINING, "")
        self.told: list[Settings] = []

    def change(self, settings: Settings) -> None:
        """Note what a run is to go on with."""
        self.told.append(settings)


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def edited(document: Document, engine: Engine, qtbot: QtBot) -> EditedSettings:
    return EditedSettings(document, engine)


def edit(document: Document, **values: object) -> None:
    training = config.changed(document.project.training, **values)
    document.apply("Set", document.project.replace(training=training))


def test_the_steps_of_a_gesture_reach_the_run_as_one_change(
    edited: EditedSettings, document: Document, engine: Engine, qtbot: QtBot
) -> None:
    for batch_size in (33, 34, 35):
        edit(document, batch_size=batch_size)
    assert engine.told == []
    qtbot.waitUntil(lambda: engine.told == [{"batch_size": 35}])


def test_what_was_told_is_not_told_again(
    edited: EditedSettings, document: Document, engine: Engine, qtbot: QtBot
) -> None:
    edit(document, batch_size=64)
    qtbot.waitUntil(lambda: not edited.pending)
    edit(document, learning_rate=0.5)
    qtbot.waitUntil(lambda: engine.told == [{"batch_size": 64}, {"learning_rate": 0.5}])


def test_what_no_run_can_take_over_waits(edited: EditedSettings, document: Document) -> None:
    edit(document, seed=7)
    assert edited.pending == {}


def test_what_is_edited_between_runs_is_added_to_what_a_run_has(
    edited: EditedSettings, document: Document, engine: Engine
) -> None:
    engine.state = EngineState(EnginePhase.READY, "")
    longer = config.changed(document.project.training, epochs=900)
    edit(document, batch_size=64)
    wanted = edited.added_to(longer)
    assert (wanted.epochs, wanted.batch_size) == (900, 64)


def test_what_is_taken_up_is_not_added(edited: EditedSettings, document: Document) -> None:
    training = document.project.training
    edit(document, batch_size=64)
    edited.take_up()
    assert edited.added_to(training) == training


def test_what_waits_goes_by_when_the_run_ends(
    edited: EditedSettings, document: Document, engine: Engine, qtbot: QtBot
) -> None:
    edit(document, batch_size=64)
    engine.state = EngineState(EnginePhase.READY, "")
    qtbot.wait(500)  # longer than a gesture may pause
    assert engine.told == []
    assert edited.pending == {"batch_size": 64}
