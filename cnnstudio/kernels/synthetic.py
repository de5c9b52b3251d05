"""Pictures that show one property of a kernel at a time; (H, W) uint8, 0–255."""

import numpy as np
from numpy.typing import NDArray

_SIZE_PX = 256
_DARK, _BRIGHT = 64, 192
"""Not black and white: what a kernel adds beyond the edge of a step must stay visible."""

Grey = NDArray[np.uint8]


def step_edge() -> Grey:
    """Dark on the left, bright on the right."""
    picture = np.full((_SIZE_PX, _SIZE_PX), _DARK, np.uint8)
    picture[:, _SIZE_PX // 2 :] = _BRIGHT
    return picture


def bars() -> Grey:
    """Vertical bars of 1, 2, 4 … 32 pixels width; each width fills its part of the picture."""
    widths = np.repeat([1, 2, 4, 8, 16, 32], [32, 32, 32, 48, 48, 64])
    is_bright = np.arange(_SIZE_PX) // widths % 2 == 1
    row = np.where(is_bright, _BRIGHT, _DARK).astype(np.uint8)
    return np.tile(row, (_SIZE_PX, 1))


def checker() -> Grey:
    """A chessboard of 16-pixel squares."""
    square = np.arange(_SIZE_PX) // 16
    is_bright = (square[:, None] + square) % 2 == 1
    return np.where(is_bright, _BRIGHT, _DARK).astype(np.uint8)


def zone_plate() -> Grey:
    """Rings of all frequencies, from 0 in the centre to the finest possible at the edges.

    cos(π r² / size): the phase grows by π from pixel to pixel where r = size / 2.
    """
    reach = np.arange(_SIZE_PX) - _SIZE_PX / 2
    squared = reach[:, None] ** 2 + reach**2
    return np.rint(127.5 + 127.5 * np.cos(np.pi * squared / _SIZE_PX)).astype(np.uint8)


def impulse() -> Grey:
    """One white pixel in the middle: the result is the kernel itself, turned by 180°."""
    picture = np.zeros((63, 63), np.uint8)
    picture[31, 31] = 255
    return picture


def ramp() -> Grey:
    """Every grey from 0 on the left to 255 on the right."""
    return np.tile(np.arange(_SIZE_PX, dtype=np.uint8), (_SIZE_PX, 1))


def noise() -> Grey:
    """Independent greys, the same at each start."""
    return np.random.default_rng(0).integers(0, 256, (_SIZE_PX, _SIZE_PX), dtype=np.uint8)
