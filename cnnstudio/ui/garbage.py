"""Cyclic garbage is collected on the GUI thread alone.

Python collects on whichever thread makes the next object. On a thread of our own that would
destroy widgets and timers there, at which Qt warns and then crashes.
"""

import gc

from PySide6.QtCore import QCoreApplication, QObject, QTimer

_INTERVAL_MS = 500


class GarbageCollection(QObject):
    """Takes over from Python's automatic collection for as long as it lives."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self.destroyed.connect(lambda _object=None: gc.enable())
        timer = QTimer(self)
        timer.timeout.connect(collect_what_is_due)
        timer.start(_INTERVAL_MS)


def collect_what_is_due() -> None:
    """Collect the oldest generation that has grown past its threshold, as Python does."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    due = [age for age in (0, 1, 2) if counts[age] > thresholds[age] > 0]
    if due:
        gc.collect(max(due))


def collect_on_gui_thread() -> None:
    """Begin, unless it has begun; whoever starts a thread calls this first."""
    application = QCoreApplication.instance()
    assert application is not None
    if application.findChild(GarbageCollection) is None:
        GarbageCollection(application)
