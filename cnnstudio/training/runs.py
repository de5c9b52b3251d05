"""Runs: folders in which the window and the command line keep what they trained.

run.json            network, configuration, data, plan, versions, outcome
metrics.jsonl       every step and epoch, a line per report
best.safetensors    the weights of the best epoch
last.safetensors    the newest weights, and all that continuing needs
"""

import hashlib
import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from cnnstudio import paths
from cnnstudio.data.choice import DataChoice
from cnnstudio.errors import InvalidFileError, StorageError, UserError
from cnnstudio.network import storage
from cnnstudio.network.graph import Network
from cnnstudio.text import _
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.config import checked as checked_config
from cnnstudio.training.messages import Outcome
from cnnstudio.training.plan import Plan
from cnnstudio.writing import unwritable, write_file

FORMAT = 1
RECORD = "run.json"
METRICS = "metrics.jsonl"
BEST = "best.safetensors"
LAST = "last.safetensors"

_ELSEWHERE = "elsewhere"

_log = logging.getLogger(__name__)

# The kernel counts from its start, and what a clock adjustment moves is not exact.
_SAME_PROCESS_S = 2.0


class Scaling(msgspec.Struct, frozen=True):
    """What pictures mapped to 0–1 are reduced by, and then divided by, per channel."""

    mean: tuple[float, ...]
    deviation: tuple[float, ...]


class Best(msgspec.Struct, frozen=True):
    """The best epoch so far; validation numbers, or training's where nothing validates."""

    epoch: int
    loss: float
    accuracy: float | None


class Change(msgspec.Struct, frozen=True):
    """Settings that were changed after `step`; `text` says to what, `before` is what they were."""

    epoch: int
    step: int
    text: str
    before: TrainingConfig


class Process(msgspec.Struct, frozen=True):
    """The process that trains a run; its number alone may be another one's by now."""

    pid: int
    began: float


class _Format(msgspec.Struct, frozen=True):
    """What is read of a record first: the rest may be laid out otherwise in another format."""

    format: int = FORMAT


class RunRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="run"):
    """What `run.json` holds. `outcome` is None while a run goes on, or after it was cut off.

    `process` tells the two apart (`is_going_on`). Times are ISO 8601 in UTC.
    `config` holds the settings as they are since the last of `changes`.
    `class_weights` is empty where all examples counted the same.
    """

    format: int = FORMAT
    name: str
    network: Network
    config: TrainingConfig
    data: DataChoice
    classes: tuple[str, ...]
    scaling: Scaling
    plan: Plan
    device: str
    versions: dict[str, str]
    started: str
    ended: str | None = None
    outcome: Outcome | None = None
    text: str = ""
    epochs_done: int = 0
    seconds: float = 0.0
    best: Best | None = None
    process: Process | None = None
    class_weights: tuple[float, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def initial_config(self) -> TrainingConfig:
        """The settings with which the run began."""
        return self.changes[0].before if self.changes else self.config


@dataclass(frozen=True, slots=True)
class Run:
    """One entry of the list of runs: its record, or the sentence that says what is wrong."""

    folder: Path
    record: RunRecord | None
    problem: str = ""


def now() -> str:
    """Return the present time as records hold it: runs of the same second keep their order."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def this_process() -> Process:
    """Return the process that asks, as a record holds it."""
    import psutil  # late: the window imports this module at once, and psutil is slow to import

    return Process(os.getpid(), psutil.Process().create_time())


def is_going_on(record: RunRecord) -> bool:
    """Return whether the process that trains a run is there and has not noted an end."""
    if record.outcome is not None or record.process is None:
        return False
    import psutil

    try:
        process = psutil.Process(record.process.pid)
        is_same = abs(process.create_time() - record.process.began) < _SAME_PROCESS_S
        # One that was killed stays listed until its parent asks for it, which may be never.
        return bool(is_same and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def new_run_folder(name: str = "") -> Path:
    """Make and return an empty run folder named after the time and the run."""
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
    slug = re.sub(r"[^\w]+", "-", name.lower()).strip("-")[:40]
    stem = f"{stamp}-{slug}" if slug else stamp
    for folder in _numbered(paths.runs_folder() / stem):
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            continue
        except OSError as error:
            raise unwritable(folder, error) from error
        return folder
    raise AssertionError


def claim_folder(folder: Path) -> Path:
    """Make `folder` a run folder of its own choosing; the list of runs will know it.

    Raises `UserError` where something lies in it already.
    """
    folder = folder.expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UserError(
                _('The folder "{folder}" is not empty. Name a new or an empty one.').format(
                    folder=folder
                )
            )
    except OSError as error:
        raise unwritable(folder, error) from error
    remember(folder)
    return folder


def has_checkpoint(folder: Path) -> bool:
    """Return whether a run has left something from which it can go on."""
    return (folder / LAST).is_file()


def write_record(folder: Path, record: RunRecord) -> None:
    """Write `run.json`; the one before stays whole if that fails."""
    encoded = msgspec.json.format(msgspec.json.encode(record), indent=2)
    write_file(folder / RECORD, encoded)


def read_record(folder: Path) -> RunRecord:
    """Return the record of a run folder; raise `InvalidFileError` where it has none."""
    path = folder / RECORD
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidFileError(
            _('"{folder}" is not the folder of a run: {file} cannot be read.').format(
                folder=folder, file=RECORD
            )
        ) from error
    try:
        found = msgspec.json.decode(content, type=_Format).format
        record = msgspec.json.decode(content, type=RunRecord) if found == FORMAT else None
    except (msgspec.MsgspecError, UnicodeError, RecursionError, UserError) as error:
        raise _damaged(path, error) from error
    if record is None:
        raise InvalidFileError(
            _('"{path}" has format {format}; this version reads format {known}.').format(
                path=path, format=found, known=FORMAT
            )
        )
    return _validated(path, record)


def run_folders() -> Iterator[Path]:
    """Yield the folder of each run, those that lie elsewhere last.

    A run that has not begun yet, or never did, has an empty folder, and is left out.
    Raises `StorageError` where the folder of runs cannot be looked into.
    """
    root = paths.runs_folder()
    for entry in _entries(root):
        if entry.name != _ELSEWHERE and entry.is_dir() and _holds_something(entry):
            yield entry
    for note in (root / _ELSEWHERE).glob("*.txt"):
        folder = _noted_folder(note)
        if folder is not None:
            yield folder


def remember(folder: Path) -> None:
    """Note a run folder that lies elsewhere, a file for each: nothing is shared, so no lock."""
    if folder.parent == paths.runs_folder():
        return
    note = _note_of(folder)
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(note.parent, error) from error
    write_file(note, str(folder).encode())


def forget(folder: Path) -> None:
    """Drop the note of a run folder that lay elsewhere."""
    try:
        _note_of(folder).unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(_note_of(folder), error) from error


def list_runs() -> list[Run]:
    """Return all runs, the newest first; damaged ones come with what is wrong, at the end."""
    runs = [_listed(folder) for folder in run_folders()]
    return sorted(runs, key=lambda run: run.record.started if run.record else "", reverse=True)


def _numbered(folder: Path) -> Iterator[Path]:
    yield folder
    number = 2
    while True:
        yield folder.with_name(f"{folder.name}-{number}")
        number += 1


def _note_of(folder: Path) -> Path:
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return paths.runs_folder() / _ELSEWHERE / f"{name}.txt"


def _noted_folder(note: Path) -> Path | None:
    try:
        folder = Path(note.read_text(encoding="utf-8"))
        return folder if folder.is_dir() else None
    except (OSError, ValueError) as error:
        _log.info("%s: %s", note, error)
        return None


def _entries(root: Path) -> list[Path]:
    try:
        return list(root.iterdir()) if root.is_dir() else []
    except OSError as error:
        raise StorageError(
            _('"{folder}" cannot be read: {reason}.').format(
                folder=root, reason=error.strerror or error
            )
        ) from error


def _holds_something(folder: Path) -> bool:
    # What cannot be looked into is listed, so that its reason can be read.
    try:
        return folder.is_dir() and any(folder.iterdir())
    except OSError:
        return True


def _listed(folder: Path) -> Run:
    try:
        return Run(folder, read_record(folder))
    except InvalidFileError as error:
        return Run(folder, None, str(error))


def _validated(path: Path, record: RunRecord) -> RunRecord:
    try:
        return msgspec.structs.replace(
            record,
            network=storage.validated(record.network),
            config=checked_config(record.config),
        )
    except UserError as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> InvalidFileError:
    return InvalidFileError(
        _('"{path}" is damaged: {reason}.').format(path=path, reason=str(error).rstrip("."))
    )
