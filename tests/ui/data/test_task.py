import threading
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.data.dataset import Progress
from cnnstudio.errors import FailureError
from cnnstudio.ui.data.task import Task

pytestmark = pytest.mark.gui


def counting(step: threading.Event, seen: list[int], end: threading.Event) -> Callable[..., str]:
    """Return work that goes on a step whenever it is told to, and notes that it ended."""

    def work(progress: Progress) -> str:
        try:
            for done in range(1, 100):
                step.wait(10)
                seen.append(done)
                progress(done, 100)
            return "all"
        finally:
            end.set()

    return work


def test_progress_and_result_arrive(qtbot: QtBot) -> None:
    task = Task("test")
    told: list[tuple[int, int]] = []
    task.progressed.connect(lambda done, total: told.append((done, total)))

    def work(progress: Progress) -> str:
        progress(1, 2)
        progress(2, 2)
        return "result"

    with qtbot.waitSignal(task.done) as blocker:
        task.run(work)
        assert task.is_running
    assert blocker.args == ["result"]
    assert told == [(1, 2), (2, 2)]
    assert not task.is_running


def test_an_error_for_a_person_is_announced(qtbot: QtBot) -> None:
    task = Task("test")
    error = FailureError("No.")

    def work(_progress: Progress) -> None:
        raise error

    with qtbot.waitSignal(task.failed) as blocker:
        task.run(work)
    assert blocker.args == [error]


def test_another_error_reaches_the_exception_hook(qtbot: QtBot) -> None:
    task = Task("test")
    with qtbot.captureExceptions() as raised:
        task.run(lambda _progress: 1 / 0)
        qtbot.waitUntil(lambda: bool(raised))
    assert raised[0][0] is ZeroDivisionError


def test_cancelled_work_ends_and_says_nothing(qtbot: QtBot) -> None:
    task, step, end, seen = Task("test"), threading.Event(), threading.Event(), list[int]()
    results: list[object] = []
    task.done.connect(results.append)
    task.failed.connect(results.append)
    task.run(counting(step, seen, end))
    task.cancel()
    step.set()
    assert end.wait(10)
    assert len(seen) <= 1
    with qtbot.waitSignal(task.done):
        task.run(lambda _progress: "next")
    assert results == ["next"]


def test_the_newest_work_begins_when_the_one_before_is_over(qtbot: QtBot) -> None:
    task, step, end, seen = Task("test"), threading.Event(), threading.Event(), list[int]()
    task.run(counting(step, seen, end))
    with qtbot.waitSignal(task.done) as blocker:
        task.run(lambda _progress: end.is_set())
        step.set()
    assert blocker.args == [True]
