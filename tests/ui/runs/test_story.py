"""Runs trained in the window or elsewhere and what is done with them, with the real engine."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio
from cnnstudio.training import config, runs
from cnnstudio.training.messages import Outcome
from cnnstudio.ui.evaluation.run_choice import RunChoice
from cnnstudio.ui.runs.columns import Column
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


def click(
    page: RunsPage, row: int, column: Column = Column.DATA, *, is_added: bool = False
) -> None:
    """Click on a row of the list as a person does, with Ctrl held to add it to the others."""
    modifier = Qt.KeyboardModifier.ControlModifier if is_added else Qt.KeyboardModifier.NoModifier
    place = page.list.view.visualRect(page.list.table.index(row, column)).center()
    QTest.mouseClick(page.list.view.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def names(page: RunsPage) -> list[str]:
    return [entry.name for entry in page.list.table.entries]


def train(studio: Studio, qtbot: QtBot, **settings: object) -> None:
    project = studio.document.project
    training = config.changed(project.training, epochs=1, **settings)
    studio.document.apply("Set", project.replace(training=training))
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS) as ended:
        studio.window.actions_by_id["training.train"].trigger()
    assert ended.args[0].outcome is Outcome.FINISHED


def test_two_runs_are_compared_named_starred_and_brought_back(
    open_studio: OpenStudio, qtbot: QtBot
) -> None:
    studio = open_studio(with_engine=True)
    train(studio, qtbot)
    first = studio.document.project
    train(studio, qtbot, learning_rate=0.01, batch_size=64)
    page = runs_page(studio)
    qtbot.waitUntil(lambda: len(names(page)) == 2)

    click(page, 0)
    click(page, 1, is_added=True)
    overlay = page.details.curves.overlay
    qtbot.waitUntil(lambda: page.details.curves.currentWidget() is overlay)
    assert len(overlay.legend.names) == 2
    qtbot.waitUntil(lambda: "Learning rate" in differing(page))
    assert differing(page)["Learning rate"] == ("0.01", f"{first.training.learning_rate:g}")
    assert differing(page)["Batch size"] == ("64", "32")
    assert "Optimizer" not in differing(page)

    click(page, 1)
    press(qtbot, studio, "runs.rename")
    editor = page.list.view.viewport().findChildren(QLineEdit)[-1]
    QTest.keyClicks(editor, "slow and steady")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(page)[1] == "slow and steady")
    click(page, 1, Column.STAR)
    qtbot.waitUntil(lambda: page.list.table.entries[1].is_starred)

    press(qtbot, studio, "runs.search")
    QTest.keyClicks(page.list.search, "steady")
    qtbot.waitUntil(lambda: names(page) == ["slow and steady"])
    with qtbot.waitSignal(page.opened):
        press(qtbot, studio, "runs.open")
    assert studio.window.page == "network"
    assert studio.document.project.training == first.training
    assert studio.training.history.epochs
    studio.window.actions_by_id["edit.undo"].trigger()
    assert studio.document.project.training.learning_rate == 0.01

    runs_page(studio)
    with qtbot.waitSignal(page.library.gone):
        press(qtbot, studio, "runs.delete")
    assert names(page) == []
    undo = next(each for each in page.notice.findChildren(QPushButton) if each.text() == "Undo")
    with qtbot.waitSignal(page.library.came):
        qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert names(page) == ["slow and steady"]
    (entry,) = page.list.table.entries
    assert entry.is_starred
    assert runs.read_record(entry.folder).epochs_done == 1


def test_the_run_trained_last_is_deleted_and_goes_on_once_it_is_back(
    open_studio: OpenStudio, qtbot: QtBot
) -> None:
    studio = open_studio(with_engine=True)
    train(studio, qtbot)
    project = studio.document.project
    longer = config.changed(project.training, epochs=2)
    studio.document.apply("Set", project.replace(training=longer))
    page = runs_page(studio)
    qtbot.waitUntil(lambda: len(names(page)) == 1)
    go_on = studio.window.actions_by_id["training.continue"]
    qtbot.waitUntil(studio.window.actions_by_id["runs.delete"].isEnabled)
    with qtbot.waitSignal(page.library.gone):
        press(qtbot, studio, "runs.delete")
    assert not go_on.isEnabled()
    studio.window.show_page("evaluate")
    choice = studio.window.findChild(RunChoice)
    qtbot.waitUntil(lambda: choice.count() == 0)

    studio.window.show_page("runs")
    with qtbot.waitSignal(page.library.came):
        QTest.keySequence(studio.window, studio.window.actions_by_id["edit.undo"].shortcut())
    assert go_on.isEnabled()
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS) as ended:
        QTest.keySequence(studio.window, go_on.shortcut())
    assert ended.args[0].outcome is Outcome.FINISHED
    (entry,) = page.list.table.entries
    assert runs.read_record(entry.folder).epochs_done == 2


def differing(page: RunsPage) -> dict[str, tuple[str, ...]]:
    models = (page.details.left.facts, page.details.right.facts)
    return {
        row.title: row.values for model in models for row in model.rows if hasattr(row, "title")
    }


def test_a_run_of_the_command_line_appears_and_its_export_is_loaded_by_five_lines(
    studio: Studio, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = runs_page(studio)
    qtbot.waitUntil(lambda: page.library.is_loaded)
    assert names(page) == []
    command = [sys.executable, "-m", "cnnstudio", "train", "--data", "digits", "--epochs", "1"]
    elsewhere = tmp_path / "elsewhere"
    subprocess.run([*command, "--output", elsewhere], check=True, capture_output=True, timeout=100)
    qtbot.waitUntil(lambda: len(names(page)) == 1, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.list.table.entries[0].outcome == "Finished", timeout=WAIT_MS)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(tmp_path))
    click(page, 0)
    with qtbot.waitSignal(page.work.export.done, timeout=WAIT_MS) as exported:
        press(qtbot, studio, "runs.export")
    loaded = "import load, torch; print(tuple(load.model(torch.zeros(1, 1, 8, 8)).shape))"
    done = subprocess.run(
        [sys.executable, "-c", loaded],
        cwd=exported.args[0],
        check=True,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.stdout.strip() == "(1, 10)"


def test_an_opened_run_is_the_one_whose_maps_are_shown(
    open_studio: OpenStudio, qtbot: QtBot
) -> None:
    studio = open_studio(with_engine=True)
    train(studio, qtbot, seed=1)
    studio.window.designer.selection.select(["conv1"])
    view = studio.window.designer.inspector.block_pane.output
    qtbot.waitUntil(lambda: view.source.text().startswith("weights of"), timeout=WAIT_MS)
    first = view.numbers.text()
    train(studio, qtbot, seed=2)
    qtbot.waitUntil(lambda: view.numbers.text() != first, timeout=WAIT_MS)
    page = runs_page(studio)
    qtbot.waitUntil(lambda: len(names(page)) == 2)
    click(page, 1)
    with qtbot.waitSignal(page.opened):
        press(qtbot, studio, "runs.open")
    qtbot.waitUntil(lambda: view.numbers.text() == first, timeout=WAIT_MS)
