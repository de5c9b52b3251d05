"""Runs that are deleted together: together they come back, and may go again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from cnnstudio.errors import StorageError, StudioError
from cnnstudio.text import _, plural
from cnnstudio.training import trash
from cnnstudio.training.run_list import RunEntry, read_entry
from cnnstudio.training.trash import Discarded


@dataclass(frozen=True, slots=True)
class DeletedRun:
    """A deleted run; `entry` tells of it as it will be where it comes back."""

    discarded: Discarded
    entry: RunEntry


@dataclass(frozen=True, slots=True)
class Moved:
    """Which runs were deleted or came back, and what went wrong with the others."""

    entries: tuple[RunEntry, ...]
    problem: str = ""


class Deletion:
    """Moves its runs in the disk's thread, where one thing is done after the other."""

    def __init__(self, entries: Sequence[RunEntry], discarded: Sequence[Discarded] = ()) -> None:
        self.entries = tuple(entries)
        self._discarded = list(discarded)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that could come back."""
        return not self._discarded

    @property
    def text(self) -> str:
        """What is done, as a menu says it."""
        if len(self.entries) == 1:
            return _("Delete “{name}”").format(name=self.entries[0].name)
        return plural("Delete {count} Run", "Delete {count} Runs", len(self.entries))

    def carry_out(self) -> Moved:
        """Delete the runs as far as the disk lets us."""
        moved, problem = [], ""
        for entry in self.entries:
            try:
                self._discarded.append(_discarded(entry))
                moved.append(entry)
            except StudioError as error:
                problem = problem or str(error)
        return Moved(tuple(moved), problem)

    def take_back(self) -> Moved:
        """Bring the runs back; one that cannot come is let go of, and stays where it lies."""
        gone, self._discarded = self._discarded, []
        entries = {entry.folder: entry for entry in self.entries}
        moved, problem = [], ""
        for each in gone:
            try:
                trash.restore(each)
                moved.append(entries[each.origin])
            except StudioError as error:
                problem = problem or str(error)
        return Moved(tuple(moved), problem)

    def let_go(self, discarded: Collection[Discarded]) -> bool:
        """Leave out runs that come back by another way; return whether there were such."""
        kept = [each for each in self._discarded if each not in discarded]
        is_other = len(kept) < len(self._discarded)
        self._discarded = kept
        return is_other


def deleted_runs() -> list[DeletedRun]:
    """Return the runs that can come back, the one that was deleted last first."""
    return [
        DeletedRun(each, replace(read_entry(each.place), folder=each.origin))
        for each in trash.discarded_runs()
    ]


def deletion_of(deleted: Sequence[DeletedRun]) -> Deletion:
    """Return the deletion of runs that lie among the deleted ones."""
    return Deletion([each.entry for each in deleted], [each.discarded for each in deleted])


def _discarded(entry: RunEntry) -> Discarded:
    # The list may be older than a run that another process goes on with.
    if read_entry(entry.folder).is_running:
        text = _("“{name}” goes on and was not deleted. Stop it first.")
        raise StorageError(text.format(name=entry.name))
    return trash.discard(entry.folder)
