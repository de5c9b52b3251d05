"""Disk work outside the GUI thread."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from cnnstudio.errors import StudioError

T = TypeVar("T")


class Background(QObject):
    """Runs work in one thread; results come back on the GUI thread, in order."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="disk")
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], object] = lambda _result: None,
        *,
        failed: Callable[[StudioError], object],
    ) -> None:
        """Do `work`, then hand its result to `then`, or its `StudioError` to `failed`.

        Any other exception is raised on the GUI thread, where the exception hook sees it.
        """

        def deliver(future: Future[T]) -> None:
            self._arrived.emit(lambda: _deliver(future, then, failed))

        self._pool.submit(work).add_done_callback(deliver)

    def finish(self) -> None:
        """Wait for what has begun; what comes later is not begun."""
        self._pool.shutdown()

    def _on_arrived(self, deliver: Callable[[], None]) -> None:
        deliver()


def _deliver(
    future: Future[T], then: Callable[[T], object], failed: Callable[[StudioError], object]
) -> None:
    try:
        result = future.result()
    except StudioError as error:
        failed(error)
    else:
        then(result)
