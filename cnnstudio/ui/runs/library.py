"""The runs on disk as the window knows them: listed, named, deleted outside the GUI thread."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance

from cnnstudio.errors import StudioError
from cnnstudio.training import trash
from cnnstudio.training.run_list import RunEntry, RunNotes, scan, write_notes
from cnnstudio.ui.background import Background
from cnnstudio.ui.runs.deletion import DeletedRun, Deletion, Moved, deleted_runs

_PORTION = 100
"""So many runs are read at a time: other work on the disk waits no longer than for these."""


class RunLibrary(QObject):
    """Holds an entry for each run; `changed` says that some differ.

    `looked` says that the whole disk was looked at, whether or not anything differs.
    `came` and `gone` carry the folders of runs that are there now, and that are no more,
    whoever brought or took them. Asleep it begins nothing by itself. What was read before the
    newest change made here is dropped.
    """

    changed = Signal()
    looked = Signal()
    came = Signal(object)
    gone = Signal(object)
    failed = Signal(str)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: dict[Path, RunEntry] = {}
        self.is_loaded = False
        self._background = background
        self._generation = 0
        self._found: dict[Path, RunEntry] = {}
        self._is_scanning = False
        self._is_awake = False
        self._problem = ""

    def wake(self) -> None:
        """Look at the disk, and do so again after each change."""
        self._is_awake = True
        self.refresh()

    def sleep(self) -> None:
        """Look at the disk no more."""
        self._is_awake = False
        self._drop()

    def refresh(self) -> None:
        """Look at the disk, unless that is being done."""
        if self._is_awake and not self._is_scanning:
            self._is_scanning = True
            self._found = {}
            self._read_on(self._generation, scan(dict(self.entries)))

    def describe(self, folder: Path, notes: RunNotes) -> None:
        """Name a run or star it; that is shown at once and written soon."""
        entry = self.entries.get(folder)
        if entry is None or entry.notes == notes:
            return
        self._drop()
        self.entries[folder] = replace(entry, notes=notes, stamp=())
        self.changed.emit()
        self._do(lambda: write_notes(folder, notes))

    def delete(self, deletion: Deletion, then: Callable[[Moved], object]) -> None:
        """Move runs to the deleted ones; they are shown no more at once."""
        for entry in deletion.entries:
            self.entries.pop(entry.folder, None)
        self._move(deletion.carry_out, self.gone, then)

    def restore(self, deletion: Deletion, then: Callable[[Moved], object]) -> None:
        """Bring deleted runs back; they are shown at once."""
        self.entries |= {entry.folder: entry for entry in deletion.entries}
        self._move(deletion.take_back, self.came, then)

    def look_for_deleted(self, then: Callable[[list[DeletedRun]], object]) -> None:
        """Hand over the runs that can come back."""
        self._background.run(deleted_runs, then, failed=self._on_failed)

    def purge(self) -> None:
        """Remove for good what was deleted long ago."""
        self._background.run(trash.purge, failed=self._on_failed)

    def _move(
        self, work: Callable[[], Moved], told: SignalInstance, then: Callable[[Moved], object]
    ) -> None:
        self._drop()
        self.changed.emit()
        self._background.run(work, partial(self._on_moved, told, then), failed=self._on_failed)

    def _do(self, work: Callable[[], object]) -> None:
        self._background.run(work, lambda _done: self._look_again(), failed=self._on_failed)

    def _read_on(self, generation: int, entries: Iterator[RunEntry]) -> None:
        self._background.run(
            lambda: list(islice(entries, _PORTION)),
            partial(self._on_portion_read, generation, entries),
            failed=partial(self._on_scan_failed, generation),
        )

    def _on_portion_read(
        self, generation: int, entries: Iterator[RunEntry], portion: list[RunEntry]
    ) -> None:
        if generation != self._generation:
            return
        is_first = not self._found
        self._found.update((entry.folder, entry) for entry in portion)
        is_all = len(portion) < _PORTION
        if is_all:
            self._is_scanning, self._problem = False, ""
        else:
            self._read_on(generation, entries)
        # Showing every portion would cost the window more than it tells.
        if is_all or (is_first and not self.is_loaded):
            self._show(self._found, is_all=is_all)

    def _show(self, found: dict[Path, RunEntry], *, is_all: bool) -> None:
        is_news = is_all and not self.is_loaded
        self.is_loaded = self.is_loaded or is_all
        if is_news or not _same(found, self.entries):
            before, self.entries = self.entries, dict(found)
            self.changed.emit()
            _tell(self.came, found.keys() - before.keys())
            _tell(self.gone, before.keys() - found.keys())
        if is_all:
            self.looked.emit()

    def _on_moved(
        self, told: SignalInstance, then: Callable[[Moved], object], moved: Moved
    ) -> None:
        _tell(told, [entry.folder for entry in moved.entries])
        then(moved)
        if moved.problem:
            self.failed.emit(moved.problem)
        self._look_again()

    def _on_scan_failed(self, generation: int, error: StudioError) -> None:
        if generation != self._generation:
            return
        self._is_scanning = False
        if str(error) != self._problem:  # the disk is looked at every few seconds
            self._problem = str(error)
            self.failed.emit(self._problem)

    def _on_failed(self, error: StudioError) -> None:
        self.failed.emit(str(error))
        self._look_again()

    def _drop(self) -> None:
        """Let what is being read come to nothing."""
        self._generation += 1
        self._is_scanning = False

    def _look_again(self) -> None:
        self._drop()
        self.refresh()


def _tell(told: SignalInstance, folders: Collection[Path]) -> None:
    if folders:
        told.emit(tuple(folders))


def _same(one: dict[Path, RunEntry], other: dict[Path, RunEntry]) -> bool:
    return one.keys() == other.keys() and all(one[folder] is other[folder] for folder in one)
