"""Reading folders of pictures.

Each file is decoded once for each form in which it is wanted, into a
`PictureStore` in the cache folder. What comes out are rows of such a store.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cnnstudio import paths
from cnnstudio.data.choice import FOLDER, DataChoice, Fit, Shape
from cnnstudio.data.dataset import DataSet, DataSetInfo, Labels, Progress, SkippedFile, Split
from cnnstudio.data.decoding import DecodedBatch, decode_files
from cnnstudio.data.layout import PictureFolders, find_pictures, shown
from cnnstudio.data.listing import NO_FILES, NO_ROW, Listing, find_file, list_files
from cnnstudio.data.picture_store import PictureStore, StoreWriter, remove_oldest
from cnnstudio.data.pictures import check_channels
from cnnstudio.data.rows import Rows
from cnnstudio.data.splits import Mask, divide, in_use
from cnnstudio.errors import InvalidFileError
from cnnstudio.text import N_, _, plural

DEFAULT_SHAPE = (3, 64, 64)

# Raised with each change of how files are decoded, so that no older store is taken for it.
_VERSION = 2
_MOST_STORED_BYTES = 20 * 2**30


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The files of one part in use: `used` is a mask over those that are listed."""

    listing: Listing
    used: Mask

    def missing(self) -> NDArray[np.int64]:
        """Return the places, among the files that were unknown, of those that still are."""
        unknown = self.listing.unknown
        return np.flatnonzero(self.used[unknown] & (self.listing.rows[unknown] == NO_ROW))


_NOTHING = Part(NO_FILES, np.zeros(0, bool))


def describe_pictures(root: Path, choice: DataChoice) -> DataSetInfo:
    """Return what a folder of pictures holds, without opening any."""
    return DataSetInfo(
        name=FOLDER,
        title=root.name,
        description=N_("Pictures in folders named after their classes."),
        source=str(root),
        shape=None if choice.size is None else target_shape(choice, DEFAULT_SHAPE),
        classes=find_pictures(root).classes,
        needs_folder=True,
    )


def target_shape(choice: DataChoice, shape: Shape) -> Shape:
    """Return the form in which pictures are wanted, where a network would take `shape`."""
    height, width = choice.size or shape[1:]
    return choice.channels or shape[0], height, width


def read_folder(
    root: Path,
    choice: DataChoice,
    *,
    shape: Shape = DEFAULT_SHAPE,
    progress: Progress | None = None,
) -> DataSet:
    """Return the pictures in `root`, brought to `shape` and divided as `choice` says.

    Files that cannot be used are left out and listed in `skipped`. `progress`
    is told of files that have to be decoded, and of no others.
    """
    check_channels(shape)
    folders = find_pictures(root)
    store = picture_store(root, shape, choice.fit)
    parts = _parts(root, folders, choice, store)
    unread = _decode_new(root, store, _uses(parts), choice.fit, progress)
    store.mark_used()
    train, validation, test = (
        usable_pictures(part, store) for part in _lending(parts, store, len(folders.classes))
    )
    _check_readable(train.labels, folders)
    return DataSet(
        FOLDER,
        root.name,
        folders.classes,
        train,
        validation=validation if len(validation) else None,
        test=test if len(test) else None,
        skipped=tuple(_skipped(root, store, _uses(parts))) + tuple(unread),
    )


def picture_store(root: Path, shape: Shape, fit: Fit) -> PictureStore:
    """Return the store for the pictures of a folder in one form."""
    form = f"{root}\0{shape}\0{fit}\0{_VERSION}"
    name = blake2b(form.encode(), digest_size=16).hexdigest()
    return PictureStore(_stores() / name, shape, source=str(root))


def file_of(root: Path, choice: DataChoice, split: Split, index: int) -> Path | None:
    """Return the file from which a picture was decoded; None where it has changed since.

    Looks through the folder of the picture's class.
    """
    assert split.rows is not None
    folders = find_pictures(root)
    key = picture_store(root, split.shape, choice.fit).key(int(split.rows[index]))
    for part in (folders.train, folders.validation, folders.test):
        if part is not None:
            name = find_file(root, part / folders.classes[split.labels[index]], key)
            if name is not None:
                return root / name
    return None


def found(dataset: DataSet, *splits: Split) -> str:
    """Return how much some parts hold: "Found 8000 images belonging to 2 classes."."""
    return plural(
        "Found {count} image belonging to {{classes}} classes.",
        "Found {count} images belonging to {{classes}} classes.",
        sum(len(split) for split in splits),
    ).format(classes=len(dataset.classes))


def _stores() -> Path:
    return paths.cache_folder() / "pictures"


def _parts(
    root: Path, folders: PictureFolders, choice: DataChoice, store: PictureStore
) -> tuple[Part, Part, Part]:
    """Return the files to train, validate and test with."""
    finder = store.finder()
    train = list_files(root, folders.train, folders.classes, finder)
    _check_classes(train.labels, folders)
    if folders.validation is None:
        division = divide(train.labels, choice)
        return Part(train, division.train), Part(train, division.validation), _NOTHING
    validation = list_files(root, folders.validation, folders.classes, finder)
    test = _NOTHING
    if folders.test is not None:
        listing = list_files(root, folders.test, folders.classes, finder)
        test = Part(listing, np.ones(len(listing), bool))
    return (
        Part(train, in_use(train.labels, choice)),
        Part(validation, in_use(validation.labels, choice)),
        test,
    )


