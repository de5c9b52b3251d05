"""How often curves are drawn: as often as they may cost."""

import os
from collections.abc import Callable
from time import thread_time

from PySide6.QtCore import QObject, QTimer

LARGEST_SHARE = 0.005
"""The share of all cores that drawing may take."""

_SHORTEST_MS = 66
_LONGEST_MS = 5_000
_MEMORY = 0.3


class Pacing(QObject):
    """Calls `draw` after `ask`, the more seldom the more that drawing and painting cost."""

    def __init__(
        self,
        draw: Callable[[], object],
        parent: QObject | None = None,
        *,
        share: float = LARGEST_SHARE,
    ) -> None:
        super().__init__(parent)
        self._draw = draw
        self._share = share
        self._cost_s = 0.0
        self._spent_s = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.draw_now)

    @property
    def interval_ms(self) -> int:
        """The time between two drawings now."""
        return interval_ms(self._cost_s, self._share * (os.cpu_count() or 1))

    def ask(self) -> None:
        """Draw soon; further calls until then are one."""
        if not self._timer.isActive():
            self._timer.start(self.interval_ms)

    def draw_now(self) -> None:
        """Draw without waiting, as at the end of a run."""
        self._timer.stop()
        self._learn()
        start = thread_time()
        self._draw()
        self.add_cost(thread_time() - start)

    def add_cost(self, seconds: float) -> None:
        """Count what the painting after a drawing took."""
        self._spent_s += seconds

    def forget(self) -> None:
        """Learn anew what a drawing costs: a run that begins has few points."""
        self._cost_s = self._spent_s = 0.0

    def _learn(self) -> None:
        """Take what the last drawing came to into account."""
        known = self._cost_s or self._spent_s
        self._cost_s = known + _MEMORY * (self._spent_s - known)
        self._spent_s = 0.0


def interval_ms(cost_s: float, share: float) -> int:
    """Return the time between drawings of `cost_s` each that take `share` of a core."""
    return round(min(_LONGEST_MS, max(_SHORTEST_MS, 1000 * cost_s / share)))
