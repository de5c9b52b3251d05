"""One picture: read from a file at the size that a network takes, or shown from a split."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from cnnstudio.data.choice import Fit, Shape
from cnnstudio.data.dataset import Pictures, Split
from cnnstudio.data.header import Header, OversizeError, read_header
from cnnstudio.data.layout import is_hidden
from cnnstudio.errors import InvalidFileError, InvalidValueError
from cnnstudio.text import N_, _

SUFFIXES = (
    *(".avif", ".bmp", ".gif", ".jfif", ".jp2", ".jpe", ".jpeg", ".jpg"),
    *(".pbm", ".pgm", ".png", ".pnm", ".ppm", ".tif", ".tiff", ".webp"),
)
"""Endings of the names of files that are taken for pictures."""

# Pillow's own limit against files that unpack to more than memory holds.
_LARGEST_PIXEL_COUNT = 89_478_485
# Fractions of the size at which libjpeg decodes directly, smallest first.
_REDUCTIONS = (8, 4, 2)


class Flaw(StrEnum):
    """Why a file is no picture that can be used."""

    EMPTY = "empty"
    FOREIGN = "foreign"
    DAMAGED = "damaged"
    TOO_LARGE = "too large"

    @property
    def reason(self) -> str:
        """The clause that tells a person."""
        return _(_REASONS[self])


_REASONS = {
    Flaw.EMPTY: N_("the file is empty"),
    Flaw.FOREIGN: N_("it is not a picture, or damaged"),
    Flaw.DAMAGED: N_("it is damaged, or cut off"),
    Flaw.TOO_LARGE: N_("it has more than 89 million pixels"),
}


class UnusablePictureError(Exception):
    """The content of a file is no picture that can be used."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.reason)
        self.flaw = flaw


def picture_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files named, and all pictures below the folders named, sorted.

    Raises `InvalidFileError` for a folder without any.
    """
    found: list[Path] = []
    for path in paths:
        below = _pictures_below(path) if path.is_dir() else [path]
        if not below:
            raise InvalidFileError(_('There are no pictures in "{folder}".').format(folder=path))
        found += below
    return found


def _pictures_below(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and not any(map(is_hidden, path.relative_to(folder).parts))
        and path.is_file()
    )


def example(split: Split, index: int) -> NDArray[np.uint8]:
    """Return one picture for the eye: (H, W) or (H, W, C) uint8, 0–255."""
    picture = split.pictures[index].astype(np.uint16)  # (C, H, W)
    levels = (picture * 255 + split.maximum // 2) // split.maximum
    shown: NDArray[np.uint8] = levels.astype(np.uint8).transpose(1, 2, 0)
    return shown[:, :, 0] if shown.shape[2] == 1 else shown


def read_picture(path: Path, shape: Shape, *, fit: Fit = Fit.STRETCH) -> Pictures:
    """Return a picture file brought to `shape`: (C, H, W) uint8, 0–255, grey or RGB.

    Raises `InvalidFileError` where it is no picture that can be used.
    """
    check_channels(shape)
    try:
        return decode(path.read_bytes(), shape, fit=fit)
    except OSError as error:
        raise _unusable(path, str(error.strerror)) from error
    except UnusablePictureError as error:
        raise _unusable(path, str(error)) from error


def read_preview(path: Path, most_px: int) -> NDArray[np.uint8]:
    """Return a picture file for the eye: (H, W, 3) uint8, RGB, no side longer than `most_px`.

    It is read as `read_picture` reads it, but keeps its proportion, and is not made larger.
    Raises `InvalidFileError`.
    """
    try:
        content = path.read_bytes()
        header = checked_header(content)
        reduction = _reduction(header, (3, most_px, most_px), Fit.PAD) if header.is_jpeg else 1
        picture = _decoded(content, reduction, is_grey=False)
    except OSError as error:
        raise _unusable(path, str(error.strerror)) from error
    except UnusablePictureError as error:
        raise _unusable(path, str(error)) from error
    if max(picture.shape[:2]) > most_px:
        rows, columns = _inner(picture, most_px, most_px)
        picture = _resized(picture, rows, columns, is_smooth=reduction > 1)
    return np.ascontiguousarray(picture[:, :, ::-1])


def bring_to_shape(picture: NDArray[np.uint8], shape: Shape, *, fit: Fit = Fit.STRETCH) -> Pictures:
    """Return a picture (H, W, 1 or 3) uint8, grey or RGB, as `read_picture` returns a file's."""
    check_channels(shape)
    cv2 = _opencv()
    if picture.shape[2] == 3:
        to_one = cv2.COLOR_RGB2GRAY if shape[0] == 1 else cv2.COLOR_RGB2BGR
        return _fitted(cv2.cvtColor(picture, to_one), shape, fit)
    plane = picture[:, :, 0]
    return _fitted(plane if shape[0] == 1 else cv2.cvtColor(plane, cv2.COLOR_GRAY2BGR), shape, fit)


def check_channels(shape: Shape) -> None:
    """Refuse a shape that pictures from files cannot have."""
    if shape[0] not in (1, 3):
        raise InvalidValueError(
            _("Pictures from files have 1 channel or 3, but Input has {count}.").format(
                count=shape[0]
            )
        )


