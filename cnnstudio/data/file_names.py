"""The names of the files behind all pictures of a part, found in portions."""

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnnstudio.data.choice import DataChoice
from cnnstudio.data.dataset import Split
from cnnstudio.data.folder import picture_store
from cnnstudio.data.layout import find_pictures
from cnnstudio.data.listing import keyed_files

_FILES_AT_ONCE = 4_096


class NamedFiles(NamedTuple):
    """Some pictures of a part by their indices, (N,) int32, and their files below the root."""

    indices: NDArray[np.int32]
    names: list[str]


def named_files(root: Path, choice: DataChoice, split: Split) -> Iterator[NamedFiles]:
    """Yield the files from which the pictures of a part were decoded, none twice.

    A file that has changed since is left out. Pictures from IDX files have none of their own.
    """
    if split.rows is None or not len(split):
        return
    keys = picture_store(root, split.shape, choice.fit).keys(split.rows)
    order = np.argsort(keys).astype(np.int32)
    ascending, left = keys[order], len(keys)
    files = _files(root)
    while left and (portion := tuple(islice(files, _FILES_AT_ONCE))):
        found = np.array([key for _name, key in portion], np.uint64)
        places = np.minimum(np.searchsorted(ascending, found), len(keys) - 1)
        is_wanted = ascending[places] == found
        left -= int(is_wanted.sum())
        wanted = np.flatnonzero(is_wanted).tolist()
        yield NamedFiles(order[places[is_wanted]], [portion[place][0] for place in wanted])


def _files(root: Path) -> Iterator[tuple[str, int]]:
    """Yield name and key of each picture file of each part."""
    folders = find_pictures(root)
    parts = (part for part in (folders.train, folders.validation, folders.test) if part)
    return chain.from_iterable(
        keyed_files(root, part / name, []) for part in parts for name in folders.classes
    )
