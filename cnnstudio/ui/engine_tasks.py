"""What the engine is asked beside training: each task has a number, and an end."""

from collections.abc import Callable
from itertools import count

import msgspec
from PySide6.QtCore import QObject, Signal

from cnnstudio.text import _
from cnnstudio.training.tasks import (
    FINAL,
    CancelTask,
    Task,
    TaskCommand,
    TaskRefused,
    TaskReport,
)


class EngineTasks(QObject):
    """Gives tasks and tells what is reported on those that were not cancelled.

    What comes before the engine is ready waits for it. With a lost engine its
    tasks are refused, so that each one ends.
    """

    reported = Signal(object)

    def __init__(self, send: Callable[[TaskCommand], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._send = send
        self._numbers = count(1)
        self._open: dict[int, TaskCommand] = {}
        self._is_held = True

    def give(self, task: TaskCommand) -> int:
        """Have a task done; return the number that its reports carry."""
        number = next(self._numbers)
        numbered = self._open[number] = msgspec.structs.replace(task, number=number)
        if not self._is_held:
            self._send(numbered)
        return number

    def cancel(self, number: int | None) -> None:
        """Give a task up, unless it is over; nothing more is told of it."""
        if number is None or number not in self._open:
            return
        del self._open[number]
        if not self._is_held:
            self._send(CancelTask(number=number))

    def receive(self, report: TaskReport) -> None:
        """Tell a report of the engine."""
        if report.number not in self._open:
            return
        if isinstance(report, FINAL):
            del self._open[report.number]
        self.reported.emit(report)

    def proceed(self) -> None:
        """Send what waits: the engine is ready."""
        self._is_held = False
        for task in self._open.values():
            self._send(task)

    def hold(self) -> None:
        """Keep what comes until `proceed`; what an engine had begun has come to nothing."""
        was_held, self._is_held = self._is_held, True
        if not was_held:
            lost = list(self._open)
            text = _("The engine was lost, and a new one is starting. Try again.")
            for number in lost:
                self.receive(TaskRefused(number=number, text=text))


class TaskSlot(QObject):
    """The one task of a kind that matters: a newer one takes its place.

    `reported` carries the reports on it, `ended` says that it is over or given up.
    """

    reported = Signal(object)
    ended = Signal()

    def __init__(self, tasks: EngineTasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._number: int | None = None
        tasks.reported.connect(self._on_tasks_reported)

    @property
    def is_busy(self) -> bool:
        """Whether the task goes on."""
        return self._number is not None

    def give(self, task: Task) -> None:
        """Have a task done in the place of the one before."""
        self._tasks.cancel(self._number)
        self._number = self._tasks.give(task)  # type: ignore[arg-type]

    def cancel(self) -> None:
        """Give the task up."""
        if self._number is not None:
            self._tasks.cancel(self._number)
            self._number = None
            self.ended.emit()

    def _on_tasks_reported(self, report: TaskReport) -> None:
        if report.number != self._number:
            return
        is_over = isinstance(report, FINAL)
        if is_over:
            self._number = None
        self.reported.emit(report)
        if is_over:
            self.ended.emit()