def _lending(
    parts: tuple[Part, Part, Part], store: PictureStore, class_count: int
) -> tuple[Part, Part, Part]:
    """Return the parts with those classes all in training of which only validation could be read.

    The files are divided before they are opened: of a class of mostly broken ones, the good
    ones may all have been drawn to validate with.
    """
    train, validation, test = parts
    if train.listing is not validation.listing:
        return parts
    labels = train.listing.labels
    usable = _is_usable(train.listing.rows, store)
    present = np.bincount(labels[usable & train.used], minlength=class_count) > 0
    if present.all():
        return parts
    lent = validation.used & usable & ~present[labels]
    validation = Part(validation.listing, validation.used & ~lent)
    return Part(train.listing, train.used | lent), validation, test


def _uses(parts: tuple[Part, Part, Part]) -> list[Part]:
    """Return each listing once, with all that is used of it."""
    train, validation, test = parts
    if train.listing is not validation.listing:
        return list(parts)
    return [Part(train.listing, train.used | validation.used), test]


def _decode_new(
    root: Path, store: PictureStore, uses: list[Part], fit: Fit, progress: Progress | None
) -> list[SkippedFile]:
    """Decode the files in use that the store lacks; return those that could not be read."""
    count = sum(len(use.missing()) for use in uses)
    if not count:
        return []
    told = progress or _tell_nobody
    with store.writing(room_for=count, wait=lambda: told(0, count)) as writer:
        finder = store.finder()
        for use in uses:
            use.listing.look_again(finder)  # another process may have been faster
        missing = [use.missing() for use in uses]
        names = [
            use.listing.names[place]
            for use, places in zip(uses, missing, strict=True)
            for place in places
        ]
        recall = store.recaller() if len(store) else None
        with closing(decode_files(root, names, store.shape, fit=fit, recall=recall)) as batches:
            rows, unread = _added(root, batches, writer, lambda done: told(done, len(names)))
    for use, places in zip(uses, missing, strict=True):
        use.listing.rows[use.listing.unknown[places]] = rows[: len(places)]
        rows = rows[len(places) :]
    remove_oldest(_stores(), keep=store.folder, most_bytes=_MOST_STORED_BYTES)
    return unread


def _added(
    root: Path, batches: Iterable[DecodedBatch], writer: StoreWriter, told: Callable[[int], None]
) -> tuple[NDArray[np.int64], list[SkippedFile]]:
    """Put decoded files into the store; return their rows, and which were not read."""
    rows = [np.empty(0, np.int64)]
    unread: list[SkippedFile] = []
    done = 0
    for batch in batches:
        if batch.unread and not root.is_dir():
            raise _vanished(root)
        rows.append(writer.add(batch))
        unread += [
            SkippedFile(shown(str(root / batch.names[place])), reason)
            for place, reason in batch.unread.items()
        ]
        done += len(batch.names)
        told(done)
    return np.concatenate(rows), unread


def _tell_nobody(_done: int, _total: int) -> None:
    """Take the place of a progress that nobody asked for."""


def usable_pictures(part: Part, store: PictureStore) -> Split:
    """Return the pictures of the files in use that are pictures."""
    rows, labels = part.listing.rows[part.used], part.listing.labels[part.used]
    usable = _is_usable(rows, store)
    if not usable.all():
        rows, labels = rows[usable], labels[usable]
    return Split(store.pictures(rows), labels, rows=rows)


def _skipped(root: Path, store: PictureStore, uses: list[Part]) -> Iterator[SkippedFile]:
    """Yield the files that are known to be no pictures."""
    for use in uses:
        yield from use.listing.foreign
        rows = use.listing.rows[use.used]
        for row in rows[_is_flawed(rows, store)].tolist():
            file = store.flaws[row]
            yield SkippedFile(str(root / file.name), file.flaw.reason)


def _is_usable(rows: Rows, store: PictureStore) -> Mask:
    is_usable: Mask = (rows != NO_ROW) & ~_is_flawed(rows, store)
    return is_usable


def _is_flawed(rows: Rows, store: PictureStore) -> Mask:
    return np.isin(rows, list(store.flaws)) if store.flaws else np.zeros(len(rows), bool)


def _check_classes(labels: Labels, folders: PictureFolders) -> None:
    for name in _without_pictures(labels, folders.classes):
        raise InvalidFileError(
            _(
                'The class folder "{folder}" holds no pictures. Put some into it, or remove it.'
            ).format(folder=folders.train / name)
        )


def _check_readable(labels: Labels, folders: PictureFolders) -> None:
    for name in _without_pictures(labels, folders.classes):
        raise InvalidFileError(
            _(
                'Of the pictures in use from the class folder "{folder}", none can be read. '
                "Put others there, or remove the folder."
            ).format(folder=folders.train / name)
        )


def _without_pictures(labels: Labels, classes: tuple[str, ...]) -> list[str]:
    present = set(np.unique(labels).tolist())
    return [name for label, name in enumerate(classes) if label not in present]


def _vanished(root: Path) -> InvalidFileError:
    return InvalidFileError(
        _(
            'The folder "{folder}" disappeared while its pictures were read. Bring it back and '
            "load it again: what was read so far is kept."
        ).format(folder=root)
    )
