"""How large the files are that the pictures of a folder were read from."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cnnstudio.data.choice import DataChoice
from cnnstudio.data.dataset import Split
from cnnstudio.data.folder import picture_store

_BLOCK = 2**18

Size = tuple[int, int]
"""Height and width in pixels, before EXIF turns the picture."""


@dataclass(frozen=True, slots=True)
class FileSizes:
    """The smallest and the largest file by their pixels, and how many have to be enlarged.

    `enlarged_count` are those with a side shorter than that of the pictures made of them.
    """

    smallest: Size
    largest: Size
    enlarged_count: int


def file_sizes(root: Path, choice: DataChoice, *splits: Split) -> FileSizes | None:
    """Return the sizes behind pictures of a folder; None where there are no files."""
    parts = [_of_part(root, choice, split) for split in splits if split.rows is not None]
    blocks = [sizes for part in parts for sizes in part]
    if not blocks:
        return None
    return FileSizes(
        min((each.smallest for each in blocks), key=_area),
        max((each.largest for each in blocks), key=_area),
        sum(each.enlarged_count for each in blocks),
    )


def _of_part(root: Path, choice: DataChoice, split: Split) -> Iterator[FileSizes]:
    """Yield the sizes of some files after the other: those of all need not be in memory."""
    assert split.rows is not None
    store = picture_store(root, split.shape, choice.fit)
    for start in range(0, len(split.rows), _BLOCK):
        sizes = store.sizes(split.rows[start : start + _BLOCK])
        areas = sizes.prod(axis=1, dtype=np.int64)
        first, last = (sizes[place].tolist() for place in (areas.argmin(), areas.argmax()))
        enlarged = (sizes < np.array(split.shape[1:])).any(axis=1)
        yield FileSizes((first[0], first[1]), (last[0], last[1]), int(enlarged.sum()))


def _area(size: Size) -> int:
    return size[0] * size[1]
