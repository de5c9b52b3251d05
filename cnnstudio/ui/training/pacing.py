"""How often curves are drawn: as often as they may cost."""

import os
from collections.abc import Callable
from time import thread_time

from PySide6.QtCore import QObject, QTimer

LARGEST_SHARE = 0.02
"""The share of all cores that drawing may take."""

_SHORTEST_MS = 66
_LONGEST_MS = 4_000
_MEMORY = 0.3


class Pacing(QObject):
    """Calls `draw` after `ask`, the more seldom the longer a drawing takes."""

    def __init__(self, draw: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draw = draw
        self._cost_s = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.draw_now)

    @property
    def interval_ms(self) -> int:
        """The time between two drawings now."""
        return interval_ms(self._cost_s, os.cpu_count() or 1)

    def ask(self) -> None:
        """Draw soon; further calls until then are one."""
        if not self._timer.isActive():
            self._timer.start(self.interval_ms)

    def draw_now(self) -> None:
        """Draw without waiting, as at the end of a run."""
        self._timer.stop()
        start = thread_time()
        self._draw()
        cost = thread_time() - start
        self._cost_s = cost if not self._cost_s else _blend(self._cost_s, cost)


def interval_ms(cost_s: float, cores: int) -> int:
    """Return the time between drawings of `cost_s` each that take `LARGEST_SHARE` of the cores."""
    wanted = 1000 * cost_s / (LARGEST_SHARE * cores)
    return round(min(_LONGEST_MS, max(_SHORTEST_MS, wanted)))


def _blend(old: float, new: float) -> float:
    return old + _MEMORY * (new - old)
