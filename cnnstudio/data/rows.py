"""Chosen rows of a large array of pictures, read when they are asked for."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

Rows = NDArray[np.integer[Any]]


class PictureRows:
    """Some rows of pictures (N, C, H, W) in any order, without a copy of them.

    Indexing gives arrays, as it does with an array of these rows: a picture, a
    slice of them, or those at an array of places; further indices choose within
    the pictures. `numpy.asarray` reads them all.
    """

    __slots__ = ("_pictures", "_rows")

    dtype = np.dtype(np.uint8)

    def __init__(self, pictures: NDArray[np.uint8], rows: Rows) -> None:
        self._pictures = pictures
        self._rows = rows

    @property
    def shape(self) -> tuple[int, ...]:
        """(N, C, H, W)."""
        return (len(self._rows), *self._pictures.shape[1:])

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return self._pictures.ndim

    @property
    def size(self) -> int:
        """The number of values."""
        return len(self._rows) * int(np.prod(self._pictures.shape[1:]))

    @property
    def nbytes(self) -> int:
        """The bytes that all the pictures take, a byte for each value."""
        return self.size

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, key: Any) -> Any:
        first, *rest = key if isinstance(key, tuple) else (key,)
        chosen = self._rows[first]
        pictures = self._pictures[chosen]
        if not rest:
            return pictures
        return pictures[tuple(rest)] if np.ndim(chosen) == 0 else pictures[(slice(None), *rest)]

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> NDArray[Any]:
        if copy is False:
            raise ValueError("rows of a file become an array by being copied")
        return self._pictures[self._rows].astype(dtype or np.uint8, copy=False)


def chosen_rows(pictures: NDArray[np.uint8], rows: Rows) -> NDArray[np.uint8] | PictureRows:
    """Return the rows of pictures: as a part of the array itself where they follow each other."""
    if len(rows) and rows[-1] - rows[0] == len(rows) - 1 and (np.diff(rows) == 1).all():
        return pictures[int(rows[0]) : int(rows[-1]) + 1]
    return PictureRows(pictures, rows)
