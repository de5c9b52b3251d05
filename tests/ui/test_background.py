"""Disk work comes back on the GUI thread, in order."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.errors import InvalidFileError
from cnnstudio.ui.background import Background

pytestmark = pytest.mark.gui


def test_work_runs_elsewhere_and_its_result_arrives_here(qtbot: QtBot) -> None:
    background = Background()
    seen: list[tuple[threading.Thread, threading.Thread]] = []
    background.run(
        threading.current_thread,
        lambda worker: seen.append((worker, threading.current_thread())),
        failed=lambda _error: None,
    )
    qtbot.waitUntil(lambda: bool(seen))
    background.finish()
    worker, here = seen[0]
    assert worker is not here
    assert here is threading.main_thread()


def test_results_arrive_in_the_order_of_the_questions(qtbot: QtBot) -> None:
    background = Background()
    seen: list[int] = []
    for number in range(20):
        background.run(lambda number=number: number, seen.append, failed=lambda _error: None)
    qtbot.waitUntil(lambda: len(seen) == 20)
    background.finish()
    assert seen == list(range(20))


def test_an_expected_error_is_handed_over(qtbot: QtBot) -> None:
    def fail() -> None:
        raise InvalidFileError("No such folder.")

    background = Background()
    failures: list[str] = []
    background.run(fail, failed=lambda error: failures.append(str(error)))
    qtbot.waitUntil(lambda: bool(failures))
    background.finish()
    assert failures == ["No such folder."]


def test_any_other_error_reaches_the_exception_hook(qtbot: QtBot) -> None:
    background = Background()
    with qtbot.captureExceptions() as caught:
        background.run(lambda: 1 / 0, failed=lambda _error: None)
        qtbot.waitUntil(lambda: bool(caught))
    background.finish()
    assert caught[0][0] is ZeroDivisionError
