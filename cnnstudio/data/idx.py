"""IDX, the file format of MNIST: arrays of bytes, big-endian sizes in front.

Source: http://yann.lecun.com/exdb/mnist, "The IDX file format".
"""

import gzip
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from cnnstudio.data.choice import Shape
from cnnstudio.data.dataset import Labels, Pictures, Split
from cnnstudio.errors import InvalidFileError, StorageError
from cnnstudio.text import _

_UNSIGNED_BYTE = 0x08
_PICTURE_AXES = 3  # N, H, W
_LABEL_AXES = 1

# Deflate cannot shrink anything to less than 1/1032 of its size, so a header
# that announces more than that lies. Source: https://zlib.net/zlib_tech.html
_LARGEST_RATIO = 1032
_LARGEST_BYTES = 4 * 2**30

USUAL_NAMES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)


@dataclass(frozen=True, slots=True)
class IdxFiles:
    """The four files of a data set like MNIST."""

    train_pictures: Path
    train_labels: Path
    test_pictures: Path
    test_labels: Path


def find_idx(folder: Path) -> IdxFiles:
    """Return the four IDX files in `folder`, packed or not.

    Raises `InvalidFileError`, with the names it looks for, where one is missing.
    """
    found = [_find(folder, name) for name in USUAL_NAMES]
    missing = [name for name, path in zip(USUAL_NAMES, found, strict=True) if path is None]
    if missing:
        raise InvalidFileError(
            _(
                'The folder "{folder}" lacks {missing}. Four files are needed: {names}, '
                'with or without ".gz".'
            ).format(
                folder=folder,
                missing=", ".join(missing) if len(missing) < len(found) else _("the IDX files"),
                names=", ".join(USUAL_NAMES),
            )
        )
    return IdxFiles(*(path for path in found if path is not None))


def is_complete(folder: Path) -> bool:
    """Return whether `folder` holds all four IDX files under their usual names."""
    return all(_find(folder, name) is not None for name in USUAL_NAMES)


def has_idx(folder: Path) -> bool:
    """Return whether `folder` holds at least one IDX file under a usual name."""
    return any(_find(folder, name) is not None for name in USUAL_NAMES)


def _find(folder: Path, name: str) -> Path | None:
    plain = name.removesuffix(".gz")
    dotted = plain.replace("-idx", ".idx")
    for candidate in (plain, dotted, f"{plain}.gz", f"{dotted}.gz"):
        if (folder / candidate).is_file():
            return folder / candidate
    return None


def read_split(pictures_path: Path, labels_path: Path, *, class_count: int) -> Split:
    """Return pictures (N, 1, H, W) and their labels, checked against each other."""
    labels = read_labels(labels_path, class_count=class_count)
    pictures = read_pictures(pictures_path)
    if len(pictures) != len(labels):
        raise InvalidFileError(
            _(
                'The files "{pictures}" and "{labels}" do not belong together: '
                "{picture_count} pictures, {label_count} labels."
            ).format(
                pictures=pictures_path,
                labels=labels_path,
                picture_count=len(pictures),
                label_count=len(labels),
            )
        )
    return Split(pictures, labels)


def read_pictures(path: Path) -> Pictures:
    """Return the pictures of an IDX file as (N, 1, H, W) uint8."""
    return read_idx(path, axes=_PICTURE_AXES)[:, np.newaxis]


def read_labels(path: Path, *, class_count: int) -> Labels:
    """Return the labels of an IDX file as (N,) int64, each below `class_count`."""
    labels = read_idx(path, axes=_LABEL_AXES).astype(np.int64)
    if labels.max() >= class_count:
        raise InvalidFileError(
            _(
                'The file "{path}" holds the label {label}, where 0 to {largest} are allowed.'
            ).format(path=path, label=labels.max(), largest=class_count - 1)
        )
    return labels


def read_picture_shape(path: Path) -> Shape:
    """Return the shape (1, H, W) of the pictures in an IDX file, from its header alone."""
    with _open(path) as file:
        _count, height, width = _read_header(path, file, axes=_PICTURE_AXES)
    return 1, height, width


def read_idx(path: Path, *, axes: int) -> NDArray[np.uint8]:
    """Return the array of bytes in an IDX file with that many axes."""
    with _open(path) as file:
        shape = _read_header(path, file, axes=axes)
        _check_size(path, shape)
        array = np.empty(shape, np.uint8)
        received = _read_into(file, array.data.cast("B"))
        if received < array.size:
            reason = _("it ends after {received} of {size} bytes")
            raise _damaged(path, reason.format(received=received, size=array.size))
        if file.read(1):
            raise _damaged(path, _("it goes on after its {size} bytes").format(size=array.size))
    return array


def write_idx(path: Path, array: NDArray[np.uint8]) -> None:
    """Write an array of bytes as an IDX file, packed where the name ends in ".gz"."""
    header = struct.pack(f">2xBB{array.ndim}I", _UNSIGNED_BYTE, array.ndim, *array.shape)
    content = header + np.ascontiguousarray(array).tobytes()
    try:
        path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    except OSError as error:
        raise StorageError(
            _('The file "{path}" cannot be written: {reason}.').format(
                path=path, reason=error.strerror
            )
        ) from error


@contextmanager
def _open(path: Path) -> Iterator[BinaryIO]:
    try:
        packed = path.suffix == ".gz"
        with gzip.open(path, "rb") if packed else path.open("rb") as file:
            yield cast(BinaryIO, file)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise _damaged(path, _("its compression is broken")) from error
    except OSError as error:
        raise InvalidFileError(
            _('The file "{path}" cannot be read: {reason}.').format(
                path=path, reason=error.strerror
            )
        ) from error


def _read_header(path: Path, file: BinaryIO, *, axes: int) -> tuple[int, ...]:
    magic = file.read(4)
    if len(magic) < 4 or magic[:2] != b"\0\0":
        raise _damaged(path, _("it does not begin as an IDX file does"))
    if magic[2] != _UNSIGNED_BYTE:
        raise _damaged(
            path,
            _("its values are of type {type:#04x} instead of 0x08, bytes").format(type=magic[2]),
        )
    if magic[3] != axes:
        raise _damaged(
            path, _("it has {count} axes instead of {axes}").format(count=magic[3], axes=axes)
        )
    sizes = file.read(4 * axes)
    if len(sizes) < 4 * axes:
        raise _damaged(path, _("it ends within its header"))
    shape = struct.unpack(f">{axes}I", sizes)
    if 0 in shape:
        raise _damaged(path, _("it is empty"))
    return shape


def _check_size(path: Path, shape: tuple[int, ...]) -> None:
    """Refuse sizes that the file cannot hold, before memory is asked for."""
    size = prod(shape)
    ratio = _LARGEST_RATIO if path.suffix == ".gz" else 1
    if size > min(path.stat().st_size * ratio, _LARGEST_BYTES):
        raise _damaged(path, _("it announces {size} bytes, which it cannot hold").format(size=size))


def _read_into(file: BinaryIO, target: memoryview) -> int:
    received = 0
    while count := file.readinto(target[received:]):  # type: ignore[attr-defined]
        received += count
    return received


def _damaged(path: Path, reason: str) -> InvalidFileError:
    return InvalidFileError(
        _('The file "{path}" is damaged: {reason}.').format(path=path, reason=reason)
    )
