"""Arrays of pictures on disk that can be made again: whole, or not there at all."""

import logging
import tempfile
from pathlib import Path

import numpy as np

from cnnstudio.data.dataset import Pictures

_log = logging.getLogger(__name__)


def load_pictures(path: Path, *, shape: tuple[int, ...]) -> Pictures | None:
    """Return the pictures in a .npy file as a memory map.

    None where the file is missing, damaged or holds another shape.
    """
    try:
        pictures: Pictures = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return pictures if pictures.shape == shape and pictures.dtype == np.uint8 else None


def store_pictures(path: Path, pictures: Pictures) -> None:
    """Write the pictures to a .npy file; where that fails, say so in the log alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            written = Path(folder) / path.name
            np.save(written, pictures, allow_pickle=False)
            written.replace(path)
    except OSError as error:
        _log.info("%s was not cached: %s", path, error)
