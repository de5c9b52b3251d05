"""Sends the reports on a run, in as few messages as the window can follow."""

from collections import deque
from collections.abc import Callable
from time import monotonic

from cnnstudio.training.messages import (
    BatchReport,
    EpochReport,
    LayerReport,
    Report,
    Reports,
    RunChanged,
)

_Often = BatchReport | EpochReport | LayerReport | RunChanged
_MOST_A_SECOND = 20


class Outbox:
    """Sends at most 20 messages a second about the course of a run, and all others at once.

    What has to wait goes together with what comes after it.
    """

    def __init__(self, send: Callable[[Report], None]) -> None:
        self._send = send
        self._pending: list[_Often] = []
        self._sent: deque[float] = deque(maxlen=_MOST_A_SECOND)

    def put(self, report: Report) -> None:
        """Send a report now or soon."""
        if isinstance(report, _Often):
            self._pending.append(report)
            self.flush()
        else:
            self.flush(at_once=True)
            self._send(report)

    def flush(self, *, at_once: bool = False) -> None:
        """Send what waits, if it may be sent by now."""
        if not self._pending:
            return
        now = monotonic()
        is_full = len(self._sent) == _MOST_A_SECOND and now - self._sent[0] < 1
        if is_full and not at_once:
            return
        self._sent.append(now)
        first, *others = pending = tuple(self._pending)
        self._pending.clear()
        self._send(Reports(first.run, pending) if others else first)
