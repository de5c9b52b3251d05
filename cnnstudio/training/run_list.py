"""The list of runs as the window shows it: what stands on disk, and what a person said of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

import msgspec

from cnnstudio.errors import InvalidFileError
from cnnstudio.text import N_, _
from cnnstudio.training import runs
from cnnstudio.training.messages import Outcome
from cnnstudio.training.metrics import with_progress
from cnnstudio.training.runs import RunRecord
from cnnstudio.writing import write_file

NOTES = "notes.json"


class RunNotes(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person says of a run. It has a file of its own: `run.json` is the engine's."""

    name: str = ""
    is_starred: bool = False


class RunState(Enum):
    """How a run stands, the order being that of the column."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    DIVERGED = "diverged"
    FAILED = "failed"
    LOST = "lost"
    CUT_OFF = "cut off"
    DAMAGED = "damaged"


_STATES = {
    Outcome.FINISHED: RunState.FINISHED,
    Outcome.STOPPED: RunState.STOPPED,
    Outcome.DIVERGED: RunState.DIVERGED,
    Outcome.FAILED: RunState.FAILED,
    Outcome.CRASHED: RunState.LOST,
}

_OUTCOMES = {
    RunState.RUNNING: N_("Running"),
    RunState.FINISHED: N_("Finished"),
    RunState.STOPPED: N_("Stopped by you"),
    RunState.DIVERGED: N_("Diverged"),
    RunState.FAILED: N_("Failed"),
    RunState.LOST: N_("Engine lost"),
    RunState.CUT_OFF: N_("Cut off"),
    RunState.DAMAGED: N_("Damaged"),
}

Stamp = tuple[tuple[int, int] | None, ...]
"""When files of a run were written, and their sizes; None for one that is not there."""


@dataclass(frozen=True, slots=True)
class RunEntry:
    """One run. Without a record it is damaged, and `problem` says how.

    `started` is ISO 8601 in UTC.
    """

    folder: Path
    stamp: Stamp
    state: RunState
    started: str
    record: RunRecord | None
    notes: RunNotes
    problem: str = ""
    has_checkpoint: bool = False

    @property
    def name(self) -> str:
        """What the run is called."""
        return self.notes.name or (self.record.name if self.record else "") or self.folder.name

    @property
    def is_starred(self) -> bool:
        """Whether the run is marked with a star."""
        return self.notes.is_starred

    @property
    def is_running(self) -> bool:
        """Whether a process trains it now, in this window or elsewhere."""
        return self.state is RunState.RUNNING

    @property
    def outcome(self) -> str:
        """How the run ended, in a few words."""
        return _outcome(self.state, self.record)

    @property
    def explanation(self) -> str:
        """How the run ended, in a sentence."""
        if self.record is None:
            return self.problem
        if self.is_running:
            return _("The run goes on.")
        if self.state is RunState.CUT_OFF:
            return _("The run was cut off: its process is gone and noted no end.")
        return self.record.text


def scan(known: Mapping[Path, RunEntry]) -> Iterator[RunEntry]:
    """Yield an entry for each run; what has not changed on disk is the entry of `known`."""
    for folder in runs.run_folders():
        yield read_entry(folder, known.get(folder))


def read_entry(folder: Path, known: RunEntry | None = None) -> RunEntry:
    """Return the entry of one run, which is `known` where nothing has changed since."""
    stamp = _stamp(folder)
    if known is not None and known.stamp == stamp and not _may_end(known):
        return known
    entry = _read(folder, stamp)
    return known if known == entry and known is not None else entry


def write_notes(folder: Path, notes: RunNotes) -> None:
    """Keep what a person says of a run; raise `StorageError`."""
    write_file(folder / NOTES, msgspec.json.encode(notes))


def name_of(folder: Path, record: RunRecord) -> str:
    """Return what a run is called: what a person named it, before the name that it began with."""
    return _read_notes(folder).name or record.name


def metrics_stamp(folder: Path) -> tuple[int, int] | None:
    """Return what changes whenever the curves of a run have grown."""
    return _file_stamp(folder / runs.METRICS)


def _read(folder: Path, stamp: Stamp) -> RunEntry:
    notes = _read_notes(folder)
    try:
        record = runs.read_record(folder)
    except InvalidFileError as error:
        return RunEntry(folder, stamp, RunState.DAMAGED, _modified(folder), None, notes, str(error))
    return RunEntry(
        folder,
        stamp,
        _state(record),
        record.started,
        _as_far_as_known(record, folder),
        notes,
        has_checkpoint=runs.has_checkpoint(folder),
    )


def _state(record: RunRecord) -> RunState:
    if record.outcome is not None:
        return _STATES.get(record.outcome, RunState.FINISHED)
    return RunState.RUNNING if runs.is_going_on(record) else RunState.CUT_OFF


def _as_far_as_known(record: RunRecord, folder: Path) -> RunRecord:
    """Return the record; that of a run without an end as its metrics have it."""
    if record.outcome is not None:
        return record
    try:
        return with_progress(record, folder)
    except InvalidFileError:
        return record  # said where the curves are shown


def _may_end(entry: RunEntry) -> bool:
    """Whether a run can end without a file being written."""
    return entry.is_running


def _read_notes(folder: Path) -> RunNotes:
    # Damaged notes are no reason to hide a run: it has its own name and no star then.
    try:
        return msgspec.json.decode((folder / NOTES).read_bytes(), type=RunNotes)
    except (OSError, msgspec.MsgspecError, UnicodeError):
        return RunNotes()


def _stamp(folder: Path) -> Stamp:
    names = (runs.RECORD, NOTES, runs.LAST)
    return tuple(_file_stamp(folder / name) for name in names)


def _file_stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _modified(folder: Path) -> str:
    try:
        seconds = folder.stat().st_mtime
    except OSError:
        seconds = 0.0
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _outcome(state: RunState, record: RunRecord | None) -> str:
    if state is RunState.FINISHED and record and record.epochs_done < record.config.epochs:
        return record.text.rstrip(".")  # the engine knows best why
    return _(_OUTCOMES[state])
