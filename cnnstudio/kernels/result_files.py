"""Results as files: as they are shown, or with their true values."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import cv2
import numpy as np
from numpy.lib.format import header_data_from_array_1_0, write_array_header_1_0
from numpy.typing import NDArray

from cnnstudio.errors import InvalidValueError, StorageError
from cnnstudio.text import _
from cnnstudio.writing import fill_file

Values = NDArray[np.float32]
Pixels = NDArray[np.uint8]


_STRETCH_BYTES = 2**24


class _Cancelled(Exception):
    pass


def _never() -> bool:
    return False


def save_result(
    path: Path,
    values: Values,
    pixels: Pixels,
    *,
    cancelled: Callable[[], bool] = _never,
) -> bool:
    """Write a result in the format that the name of the file ends in.

    Return False where it was cancelled; what was there before is unharmed then, too.

    Args:
        path: ends in .png for what is shown, in .tif, .tiff or .npy for the true values.
        values: (H, W) or (H, W, 3) float32, RGB.
        pixels: (H, W, 4) uint8, BGRA: the same as colours.
        cancelled: is asked again and again while the file is written.

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
    try:
        save(path, values, pixels, cancelled)
    except _Cancelled:
        return False
    return True


def save_png(path: Path, pixels: Pixels, cancelled: Callable[[], bool] = _never) -> None:
    """Write (H, W, 4) uint8 BGRA as a PNG of 8 bits and three colours."""
    _write_encoded(path, ".png", pixels[..., :3], cancelled)


def save_tiff(path: Path, values: Values, cancelled: Callable[[], bool] = _never) -> None:
    """Write (H, W) or (H, W, 3) float32 RGB as a TIFF of 32-bit floats, nothing rounded."""
    # Not every program reads compressed floats.
    plain = (cv2.IMWRITE_TIFF_COMPRESSION, cv2.IMWRITE_TIFF_COMPRESSION_NONE)
    picture = values if values.ndim == 2 else values[..., ::-1]
    _write_encoded(path, ".tif", picture, cancelled, plain)


def save_npy(path: Path, values: Values, cancelled: Callable[[], bool] = _never) -> None:
    """Write (H, W) or (H, W, 3) float32 as `numpy.load` reads it."""
    values = np.ascontiguousarray(values)

    def fill(file: BinaryIO) -> None:
        write_array_header_1_0(file, header_data_from_array_1_0(values))
        _write(file, values, cancelled)

    fill_file(path, fill)


def _write_encoded(
    path: Path,
    ending: str,
    picture: NDArray[Any],
    cancelled: Callable[[], bool],
    options: Sequence[int] = (),
) -> None:
    is_done, encoded = cv2.imencode(ending, np.ascontiguousarray(picture), options)
    if not is_done:
        raise StorageError(
            _('"{path}" could not be written: a {height}×{width} picture does not fit.').format(
                path=path, height=picture.shape[0], width=picture.shape[1]
            )
        )
    fill_file(path, lambda file: _write(file, encoded, cancelled))


def _write(file: BinaryIO, array: NDArray[Any], cancelled: Callable[[], bool]) -> None:
    content = array.reshape(-1).view(np.uint8)
    for start in range(0, content.size, _STRETCH_BYTES):
        if cancelled():
            raise _Cancelled
        file.write(content[start : start + _STRETCH_BYTES].data)


_FORMATS: dict[str, Callable[[Path, Values, Pixels, Callable[[], bool]], None]] = {
    ".png": lambda path, _values, pixels, cancelled: save_png(path, pixels, cancelled),
    ".tif": lambda path, values, _pixels, cancelled: save_tiff(path, values, cancelled),
    ".tiff": lambda path, values, _pixels, cancelled: save_tiff(path, values, cancelled),
    ".npy": lambda path, values, _pixels, cancelled: save_npy(path, values, cancelled),
}
