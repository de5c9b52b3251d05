"""Garbage that holds Qt objects dies on the GUI thread, whoever makes the next object."""

import gc
import threading
from typing import ClassVar

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot

from cnnstudio.ui.garbage import GarbageCollection, collect_on_gui_thread

pytestmark = pytest.mark.gui


class Cycle(QObject):
    """An object that only the collector can free; it notes the thread it dies on."""

    died_on: ClassVar[list[str]] = []

    def __init__(self) -> None:
        super().__init__()
        self.itself = self
        self.destroyed.connect(lambda _object: Cycle.died_on.append(_thread_name()))


def _thread_name() -> str:
    return threading.current_thread().name


def test_a_thread_collects_nothing_and_the_event_loop_does(qtbot: QtBot) -> None:
    collect_on_gui_thread()
    Cycle.died_on.clear()
    Cycle()
    kept: list[list[int]] = []
    thread = threading.Thread(target=lambda: kept.extend([number] for number in range(200_000)))
    thread.start()
    thread.join()
    assert not Cycle.died_on
    qtbot.waitUntil(lambda: Cycle.died_on == [_thread_name()], timeout=10_000)
    assert len(kept) == 200_000


def test_it_begins_once(qapp: QCoreApplication) -> None:
    collect_on_gui_thread()
    collect_on_gui_thread()
    assert len(qapp.findChildren(GarbageCollection)) == 1
    assert not gc.isenabled()
