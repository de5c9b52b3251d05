"""Deleted runs: moved beside the runs first, so that they can come back, removed later."""

import shutil
from contextlib import suppress
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
_ORIGIN = "origin.txt"


@dataclass(frozen=True, slots=True)
class Discarded:
    """A deleted run: where it was, and where it lies now."""

    origin: Path
    place: Path

    @property
    def when(self) -> datetime:
        """When it was deleted."""
        return _time_of(self.place.parent)


def trash_folder() -> Path:
    """Return the folder of deleted runs, each in a folder named after the time of that."""
    return paths.runs_folder().with_name("deleted-runs")


def discard(folder: Path) -> Discarded:
    """Move a run to the deleted ones; raise `StorageError` where that fails."""
    try:
        place = _new_folder() / folder.name
    except OSError as error:
        raise _immovable(folder, error) from error
    try:
        # First: a deleted run whose origin nobody knows could not come back there.
        (place.parent / _ORIGIN).write_text(str(folder), encoding="utf-8")
        shutil.move(folder, place)
    except OSError as error:
        _clear(place)
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
    except OSError as error:
        raise _immovable(origin, error) from error
    _clear(place)
    runs.remember(origin)


def discarded_runs() -> list[Discarded]:
    """Return the deleted runs that can come back, the one that was deleted last first."""
    found = [_discarded(folder) for folder in sorted(_dated_folders(), reverse=True)]
    return [each for each in found if each is not None]


def purge(*, now: datetime | None = None) -> None:
    """Remove for good what was deleted longer than `KEPT_FOR` ago, as far as the disk lets us."""
    now = now or datetime.now(UTC)
    for folder in _dated_folders():
        if now - _time_of(folder) > KEPT_FOR:
            shutil.rmtree(folder, ignore_errors=True)


def _new_folder() -> Path:
    """Make and return a folder of the time; the clocks of some machines tick seldom."""
    now = datetime.now(UTC)
    while True:
        folder = trash_folder() / now.strftime(_FORM)
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            now += timedelta(microseconds=1)
        else:
            return folder


def _dated_folders() -> list[Path]:
    """Return the folders of deleted runs, and none that are not ours."""
    if not trash_folder().is_dir():
        return []
    return [folder for folder in trash_folder().iterdir() if _is_dated(folder)]


def _is_dated(folder: Path) -> bool:
    try:
        _time_of(folder)
    except ValueError:
        return False
    return True


def _time_of(folder: Path) -> datetime:
    return datetime.strptime(folder.name, _FORM).replace(tzinfo=UTC)


def _discarded(folder: Path) -> Discarded | None:
    """Return what lies in the folder of a deleted run, None where nothing does."""
    try:
        place = next((each for each in folder.iterdir() if each.is_dir()), None)
    except OSError:
        return None
    return Discarded(_origin_of(place), place) if place is not None else None


def _origin_of(place: Path) -> Path:
    try:
        return Path((place.parent / _ORIGIN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return paths.runs_folder() / place.name  # deleted by a version that noted no origin


def _clear(place: Path) -> None:
    """Remove the folder of a deleted run that is empty but for the note of its origin."""
    if not place.exists():
        with suppress(OSError):
            (place.parent / _ORIGIN).unlink(missing_ok=True)
            place.parent.rmdir()


def _immovable(folder: Path, error: OSError) -> StorageError:
    return StorageError(
        _('"{folder}" cannot be moved: {reason}.').format(
            folder=folder, reason=error.strerror or error
        )
    )
