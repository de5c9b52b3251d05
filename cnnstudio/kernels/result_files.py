"""Results as files: as they are shown, or with their true values."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from cnnstudio.errors import InvalidValueError, StorageError
from cnnstudio.text import _
from cnnstudio.writing import fill_file

Values = NDArray[np.float32]
Pixels = NDArray[np.uint8]


def save_result(path: Path, values: Values, pixels: Pixels) -> None:
    """Write a result in the format that the name of the file ends in.

    Args:
        path: ends in .png for what is shown, in .tif, .tiff or .npy for the true values.
        values: (H, W) or (H, W, 3) float32, RGB.
        pixels: (H, W, 4) uint8, BGRA: the same as colours.

    Raises:
        InvalidValueError: another ending.
        StorageError: the file could not be written; what was there before is unharmed.
    """
    save = _FORMATS.get(path.suffix.lower())
    if save is None:
        raise InvalidValueError(
            _('"{name}" has no known ending; allowed are {endings}.').format(
                name=path.name, endings=", ".join(_FORMATS)
            )
        )
    save(path, values, pixels)


def save_png(path: Path, pixels: Pixels) -> None:
    """Write (H, W, 4) uint8 BGRA as a PNG of 8 bits and three colours."""
    _write_encoded(path, ".png", pixels[..., :3])


def save_tiff(path: Path, values: Values) -> None:
    """Write (H, W) or (H, W, 3) float32 RGB as a TIFF of 32-bit floats, nothing rounded."""
    # Not every program reads compressed floats.
    plain = (cv2.IMWRITE_TIFF_COMPRESSION, cv2.IMWRITE_TIFF_COMPRESSION_NONE)
    _write_encoded(path, ".tif", values if values.ndim == 2 else values[..., ::-1], plain)


def save_npy(path: Path, values: Values) -> None:
    """Write (H, W) or (H, W, 3) float32 as `numpy.load` reads it."""
    fill_file(path, lambda file: np.save(file, values, allow_pickle=False))


def _write_encoded(
    path: Path, ending: str, picture: NDArray[Any], options: Sequence[int] = ()
) -> None:
    is_done, encoded = cv2.imencode(ending, np.ascontiguousarray(picture), options)
    if not is_done:
        raise StorageError(
            _('"{path}" could not be written: a {height}×{width} picture does not fit.').format(
                path=path, height=picture.shape[0], width=picture.shape[1]
            )
        )
    fill_file(path, lambda file: file.write(encoded.data))


_FORMATS: dict[str, Callable[[Path, Values, Pixels], None]] = {
    ".png": lambda path, _values, pixels: save_png(path, pixels),
    ".tif": lambda path, values, _pixels: save_tiff(path, values),
    ".tiff": lambda path, values, _pixels: save_tiff(path, values),
    ".npy": lambda path, values, _pixels: save_npy(path, values),
}
