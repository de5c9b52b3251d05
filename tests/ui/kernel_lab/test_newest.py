import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.kernel_lab.newest import NewestWorker

pytestmark = pytest.mark.gui


class Steps:
    """Work that waits for leave before each of its two results."""

    def __init__(self) -> None:
        self.leave = threading.Semaphore(0)
        self.begun: list[str] = []

    def __call__(self, request: str) -> Iterator[str | None]:
        self.begun.append(request)
        for part in ("first", "second"):
            assert self.leave.acquire(timeout=10)
            yield f"{request} {part}"
            yield None


@pytest.fixture
def steps() -> Steps:
    return Steps()


@pytest.fixture
def worker(steps: Steps) -> Iterator[NewestWorker[str, str]]:
    worker = NewestWorker(steps, "test")
    yield worker
    steps.leave.release(100)
    worker.end()


def test_every_result_is_handed_over(
    qtbot: QtBot, worker: NewestWorker[str, str], steps: Steps
) -> None:
    done: list[str] = []
    worker.done.connect(done.append)
    steps.leave.release(2)
    worker.ask("a")
    qtbot.waitUntil(lambda: done == ["a first", "a second"])


def test_only_the_newest_of_those_that_wait_is_begun(
    qtbot: QtBot, worker: NewestWorker[str, str], steps: Steps
) -> None:
    done: list[str] = []
    worker.done.connect(done.append)
    worker.ask("a")
    qtbot.waitUntil(lambda: steps.begun == ["a"])
    for request in "bcd":
        worker.ask(request)
    steps.leave.release(3)
    qtbot.waitUntil(lambda: done[-1:] == ["d second"])
    assert steps.begun == ["a", "d"]
    assert done == ["a first", "d first", "d second"]


def test_an_error_arrives_with_its_request(qtbot: QtBot) -> None:
    def fail(request: str) -> Iterator[str]:
        raise ValueError(request)
        yield request

    worker = NewestWorker(fail, "test")
    with qtbot.waitSignal(worker.failed) as failed:
        worker.ask("a")
    request, error = failed.args
    assert request == "a"
    assert isinstance(error, ValueError)
    worker.end()


def test_after_the_end_nothing_arrives(qtbot: QtBot, steps: Steps) -> None:
    worker = NewestWorker(steps, "test")
    done: list[str] = []
    worker.done.connect(done.append)
    worker.ask("a")
    qtbot.waitUntil(lambda: steps.begun == ["a"])
    steps.leave.release(2)
    worker.end()
    qtbot.wait(20)
    assert not done
