"""Outlines of the ten figures of the data set "shapes"."""

from collections.abc import Callable
from math import pi

import numpy as np
from numpy.typing import NDArray

from cnnstudio.text import N_

Contour = NDArray[np.float64]
"""Corners (K, 2) of a closed line, x to the right and y down."""


def _regular(corners: int, *, radius: float = 1.0) -> Contour:
    """Return a regular polygon that stands on a side."""
    angles = 2 * pi * np.arange(corners) / corners - pi / 2
    return radius * _around(angles)


def _around(angles: NDArray[np.float64]) -> Contour:
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def _arrow() -> list[Contour]:
    half = [(-0.28, 1.0), (-0.28, 0.0), (-0.8, 0.0), (0.0, -1.0)]
    return [np.array(half + [(-x, y) for x, y in half[-2::-1]])]


def _circle() -> list[Contour]:
    return [_regular(48)]


def _crescent() -> list[Contour]:
    outer = _around(np.linspace(0.25 * pi, 1.75 * pi, 40))
    middle = np.array([0.45, 0.0])
    x, y = outer[0] - middle
    tip = np.arctan2(y, x)
    inner = middle + np.hypot(x, y) * _around(np.linspace(2 * pi - tip, tip, 30))
    return [np.concatenate([outer, inner[1:-1]]) + np.array([0.15, 0.0])]


def _cross() -> list[Contour]:
    arm = np.array([(-0.3, -0.3), (-0.3, -0.95), (0.3, -0.95)])
    quarter = np.array([(0, 1), (-1, 0)])
    return [np.concatenate([arm @ np.linalg.matrix_power(quarter, turn) for turn in range(4)])]


def _heart() -> list[Contour]:
    t = np.linspace(0, 2 * pi, 48, endpoint=False)
    x = 16 * np.sin(t) ** 3
    y = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    return [np.stack([x, -y - 2.5], axis=1) / 16]


def _pentagon() -> list[Contour]:
    return [_regular(5)]


def _ring() -> list[Contour]:
    return [_regular(48), _regular(48, radius=0.58)]


def _square() -> list[Contour]:
    return [_regular(4)]


def _star() -> list[Contour]:
    star = _regular(10)
    star[1::2] *= 0.4
    return [star]


def _triangle() -> list[Contour]:
    return [_regular(3)]


_CONTOURS: dict[str, Callable[[], list[Contour]]] = {
    N_("arrow"): _arrow,
    N_("circle"): _circle,
    N_("crescent"): _crescent,
    N_("cross"): _cross,
    N_("heart"): _heart,
    N_("pentagon"): _pentagon,
    N_("ring"): _ring,
    N_("square"): _square,
    N_("star"): _star,
    N_("triangle"): _triangle,
}

FIGURES = tuple(_CONTOURS)
"""The names of the figures; a figure's class is its place among them."""


def outlines() -> list[list[Contour]]:
    """Return the contours of each figure, in the unit circle; a second one is a hole."""
    return [_fitted(contours()) for contours in _CONTOURS.values()]


def _fitted(contours: list[Contour]) -> list[Contour]:
    reach = max(np.hypot(*contour.T).max() for contour in contours)
    return [contour / reach for contour in contours]
