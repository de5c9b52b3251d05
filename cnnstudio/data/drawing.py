"""Brings a drawing to the form of the digits that a network was trained on."""

import numpy as np
from numpy.typing import NDArray

from cnnstudio.data.choice import Shape
from cnnstudio.data.dataset import Pictures

Ink = NDArray[np.uint8]
"""(H, W) uint8: how much ink there is, 0–255."""

CENTRED = frozenset({"mnist"})
"""Data sets whose pictures are centred by their mass."""

FILLING = frozenset({"digits"})
"""Data sets whose pictures fill their frame from top to bottom."""

# MNIST: the digit fits 20×20, in a frame of 28×28.
_MNIST_SHARE = 20 / 28
# In the 8×8 digits ink is counted in blocks of 4×4, and is 3 to 6 columns wide.
_BLOCK = 4
_NARROWEST, _WIDEST = 3 / 8, 6 / 8


def normalised(ink: Ink, shape: Shape, data: str) -> Pictures:
    """Return a drawing as a picture (C, H, W) uint8, 0–255, of the form that `data` has.

    Digits come as light ink on black ground, anything else as dark ink on white paper.

    Source: LeCun, Cortes and Burges, The MNIST database; Alpaydin and Kaynak, Optical
    Recognition of Handwritten Digits (UCI), 1998.
    """
    channels, height, width = shape
    if data in CENTRED:
        picture = _centred(ink, height, width)
    elif data in FILLING:
        picture = _filling(ink, height, width)
    else:
        picture = 255 - _resized(ink, height, width)
    return np.repeat(picture[np.newaxis], channels, axis=0)


def _centred(ink: Ink, height: int, width: int) -> Ink:
    """Fit the ink into 20/28 of the frame, its centre of mass in the middle of it."""
    inked = _trimmed(ink)
    if inked is None:
        return np.zeros((height, width), np.uint8)
    room = min(height, width) * _MNIST_SHARE
    scale = room / max(inked.shape)
    small = _resized(inked, *(max(1, round(side * scale)) for side in inked.shape))
    rows, columns = np.indices(small.shape)
    mass = small.sum(dtype=np.float64)
    top = round((height - 1) / 2 - float((rows * small).sum() / mass))
    left = round((width - 1) / 2 - float((columns * small).sum() / mass))
    return _placed(small, top, left, height, width)


def _filling(ink: Ink, height: int, width: int) -> Ink:
    """Stretch the ink from top to bottom, and count it in blocks."""
    inked = _trimmed(ink)
    if inked is None:
        return np.zeros((height, width), np.uint8)
    rows, columns = height * _BLOCK, width * _BLOCK
    kept = inked.shape[1] * rows / inked.shape[0]
    wide = round(min(max(kept, columns * _NARROWEST), columns * _WIDEST))
    bitmap = np.where(_resized(inked, rows, wide) >= 128, 255, 0).astype(np.uint8)
    framed = _placed(bitmap, 0, (columns - wide) // 2, rows, columns)
    return _resized(framed, height, width)


def _trimmed(ink: Ink) -> Ink | None:
    """Return the smallest part that holds all the ink, or None without any."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return None
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _placed(small: Ink, top: int, left: int, height: int, width: int) -> Ink:
    """Return a picture in a black frame; what sticks out is moved in."""
    frame = np.zeros((height, width), np.uint8)
    top = min(max(0, top), height - small.shape[0])
    left = min(max(0, left), width - small.shape[1])
    frame[top : top + small.shape[0], left : left + small.shape[1]] = small
    return frame


def _resized(ink: Ink, height: int, width: int) -> Ink:
    import cv2  # late: it is slow to import

    is_smaller = height <= ink.shape[0] and width <= ink.shape[1]
    how = cv2.INTER_AREA if is_smaller else cv2.INTER_LINEAR
    return cv2.resize(ink, (width, height), interpolation=how).astype(np.uint8, copy=False)
