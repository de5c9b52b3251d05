from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.training.tasks import (
    CancelTask,
    PredictPicture,
    Task,
    TaskDone,
    TaskProgress,
    TaskRefused,
)
from cnnstudio.ui.engine_client import EngineClient
from cnnstudio.ui.engine_tasks import EngineTasks, TaskSlot

pytestmark = pytest.mark.gui

ASK = PredictPicture(folder="run")
PATIENCE_MS = 60_000


def tasks() -> tuple[EngineTasks, list[Task], list[Task]]:
    """Return tasks with what they send and what they tell."""
    sent: list[Task] = []
    told: list[Task] = []
    made = EngineTasks(sent.append)
    made.reported.connect(told.append)
    return made, sent, told


def test_what_comes_too_early_waits_for_the_engine() -> None:
    made, sent, _told = tasks()
    number = made.give(ASK)
    assert not sent
    made.proceed()
    assert [task.number for task in sent] == [number]


def test_reports_on_what_was_cancelled_are_dropped() -> None:
    made, sent, told = tasks()
    made.proceed()
    number, other = made.give(ASK), made.give(ASK)
    made.cancel(number)
    assert sent[-1] == CancelTask(number=number)
    made.receive(TaskDone(number=number))
    made.receive(TaskProgress(number=other, done=1, total=2))
    made.receive(TaskDone(number=other))
    made.receive(TaskDone(number=other))
    assert [report.number for report in told] == [other, other]


def test_a_lost_engine_ends_every_task() -> None:
    made, _sent, told = tasks()
    made.proceed()
    number = made.give(ASK)
    made.hold()
    assert [report.number for report in told] == [number]
    assert isinstance(told[0], TaskRefused)


def test_a_newer_task_takes_the_place_of_the_one_before() -> None:
    made, sent, _told = tasks()
    made.proceed()
    slot = TaskSlot(made)
    told: list[Task] = []
    slot.reported.connect(told.append)
    slot.give(ASK)
    slot.give(ASK)
    assert [type(task) for task in sent] == [PredictPicture, CancelTask, PredictPicture]
    for number in (1, 2):
        made.receive(TaskDone(number=number))
    assert [report.number for report in told] == [2]
    assert not slot.is_busy


@pytest.fixture
def client(qtbot: QtBot, home: Path) -> EngineClient:
    client = EngineClient()
    yield client
    client.shutdown()


def test_a_real_engine_refuses_what_is_not_there(client: EngineClient, qtbot: QtBot) -> None:
    client.launch()
    with qtbot.waitSignal(client.tasks.reported, timeout=PATIENCE_MS) as told:
        client.tasks.give(ASK)
    assert isinstance(told.args[0], TaskRefused)
    assert "run" in told.args[0].text
    assert psutil.Process(client.pid).is_running()
