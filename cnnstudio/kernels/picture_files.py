"""Pictures from files, at their full size and depth."""

import struct
import warnings
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from cnnstudio.errors import InvalidFileError
from cnnstudio.text import _

LARGEST_PIXEL_COUNT = 50_000_000

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF", "PPM", "JPEG2000", "AVIF")
_STILL = ("MPO",)
"""Photographs with a preview or a second view behind them; the first one is meant."""
_GREY_MODES = ("1", "L", "LA", "I", "I;16", "I;16B", "F")

# What Pillow's readers raise for damaged headers.
_DAMAGE = (OSError, ValueError, SyntaxError, EOFError, struct.error, LookupError, ArithmeticError)


def load_picture(path: Path) -> NDArray[Any]:
    """Return (H, W) or (H, W, 3) RGB; uint8, uint16 or float32, as deep as the file is.

    The orientation in EXIF data is applied; transparency is dropped.

    Raises:
        InvalidFileError: no picture, a damaged one, or one of more than 50
            million pixels, of several frames or of CMYK colours.
    """
    if not path.is_file():
        raise InvalidFileError(_('There is no file "{path}".').format(path=path))
    is_grey = _checked_header(path)
    # What OpenCV would print is told in our own words.
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    try:
        content = np.fromfile(path, np.uint8)
        picture = cv2.imdecode(content, cv2.IMREAD_ANYCOLOR | cv2.IMREAD_ANYDEPTH)
    except (OSError, cv2.error):
        picture = None
    if picture is None:
        raise InvalidFileError(
            _('The picture "{name}" is damaged or cut off.').format(name=path.name)
        )
    return _unified(path, picture, is_grey=is_grey)


def _checked_header(path: Path) -> bool:
    """Return whether the picture is grey, having read no more than its header.

    A file of a few bytes can claim to unpack to more than memory holds.
    """
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=_FORMATS) as header:
                _check_size(path, header.width, header.height)
                _check_kind(path, header)
                return header.mode in _GREY_MODES
    except Image.DecompressionBombError:
        raise _too_large(path) from None
    except _DAMAGE:
        return _checked_float_tiff(path)


def _checked_float_tiff(path: Path) -> bool:
    """Do the same for a TIFF of float colours, which OpenCV reads and Pillow does not know."""
    from PIL.TiffImagePlugin import IMAGELENGTH, IMAGEWIDTH, ImageFileDirectory_v2

    try:
        with path.open("rb") as file:
            tags = ImageFileDirectory_v2(file.read(8))
            file.seek(tags.next)
            tags.load(file)
        _check_size(path, int(tags[IMAGEWIDTH]), int(tags[IMAGELENGTH]))
    except _DAMAGE:
        raise InvalidFileError(
            _(
                'The file "{name}" is not a picture, or it is damaged. '
                "PNG, JPEG, TIFF, BMP, WebP and GIF files can be opened."
            ).format(name=path.name)
        ) from None
    return False


def _check_size(path: Path, width: int, height: int) -> None:
    if width * height > LARGEST_PIXEL_COUNT:
        raise _too_large(path)


def _check_kind(path: Path, header: Any) -> None:
    if header.mode == "CMYK":
        raise InvalidFileError(
            _('The picture "{name}" has CMYK colours. Save it as RGB to open it.').format(
                name=path.name
            )
        )
    frames = getattr(header, "n_frames", 1)
    if frames > 1 and header.format not in _STILL:
        raise InvalidFileError(
            _('The picture "{name}" has {count} frames. Only still pictures can be opened.').format(
                name=path.name, count=frames
            )
        )


def _too_large(path: Path) -> InvalidFileError:
    return InvalidFileError(
        _('The picture "{name}" has more than {count} million pixels, which is too many.').format(
            name=path.name, count=LARGEST_PIXEL_COUNT // 10**6
        )
    )


def _unified(path: Path, picture: NDArray[Any], *, is_grey: bool) -> NDArray[Any]:
    if picture.ndim == 3:
        picture = picture[..., 0] if is_grey else cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
    if picture.dtype not in (np.uint8, np.uint16):
        picture = picture.astype(np.float32)
        if not np.isfinite(picture).all():
            raise InvalidFileError(
                _('The picture "{name}" holds values that are not numbers.').format(name=path.name)
            )
    return np.ascontiguousarray(picture)
