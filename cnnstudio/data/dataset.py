"""What a data set is once it is loaded, and what is known of it before."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnstudio.data.choice import Shape
from cnnstudio.data.rows import PictureRows, Rows

Pictures = NDArray[np.uint8]
Labels = NDArray[np.integer[Any]]
Progress = Callable[[int, int], None]
"""Told how many pictures of how many are ready; what it raises ends the loading."""

_CHUNK_BYTES = 4 * 2**20


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Pictures of one part of a data set, with their classes.

    `pictures`: (N, C, H, W) uint8, 0–`maximum`, an array, a memory map or rows
    of one. `labels`: (N,) integers, indices of the classes. Dividing by
    `maximum` maps the pictures to 0–1: 16 for the digits, whose ink is counted
    in sixteenths, and 255 for everything else. `rows`: (N,) integers, where the
    pictures lie in the store of a folder; None for what comes from no folder.
    """

    pictures: Pictures | PictureRows
    labels: Labels
    maximum: int = 255
    rows: Rows | None = None

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def shape(self) -> Shape:
        channels, height, width = self.pictures.shape[1:]
        return channels, height, width


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that holds no picture that can be used, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class DataSet:
    """Pictures to train on, to validate with after each epoch, and to test at the end."""

    name: str
    title: str
    classes: tuple[str, ...]
    train: Split
    validation: Split | None = None
    test: Split | None = None
    skipped: tuple[SkippedFile, ...] = ()

    @property
    def shape(self) -> Shape:
        return self.train.shape


@dataclass(frozen=True, slots=True)
class DataSetInfo:
    """What is known of a data set without loading a picture.

    `title`, `description` and the classes of a built-in data set are marked for
    translation. `shape` is None where pictures are resized to Input, and
    `classes` is empty where only the chosen folder tells them.
    """

    name: str
    title: str
    description: str
    source: str
    shape: Shape | None
    classes: tuple[str, ...]
    needs_folder: bool = False


@dataclass(frozen=True, slots=True)
class Statistics:
    """Mean and standard deviation of each channel, of pictures mapped to 0–1.

    A channel that never varies has a deviation of 0.
    """

    mean: tuple[float, ...]
    deviation: tuple[float, ...]


def statistics(split: Split, progress: Progress | None = None) -> Statistics:
    """Return the mean and the (population) deviation of each channel.

    The sums are integers, so nothing is lost before the last division. What
    `progress` raises ends the calculation.
    """
    count = split.pictures.size // split.shape[0]
    sums, squares = _channel_sums(split.pictures, progress)
    variances = [count * square - total**2 for total, square in zip(sums, squares, strict=True)]
    scale = count * split.maximum
    return Statistics(
        mean=tuple(total / scale for total in sums),
        deviation=tuple(sqrt(variance) / scale for variance in variances),
    )


def _channel_sums(
    pictures: Pictures | PictureRows, progress: Progress | None
) -> tuple[list[int], list[int]]:
    """Return the sum and the sum of squares of each channel of (N, C, H, W)."""
    channels = pictures.shape[1]
    sums = np.zeros(channels, np.uint64)
    squares = np.zeros(channels, np.uint64)
    step = max(1, _CHUNK_BYTES // max(1, pictures[0].size))
    for start in range(0, len(pictures), step):
        if progress:
            progress(start, len(pictures))
        chunk = pictures[start : start + step]
        sums += chunk.sum(axis=(0, 2, 3), dtype=np.uint64)
        squares += np.square(chunk, dtype=np.uint16).sum(axis=(0, 2, 3), dtype=np.uint64)
    return sums.tolist(), squares.tolist()
