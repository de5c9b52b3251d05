"""Pictures that cannot be read are a problem that is told before Train is pressed."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio
from cnnstudio.data.choice import FOLDER, DataChoice
from cnnstudio.network import edits
from tests.ui.conftest import OpenStudio

pytestmark = pytest.mark.gui

WAIT_MS = 60_000


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """A folder of three dark cats and three light dogs."""
    for level, name in enumerate(("cats", "dogs")):
        (tmp_path / "pets" / name).mkdir(parents=True)
        for number in range(3):
            pixels = np.full((8, 8, 3), 100 * level + number, np.uint8)
            Image.fromarray(pixels).save(tmp_path / "pets" / name / f"{number}.png")
    return tmp_path / "pets"


def use(studio: Studio, folder: Path) -> None:
    project = studio.document.project
    network = edits.fit_to_data(project.network, (3, 32, 32), 2)
    data = DataChoice(name=FOLDER, folder=str(folder))
    studio.document.apply("Data", project.replace(network=network, data=data))


def come_back(qapp: QApplication) -> None:
    """Leave the program for another one and come back."""
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)


def test_a_folder_that_is_gone_is_a_problem_until_it_is_back(
    studio: Studio, qtbot: QtBot, qapp: QApplication, pets: Path
) -> None:
    away = pets.rename(pets.with_name("away"))
    use(studio, pets)
    bar, train = studio.window.status_bar, studio.window.actions_by_id["training.train"]
    qtbot.waitUntil(lambda: bar.problems.text() == "● 1 problem")
    assert "There is no folder" in bar.problems.toolTip()
    assert train.property("blocked")
    assert str(pets) in train.toolTip()

    qtbot.mouseClick(studio.window.top_bar.train, Qt.MouseButton.LeftButton)
    assert not studio.training.is_active
    assert studio.window.page == "data"

    away.rename(pets)
    come_back(qapp)
    qtbot.waitUntil(lambda: bar.problems.text() == "● No problems")
    page = studio.window.pages.page("data")
    qtbot.waitUntil(lambda: page.pictures.shows_pictures, timeout=WAIT_MS)
    assert not train.property("blocked")


def test_one_class_alone_is_a_problem(studio: Studio, qtbot: QtBot, pets: Path) -> None:
    for path in (pets / "dogs").iterdir():
        path.unlink()
    (pets / "dogs").rmdir()
    use(studio, pets)
    qtbot.waitUntil(lambda: bool(studio.document.design.report.problems))
    assert 'has one class, "cats"' in studio.document.design.report.problems[0].message


def test_what_is_not_downloaded_is_a_problem_until_another_is_chosen(
    studio: Studio, qtbot: QtBot
) -> None:
    project = studio.document.project
    network = edits.fit_to_data(project.network, (1, 28, 28), 10)
    mnist = project.replace(network=network, data=DataChoice(name="mnist"))
    studio.document.apply("Data", mnist)
    qtbot.waitUntil(lambda: bool(studio.document.design.report.problems))
    assert "is not on this computer yet" in studio.document.design.report.problems[0].message
    studio.window.actions_by_id["edit.undo"].trigger()
    assert not studio.document.design.report.problems


def test_pictures_that_cannot_be_read_are_a_problem_until_they_are_mended(
    open_studio: OpenStudio, qtbot: QtBot, pets: Path
) -> None:
    good = {path: path.read_bytes() for path in (pets / "dogs").iterdir()}
    for path in good:
        path.write_bytes(b"no picture")
    studio = open_studio(with_engine=True)
    use(studio, pets)
    report = studio.document.design.report
    assert not report.problems  # nobody has read them yet
    qtbot.waitUntil(lambda: bool(studio.document.design.report.problems), timeout=WAIT_MS)
    assert "none can be read" in studio.document.design.report.problems[0].message
    assert studio.window.actions_by_id["training.train"].property("blocked")

    for path, content in good.items():
        path.write_bytes(content)
    qtbot.mouseClick(studio.window.top_bar.train, Qt.MouseButton.LeftButton)
    assert studio.window.page == "data"
    qtbot.waitUntil(lambda: not studio.document.design.report.problems, timeout=WAIT_MS)
    panel = studio.window.training.picture
    qtbot.waitUntil(lambda: bool(panel.bars.shown), timeout=WAIT_MS)


def test_classes_of_a_folder_that_output_does_not_ask_for_are_a_problem_with_its_repair(
    studio: Studio, qtbot: QtBot, pets: Path
) -> None:
    use(studio, pets)
    network = studio.document.design.network
    output = network.of_kind("output")[0].id
    document = studio.document
    edited = edits.set_parameters(network, output, {"classes": 5})
    document.apply("Edit", document.project.replace(network=edited))
    qtbot.waitUntil(lambda: bool(document.design.report.problems))
    (problem,) = document.design.report.problems
    assert problem.message == "pets has 2 classes, but Output asks for 5."
    qtbot.mouseClick(studio.window.top_bar.train, Qt.MouseButton.LeftButton)
    assert studio.window.page == "network"
    assert studio.window.designer.selection.block == output
    studio.window.designer.editor.repair(problem.repairs[0])
    assert not document.design.report.problems