def decode(
    content: bytes, shape: Shape, *, fit: Fit = Fit.STRETCH, header: Header | None = None
) -> Pictures:
    """Return the content of a picture file as `read_picture` does.

    The orientation in a photograph's EXIF data is applied, 16-bit values are
    cut to 8 bits, transparency is dropped, of an animation the first frame is
    taken. `header` is what `checked_header` says of it, where that is known.
    Raises `UnusablePictureError`.
    """
    header = header or checked_header(content)
    reduction = _reduction(header, shape, fit) if header.is_jpeg else 1
    picture = _decoded(content, reduction, is_grey=shape[0] == 1)
    return _fitted(picture, shape, fit, is_smooth=reduction > 1)


def checked_header(content: bytes) -> Header:
    """Return what a picture file announces; raises `UnusablePictureError`."""
    if not content:
        raise UnusablePictureError(Flaw.EMPTY)
    try:
        header = read_header(content)
    except OversizeError as error:
        raise UnusablePictureError(Flaw.TOO_LARGE) from error
    if header is None:
        raise UnusablePictureError(Flaw.FOREIGN)
    if header.width * header.height > _LARGEST_PIXEL_COUNT:
        raise UnusablePictureError(Flaw.TOO_LARGE)
    return header


def _reduction(header: Header, shape: Shape, fit: Fit) -> int:
    """Return the fraction of its size at which a picture is still large enough.

    EXIF may still swap its sides, so that both ways must do.
    """
    _channels, height, width = shape
    decisive = max if fit is Fit.PAD else min
    spare = min(
        decisive(header.width / width, header.height / height),
        decisive(header.width / height, header.height / width),
    )
    return next((each for each in _REDUCTIONS if each <= spare), 1)


def _decoded(content: bytes, reduction: int, *, is_grey: bool) -> NDArray[np.uint8]:
    """Return the picture at a fraction of its size: (H, W) or (H, W, 3) uint8, BGR."""
    cv2 = _opencv()
    kind = "GRAYSCALE" if is_grey else "COLOR"
    name = f"IMREAD_{kind}" if reduction == 1 else f"IMREAD_REDUCED_{kind}_{reduction}"
    try:
        picture = cv2.imdecode(np.frombuffer(content, np.uint8), getattr(cv2, name))
    except cv2.error:
        picture = None
    if picture is None:
        raise UnusablePictureError(Flaw.DAMAGED)
    decoded: NDArray[np.uint8] = picture
    return decoded


def _fitted(
    picture: NDArray[np.uint8], shape: Shape, fit: Fit, *, is_smooth: bool = False
) -> Pictures:
    """Bring (H, W) or (H, W, 3), BGR, to `shape`, RGB."""
    _channels, height, width = shape
    if fit is Fit.CROP:
        picture = _cropped(picture, height, width)
    rows, columns = (height, width) if fit is not Fit.PAD else _inner(picture, height, width)
    picture = _resized(picture, rows, columns, is_smooth=is_smooth)
    if fit is Fit.PAD:
        picture = _framed(picture, height, width)
    return np.ascontiguousarray(np.atleast_3d(picture).transpose(2, 0, 1)[::-1])


def _resized(
    picture: NDArray[np.uint8], height: int, width: int, *, is_smooth: bool
) -> NDArray[np.uint8]:
    """Stretch a picture: pixels that fall together are averaged, missing ones interpolated.

    One that libjpeg has shrunk holds no fine detail any more. Where it shrinks
    by less than half again, interpolation alone comes as near to the average of
    the full picture, in a sixth of the time.
    """
    cv2 = _opencv()
    rows, columns = picture.shape[:2]
    is_near = is_smooth and rows < 2 * height and columns < 2 * width
    smaller = min(columns, width), min(rows, height)
    if smaller != (columns, rows) and not is_near:
        picture = cv2.resize(picture, smaller, interpolation=cv2.INTER_AREA)
    if picture.shape[:2] != (height, width):
        picture = cv2.resize(picture, (width, height), interpolation=cv2.INTER_LINEAR)
    return picture


def _cropped(picture: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    """Return the middle of a picture, as large as its sides can be in a proportion."""
    rows, columns = picture.shape[:2]
    kept_rows = min(rows, max(1, round(columns * height / width)))
    kept_columns = min(columns, max(1, round(rows * width / height)))
    top, left = (rows - kept_rows) // 2, (columns - kept_columns) // 2
    return picture[top : top + kept_rows, left : left + kept_columns]


def _inner(picture: NDArray[np.uint8], height: int, width: int) -> tuple[int, int]:
    """Return the largest sides that keep the picture's proportion."""
    scale = min(height / picture.shape[0], width / picture.shape[1])
    rows, columns = (max(1, round(side * scale)) for side in picture.shape[:2])
    return rows, columns


def _framed(picture: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    """Return a picture in the middle of a black one."""
    rows, columns = picture.shape[:2]
    top, left = (height - rows) // 2, (width - columns) // 2
    canvas = np.zeros((height, width, *picture.shape[2:]), np.uint8)
    canvas[top : top + rows, left : left + columns] = picture
    return canvas


def _unusable(path: Path, reason: str) -> InvalidFileError:
    return InvalidFileError(
        _('The picture "{path}" cannot be used: {reason}.').format(path=path, reason=reason)
    )


@cache
def _opencv() -> ModuleType:
    """Return OpenCV, silenced: what it would print is told in our own words."""
    import cv2

    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    module: ModuleType = cv2
    return module
