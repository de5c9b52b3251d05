"""Long work in a thread, with progress, that can be given up."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from cnnstudio.data.dataset import Progress
from cnnstudio.errors import StudioError
from cnnstudio.ui.garbage import collect_on_gui_thread

T = TypeVar("T")

_BETWEEN_REPORTS_S = 0.05


class Task(QObject):
    """Does one thing at a time; what is begun anew or cancelled delivers nothing more.

    The work is handed a function to be told its progress, which ends the work by an
    exception once nobody wants it any more. The next one begins when it is over.
    """

    progressed = Signal(object, object)
    """How much of how much is done."""
    done = Signal(object)
    failed = Signal(object)
    """The `StudioError` that the work ended in."""
    _arrived = Signal(object, object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        collect_on_gui_thread()
        self._name = name
        self._job: _Job | None = None
        self._thread: threading.Thread | None = None
        application = QCoreApplication.instance()
        assert application is not None
        application.aboutToQuit.connect(self.cancel)
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        """Whether there is work whose result is still wanted."""
        return self._job is not None

    def run(self, work: Callable[[Progress], T]) -> None:
        """Do `work` in place of what is being done."""
        self.cancel()
        job = self._job = _Job(self._deliver)
        before = self._thread
        # A daemon: nobody waits for a download when the window closes.
        self._thread = threading.Thread(
            target=_carry_out, args=(job, work, before), name=self._name, daemon=True
        )
        self._thread.start()

    def cancel(self) -> None:
        """Give up what is being done."""
        if self._job is not None:
            self._job.is_over = True
            self._job = None

    def _deliver(self, job: "_Job", tell: Callable[["Task"], None]) -> None:
        self._arrived.emit(job, tell)

    def _on_arrived(self, job: "_Job", tell: Callable[["Task"], None]) -> None:
        if job is self._job:
            tell(self)

    def _on_progress(self, done: int, total: int) -> None:
        self.progressed.emit(done, total)

    def _on_done(self, result: object) -> None:
        self._job = None
        self.done.emit(result)

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, StudioError):
            raise error  # which the exception hook sees
        self.failed.emit(error)


class _Unwanted(Exception):
    """Nobody waits for the work any more."""


class _Job:
    """One piece of work: hands what becomes of it to the GUI thread."""

    def __init__(self, deliver: Callable[["_Job", Callable[[Task], None]], None]) -> None:
        self.is_over = False
        self._deliver = deliver
        self._reported_s = 0.0

    def progress(self, done: int, total: int) -> None:
        """Tell how far the work is, now and then; raise where nobody wants it."""
        if self.is_over:
            raise _Unwanted
        now_s = time.monotonic()
        if now_s - self._reported_s >= _BETWEEN_REPORTS_S or done == total:
            self._reported_s = now_s
            self.tell(lambda task: task._on_progress(done, total))

    def tell(self, what: Callable[[Task], None]) -> None:
        """Have the GUI thread do `what`, unless nobody wants it by then."""
        if not self.is_over:
            self._deliver(self, what)


def _carry_out(
    job: _Job, work: Callable[[Progress], object], before: threading.Thread | None
) -> None:
    if before is not None:
        before.join()
    if job.is_over:
        return
    try:
        result = work(job.progress)
    except _Unwanted:
        return
    except Exception as error:  # noqa: BLE001 - raised again on the GUI thread
        failure = error
        job.tell(lambda task: task._on_failed(failure))
    else:
        job.tell(lambda task: task._on_done(result))
