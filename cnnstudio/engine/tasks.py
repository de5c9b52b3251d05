"""Carries out tasks in portions, so that a run that goes on hardly waits for them."""

import logging
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

from cnnstudio.engine.evaluation import evaluate, fetch_pictures, name_files
from cnnstudio.engine.forecast import forecast
from cnnstudio.engine.loop import Running
from cnnstudio.engine.memory import memory_named
from cnnstudio.engine.prediction import predict_files, predict_picture
from cnnstudio.engine.rate_finder import find_rate
from cnnstudio.engine.subjects import Subjects
from cnnstudio.errors import StudioError
from cnnstudio.text import _
from cnnstudio.training.tasks import (
    FINAL,
    CancelTask,
    Evaluate,
    FetchPictures,
    FindRate,
    MakeForecast,
    NameFiles,
    PredictPicture,
    TaskCommand,
    TaskRefused,
    TaskReport,
)

_log = logging.getLogger(__name__)


class Tasks:
    """Those that are to be done, by turns: a short one need not wait for a long one."""

    def __init__(self) -> None:
        self._subjects = Subjects()
        self._asked: OrderedDict[int, TaskCommand] = OrderedDict()
        self._begun: dict[int, Iterator[TaskReport]] = {}

    @property
    def is_busy(self) -> bool:
        """Whether there is anything to do."""
        return bool(self._asked)

    def take(self, task: TaskCommand) -> None:
        """Take a task on, or give one up."""
        if isinstance(task, CancelTask):
            self._drop(task.number)
        else:
            self._asked[task.number] = task

    def advance(self, running: Running | None = None) -> TaskReport:
        """Do a portion of the task whose turn it is, and return what there is to say."""
        number = next(iter(self._asked))
        self._asked.move_to_end(number)
        report = self._report(number, running)
        if isinstance(report, FINAL):
            self._drop(number)
        return report

    def _report(self, number: int, running: Running | None) -> TaskReport:
        try:
            task = self._asked[number]
            with memory_named(_batch_size(task)):
                if number not in self._begun:
                    self._begun[number] = self._begin(task, running)
                return next(self._begun[number])
        except StudioError as error:
            return TaskRefused(number=number, text=str(error))
        except Exception as error:  # noqa: BLE001 - the top of the engine
            _log.exception("A task failed.")
            text = _("The engine failed: {error}.").format(error=error)
            return TaskRefused(number=number, text=text)

    def _begin(self, task: TaskCommand, running: Running | None) -> Iterator[TaskReport]:
        assert not isinstance(task, CancelTask)
        if isinstance(task, FindRate):
            return find_rate(task)
        if isinstance(task, MakeForecast):
            return forecast(task, may_measure=running is None)
        subject = self._subjects.get(Path(task.folder), running)
        match task:
            case Evaluate():
                return evaluate(task, subject)
            case FetchPictures():
                return fetch_pictures(task, subject)
            case NameFiles():
                return name_files(task, subject)
            case PredictPicture():
                return predict_picture(task, subject)
            case _:
                return predict_files(task, subject)

    def _drop(self, number: int) -> None:
        self._asked.pop(number, None)
        self._begun.pop(number, None)


def _batch_size(task: TaskCommand) -> int | None:
    """Return the size of the batches that a task takes steps on, if it does."""
    return task.config.batch_size if isinstance(task, FindRate | MakeForecast) else None
