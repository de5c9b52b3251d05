"""The list of shortcuts names every action that has one."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import cnnstudio
from cnnstudio.app import Studio
from cnnstudio.ui.actions import plain_text
from cnnstudio.ui.help import AboutDialog, ShortcutsDialog
from cnnstudio.ui.pages import PAGES

pytestmark = pytest.mark.gui


CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def dialog(studio: Studio, qtbot: QtBot) -> ShortcutsDialog:
    """The list as Ctrl+/ opens it, before any other page was built."""
    qtbot.keyClick(studio.window, Qt.Key.Key_Slash, CONTROL)
    (dialog,) = studio.window.findChildren(ShortcutsDialog)
    return dialog


def test_every_shortcut_of_every_page_is_listed(
    studio: Studio, dialog: ShortcutsDialog, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: all(studio.window.pages.page(page.id) for page in PAGES))
    wanted = {
        plain_text(action)
        for action in studio.window.actions_by_id.values()
        if not action.shortcut().isEmpty()
    }
    wanted |= {"Transpose", "Search Runs", "Go to the next block, to the one before"}
    qtbot.waitUntil(lambda: wanted <= set(dialog.shown))


def test_the_page_in_front_stays_there(
    studio: Studio, dialog: ShortcutsDialog, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: "runs.search" in studio.window.actions_by_id)
    assert studio.window.pages.front == "network"
    assert not studio.window.actions_by_id["runs.search"].isVisible()


def test_the_keys_are_seen_whole(dialog: ShortcutsDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "Search Runs" in dialog.shown)
    qtbot.waitUntil(lambda: not dialog._area.horizontalScrollBar().isVisible())


def test_typing_narrows_the_list_by_words_or_keys(dialog: ShortcutsDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "Search Runs" in dialog.shown)
    qtbot.keyClicks(dialog.search, "undo")
    assert dialog.shown == ("Undo",)
    dialog.search.clear()
    qtbot.keyClicks(dialog.search, "ctrl+z")
    assert dialog.shown == ("Undo",)
    dialog.search.clear()
    assert len(dialog.shown) > 40


def test_escape_closes_the_list(dialog: ShortcutsDialog, qtbot: QtBot, studio: Studio) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not studio.window.findChildren(ShortcutsDialog))


def test_about_tells_the_version_and_the_folders(studio: Studio, home: Path) -> None:
    dialog = AboutDialog(studio.window)
    text = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert cnnstudio.__version__ in text
    assert str(home / "data" / "runs") in text
