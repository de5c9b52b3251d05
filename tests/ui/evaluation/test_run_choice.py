"""The list of runs to choose from, over run folders that are written as the engine does."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from pytestqt.qtbot import QtBot

from cnnstudio.project import presets
from cnnstudio.training import runs
from cnnstudio.training.history import History
from cnnstudio.training.messages import Outcome, RunEnded
from cnnstudio.ui.background import Background
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EngineClient
from cnnstudio.ui.evaluation.run_choice import RunChoice
from cnnstudio.ui.runs.library import RunLibrary
from cnnstudio.ui.training.session import TrainingSession
from tests.ui.runs.conftest import record

pytestmark = pytest.mark.gui


def keep(name: str, started: str) -> Path:
    folder = runs.new_run_folder(name)
    runs.write_record(folder, record(name, started=started))
    (folder / runs.LAST).write_bytes(b"weights")
    return folder


@pytest.fixture
def folders(home: Path) -> list[Path]:
    """Three runs, two of them alike but for their second, the newest last."""
    return [
        keep("cats", "2025-03-01T12:00:00+00:00"),
        keep("digits", "2025-03-01T12:00:05+00:00"),
        keep("digits", "2025-03-01T12:00:09+00:00"),
    ]


@pytest.fixture
def background() -> Iterator[Background]:
    background = Background()
    yield background
    background.finish()
    QCoreApplication.processEvents()


@pytest.fixture
def session() -> TrainingSession:
    """A session of this window whose engine is never started."""
    document = Document(presets.load_preset(presets.STARTER))
    # No child of the document: a part of it that goes may hold the document last.
    return TrainingSession(document, EngineClient())


@pytest.fixture
def choice(
    qtbot: QtBot, folders: list[Path], background: Background, session: TrainingSession
) -> RunChoice:
    library = RunLibrary(background)
    choice = RunChoice(library, session)
    qtbot.addWidget(choice)
    library.setParent(choice)
    choice.show()
    with qtbot.waitSignal(library.looked):
        library.wake()
    return choice


def texts(choice: RunChoice) -> list[str]:
    return [choice.itemText(place) for place in range(choice.count())]


def trained_here(session: TrainingSession, folder: Path) -> None:
    """Have a session know a run as its last one."""
    ended = RunEnded(1, Outcome.FINISHED, "Finished.", str(folder), 3)
    session.adopt(presets.load_preset(presets.STARTER), ended, History(), title="Run 1")


def test_runs_of_one_minute_are_told_apart(choice: RunChoice, folders: list[Path]) -> None:
    first, second, third = texts(choice)
    assert first.endswith(":00:09")
    assert second.endswith(":00:05")
    assert third == "cats · 98.0%"
    assert choice.folder == folders[2]
    assert str(folders[2]) in choice.toolTip()
    assert "Finished" in choice.itemData(2, Qt.ItemDataRole.ToolTipRole)


def test_the_last_run_of_the_window_keeps_its_name(
    choice: RunChoice, session: TrainingSession, folders: list[Path]
) -> None:
    trained_here(session, folders[0])
    assert texts(choice)[0] == "cats · 98.0% · last run here"
    assert choice.folder == folders[0]
    assert choice.count() == 3


def test_a_deleted_run_is_dropped_though_it_was_the_last_one(
    choice: RunChoice, session: TrainingSession, folders: list[Path], qtbot: QtBot
) -> None:
    library = choice._library
    with qtbot.waitSignal(library.looked):
        trained_here(session, folders[0])
    shutil.rmtree(folders[0])
    with qtbot.waitSignal(choice.chosen), qtbot.waitSignal(library.looked):
        library.refresh()
    assert choice.count() == 2
    assert choice.folder == folders[2]


def test_a_new_run_is_called_so_as_soon_as_it_is_over(
    choice: RunChoice, session: TrainingSession, qtbot: QtBot
) -> None:
    folder = keep("cats and dogs", "2025-03-01T12:01:00+00:00")
    trained_here(session, folder)
    assert texts(choice)[0] == "Run 1 · last run here"
    assert choice.folder == folder
    qtbot.waitUntil(lambda: texts(choice)[0] == "cats and dogs · 98.0% · last run here")
    assert choice.folder == folder


def test_a_run_is_chosen_with_the_keyboard(
    choice: RunChoice, folders: list[Path], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(choice.chosen) as chosen:
        qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert chosen.args == [folders[1]]
    assert str(folders[1]) in choice.toolTip()
