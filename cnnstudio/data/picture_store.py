"""Decoded pictures on disk, in files that only ever grow.

A store is a folder of four files. `pictures` holds a row of bytes for each file
that was decoded, `entries` tells for each row what file it was, `sizes` how large
that was, and `index.json` how many rows there are. What lies behind these was cut
off while it was written: nobody reads it, and the next to write writes over it.
One process writes at a time, any number read.
"""

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from math import prod
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from cnnstudio.data.choice import Shape
from cnnstudio.data.dataset import Pictures
from cnnstudio.data.decoding import ENTRY, SIZE, DecodedBatch
from cnnstudio.data.layout import shown
from cnnstudio.data.listing import NO_ROW, Keys
from cnnstudio.data.pictures import Flaw
from cnnstudio.data.rows import PictureRows, Rows, chosen_rows
from cnnstudio.errors import StorageError
from cnnstudio.text import _

PICTURES, ENTRIES, SIZES = "pictures", "entries", "sizes"
INDEX, LOCK = "index.json", "lock"

_SIZE_BYTES = 2 * SIZE.itemsize
_COMMIT_INTERVAL_S = 10.0
_LOCK_POLL_S = 0.2
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class FlawedFile(msgspec.Struct, frozen=True):
    """A file that was read, and is no picture."""

    name: str
    flaw: Flaw


class _Index(msgspec.Struct, frozen=True):
    source: str
    shape: Shape
    count: int = 0
    flaws: dict[int, FlawedFile] = {}


class PictureStore:
    """The decoded pictures of one folder in one shape, as far as they were committed.

    Where a file is missing, cut off or belongs to something else, the store is empty.
    """

    def __init__(self, folder: Path, shape: Shape, *, source: str) -> None:
        self.folder = folder
        self._new = _Index(source, shape)
        self._index = self._read_index()
        self._mapped: Pictures = np.empty((0, *shape), np.uint8)

    def __len__(self) -> int:
        return self._index.count

    @property
    def shape(self) -> Shape:
        """The form of its pictures."""
        return self._new.shape

    @property
    def flaws(self) -> dict[int, FlawedFile]:
        """The rows that are black, because their files are no pictures."""
        return self._index.flaws

    def mark_used(self) -> None:
        """Keep the store from being removed as one that nobody uses."""
        with suppress(OSError):
            os.utime(self.folder / INDEX)

    def finder(self) -> "KeyFinder":
        """Return what finds the rows of files by their keys."""
        return KeyFinder(self.folder / ENTRIES, len(self))

    def key(self, row: int) -> int:
        """Return what stands for the file of a row, in the state in which it was decoded."""
        return int(_column(self.folder / ENTRIES, "key", row, row + 1)[0])

    def keys(self, rows: Rows) -> Keys:
        """Return what stands for the files of some rows, (N,) uint64."""
        return _column(self.folder / ENTRIES, "key", 0, len(self))[rows]

    def pictures(self, rows: Rows) -> Pictures | PictureRows:
        """Return the pictures in `rows`, (N, C, H, W) uint8, without reading them yet."""
        return chosen_rows(self._all_pictures(), rows)

    def sizes(self, rows: Rows) -> NDArray[np.uint32]:
        """Return height and width of the files behind `rows`, (N, 2); 0 where one tells none."""
        if not len(self):
            return np.zeros((len(rows), 2), SIZE)
        mapped = np.memmap(self.folder / SIZES, SIZE, "r", shape=(len(self), 2))
        return np.asarray(mapped[rows])

    def recaller(self) -> Callable[[int], Pictures | None]:
        """Return what finds a picture by the content of its file."""
        contents = _column(self.folder / ENTRIES, "content", 0, len(self))
        lookup, pictures, flaws = _Lookup(contents), self._all_pictures(), self.flaws

        def recall(content: int) -> Pictures | None:
            row = int(lookup.places(np.array([content], np.uint64))[0])
            return None if row == NO_ROW or row in flaws else pictures[row]

        return recall

    @contextmanager
    def writing(self, *, room_for: int, wait: Callable[[], None]) -> Iterator["StoreWriter"]:
        """Open the store to add pictures; what was added is kept, whatever happens.

        `wait` is called again and again while another process writes; what it
        raises comes out of here. Raises `StorageError` where the disk has no room.
        """
        with ExitStack() as stack:
            with _named_errors(self.folder):
                self.folder.mkdir(parents=True, exist_ok=True)
                stack.enter_context(_locked(self.folder / LOCK, wait))
                self._index = self._read_index()
                self._mapped = self._mapped[:0]
                self._check_room(room_for)
                columns = [
                    stack.enter_context(_opened(self.folder / name, is_new=not len(self)))
                    for name in (PICTURES, ENTRIES, SIZES)
                ]
            writer = StoreWriter(self.folder, self._index, columns)
            try:
                yield writer
            finally:
                self._index = writer.commit()

    def _all_pictures(self) -> Pictures:
        """Return all rows, mapped once: what is in use counts once as memory."""
        if len(self._mapped) != len(self):
            shape = (len(self), *self.shape)
            mapped: Pictures = np.memmap(self.folder / PICTURES, np.uint8, "r", shape=shape)
            self._mapped = mapped.view(np.ndarray)  # whose indexing is faster
        return self._mapped

    def _read_index(self) -> _Index:
        try:
            index = msgspec.json.decode((self.folder / INDEX).read_bytes(), type=_Index)
            rows = [
                (self.folder / PICTURES).stat().st_size // prod(index.shape),
                (self.folder / ENTRIES).stat().st_size // ENTRY.itemsize,
                (self.folder / SIZES).stat().st_size // _SIZE_BYTES,
            ]
        except (OSError, msgspec.MsgspecError, ZeroDivisionError):
            return self._new
        fits = (index.source, index.shape) == (self._new.source, self._new.shape)
        return index if fits and index.count <= min(rows) else self._new

    def _check_room(self, count: int) -> None:
        needed = count * prod(self._new.shape)
        free = shutil.disk_usage(self.folder).free
        if needed > free:
            raise StorageError(
                _(
                    "The decoded pictures need {needed:.1f} GB in the folder "
                    '"{folder}", where {free:.1f} GB are free. Make room there, or use a part of '
                    "the pictures or a smaller Input."
                ).format(needed=needed / 1e9, folder=self.folder, free=free / 1e9)
            )


