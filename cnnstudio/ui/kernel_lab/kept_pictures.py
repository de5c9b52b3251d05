"""Pictures that come from no file: pasted ones, and those of data sets, each kept as a PNG.

The project names a picture by its path, so that undo and another day find it again.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cnnstudio import paths
from cnnstudio.errors import InvalidValueError, StorageError
from cnnstudio.text import _
from cnnstudio.writing import fill_file

if TYPE_CHECKING:
    from cnnstudio.data.dataset import DataSet

_FOLDER = "pictures"
_OF_DATA_SET = re.compile(r"(?P<data>[\w-]+)-(?P<index>\d+)\.png")


@dataclass(frozen=True, slots=True, eq=False)
class Pasted:
    """A picture from the clipboard: (H, W) or (H, W, 3) uint8, RGB."""

    image: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Example:
    """A picture of a data set, by its place among those to train on; any whole number is one."""

    data: str
    index: int


class Keeper:
    """Writes what is wanted to a file; the data set read last stays in memory."""

    def __init__(self) -> None:
        self._data: DataSet | None = None

    def keep(self, wanted: Pasted | Example) -> Iterator[str]:
        """Yield the path under which a picture lies from now on."""
        if isinstance(wanted, Pasted):
            digest = hashlib.sha256(wanted.image.tobytes()).hexdigest()
            yield _kept(f"pasted-{digest[:12]}.png", wanted.image)
        else:
            yield from self._example(wanted)

    def _example(self, wanted: Example) -> Iterator[str]:
        from cnnstudio.data import catalog
        from cnnstudio.data.choice import DataChoice
        from cnnstudio.data.pictures import example

        if self._data is None or self._data.name != wanted.data:
            self._data = catalog.load(DataChoice(name=wanted.data))
        train = self._data.train
        index = wanted.index % len(train)
        yield _kept(f"{wanted.data}-{index}.png", example(train, index))


def kept_folder() -> Path:
    """Return the folder of kept pictures."""
    return paths.data_folder() / _FOLDER


def example_of(name: str) -> Example | None:
    """Return which picture of a data set the file of a path is."""
    path = Path(name)
    found = _OF_DATA_SET.fullmatch(path.name) if path.parent == kept_folder() else None
    return Example(found["data"], int(found["index"])) if found else None


def _kept(name: str, image: NDArray[Any]) -> str:
    import cv2

    path = kept_folder() / name
    if not path.exists():
        if image.size == 0:
            raise InvalidValueError(_("The picture is empty."))
        pixels = image if image.ndim == 2 else np.ascontiguousarray(image[..., ::-1])
        is_done, encoded = cv2.imencode(".png", pixels)
        if not is_done:
            raise StorageError(_('"{path}" could not be written.').format(path=path))
        _make_folder(path.parent)
        fill_file(path, lambda file: file.write(encoded.data))
    return str(path)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            _('The folder "{folder}" could not be made: {reason}.').format(
                folder=folder, reason=error.strerror or error
            )
        ) from error
