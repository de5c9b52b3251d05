"""The run that was trained last, in the next session."""

import shutil

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio
from cnnstudio.training import config
from cnnstudio.training.messages import Outcome
from cnnstudio.ui.training.run_status import RunState
from tests.ui.conftest import OpenStudio

pytestmark = [pytest.mark.gui, pytest.mark.slow]

WAIT_MS = 60_000


def closed_while_training(open_studio: OpenStudio, qtbot: QtBot) -> Studio:
    studio = open_studio(with_engine=True)
    project = studio.document.project
    training = config.changed(project.training, epochs=1_000)
    studio.document.apply("Set epochs", project.replace(training=training))
    with qtbot.waitSignal(studio.engine.epoch_reported, timeout=WAIT_MS):
        studio.window.actions_by_id["training.train"].trigger()
    studio.window.close()
    return studio


def test_a_run_cut_short_by_closing_the_window_is_there_again_and_goes_on(
    open_studio: OpenStudio, qtbot: QtBot
) -> None:
    closed_while_training(open_studio, qtbot)
    studio = open_studio(with_engine=True)
    qtbot.waitUntil(lambda: studio.training.status.state is RunState.ENDED, timeout=WAIT_MS)
    done = studio.training.history.step
    assert done > 0
    line = studio.window.training.progress.text()
    assert line.startswith("Stopped by you")
    assert "digits · " in line
    go_on = studio.window.actions_by_id["training.continue"]
    assert go_on.isEnabled()
    with qtbot.waitSignal(studio.engine.batch_reported, timeout=WAIT_MS):
        go_on.trigger()
    assert studio.training.history.step > done
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS) as ended:
        studio.window.actions_by_id["training.stop"].trigger()
    assert ended.args[0].outcome is Outcome.STOPPED


def test_a_run_that_was_deleted_meanwhile_is_not_missed(
    open_studio: OpenStudio, qtbot: QtBot
) -> None:
    first = closed_while_training(open_studio, qtbot)
    assert first.settings.last_run is not None
    shutil.rmtree(first.settings.last_run)
    studio = open_studio(with_engine=True)
    qtbot.waitUntil(lambda: bool(studio.window.top_bar.data.text()))
    with qtbot.waitSignal(studio.engine.ready, timeout=WAIT_MS):
        pass
    assert studio.training.status.state is RunState.NONE
    assert not studio.window.notice.text
