"""The columns of the list: what stands in each, and how it is sorted by."""

from collections.abc import Callable
from datetime import datetime
from enum import IntEnum
from typing import Any

from cnnstudio.text import N_, _
from cnnstudio.training.run_list import RunEntry, RunState
from cnnstudio.ui.runs import words


class Column(IntEnum):
    """The columns from left to right."""

    STAR = 0
    NAME = 1
    DATA = 2
    BEST = 3
    OUTCOME = 4
    STARTED = 5


TITLES = {
    Column.NAME: N_("Run"),
    Column.DATA: N_("Data set"),
    Column.BEST: N_("Best"),
    Column.OUTCOME: N_("Outcome"),
    Column.STARTED: N_("Started"),
}
"""To be passed through `_()`; the star speaks for itself."""

LARGEST_FIRST = frozenset({Column.STAR, Column.BEST, Column.STARTED})
"""The columns whose first click sorts downwards."""

_STATES = {state: place for place, state in enumerate(RunState)}


def _merit(entry: RunEntry) -> tuple[int, float]:
    """Return what the best epoch is sorted by; a loss is the better the smaller it is."""
    best = entry.record.best if entry.record else None
    if best is None:
        return (0, 0.0)
    return (1, -best.loss) if best.accuracy is None else (2, best.accuracy)


SORT_KEYS: dict[Column, Callable[[RunEntry], Any]] = {
    Column.STAR: lambda entry: entry.is_starred,
    Column.NAME: lambda entry: entry.name.casefold(),
    Column.DATA: lambda entry: words.data_title(entry.record.data) if entry.record else "",
    Column.BEST: _merit,
    Column.OUTCOME: lambda entry: (_STATES[entry.state], entry.outcome),
    Column.STARTED: lambda entry: entry.started,
}


def cell_text(entry: RunEntry, column: Column) -> str:
    """Return what stands in a cell, in one line."""
    record = entry.record
    match column:
        case Column.STAR:
            return _("starred") if entry.is_starred else ""
        case Column.NAME:
            return entry.name
        case Column.DATA:
            return words.data_title(record.data) if record else ""
        case Column.BEST:
            return words.best_text(record.best) if record else ""
        case Column.OUTCOME:
            return entry.outcome
    when = words.started_at(entry)
    return f"{words.date_text(when, datetime.now().astimezone())} {words.time_text(when)}"


def _about(entry: RunEntry) -> tuple[str, ...]:
    """Return a line on the settings of a run that has a record."""
    return (" · ".join(words.settings_texts(entry.record.config)),) if entry.record else ()


def cell_tip(entry: RunEntry, column: Column) -> str:
    """Return what is said while the pointer rests on a cell."""
    match column:
        case Column.STAR:
            return _("Take the star away") if entry.is_starred else _("Mark with a star")
        case Column.NAME:
            return "\n".join((entry.name, *_about(entry), str(entry.folder)))
        case Column.BEST if entry.record is not None and entry.record.best is not None:
            best = entry.record.best
            text = _("{value} in epoch {epoch}")
            return text.format(value=words.best_text(best), epoch=best.epoch)
        case Column.OUTCOME:
            return entry.explanation
        case Column.STARTED:
            return words.moment_text(words.started_at(entry))
    return ""
