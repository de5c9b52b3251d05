"""The curves of the runs that are looked at, read one after the other in the disk's thread."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cnnstudio.errors import StudioError
from cnnstudio.training.history import History, read_history
from cnnstudio.training.run_list import metrics_stamp
from cnnstudio.ui.background import Background

_MOST_KEPT = 16

_Stamp = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a run's metrics: a history, or what is wrong with them."""

    stamp: _Stamp
    history: History
    problem: str = ""


class Histories(QObject):
    """Reads what is wanted now; what was wanted before and is not any more is not begun.

    `arrived` carries the folder of a run whose reading is there, or is another one now.
    """

    arrived = Signal(object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._known: OrderedDict[Path, Reading] = OrderedDict()
        self._wanted: list[Path] = []
        self._is_reading = False

    def get(self, folder: Path) -> Reading | None:
        """Return what is known of a run's curves."""
        return self._known.get(folder)

    def want(self, folders: Sequence[Path]) -> None:
        """Read the curves of these runs, again where they have grown, and of no others."""
        self._wanted = list(folders)
        self._read_next()

    def _read_next(self) -> None:
        if self._is_reading or not self._wanted:
            return
        self._is_reading = True
        folder = self._wanted.pop(0)
        known = self._known.get(folder)
        self._background.run(
            partial(_reading, folder, known),
            partial(self._on_read, folder),
            failed=partial(self._on_failed, folder),
        )

    def _on_read(self, folder: Path, reading: Reading) -> None:
        self._is_reading = False
        if self._known.get(folder) is not reading:
            self._known[folder] = reading
            while len(self._known) > _MOST_KEPT:
                self._known.popitem(last=False)
            self.arrived.emit(folder)
        self._read_next()

    def _on_failed(self, folder: Path, error: StudioError) -> None:
        self._on_read(folder, Reading(None, History(), str(error)))


def _reading(folder: Path, known: Reading | None) -> Reading:
    # Before reading: what is written meanwhile is then read the next time.
    stamp = metrics_stamp(folder)
    if known is not None and known.stamp == stamp and not known.problem:
        return known
    return Reading(stamp, read_history(folder))
