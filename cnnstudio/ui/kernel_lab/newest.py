"""Work in a thread of its own, of which only the newest request counts."""

import threading
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from cnnstudio.ui.garbage import collect_on_gui_thread

Q = TypeVar("Q")
R = TypeVar("R")


class NewestWorker(QObject, Generic[Q, R]):
    """Runs `work(request)` and hands over each result it yields, on the GUI thread.

    A request that waits is replaced by the next one. Whenever `work` yields, a result
    or None, the worker looks for a newer request and, if there is one, goes on to that.
    """

    done = Signal(object)
    failed = Signal(object, object)
    """The request, and the exception that it ended in."""
    _arrived = Signal(object, object, object)

    def __init__(self, work: Callable[[Q], Iterator[R | None]], name: str) -> None:
        super().__init__()
        collect_on_gui_thread()
        self._work = work
        self._waiting: Q | None = None
        self._is_over = False
        self._wake = threading.Condition()
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        application = QCoreApplication.instance()
        assert application is not None
        application.aboutToQuit.connect(self._on_about_to_quit)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def ask(self, request: Q) -> None:
        """Begin with `request` as soon as what runs now allows it."""
        with self._wake:
            self._waiting = request
            self._wake.notify()

    def end(self) -> None:
        """Finish what runs, deliver nothing more, and end the thread."""
        with self._wake:
            self._is_over = True
            self._wake.notify()
        self._thread.join()

    def _on_about_to_quit(self) -> None:
        # Signals go before threads do: what is still being worked at delivers nothing.
        self._is_over = True

    def _run(self) -> None:
        while (request := self._next()) is not None:
            try:
                for result in self._work(request):
                    if result is not None:
                        self._deliver(request, result, None)
                    if self._waiting is not None or self._is_over:
                        break
            except Exception as error:  # noqa: BLE001 - raised again on the GUI thread
                self._deliver(request, None, error)

    def _next(self) -> Q | None:
        with self._wake:
            self._wake.wait_for(lambda: self._waiting is not None or self._is_over)
            request, self._waiting = self._waiting, None
            return None if self._is_over else request

    def _deliver(self, request: Q, result: R | None, error: Exception | None) -> None:
        if not self._is_over:
            self._arrived.emit(request, result, error)

    def _on_arrived(self, request: Q, result: R | None, error: Exception | None) -> None:
        if self._is_over:
            return
        if error is None:
            self.done.emit(result)
        else:
            self.failed.emit(request, error)
