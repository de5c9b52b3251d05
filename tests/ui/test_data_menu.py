"""Choosing a data set is one undoable edit of the data, Input and Output."""

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio
from cnnstudio.data.choice import FOLDER, DataChoice
from cnnstudio.network import edits

pytestmark = pytest.mark.gui


@pytest.fixture(autouse=True)
def qt_dialogs(qapp: QApplication) -> None:
    qapp.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """A folder of two classes of small pictures."""
    for name in ("cats", "dogs", "owls"):
        folder = tmp_path / "pets" / name
        folder.mkdir(parents=True)
        for number in range(3):
            cv2.imwrite(str(folder / f"{number}.png"), np.full((9, 9, 3), 40 * number, np.uint8))
    return tmp_path / "pets"


def choose(studio: Studio, name: str) -> None:
    menu = studio.window.menus["data"]
    next(action for action in menu.actions() if action.objectName() == f"data.{name}").trigger()


def answer_folder(folder: Path) -> None:
    """Name a folder as soon as the dialog asks for one."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(10, answer)
            return
        dialog.findChild(QLineEdit).setText(str(folder))
        dialog.accept()

    QTimer.singleShot(0, answer)


def sizes(studio: Studio) -> tuple[object, ...]:
    network = studio.document.design.network
    source = network.of_kind("input")[0].parameters
    target = network.of_kind("output")[0].parameters
    return source["channels"], source["height"], source["width"], target["classes"]


def test_the_menu_marks_the_data_set_in_use(studio: Studio) -> None:
    checked = [each for each in studio.window.menus["data"].actions() if each.isChecked()]
    assert [each.objectName() for each in checked] == ["data.digits"]
    assert studio.window.top_bar.data.text() == "Handwritten digits"


def test_a_choice_sets_input_and_output_in_one_step(studio: Studio, qtbot: QtBot) -> None:
    with qtbot.waitSignal(studio.document.changed):
        choose(studio, "shapes")
    assert studio.document.project.data == DataChoice(name="shapes")
    assert sizes(studio) == (3, 64, 64, 10)
    assert studio.window.top_bar.data.text() == "Shapes"
    studio.window.actions_by_id["edit.undo"].trigger()
    assert studio.document.project.data.name == "digits"
    assert sizes(studio) == (1, 8, 8, 10)
    assert studio.window.top_bar.data.text() == "Handwritten digits"
    assert not studio.document.is_edited


def test_a_folder_of_pictures_begins_at_the_usual_size(
    studio: Studio, qtbot: QtBot, pets: Path
) -> None:
    answer_folder(pets)
    with qtbot.waitSignal(studio.document.changed):
        choose(studio, FOLDER)
    assert studio.document.project.data == DataChoice(name=FOLDER, folder=str(pets))
    assert sizes(studio) == (3, 64, 64, 3)
    assert studio.window.top_bar.data.text() == "pets"


def test_another_folder_keeps_the_size_of_input(studio: Studio, qtbot: QtBot, pets: Path) -> None:
    document = studio.document
    project = document.project.replace(data=DataChoice(name=FOLDER, folder="elsewhere"))
    block = project.network.of_kind("input")[0].id
    size = {"channels": 1, "height": 32, "width": 48}
    network = edits.set_parameters(project.network, block, size)
    document.open(project.replace(network=network))
    answer_folder(pets)
    with qtbot.waitSignal(document.undo_stack.indexChanged):
        choose(studio, FOLDER)
    assert sizes(studio) == (1, 32, 48, 3)


def test_a_folder_without_pictures_is_explained_and_nothing_changes(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    before = studio.document.project
    answer_folder(empty)
    choose(studio, FOLDER)
    qtbot.waitUntil(lambda: bool(studio.window.notice.text))
    assert "empty" in studio.window.notice.text
    assert studio.document.project == before
    checked = [each for each in studio.window.menus["data"].actions() if each.isChecked()]
    assert [each.objectName() for each in checked] == ["data.digits"]


def test_no_folder_chosen_changes_nothing(studio: Studio, qtbot: QtBot) -> None:
    before = studio.document.project

    def cancel() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog):
            dialog.reject()
        else:
            QTimer.singleShot(10, cancel)

    QTimer.singleShot(0, cancel)
    choose(studio, FOLDER)
    assert studio.document.project == before
    checked = [each for each in studio.window.menus["data"].actions() if each.isChecked()]
    assert [each.objectName() for each in checked] == ["data.digits"]


def test_mnist_is_used_from_where_it_was_used_last(
    studio: Studio, qtbot: QtBot, shared_data: Path
) -> None:
    studio.settings.set_data_folder("mnist", str(shared_data / "mnist"))
    with qtbot.waitSignal(studio.document.changed):
        choose(studio, "mnist")
    assert sizes(studio) == (1, 28, 28, 10)
    assert studio.document.project.data.folder == str(shared_data / "mnist")
    assert studio.window.page == "network"


def test_what_is_to_be_downloaded_is_shown_on_the_data_page(studio: Studio, qtbot: QtBot) -> None:
    with qtbot.waitSignal(studio.document.changed):
        choose(studio, "mnist")
    assert sizes(studio) == (1, 28, 28, 10)
    assert studio.window.page == "data"


def drag(target: QWidget, folder: Path) -> bool:
    """Drag a folder over a widget and let it go there; return whether it was taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    place, buttons = QPointF(200, 200), Qt.MouseButton.LeftButton
    keys, action = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(place.toPoint(), action, data, buttons, keys)
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        QApplication.sendEvent(target, QDropEvent(place, action, data, buttons, keys))
    return enter.isAccepted()