class StoreWriter:
    """Adds rows to a store that is locked."""

    def __init__(self, folder: Path, index: _Index, columns: Sequence[BinaryIO]) -> None:
        self._folder = folder
        self._index = index
        self._columns = columns
        self._count = index.count
        self._flaws = dict(index.flaws)
        self._committed_s = time.monotonic()
        lengths = (prod(index.shape), ENTRY.itemsize, _SIZE_BYTES)
        for column, length in zip(columns, lengths, strict=True):
            column.seek(index.count * length)

    @property
    def flaws(self) -> dict[int, FlawedFile]:
        """The rows whose files are no pictures."""
        return self._flaws

    def add(self, batch: DecodedBatch) -> NDArray[np.int64]:
        """Add what was read of a batch; return the row of each file, -1 where it was not read."""
        rows = np.full(len(batch.names), NO_ROW)
        read = np.array([place not in batch.unread for place in range(len(rows))])
        with _named_errors(self._folder):
            for column, values in zip(self._columns, batch.columns, strict=True):
                _write(column, values[read] if batch.unread else values)
        rows[read] = np.arange(self._count, self._count + read.sum())
        self._count += int(read.sum())
        for place, flaw in batch.flaws.items():
            self._flaws[int(rows[place])] = FlawedFile(shown(batch.names[place]), flaw)
        if time.monotonic() - self._committed_s > _COMMIT_INTERVAL_S:
            self.commit()
        return rows

    def commit(self) -> _Index:
        """Make what was added last, and return the index that says so."""
        if self._count == self._index.count:
            return self._index
        index = msgspec.structs.replace(self._index, count=self._count, flaws=dict(self._flaws))
        with _named_errors(self._folder):
            for column in self._columns:
                os.fsync(column.fileno())  # the index may never be on the disk before its rows
            written = self._folder / f"{INDEX}.part"
            written.write_bytes(msgspec.json.encode(index))
            written.replace(self._folder / INDEX)
        self._index = index
        self._committed_s = time.monotonic()
        return index


