"""CIFAR-10, from the six files of its binary version.

Source: https://www.cs.toronto.edu/~kriz/cifar.html, "Binary version".
"""

from pathlib import Path

import numpy as np

from cnnstudio.data.dataset import DataSet, DataSetInfo, Split
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

_ARCHIVE_FOLDER = "cifar-10-batches-bin"
_SHAPE = (3, 32, 32)
_RECORD_BYTES = 1 + 3 * 32 * 32
_RECORD_COUNT = 10_000


def read_cifar10(folder: Path) -> DataSet:
    """Return the training and test pictures in `folder`."""
    inner = folder / _ARCHIVE_FOLDER
    place = inner if inner.is_dir() else folder
    batches = [_read_batch(place / name) for name in TRAIN_NAMES]
    train = Split(
        np.concatenate([batch.pictures for batch in batches]),
        np.concatenate([batch.labels for batch in batches]),
    )
    test = _read_batch(place / TEST_NAME)
    return DataSet(INFO.name, INFO.title, INFO.classes, train, test=test)


def _read_batch(path: Path) -> Split:
    """Return the pictures of one file, whose records are a label and 3×32×32 bytes."""
    records = np.frombuffer(_content(path), np.uint8).reshape(-1, _RECORD_BYTES)
    labels = records[:, 0].astype(np.int64)
    if labels.max() >= len(INFO.classes):
        raise InvalidFileError(
            _(
                'The file "{path}" holds the label {label}, where 0 to {largest} are allowed.'
            ).format(path=path, label=labels.max(), largest=len(INFO.classes) - 1)
        )
    return Split(np.ascontiguousarray(records[:, 1:]).reshape(-1, *_SHAPE), labels)


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
