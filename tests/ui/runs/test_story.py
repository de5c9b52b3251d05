"""A run trained in the window, found again, continued and exported, with the real engine."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio
from cnnstudio.training import config, runs
from cnnstudio.training.messages import Outcome
from cnnstudio.ui.runs.page import RunsPage
from tests.ui.conftest import OpenStudio

pytestmark = [pytest.mark.gui, pytest.mark.slow]

WAIT_MS = 60_000


def runs_page(studio: Studio) -> RunsPage:
    studio.window.show_page("runs")
    return studio.window.findChild(RunsPage)


def press(qtbot: QtBot, studio: Studio, action: str) -> None:
    page = studio.window.findChild(RunsPage)
    studio.window.activateWindow()
    page.list.view.setFocus()
    qtbot.waitUntil(page.list.view.hasFocus)
    QTest.keySequence(page.list.view, studio.window.actions_by_id[action].shortcut())


def test_a_run_is_found_again_continued_and_exported(
    open_studio: OpenStudio, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = open_studio(with_engine=True)
    project = studio.document.project
    short = config.changed(project.training, epochs=1)
    studio.document.apply("Set epochs", project.replace(training=short))
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS):
        studio.window.actions_by_id["training.train"].trigger()

    page = runs_page(studio)
    qtbot.waitUntil(studio.window.actions_by_id["runs.continue"].isEnabled)
    (entry,) = page.list.selection
    assert entry.outcome == "Finished"
    page.details.header.more_epochs.setValue(2)
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS) as ended:
        press(qtbot, studio, "runs.continue")
    assert ended.args[0].outcome is Outcome.FINISHED
    assert runs.read_record(entry.folder).epochs_done == 3
    assert [each.epoch for each in studio.training.history.epochs] == [1, 2, 3]
    qtbot.waitUntil(lambda: page.list.selection[0].record.epochs_done == 3)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(tmp_path))
    with qtbot.waitSignal(page.work.export.done, timeout=WAIT_MS) as exported:
        press(qtbot, studio, "runs.export")
    written = {path.name for path in exported.args[0].iterdir()}
    assert {"model.py", "weights.safetensors", "load.py"} <= written
    assert str(exported.args[0]) in page.notice.text
