"""Deleted runs: moved beside the runs first, so that they can come back, removed later."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cnnstudio import paths
from cnnstudio.errors import StorageError
from cnnstudio.text import _
from cnnstudio.training import runs

KEPT_FOR = timedelta(days=1)
"""How long a deleted run can at least come back."""

_FORM = "%Y-%m-%d-%H%M%S-%f"


@dataclass(frozen=True, slots=True)
class Discarded:
    """A deleted run: where it was, and where it lies now."""

    origin: Path
    place: Path


def trash_folder() -> Path:
    """Return the folder of deleted runs, each in a folder named after the time of that."""
    return paths.runs_folder().with_name("deleted-runs")


def discard(folder: Path) -> Discarded:
    """Move a run to the deleted ones; raise `StorageError` where that fails."""
    place = trash_folder() / datetime.now(UTC).strftime(_FORM) / folder.name
    try:
        place.parent.mkdir(parents=True)
        shutil.move(folder, place)
    except OSError as error:
        raise _immovable(folder, error) from error
    runs.forget(folder)
    return Discarded(folder, place)


def restore(discarded: Discarded) -> None:
    """Move a deleted run back; raise `StorageError` where something else took its place."""
    origin, place = discarded.origin, discarded.place
    try:
        if origin.exists():
            # Moving would put it inside of what is there.
            raise FileExistsError(0, _("something else lies there now"))
        origin.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(place, origin)
        place.parent.rmdir()
    except OSError as error:
        raise _immovable(origin, error) from error
    runs.remember(origin)


def purge(*, now: datetime | None = None) -> None:
    """Remove for good what was deleted longer than `KEPT_FOR` ago, as far as the disk lets us."""
    now = now or datetime.now(UTC)
    for folder in _expired(now):
        shutil.rmtree(folder, ignore_errors=True)


def _expired(now: datetime) -> Iterator[Path]:
    if not trash_folder().is_dir():
        return
    for folder in trash_folder().iterdir():
        try:
            deleted = datetime.strptime(folder.name, _FORM).replace(tzinfo=UTC)
        except ValueError:
            continue  # not ours
        if now - deleted > KEPT_FOR:
            yield folder


def _immovable(folder: Path, error: OSError) -> StorageError:
    return StorageError(
        _('"{folder}" cannot be moved: {reason}.').format(
            folder=folder, reason=error.strerror or error
        )
    )
