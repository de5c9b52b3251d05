"""Which runs are listed, and in which order.

A proxy model would ask for the values of two rows at each comparison: for
thousands of runs that takes seconds in Python, against milliseconds here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cnnstudio.training.run_list import RunEntry
from cnnstudio.ui.runs import words
from cnnstudio.ui.runs.columns import SORT_KEYS, Column


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What a person searches for, and by which column they sort; the newest run first within."""

    words: tuple[str, ...] = ()
    is_starred_only: bool = False
    column: Column = Column.STARTED
    is_descending: bool = True


class Arranger:
    """Applies arrangements; the texts that are searched are put together once for each run."""

    def __init__(self) -> None:
        self._texts: dict[Path, tuple[RunEntry, str]] = {}

    def arranged(self, entries: Iterable[RunEntry], wish: Arrangement) -> list[RunEntry]:
        """Return the runs that are wanted, in the order in which they are."""
        found = [entry for entry in entries if self._is_wanted(entry, wish)]
        found.sort(key=SORT_KEYS[Column.STARTED], reverse=True)
        # The sort is stable, also in reverse: within equal values the order stays.
        found.sort(key=SORT_KEYS[wish.column], reverse=wish.is_descending)
        return found

    def _is_wanted(self, entry: RunEntry, wish: Arrangement) -> bool:
        if wish.is_starred_only and not entry.is_starred:
            return False
        return not wish.words or all(word in self._text(entry) for word in wish.words)

    def _text(self, entry: RunEntry) -> str:
        known = self._texts.get(entry.folder)
        if known is None or known[0] is not entry:
            known = self._texts[entry.folder] = (entry, words.searched_text(entry))
        return known[1]