class KeyFinder:
    """Finds the rows of files.

    Files that are asked for in the order in which they were stored, as in a
    folder that has not changed, are found by reading along.
    """

    def __init__(self, path: Path, count: int) -> None:
        self._path = path
        self._count = count
        self._next = 0

    def rows_of(self, keys: Keys) -> NDArray[np.int64]:
        """Return the row for each key, -1 where there is none."""
        stop = min(self._next + len(keys), self._count)
        if np.array_equal(_column(self._path, "key", self._next, stop), keys):
            rows = np.arange(self._next, stop)
        else:
            rows = self._lookup.places(keys)
        if (last := rows.max(initial=NO_ROW)) != NO_ROW:
            self._next = int(last) + 1
        return rows

    @cached_property
    def _lookup(self) -> "_Lookup":
        return _Lookup(_column(self._path, "key", 0, self._count))


class _Lookup:
    """Finds values in a column that has no order."""

    def __init__(self, column: Keys) -> None:
        self._column = column
        self._order = np.argsort(column, kind="stable")

    def places(self, values: Keys) -> NDArray[np.int64]:
        """Return the first place of each value, -1 where it has none."""
        if not len(self._column):
            return np.full(len(values), NO_ROW)
        found = np.searchsorted(self._column, values, sorter=self._order)
        places = self._order[np.minimum(found, len(self._column) - 1)]
        return np.where(self._column[places] == values, places, NO_ROW)


def remove_oldest(stores: Path, *, keep: Path, most_bytes: int) -> None:
    """Remove stores that were not used for longest, until the others are small enough.

    One that another process has open stays where the system does not let it go.
    """
    ages = {index.parent: index.stat().st_mtime for index in stores.glob(f"*/{INDEX}")}
    sizes = {store: (store / PICTURES).stat().st_size for store in ages}
    total = sum(sizes.values())
    for store in sorted(ages, key=ages.__getitem__):
        if total > most_bytes and store != keep:
            shutil.rmtree(store, ignore_errors=True)
            total -= sizes[store]


def _column(path: Path, name: str, start: int, stop: int) -> Keys:
    """Return a field of the entries from row `start` up to `stop`."""
    if stop <= start:
        return np.empty(0, np.uint64)
    entries = np.fromfile(path, ENTRY, stop - start, offset=start * ENTRY.itemsize)
    return np.ascontiguousarray(entries[name])


def _write(file: BinaryIO, array: NDArray[Any]) -> None:
    rest = array.reshape(-1).view(np.uint8).data
    while rest:
        rest = rest[file.write(rest) :]


def _opened(path: Path, *, is_new: bool) -> BinaryIO:
    """Open a file to add to it; a new one under this name leaves readers the old one."""
    if is_new:
        path.unlink(missing_ok=True)
    return path.open("x+b" if is_new else "r+b", buffering=0)


@contextmanager
def _locked(path: Path, wait: Callable[[], None]) -> Iterator[None]:
    lock = FileLock(path)
    while not lock.is_locked:
        with suppress(Timeout):
            lock.acquire(timeout=_LOCK_POLL_S)
            break
        wait()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _named_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        text = _('The folder "{folder}" for decoded pictures cannot be written: {reason}.')
        if error.errno in _NO_ROOM:
            text = _(
                'The decoded pictures do not fit in the folder "{folder}": {reason}. Make room '
                "there, or use a part of the pictures or a smaller Input."
            )
        raise StorageError(text.format(folder=folder, reason=error.strerror)) from error
