"""New, open, recent, save, save as, and "save changes?", driven as a person would."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio
from cnnstudio.network import edits
from cnnstudio.project import archive, presets

pytestmark = pytest.mark.gui

OpenStudio = Callable[..., Studio]


def edit(studio: Studio) -> None:
    document = studio.document
    network = edits.move(document.design.network, {"input1": (-40.0, -40.0)})
    document.apply("Move", document.project.replace(network=network))


def when_asked(answer: Callable[[QApplication], None]) -> None:
    """Do something once a dialog is open; the dialog's own loop runs meanwhile."""
    QTimer.singleShot(0, lambda: _answer(answer))


def _answer(answer: Callable[[QApplication], None]) -> None:
    dialog = QApplication.activeModalWidget()
    if dialog is None:
        QTimer.singleShot(10, lambda: _answer(answer))
    else:
        answer(dialog)


def press(button: QMessageBox.StandardButton) -> Callable[[QMessageBox], None]:
    return lambda box: box.button(button).click()


def name_file(path: Path) -> Callable[[QFileDialog], None]:
    def answer(dialog: QFileDialog) -> None:
        field = dialog.findChild(QLineEdit)
        field.setText(str(path))
        dialog.accept()

    return answer


@pytest.fixture(autouse=True)
def qt_dialogs(qapp: QApplication) -> None:
    qapp.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)


def test_saving_writes_the_whole_project(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "mine.cnnstudio"
    edit(studio)
    when_asked(name_file(path))
    studio.window.actions_by_id["file.save"].trigger()
    assert archive.load(path) == studio.document.project
    assert not studio.document.is_edited
    assert studio.window.top_bar.file.text() == "mine.cnnstudio"


def test_a_name_without_a_suffix_gets_one(studio: Studio, tmp_path: Path) -> None:
    when_asked(name_file(tmp_path / "mine"))
    studio.window.actions_by_id["file.save_as"].trigger()
    assert (tmp_path / "mine.cnnstudio").exists()


def test_saving_again_does_not_ask(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "mine.cnnstudio"
    when_asked(name_file(path))
    studio.window.actions_by_id["file.save_as"].trigger()
    edit(studio)
    studio.window.actions_by_id["file.save"].trigger()
    assert archive.load(path) == studio.document.project


def test_a_place_that_cannot_be_written_is_explained(studio: Studio, tmp_path: Path) -> None:
    edit(studio)
    studio.document.set_path(tmp_path / "no such folder" / "mine.cnnstudio")
    studio.window.actions_by_id["file.save"].trigger()
    assert "mine.cnnstudio" in studio.window.notice.text
    assert studio.document.is_edited


def test_open_shows_the_chosen_project(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "lenet.cnnstudio"
    archive.save(path, presets.load_preset("lenet5"))
    when_asked(name_file(path))
    studio.window.actions_by_id["file.open"].trigger()
    assert studio.document.project == presets.load_preset("lenet5")
    assert studio.settings.recent_files[0] == path


def test_changes_are_asked_about_before_they_are_lost(studio: Studio) -> None:
    edit(studio)
    before = studio.document.project
    when_asked(press(QMessageBox.StandardButton.Cancel))
    studio.window.actions_by_id["file.new"].trigger()
    assert studio.document.project == before
    when_asked(press(QMessageBox.StandardButton.Discard))
    studio.window.actions_by_id["file.new"].trigger()
    assert studio.document.project == presets.load_preset(presets.STARTER)
    assert not studio.document.is_edited


def test_changes_can_be_saved_before_another_project_opens(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "mine.cnnstudio"
    archive.save(path, studio.document.project)
    studio.files.open(path)
    edit(studio)
    mine = studio.document.project
    when_asked(press(QMessageBox.StandardButton.Save))
    studio.window.actions_by_id["file.new"].trigger()
    assert archive.load(path) == mine
    assert studio.document.path is None


def test_a_bad_file_loses_nothing(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "picture.cnnstudio"
    path.write_bytes(b"\x89PNG")
    edit(studio)
    before = studio.document.project
    assert not studio.files.open(path)
    assert "picture.cnnstudio" in studio.window.notice.text
    assert studio.document.project == before
    assert studio.document.is_edited


def test_recent_files_open_again(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "lenet.cnnstudio"
    archive.save(path, presets.load_preset("lenet5"))
    studio.files.open(path)
    studio.window.actions_by_id["file.new"].trigger()
    menu = studio.window.menus["recent"]
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    assert studio.document.path == path


def test_every_example_opens(studio: Studio) -> None:
    for name in presets.NAMES:
        assert studio.files.open_example(name)
        assert studio.document.project == presets.load_preset(name)


def test_the_last_session_comes_back_though_never_saved(
    open_studio: OpenStudio, qtbot: QtBot
) -> None:
    first = open_studio()
    edit(first)
    kept = first.document.project
    first.window.close()
    second = open_studio()
    assert second.document.project == kept
    assert second.document.is_edited
    assert second.window.top_bar.file.text() == "untitled — edited"


def test_a_damaged_session_is_explained_and_the_starter_opens(
    open_studio: OpenStudio, home: Path
) -> None:
    (home / "settings").mkdir(parents=True)
    (home / "settings" / "session.json").write_text("{")
    studio = open_studio()
    assert studio.document.project == presets.load_preset(presets.STARTER)
    assert "session" in studio.window.notice.text


def test_a_file_named_at_the_start_is_opened(open_studio: OpenStudio, tmp_path: Path) -> None:
    path = tmp_path / "lenet.cnnstudio"
    archive.save(path, presets.load_preset("lenet5"))
    assert open_studio(path).document.path == path
