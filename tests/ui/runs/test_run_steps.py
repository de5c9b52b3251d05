"""What is done to runs is taken back and done again in the window, with mouse and keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio
from cnnstudio.network import edits
from cnnstudio.training import config, trash
from cnnstudio.training.run_list import read_entry
from cnnstudio.ui.runs.columns import Column
from cnnstudio.ui.runs.page import RunsPage
from cnnstudio.ui.runs.restore_dialog import RestoreDialog
from tests.ui.conftest import OpenStudio
from tests.ui.runs.conftest import Keep

pytestmark = pytest.mark.gui


def runs_page(studio: Studio, qtbot: QtBot) -> RunsPage:
    """Go to the page with its key, and wait until the disk has been read."""
    press(studio, "view.runs", qtbot)
    page = studio.window.findChild(RunsPage)
    qtbot.waitUntil(lambda: page.library.is_loaded)
    page.list.view.setFocus()
    return page


def press(studio: Studio, action: str, qtbot: QtBot) -> None:
    """Press the key of an action where the focus is."""
    studio.window.activateWindow()
    qtbot.waitUntil(studio.window.isActiveWindow)
    focus = studio.window.focusWidget() or studio.window
    QTest.keySequence(focus, studio.window.actions_by_id[action].shortcut())


def names(page: RunsPage) -> list[str]:
    return [entry.name for entry in page.list.table.entries]


def chosen(page: RunsPage) -> list[str]:
    return [entry.name for entry in page.list.selection]


def click(
    page: RunsPage,
    name: str,
    column: Column = Column.BEST,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    index = page.list.table.index(names(page).index(name), column)
    place = page.list.view.visualRect(index).center()
    QTest.mouseClick(page.list.view.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def delete(studio: Studio, page: RunsPage, name: str, qtbot: QtBot) -> None:
    click(page, name)
    with qtbot.waitSignal(page.library.gone):
        press(studio, "runs.delete", qtbot)


def bring_back(studio: Studio, page: RunsPage, qtbot: QtBot) -> None:
    """Take a deletion back."""
    with qtbot.waitSignal(page.library.came):
        press(studio, "edit.undo", qtbot)


def open_run(studio: Studio, page: RunsPage, name: str, qtbot: QtBot) -> None:
    """Put a run on the canvas, and go back to the page."""
    click(page, name)
    with qtbot.waitSignal(page.opened):
        press(studio, "runs.open", qtbot)
    runs_page(studio, qtbot)


def deleted_runs(studio: Studio, page: RunsPage, qtbot: QtBot) -> RestoreDialog:
    """Ask for the runs that were deleted, and wait until one of them is chosen."""
    studio.window.actions_by_id["runs.restore_deleted"].trigger()
    dialog = page.work.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: bool(dialog.chosen))
    return dialog


def undo_text(studio: Studio) -> str:
    action = studio.window.actions_by_id["edit.undo"]
    return action.text() if action.isEnabled() else ""


def on_disk(folder: Path) -> bool:
    return (folder / "run.json").is_file()


@pytest.fixture
def three(keep: Keep) -> list[Path]:
    return [keep(name) for name in ("first", "second", "third")]


@pytest.fixture
def page(studio: Studio, three: list[Path], qtbot: QtBot) -> RunsPage:
    """The page with three runs."""
    return runs_page(studio, qtbot)


def test_two_deletions_are_taken_back_one_after_the_other_and_done_again(
    studio: Studio, page: RunsPage, three: list[Path], qtbot: QtBot
) -> None:
    delete(studio, page, "first", qtbot)
    delete(studio, page, "third", qtbot)
    assert page.notice.text == "Deleted “third”"
    assert undo_text(studio) == "&Undo Delete “third”"
    bring_back(studio, page, qtbot)
    assert names(page) == ["third", "second"]
    assert chosen(page) == ["third"]
    assert page.notice.text == "Restored “third”"
    bring_back(studio, page, qtbot)
    assert names(page) == ["third", "second", "first"]
    assert all(on_disk(folder) for folder in three)
    assert undo_text(studio) == ""
    with qtbot.waitSignal(page.library.gone):
        press(studio, "edit.redo", qtbot)
    assert names(page) == ["third", "second"]
    assert not on_disk(three[0])


def test_undo_of_runs_leaves_the_network_and_the_page(
    studio: Studio, three: list[Path], qtbot: QtBot
) -> None:
    network = edits.set_parameters(studio.document.project.network, "conv1", {"filters": 24})
    studio.document.apply("Change filters", studio.document.project.replace(network=network))
    page = runs_page(studio, qtbot)
    assert undo_text(studio) == ""
    delete(studio, page, "second", qtbot)
    bring_back(studio, page, qtbot)
    press(studio, "edit.undo", qtbot)
    assert studio.window.page == "runs"
    assert studio.document.project.network == network
    press(studio, "view.network", qtbot)
    assert undo_text(studio) == "&Undo Change filters"


def test_the_key_for_undo_does_not_wait_for_the_disk(
    studio: Studio, page: RunsPage, three: list[Path], qtbot: QtBot
) -> None:
    for name in ("first", "third"):
        click(page, name)
        press(studio, "runs.delete", qtbot)
    assert names(page) == ["second"]
    for _deletion in range(2):
        press(studio, "edit.undo", qtbot)
    assert names(page) == ["third", "second", "first"]
    qtbot.waitUntil(lambda: page.notice.text == "Restored “first”")
    assert all(on_disk(folder) for folder in three)
    assert not trash.discarded_runs()


def test_several_runs_are_one_step(studio: Studio, page: RunsPage, qtbot: QtBot) -> None:
    QTest.keySequence(page.list.view, "Ctrl+A")
    with qtbot.waitSignal(page.library.gone):
        press(studio, "runs.delete", qtbot)
    assert undo_text(studio) == "&Undo Delete 3 Runs"
    assert page.empty.isVisible()
    bring_back(studio, page, qtbot)
    assert names(page) == chosen(page) == ["third", "second", "first"]
    assert page.notice.text == "Restored 3 runs"


def test_the_button_of_a_notice_takes_its_own_deletion_back(
    studio: Studio, page: RunsPage, qtbot: QtBot
) -> None:
    delete(studio, page, "second", qtbot)
    click(page, "first", Column.STAR)
    button = next(each for each in page.notice.findChildren(QPushButton) if each.text() == "Undo")
    with qtbot.waitSignal(page.library.came):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert names(page) == ["third", "second", "first"]
    assert undo_text(studio) == "&Undo Star “first”"


def test_names_and_stars_are_taken_back_and_given_again(
    studio: Studio, page: RunsPage, three: list[Path], qtbot: QtBot
) -> None:
    click(page, "second")
    press(studio, "runs.rename", qtbot)
    editor = page.list.view.viewport().findChildren(QLineEdit)[-1]
    QTest.keyClicks(editor, "slow and steady")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "slow and steady" in names(page))
    click(page, "slow and steady", Column.STAR)
    delete(studio, page, "slow and steady", qtbot)
    assert page.notice.text == "Deleted “slow and steady”"
    texts = []
    for _step in range(3):
        texts.append(undo_text(studio))
        press(studio, "edit.undo", qtbot)
    assert texts == [
        "&Undo Delete “slow and steady”",
        "&Undo Star “slow and steady”",
        "&Undo Rename “second”",
    ]
    assert names(page) == ["third", "second", "first"]
    qtbot.waitUntil(lambda: on_disk(three[1]) and read_entry(three[1]).name == "second")
    assert not read_entry(three[1]).is_starred
    for _step in range(2):
        press(studio, "edit.redo", qtbot)
    qtbot.waitUntil(lambda: read_entry(three[1]).is_starred)
    assert names(page) == ["third", "slow and steady", "first"]


def test_the_last_run_of_the_window_is_let_go_of_until_it_is_back(
    studio: Studio, page: RunsPage, three: list[Path], qtbot: QtBot
) -> None:
    open_run(studio, page, "second", qtbot)
    steps = studio.training.history.step
    more_epochs = studio.window.actions_by_id["training.more_epochs"]
    go_on = studio.window.actions_by_id["training.continue"]
    project = studio.document.project
    longer = config.changed(project.training, epochs=9)
    studio.document.apply("Set epochs", project.replace(training=longer))
    assert go_on.isEnabled()
    delete(studio, page, "second", qtbot)
    assert studio.training.folder is None
    assert studio.training.history.step == steps
    for action in (go_on, more_epochs):
        assert not action.isEnabled()
        assert "The last run was deleted or moved. Bring it back" in action.toolTip()
    bring_back(studio, page, qtbot)
    assert studio.training.folder == three[1]
    assert go_on.isEnabled()
    assert more_epochs.isEnabled()


def test_a_run_that_was_let_go_of_does_not_take_the_place_of_another(
    studio: Studio, page: RunsPage, three: list[Path], qtbot: QtBot
) -> None:
    open_run(studio, page, "second", qtbot)
    delete(studio, page, "second", qtbot)
    open_run(studio, page, "first", qtbot)
    bring_back(studio, page, qtbot)
    assert studio.training.folder == three[0]


def test_a_last_run_that_is_moved_elsewhere_is_let_go_of(
    studio: Studio, page: RunsPage, three: list[Path], qtbot: QtBot
) -> None:
    open_run(studio, page, "second", qtbot)
    elsewhere = three[1].parent.parent / "elsewhere"
    with qtbot.waitSignal(page.library.gone):
        three[1].rename(elsewhere)
    assert studio.training.folder is None
    with qtbot.waitSignal(page.library.came):
        elsewhere.rename(three[1])
    assert studio.training.folder == three[1]


def test_what_was_deleted_is_brought_back_after_a_restart(
    open_studio: OpenStudio, three: list[Path], qtbot: QtBot
) -> None:
    studio = open_studio()
    page = runs_page(studio, qtbot)
    delete(studio, page, "second", qtbot)
    studio.window.close()
    studio = open_studio()
    page = runs_page(studio, qtbot)
    assert undo_text(studio) == ""
    dialog = deleted_runs(studio, page, qtbot)
    with qtbot.waitSignal(page.library.came):
        QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert names(page) == ["third", "second", "first"]
    assert chosen(page) == ["second"]
    assert page.notice.text == "Restored “second”"


def test_a_run_restored_from_the_list_is_no_step_of_undo_any_more(
    studio: Studio, page: RunsPage, qtbot: QtBot
) -> None:
    for name in ("first", "second"):
        delete(studio, page, name, qtbot)
    dialog = deleted_runs(studio, page, qtbot)
    with qtbot.waitSignal(page.library.came):
        dialog.restoring.click()
    assert names(page) == ["third", "second"]
    assert undo_text(studio) == "&Undo Delete “first”"


def test_how_many_more_epochs_can_be_said_on_coming_back_to_the_page(
    studio: Studio, page: RunsPage, qtbot: QtBot
) -> None:
    click(page, "first")
    assert page.details.header.more_epochs.isEnabled()
    press(studio, "view.data", qtbot)
    with qtbot.waitSignal(page.library.looked):
        press(studio, "view.runs", qtbot)
    assert page.details.header.more_epochs.isEnabled()
