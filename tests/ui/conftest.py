"""What holds for tests of the window: nothing leaks, and nothing is said to the log."""

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.ui import style
from cnnstudio.ui.theme import Appearance, themes

if TYPE_CHECKING:
    from cnnstudio.app import Studio


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application, dressed as the program dresses it."""
    style.install(qapp)
    return qapp


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture
def expected_log() -> list[str]:
    """Texts that may stand in log records of this test; others fail it."""
    return []


@pytest.fixture(autouse=True)
def no_unexpected_log(expected_log: list[str]) -> Iterator[None]:
    """Fail on warnings and errors in the log that the test did not announce."""
    records = _Records()
    logging.getLogger().addHandler(records)
    yield
    logging.getLogger().removeHandler(records)
    unexpected = [text for text in records.texts if not any(part in text for part in expected_log)]
    assert not unexpected, unexpected


@pytest.fixture(autouse=True)
def no_leaks(qapp: QApplication) -> Iterator[None]:
    """Fail on windows, threads and processes that outlive the test."""
    windows = set(qapp.topLevelWidgets())
    threads = set(threading.enumerate())
    children = set(_children())
    yield
    _delete_deferred()
    left = [each for each in qapp.topLevelWidgets() if each not in windows and each.isVisible()]
    for each in left:
        each.close()
    assert not left, left
    extra = [each for each in threading.enumerate() if each not in threads and not each.daemon]
    for thread in extra:
        thread.join(5)
    assert not [each for each in extra if each.is_alive()], extra
    processes = [each for each in _children() if each not in children]
    _gone, alive = psutil.wait_procs(processes, timeout=10)
    assert not alive, alive


def _children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def _delete_deferred() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for settings, the last session, runs and caches."""
    monkeypatch.setenv("CNNSTUDIO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def light() -> Iterator[None]:
    """The light theme, whatever the test chooses."""
    yield
    themes.choose(Appearance.LIGHT)


OpenStudio = Callable[..., "Studio"]


@pytest.fixture
def open_studio(qtbot: QtBot, home: Path, light: None) -> Iterator[OpenStudio]:
    """Opens the program's window without its engine, as often as the test likes."""
    from cnnstudio.app import Studio

    opened: list[Studio] = []

    def open_one(path: Path | None = None, *, with_engine: bool = False) -> "Studio":
        studio = Studio(path)
        opened.append(studio)
        if with_engine:
            studio.show()
        else:
            studio.window.painted.connect(studio.complete)
            studio.window.show()
        qtbot.waitUntil(lambda: bool(studio.window.top_bar.data.text()))
        return studio

    yield open_one
    for studio in opened:
        studio.window.close()
        studio.window.deleteLater()
        studio.deleteLater()


@pytest.fixture
def studio(open_studio: OpenStudio) -> "Studio":
    """The program's window with the starter network, without its engine."""
    return open_studio()