def test_a_folder_dropped_on_the_window_is_used(studio: Studio, qtbot: QtBot, pets: Path) -> None:
    with qtbot.waitSignal(studio.document.changed):
        assert drag(studio.window, pets)
    assert studio.document.project.data == DataChoice(name=FOLDER, folder=str(pets))
    assert studio.window.page == "data"


def test_a_folder_dropped_on_the_kernels_is_for_the_window(
    studio: Studio, qtbot: QtBot, pets: Path
) -> None:
    studio.window.show_page("kernels")
    page = studio.window.pages.page("kernels")
    with qtbot.waitSignal(studio.document.changed):
        assert drag(page.pictures, pets)
    assert studio.document.project.data.folder == str(pets)
    assert studio.window.page == "data"


def test_a_folder_with_one_class_that_is_dropped_is_explained(
    studio: Studio, qtbot: QtBot, pets: Path
) -> None:
    assert drag(studio.window, pets / "cats")
    qtbot.waitUntil(lambda: "has no sub-folders" in studio.window.notice.text)
    assert studio.document.project.data.name == "digits"


def folders_listed(studio: Studio) -> list[str]:
    menu = studio.window.menus["data"]
    menu.aboutToShow.emit()
    return [each.toolTip() for each in menu.actions() if each.objectName() == "data.recent_folder"]


def test_folders_used_before_are_listed_and_used_again(
    studio: Studio, qtbot: QtBot, tmp_path: Path, pets: Path
) -> None:
    others = [shutil.copytree(pets, tmp_path / f"pets & {number}") for number in range(9)]
    for folder in (*others, pets):
        studio.settings.add_picture_folder(folder)
    shutil.rmtree(others[8])
    assert folders_listed(studio) == [str(each) for each in (pets, *others[7:0:-1])]
    assert others[8] not in studio.settings.picture_folders

    menu = studio.window.menus["data"]
    action = next(each for each in menu.actions() if each.toolTip() == str(others[3]))
    with qtbot.waitSignal(studio.document.undo_stack.indexChanged):
        action.trigger()
    assert studio.document.project.data.folder == str(others[3])
    assert folders_listed(studio)[0] == str(others[3])
    checked = [each for each in menu.actions() if each.isChecked()]
    assert str(others[3]) in [each.toolTip() for each in checked]

    next(each for each in menu.actions() if each.objectName() == "data.clear_folders").trigger()
    assert folders_listed(studio) == []
    assert studio.document.project.data.folder == str(others[3])


def test_without_folders_the_menu_offers_nothing_to_clear(studio: Studio) -> None:
    assert folders_listed(studio) == []
    names = [each.objectName() for each in studio.window.menus["data"].actions()]
    assert "data.clear_folders" not in names
