"""Reading folders of pictures.

The pictures in use lie in memory as one uint8 array, part after part. A cache on
disk belongs in `_decoded`, whose result depends on the files and the shape alone.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
import psutil
from numpy.typing import NDArray

from cnnstudio.data.choice import FOLDER, DataChoice
from cnnstudio.data.dataset import (
    DataSet,
    DataSetInfo,
    Labels,
    Pictures,
    Progress,
    Shape,
    SkippedFile,
    Split,
)
from cnnstudio.data.decoding import decode_files
from cnnstudio.data.layout import PictureFolders, find_pictures, is_hidden, unreadable_folder
from cnnstudio.data.pictures import SUFFIXES, check_channels
from cnnstudio.data.splits import Rows, divide, in_use
from cnnstudio.errors import InvalidFileError, InvalidValueError
from cnnstudio.text import N_, _, plural

DEFAULT_SHAPE = (3, 64, 64)


@dataclass(frozen=True, slots=True, eq=False)
class _Files:
    """Picture files of one part with their labels, (N,) int64, and files that are no pictures."""

    paths: list[Path]
    labels: Labels
    foreign: tuple[SkippedFile, ...] = ()

    def take(self, rows: Rows) -> "_Files":
        return _Files([self.paths[row] for row in rows], self.labels[rows], self.foreign)


_NO_FILES = _Files([], np.empty(0, np.int64))


def describe_pictures(root: Path) -> DataSetInfo:
    """Return what a folder of pictures holds, without opening any."""
    return DataSetInfo(
        name=FOLDER,
        title=root.name,
        description=N_("Pictures in folders named after their classes."),
        source=str(root),
        shape=None,
        classes=find_pictures(root).classes,
        needs_folder=True,
    )


def read_folder(
    root: Path,
    choice: DataChoice,
    *,
    shape: Shape = DEFAULT_SHAPE,
    progress: Progress | None = None,
) -> DataSet:
    """Return the pictures in `root`, stretched to `shape` and divided as `choice` says.

    Files that cannot be used are left out and listed in `skipped`.
    """
    check_channels(shape)
    folders = find_pictures(root)
    parts = _parts(folders, choice)
    (train, validation, test), unreadable = _decoded(parts, shape, progress)
    _check_readable(train.labels, folders)
    return DataSet(
        FOLDER,
        root.name,
        folders.classes,
        train,
        validation=validation if len(validation) else None,
        test=test if len(test) else None,
        skipped=tuple(file for part in parts for file in part.foreign) + unreadable,
    )


def found(split: Split, dataset: DataSet) -> str:
    """Return how much a part holds: "Found 8000 images belonging to 2 classes."."""
    return plural(
        "Found {count} image belonging to {{classes}} classes.",
        "Found {count} images belonging to {{classes}} classes.",
        len(split),
    ).format(classes=len(dataset.classes))


def _parts(folders: PictureFolders, choice: DataChoice) -> tuple[_Files, _Files, _Files]:
    """Return the files to train, validate and test with."""
    train = _listed(folders.train, folders.classes)
    _check_classes(train.labels, folders)
    test = _listed(folders.test, folders.classes) if folders.test else _NO_FILES
    if folders.validation is None:
        rows = divide(train.labels, choice)
        drawn = _Files([train.paths[row] for row in rows.drawn], train.labels[rows.drawn])
        return train.take(rows.kept), drawn, test
    validation = _listed(folders.validation, folders.classes)
    used = in_use(train.labels, choice), in_use(validation.labels, choice)
    return train.take(used[0]), validation.take(used[1]), test


def _listed(folder: Path, classes: tuple[str, ...]) -> _Files:
    """Return the files in the class folders of one part."""
    paths: list[Path] = []
    labels: list[int] = []
    foreign: list[SkippedFile] = []
    for label, name in enumerate(classes):
        for path in _files_below(folder / name):
            if path.suffix.lower() in SUFFIXES:
                paths.append(path)
                labels.append(label)
            else:
                foreign.append(SkippedFile(str(path), _("its name does not end as a picture's")))
    return _Files(paths, np.array(labels, np.int64), tuple(foreign))


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield all files below a folder, in the same order on every machine."""
    if not folder.is_dir():
        return
    for here, folders, names in os.walk(folder, onerror=_raise_unreadable):
        folders[:] = sorted(name for name in folders if not is_hidden(name))
        for name in sorted(names):
            if not is_hidden(name):
                yield Path(here, name)


def _raise_unreadable(error: OSError) -> None:
    raise unreadable_folder(error) from error


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
            _('Of the pictures in use from the class folder "{folder}", none can be read.').format(
                folder=folders.train / name
            )
        )


def _without_pictures(labels: Labels, classes: tuple[str, ...]) -> list[str]:
    counts = np.bincount(labels, minlength=len(classes))
    return [name for name, count in zip(classes, counts, strict=True) if count == 0]


def _decoded(
    parts: tuple[_Files, ...], shape: Shape, progress: Progress | None
) -> tuple[list[Split], tuple[SkippedFile, ...]]:
    """Return the pictures of each part, and the files that are unusable."""
    paths = [path for part in parts for path in part.paths]
    pictures = _room(len(paths), shape)
    unreadable = decode_files(paths, pictures, progress=progress)
    usable = np.ones(len(paths), bool)
    usable[list(unreadable)] = False
    pictures = _moved_together(pictures, usable)
    labels = np.concatenate([part.labels for part in parts])[usable]
    sizes = [len(part.paths) for part in parts]
    bounds = [int(usable[:end].sum()) for end in accumulate(sizes, initial=0)]
    splits = [Split(pictures[start:end], labels[start:end]) for start, end in pairwise(bounds)]
    return splits, tuple(unreadable.values())


def _room(count: int, shape: Shape) -> Pictures:
    """Return memory for pictures, as far as the machine has it."""
    needed = count * int(np.prod(shape))
    free = psutil.virtual_memory().available
    if needed > free:
        raise InvalidValueError(
            _(
                "The pictures need {needed:.1f} GB of memory and {free:.1f} GB are free. "
                "Use a part of them, or a smaller Input."
            ).format(needed=needed / 1e9, free=free / 1e9)
        )
    return np.empty((count, *shape), np.uint8)


def _moved_together(pictures: Pictures, usable: NDArray[np.bool_]) -> Pictures:
    """Return the usable rows, without a second array of that size."""
    rows = np.flatnonzero(usable)
    for place, row in enumerate(rows):
        if place != row:
            pictures[place] = pictures[row]
    return pictures[: len(rows)]
