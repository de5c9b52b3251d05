"""A data set as the page shows it: its parts, each with its pictures by class."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from cnnstudio.data import catalog
from cnnstudio.data.choice import FOLDER, DataChoice, Shape
from cnnstudio.data.dataset import DataSet, Labels, Progress, Split
from cnnstudio.data.idx import has_idx
from cnnstudio.data.layout import find_pictures
from cnnstudio.data.sizes import FileSizes, file_sizes
from cnnstudio.text import N_, _


class PartName(StrEnum):
    """The parts of a data set."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"

    @property
    def heading(self) -> str:
        """What the part is called."""
        return _(_TITLES[self])


_TITLES = {
    PartName.TRAIN: N_("Training"),
    PartName.VALIDATION: N_("Validation"),
    PartName.TEST: N_("Test"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be loaded: a choice, and for folders the shape that Input has."""

    choice: DataChoice
    shape: Shape | None


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The pictures of a part by class.

    `edges`: (K + 1,) integers; those of class c are `order[edges[c]:edges[c + 1]]`,
    or just these numbers where `order` is None because the labels ascend anyway.
    """

    edges: NDArray[np.int64]
    order: NDArray[np.int32] | None = None

    @property
    def counts(self) -> tuple[int, ...]:
        """How many pictures each class has."""
        return tuple(np.diff(self.edges).tolist())

    def picture(self, label: int, place: int) -> int:
        """Return the number of a class' picture at a place in that class."""
        position = int(self.edges[label]) + place
        return position if self.order is None else int(self.order[position])

    def place(self, label: int, picture: int) -> int | None:
        """Return the place of a picture in its class; None where it belongs to another."""
        start, stop = self.edges[label : label + 2].tolist()
        if self.order is None:
            return picture - start if start <= picture < stop else None
        found = np.flatnonzero(self.order[start:stop] == picture)
        return int(found[0]) if len(found) else None


@dataclass(frozen=True, slots=True, eq=False)
class LoadedPart:
    """One part of a data set with its pictures by class."""

    name: PartName
    split: Split
    groups: Groups


@dataclass(frozen=True, slots=True, eq=False)
class LoadedData:
    """A data set that was read; `has_own_parts` says that its files decide what validates."""

    wanted: Wanted
    dataset: DataSet
    parts: tuple[LoadedPart, ...]
    class_names: tuple[str, ...]
    has_own_parts: bool
    sizes: FileSizes | None = None
    """Of the files of a folder of pictures."""

    def is_of(self, choice: DataChoice) -> bool:
        """Return whether a choice means these pictures, however it divides them."""
        own = self.wanted.choice
        return (own.name, own.folder) == (choice.name, choice.folder)

    def part(self, name: PartName) -> LoadedPart | None:
        """Return a part, where there is one."""
        return next((part for part in self.parts if part.name is name), None)


def load(wanted: Wanted, progress: Progress | None = None) -> LoadedData:
    """Read a data set as training would; raises `StudioError`."""
    choice = wanted.choice
    dataset = catalog.load(choice, shape=wanted.shape, progress=progress)
    splits = {
        PartName.TRAIN: dataset.train,
        PartName.VALIDATION: dataset.validation,
        PartName.TEST: dataset.test,
    }
    count = len(dataset.classes)
    is_own = choice.name == FOLDER
    return LoadedData(
        wanted,
        dataset,
        tuple(
            LoadedPart(name, split, grouped(split.labels, count))
            for name, split in splits.items()
            if split is not None
        ),
        # Only the names of built-in classes are ours to translate.
        dataset.classes if is_own else tuple(_(name) for name in dataset.classes),
        is_own and _has_parts(choice),
        _sizes(choice, [split for split in splits.values() if split is not None]),
    )


def _sizes(choice: DataChoice, splits: list[Split]) -> FileSizes | None:
    if any(split.rows is None for split in splits):
        return None
    return file_sizes(catalog.files_folder(choice), choice, *splits)


def grouped(labels: Labels, class_count: int) -> Groups:
    """Return pictures by class; within a class they stay in their order."""
    if (labels[:-1] <= labels[1:]).all():
        return Groups(np.searchsorted(labels, np.arange(class_count + 1)))
    edges = np.concatenate([[0], np.cumsum(np.bincount(labels, minlength=class_count))])
    return Groups(edges, np.argsort(labels, kind="stable").astype(np.int32))


def _has_parts(choice: DataChoice) -> bool:
    folder = catalog.files_folder(choice)
    return not has_idx(folder) and find_pictures(folder).validation is not None
