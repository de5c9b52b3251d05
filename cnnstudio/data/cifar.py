"""CIFAR-10, from the six files of its binary version.

Source: https://www.cs.toronto.edu/~kriz/cifar.html, "Binary version".
"""

import shutil
import tarfile
from pathlib import Path

import numpy as np

from cnnstudio.data.dataset import DataSet, DataSetInfo, Labels, Pictures, Split
from cnnstudio.data.download import Remote, RemoteFile
from cnnstudio.errors import InvalidFileError
from cnnstudio.text import N_, _

INFO = DataSetInfo(
    name="cifar10",
    title="CIFAR-10",
    description=N_(
        "50,000 photographs of animals and vehicles of 32×32 pixels, and 10,000 to test with, "
        "from the six files of the binary version."
    ),
    source="https://www.cs.toronto.edu/~kriz/cifar.html",
    shape=(3, 32, 32),
    classes=(
        N_("airplane"),
        N_("automobile"),
        N_("bird"),
        N_("cat"),
        N_("deer"),
        N_("dog"),
        N_("frog"),
        N_("horse"),
        N_("ship"),
        N_("truck"),
    ),
    needs_folder=True,
)

TRAIN_NAMES = tuple(f"data_batch_{number}.bin" for number in range(1, 6))
TEST_NAME = "test_batch.bin"

_ARCHIVE = "cifar-10-binary.tar.gz"
_ARCHIVE_FOLDER = "cifar-10-batches-bin"
_SHAPE = (3, 32, 32)
_RECORD_BYTES = 1 + 3 * 32 * 32
_RECORD_COUNT = 10_000


def read_cifar10(folder: Path) -> DataSet:
    """Return the training and test pictures in `folder`."""
    place = _place(folder)
    train = _read_files([place / name for name in TRAIN_NAMES])
    test = _read_files([place / TEST_NAME])
    return DataSet(INFO.name, INFO.title, INFO.classes, train, test=test)


def is_complete(folder: Path) -> bool:
    """Return whether `folder` holds the six files, each of its size."""
    place, size = _place(folder), _RECORD_BYTES * _RECORD_COUNT
    paths = [place / name for name in (*TRAIN_NAMES, TEST_NAME)]
    return all(path.is_file() and path.stat().st_size == size for path in paths)


def unpack(folder: Path) -> None:
    """Take the six files out of the archive in `folder`, and remove it."""
    place = folder / _ARCHIVE_FOLDER
    place.mkdir(exist_ok=True)
    with tarfile.open(folder / _ARCHIVE) as archive:
        for name in (*TRAIN_NAMES, TEST_NAME):
            source = archive.extractfile(f"{_ARCHIVE_FOLDER}/{name}")
            assert source is not None, "the checksum was right, but a file is none"
            part = place / f"{name}.part"
            with part.open("wb") as target:
                shutil.copyfileobj(source, target)
            part.replace(place / name)
    (folder / _ARCHIVE).unlink()


REMOTE = Remote(
    (
        "https://www.cs.toronto.edu/~kriz",
        "https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10",
    ),
    (RemoteFile(_ARCHIVE, "c32a1d4ab5d03f1284b67883e8d87530", 170_052_171),),
    is_complete,
    unpack,
)


def _place(folder: Path) -> Path:
    inner = folder / _ARCHIVE_FOLDER
    return inner if inner.is_dir() else folder


def _read_files(paths: list[Path]) -> Split:
    """Return the pictures of some files, one at a time so that none is in memory twice."""
    count = len(paths) * _RECORD_COUNT
    pictures, labels = np.empty((count, *_SHAPE), np.uint8), np.empty(count, np.int64)
    for number, path in enumerate(paths):
        rows = slice(number * _RECORD_COUNT, (number + 1) * _RECORD_COUNT)
        _read_file(path, pictures[rows], labels[rows])
    return Split(pictures, labels)


def _read_file(path: Path, pictures: Pictures, labels: Labels) -> None:
    """Read records of a label and 3×32×32 bytes into their rows."""
    records = np.frombuffer(_content(path), np.uint8).reshape(-1, _RECORD_BYTES)
    labels[:] = records[:, 0]
    pictures[:] = records[:, 1:].reshape(-1, *_SHAPE)
    if labels.max() >= len(INFO.classes):
        raise InvalidFileError(
            _(
                'The file "{path}" holds the label {label}, where 0 to {largest} are allowed.'
            ).format(path=path, label=labels.max(), largest=len(INFO.classes) - 1)
        )


def _content(path: Path) -> bytes:
    expected = _RECORD_BYTES * _RECORD_COUNT
    try:
        size = path.stat().st_size
        if size != expected:
            raise InvalidFileError(
                _(
                    'The file "{path}" is damaged: it has {size} bytes instead of {expected}.'
                ).format(path=path, size=size, expected=expected)
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InvalidFileError(
            _('The folder "{folder}" lacks {name}. It must hold the six files {names}.').format(
                folder=path.parent, name=path.name, names=", ".join((*TRAIN_NAMES, TEST_NAME))
            )
        ) from error
    except OSError as error:
        raise InvalidFileError(
            _('The file "{path}" cannot be read: {reason}.').format(
                path=path, reason=error.strerror
            )
        ) from error
