"""One picture: read from a file at the size that a network takes, or shown from a split."""

from functools import cache
from io import BytesIO
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from cnnstudio.data.dataset import Pictures, Shape, Split
from cnnstudio.errors import InvalidFileError, InvalidValueError
from cnnstudio.text import _

SUFFIXES = (
    *(".avif", ".bmp", ".gif", ".jfif", ".jp2", ".jpe", ".jpeg", ".jpg"),
    *(".pbm", ".pgm", ".png", ".pnm", ".ppm", ".tif", ".tiff", ".webp"),
)
"""Endings of the names of files that are taken for pictures."""

# Pillow's own limit against files that unpack to more than memory holds.
_LARGEST_PIXEL_COUNT = 89_478_485
# Fractions of the size at which libjpeg decodes directly, smallest first.
_REDUCTIONS = (8, 4, 2)


class UnreadablePictureError(Exception):
    """A file is no picture that can be used; the message is a clause that says why."""


def example(split: Split, index: int) -> NDArray[np.uint8]:
    """Return one picture for the eye: (H, W) or (H, W, C) uint8, 0–255."""
    picture = split.pictures[index].astype(np.uint16)  # (C, H, W)
    levels = (picture * 255 + split.maximum // 2) // split.maximum
    shown: NDArray[np.uint8] = levels.astype(np.uint8).transpose(1, 2, 0)
    return shown[:, :, 0] if shown.shape[2] == 1 else shown


def read_picture(path: Path, shape: Shape) -> Pictures:
    """Return a picture file stretched to `shape`: (C, H, W) uint8, 0–255, grey or RGB.

    Raises `InvalidFileError` where it is no picture that can be used.
    """
    check_channels(shape)
    try:
        return decode_file(path, shape)
    except UnreadablePictureError as error:
        raise InvalidFileError(
            _('The picture "{path}" cannot be used: {reason}.').format(path=path, reason=error)
        ) from error


def check_channels(shape: Shape) -> None:
    """Refuse a shape that pictures from files cannot have."""
    if shape[0] not in (1, 3):
        raise InvalidValueError(
            _("Pictures from files have 1 channel or 3, but Input has {count}.").format(
                count=shape[0]
            )
        )


def decode_file(path: Path, shape: Shape) -> Pictures:
    """Return what `read_picture` does; raises `UnreadablePictureError`.

    The orientation in a photograph's EXIF data is applied, 16-bit values are
    cut to 8 bits, transparency is dropped, of an animation the first frame is
    taken.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadablePictureError(error.strerror) from error
    if not content:
        raise UnreadablePictureError(_("the file is empty"))
    return _resized(_decode(content, _reduction(content, shape), is_grey=shape[0] == 1), shape)


def _reduction(content: bytes, shape: Shape) -> int:
    """Return the fraction of its size at which the picture is still large enough.

    Reads the header alone, and refuses a picture too large to decode.
    """
    from PIL import Image

    try:
        with Image.open(BytesIO(content)) as header:
            width, height = header.size
            is_jpeg = header.format in ("JPEG", "MPO")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except (OSError, ValueError, SyntaxError) as error:
        raise UnreadablePictureError(_("it is not a picture, or damaged")) from error
    if width * height > _LARGEST_PIXEL_COUNT:
        raise _too_large()
    # EXIF may still swap the sides, so the shorter one must do for both.
    spare = min(width, height) // max(shape[1:])
    return next((each for each in _REDUCTIONS if is_jpeg and each <= spare), 1)


def _too_large() -> UnreadablePictureError:
    return UnreadablePictureError(
        _("it has more than {count} million pixels").format(count=_LARGEST_PIXEL_COUNT // 10**6)
    )


def _decode(content: bytes, reduction: int, *, is_grey: bool) -> NDArray[np.uint8]:
    """Return the picture at a fraction of its size: (H, W) or (H, W, 3) uint8, BGR."""
    cv2 = _opencv()
    flags = {
        1: (cv2.IMREAD_COLOR, cv2.IMREAD_GRAYSCALE),
        2: (cv2.IMREAD_REDUCED_COLOR_2, cv2.IMREAD_REDUCED_GRAYSCALE_2),
        4: (cv2.IMREAD_REDUCED_COLOR_4, cv2.IMREAD_REDUCED_GRAYSCALE_4),
        8: (cv2.IMREAD_REDUCED_COLOR_8, cv2.IMREAD_REDUCED_GRAYSCALE_8),
    }
    try:
        picture = cv2.imdecode(np.frombuffer(content, np.uint8), flags[reduction][is_grey])
    except cv2.error:
        picture = None
    if picture is None:
        raise UnreadablePictureError(_("it is damaged, or cut off"))
    decoded: NDArray[np.uint8] = picture
    return decoded


def _resized(picture: NDArray[np.uint8], shape: Shape) -> Pictures:
    """Stretch (H, W) or (H, W, 3), BGR, to `shape`, RGB; pixels that fall together are averaged."""
    cv2 = _opencv()
    _channels, height, width = shape
    shrinks = picture.shape[0] >= height and picture.shape[1] >= width
    interpolation = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    resized = cv2.resize(picture, (width, height), interpolation=interpolation)
    return np.ascontiguousarray(np.atleast_3d(resized).transpose(2, 0, 1)[::-1])


@cache
def _opencv() -> ModuleType:
    """Return OpenCV, silenced: what it would print is told in our own words."""
    import cv2

    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    module: ModuleType = cv2
    return module
