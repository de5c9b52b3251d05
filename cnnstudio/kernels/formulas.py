"""The weights of generated kernels, each as (grid, divisor); the grid is square and of odd size.

Angles are in degrees, 0 to the right and 90 upwards; lengths are in pixels. The table
of generators says where each formula is from.
"""

import math
from typing import cast

import numpy as np
from numpy.typing import NDArray

Grid = NDArray[np.float64]

_VANISHING = 1e-30
_SHORTEST = 1e-9


def gaussian(sigma: float, size: float) -> tuple[Grid, float]:
    """Return a Gaussian whose weights sum to 1."""
    line = _line(sigma, size)
    return np.outer(line, line), 1.0


def laplacian_of_gaussian(sigma: float, size: float) -> tuple[Grid, float]:
    """Return ∇²G; what sampling leaves of its sum is spread over all weights."""
    x, y = _plane(size)
    blur, _divisor = gaussian(sigma, size)
    grid = blur * (x**2 + y**2 - 2 * sigma**2) / sigma**4
    return grid - grid.mean(), 1.0


def difference_of_gaussians(sigma: float, ratio: float, size: float) -> tuple[Grid, float]:
    """Return a narrow Gaussian minus a wide one."""
    narrow, wide = _line(sigma, size), _line(ratio * sigma, size)
    return np.outer(narrow, narrow) - np.outer(wide, wide), 1.0


def gabor(
    wavelength: float,
    angle_deg: float,
    sigma: float,
    phase_deg: float,
    aspect: float,
    size: float,
) -> tuple[Grid, float]:
    """Return a wave along `angle_deg` that fades out as a Gaussian does."""
    x, y = _plane(size)
    cosine, sine = _direction(angle_deg)
    along, across = x * cosine + y * sine, y * cosine - x * sine
    envelope = np.exp(-(along**2 + (aspect * across) ** 2) / (2 * sigma**2))
    wave = np.cos(2 * np.pi * along / wavelength + np.deg2rad(phase_deg))
    # cos(π/2) is not quite 0 in floating point.
    return envelope * np.round(wave, 12), 1.0


def motion_blur(length: float, angle_deg: float) -> tuple[Grid, float]:
    """Return how much of a line through the centre lies in each pixel."""
    half = length / 2
    reach = math.ceil(half - 0.5)
    right, up = _direction(angle_deg)
    edges = np.arange(-reach - 0.5, reach + 1)
    cuts = [edges / part for part in (right, up) if part]
    places = np.unique(np.clip([-half, half, *np.concatenate(cuts)], -half, half))
    lengths, middles = np.diff(places), (places[1:] + places[:-1]) / 2
    lengths[lengths < _SHORTEST] = 0  # at 45° both edges are crossed at once
    grid = np.zeros((2 * reach + 1, 2 * reach + 1))
    rows, columns = (np.rint(middles * part).astype(int) + reach for part in (-up, right))
    np.add.at(grid, (rows, columns), lengths)
    return grid, math.fsum(lengths)


def disc(radius: float) -> tuple[Grid, float]:
    """Return how much of each pixel lies in a disc around the centre."""
    reach = math.ceil(radius - 0.5)
    edges = np.arange(-reach - 0.5, reach + 1)
    corner = _quadrant(edges[None, :], edges[:, None], radius)
    grid = np.diff(np.diff(corner, axis=0), axis=1).clip(0, 1)
    grid[grid < _SHORTEST] = 0
    return grid, float(grid.sum())


def oriented_derivative(sigma: float, angle_deg: float, size: float) -> tuple[Grid, float]:
    """Return the slope along `angle_deg` of the blurred picture, in its units per pixel."""
    x, y = _plane(size)
    cosine, sine = _direction(angle_deg)
    along = x * cosine + y * sine
    blur, _divisor = gaussian(sigma, size)
    grid = along * blur
    return grid / np.sum(grid * along), 1.0


def _line(sigma: float, size: float) -> Grid:
    """Return a Gaussian in one dimension, its sum 1."""
    reach = np.arange(size) - (size - 1) / 2
    line = np.exp(-(reach**2) / (2 * sigma**2))
    # Products of still smaller weights would underflow, and the grid lose its rank of 1.
    line[line < _VANISHING] = 0
    return cast(Grid, line / line.sum())


def _plane(size: float) -> tuple[Grid, Grid]:
    """Return x (to the right) and y (upwards) of each cell; 0 is the centre."""
    reach = np.arange(size) - (size - 1) / 2
    return reach[None, :], -reach[:, None]


def _direction(angle_deg: float) -> tuple[float, float]:
    """Return (cosine, sine), exact for quarter turns."""
    angle = math.radians(angle_deg)
    return round(math.cos(angle), 15), round(math.sin(angle), 15)


def _quadrant(x: Grid, y: Grid, radius: float) -> Grid:
    """Return the area of a disc between its centre and (x, y), negative in odd quadrants."""
    right, top = np.minimum(np.abs(x), radius), np.minimum(np.abs(y), radius)
    flat = np.minimum(right, np.sqrt(radius**2 - top**2))  # up to here `top` is the lower one
    area = top * flat + _under_arc(right, radius) - _under_arc(flat, radius)
    return cast(Grid, np.sign(x) * np.sign(y) * area)


def _under_arc(x: Grid, radius: float) -> Grid:
    """Return ∫₀ˣ √(r² − t²) dt."""
    half_chord = np.sqrt(np.maximum(radius**2 - x**2, 0))
    return (x * half_chord + radius**2 * np.arcsin(np.minimum(x / radius, 1))) / 2
