"""The picture files of one part of a folder, in the order of their classes and names."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

from cnnstudio.data.dataset import SkippedFile
from cnnstudio.data.layout import is_hidden, shown, unreadable_folder
from cnnstudio.data.pictures import SUFFIXES
from cnnstudio.errors import InvalidFileError
from cnnstudio.text import _

Keys = NDArray[np.uint64]

NO_ROW = -1

_MOST_CLASSES = 2**15
_FILES_PER_BATCH = 16_384


class FileBatch(NamedTuple):
    """Some files: names below the root, keys of their present states, (N,) int16 labels."""

    names: Sequence[str]
    keys: Keys
    labels: NDArray[np.int16]


class Finder(Protocol):
    """Tells in which row of a store the pictures of files lie, -1 where it has none."""

    def rows_of(self, keys: Keys) -> NDArray[np.int64]:
        """Return the row for each key."""


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """The files of one part.

    `labels`: (N,) int16. `rows`: (N,) int32, where a store has their pictures,
    -1 where it has none. Of the files without a row, `unknown` holds the
    places, `keys` and `names` the rest: names take the most memory, and of
    files that are in the store none is needed.
    """

    labels: NDArray[np.int16]
    rows: NDArray[np.int32]
    unknown: NDArray[np.int32]
    keys: Keys
    names: list[str]
    foreign: tuple[SkippedFile, ...] = ()

    def __len__(self) -> int:
        return len(self.labels)

    def look_again(self, finder: Finder) -> None:
        """Ask once more for the rows of files that had none."""
        self.rows[self.unknown] = finder.rows_of(self.keys)


NO_FILES = Listing(
    np.empty(0, np.int16), np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.uint64), []
)


def list_files(root: Path, folder: Path, classes: tuple[str, ...], finder: Finder) -> Listing:
    """Return the picture files in the class folders of one part of `root`."""
    if len(classes) > _MOST_CLASSES:
        raise InvalidFileError(
            _('The folder "{folder}" has {count} classes; at most {most} are allowed.').format(
                folder=folder, count=len(classes), most=_MOST_CLASSES
            )
        )
    foreign: list[SkippedFile] = []
    batches = _batches(root, folder, classes, foreign)
    return listed(batches, finder, foreign)


def listed(
    batches: Iterable[FileBatch], finder: Finder, foreign: Sequence[SkippedFile] = ()
) -> Listing:
    """Return the listing of files that come in batches; `foreign` may still grow meanwhile."""
    labels, rows, unknown, keys = [], [], [], []
    names: list[str] = []
    count = 0
    for batch in batches:
        found = finder.rows_of(batch.keys)
        places = np.flatnonzero(found == NO_ROW)
        labels.append(batch.labels)
        rows.append(found.astype(np.int32))
        unknown.append((places + count).astype(np.int32))
        keys.append(batch.keys[places])
        names += [batch.names[place] for place in places.tolist()]
        count += len(batch.keys)
    return Listing(
        _joined(labels, np.int16),
        _joined(rows, np.int32),
        _joined(unknown, np.int32),
        _joined(keys, np.uint64),
        names,
        tuple(foreign),
    )


def find_file(root: Path, folder: Path, key: int) -> str | None:
    """Return the name, below `root`, of the file in `folder` whose state has a key."""
    return next((name for name, found in keyed_files(root, folder, []) if found == key), None)


def file_key(name: str, status: os.stat_result) -> int:
    """Return 64 bits that stand for a file in its present state: its name, size and time."""
    text = f"{name}\0{status.st_size}\0{status.st_mtime_ns}"
    digest = blake2b(text.encode("utf-8", "surrogateescape"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _batches(
    root: Path, folder: Path, classes: tuple[str, ...], foreign: list[SkippedFile]
) -> Iterator[FileBatch]:
    for label, name in enumerate(classes):
        files = keyed_files(root, folder / name, foreign)
        while batch := list(islice(files, _FILES_PER_BATCH)):
            names, keys = zip(*batch, strict=True)
            yield FileBatch(names, np.array(keys, np.uint64), np.full(len(batch), label, np.int16))


def keyed_files(root: Path, folder: Path, foreign: list[SkippedFile]) -> Iterator[tuple[str, int]]:
    """Yield name and key of each picture file below a folder; note the other files."""
    if not folder.is_dir():
        return
    below = f"{folder.relative_to(root).as_posix()}/"
    for entry, name in _entries(os.fspath(folder), below):
        reason = _reason_to_skip(entry)
        if reason:
            foreign.append(SkippedFile(shown(entry.path), reason))
        else:
            yield name, _key(entry, name)


def _reason_to_skip(entry: "os.DirEntry[str]") -> str | None:
    if os.path.splitext(entry.name)[1].lower() not in SUFFIXES:  # noqa: PTH122 - a Path is slow
        return _("its name does not end as a picture's")
    if not entry.is_file():  # reading a pipe would wait for ever
        return _("it is no file, or a link that leads nowhere")
    return None


def _entries(folder: str, below: str) -> Iterator[tuple["os.DirEntry[str]", str]]:
    """Yield all files below a folder with their names, in the same order on every machine.

    Links to folders are not followed: they may lead in a circle.
    """
    try:
        with os.scandir(folder) as entries:
            visible = [entry for entry in entries if not is_hidden(entry.name)]
    except OSError as error:
        raise unreadable_folder(error) from error
    inner = []
    for entry in sorted(visible, key=lambda entry: entry.name):
        if not entry.is_dir():
            yield entry, below + entry.name
        elif not entry.is_symlink():
            inner.append(entry)
    for entry in inner:
        yield from _entries(entry.path, f"{below}{entry.name}/")


def _key(entry: "os.DirEntry[str]", name: str) -> int:
    """Return the key of a file, or that of nothing where it cannot be examined."""
    try:
        return file_key(name, entry.stat())
    except OSError:  # deleted at this moment: reading it will tell
        return 0


def _joined(parts: Sequence[NDArray[Any]], dtype: DTypeLike) -> NDArray[Any]:
    return np.concatenate(parts, dtype=dtype) if parts else np.empty(0, dtype)
