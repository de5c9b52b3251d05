"""The list of shortcuts names every action that has one."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import cnnstudio
from cnnstudio.app import Studio
from cnnstudio.ui.actions import plain_text
from cnnstudio.ui.help import AboutDialog, ShortcutsDialog

pytestmark = pytest.mark.gui


@pytest.fixture
def dialog(studio: Studio, qtbot: QtBot) -> ShortcutsDialog:
    studio.window.show_page("kernels")
    dialog = ShortcutsDialog(studio.window.actions_by_id, studio.window)
    dialog.show()
    return dialog


def test_every_shortcut_is_listed(studio: Studio, dialog: ShortcutsDialog) -> None:
    wanted = [
        plain_text(action)
        for action in studio.window.actions_by_id.values()
        if not action.shortcut().isEmpty()
    ]
    assert sorted(dialog.shown) == sorted(wanted)


def test_typing_narrows_the_list(dialog: ShortcutsDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.search, "undo")
    assert dialog.shown == ("Undo",)
    dialog.search.clear()
    assert len(dialog.shown) > 20


def test_about_tells_the_version_and_the_folders(studio: Studio, home: Path) -> None:
    dialog = AboutDialog(studio.window)
    text = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert cnnstudio.__version__ in text
    assert str(home / "data" / "runs") in text
