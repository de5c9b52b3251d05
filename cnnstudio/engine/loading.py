"""A data set loaded beside the engine's other work, which is told how far it is."""

from collections.abc import Generator
from concurrent.futures import Future, wait
from threading import Event, Thread

from cnnstudio.data.choice import DataChoice, Shape
from cnnstudio.data.dataset import DataSet
from cnnstudio.engine.session import load_dataset
from cnnstudio.text import _
from cnnstudio.training.tasks import TaskProgress

_BETWEEN_REPORTS_S = 0.05


class _Unwanted(Exception):
    """Nobody waits for the data set any more."""


def loading(
    number: int, choice: DataChoice, shape: Shape
) -> Generator[TaskProgress, None, DataSet]:
    """Report how many pictures of a data set are read, and return it; raise `StudioError`.

    Whoever closes the generator gives the loading up; what was read is kept in the cache.
    """
    result: Future[DataSet] = Future()
    is_unwanted = Event()
    done, total = 0, 0

    def note(so_far: int, count: int) -> None:
        nonlocal done, total
        done, total = so_far, count
        if is_unwanted.is_set():
            raise _Unwanted

    def load() -> None:
        try:
            result.set_result(load_dataset(choice, shape, note))
        except BaseException as error:  # noqa: BLE001 - raised again by whoever waits
            result.set_exception(error)

    # A daemon: the engine need not wait for it when the window closes.
    Thread(target=load, name="loading", daemon=True).start()
    try:
        while not wait((result,), _BETWEEN_REPORTS_S).done:
            yield TaskProgress(number=number, done=done, total=total, text=_text(done, total))
        if total:  # also of a loading too short to be looked at in between
            yield TaskProgress(number=number, done=done, total=total, text=_text(done, total))
    finally:
        is_unwanted.set()
    return result.result()


def _text(done: int, total: int) -> str:
    if not total:
        return _("Loading the data set …")
    return _("Loading pictures: {done} of {total}").format(done=f"{done:,}", total=f"{total:,}")
