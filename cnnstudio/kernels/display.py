"""Values as colours: what a screen shows of a result, and the legend that says what it means.

Pictures are (H, W, 4) uint8, BGRA with A = 255: on little-endian machines the bytes of
`QImage.Format_RGB32`, which Qt scales three times faster than RGB.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from cnnstudio.kernels.analysis import largest_magnitude, value_range
from cnnstudio.kernels.samples import Image, Samples, samples_of
from cnnstudio.kernels.settings import ValueDisplay

Colour = tuple[int, int, int]
Pixels = NDArray[np.uint8]
Values = NDArray[np.float32]

_STRIP_BYTES = 2**21
_SMALLEST_LIMIT = 1e-30
_ZERO_LEVEL = 128
_OKLAB_TO_LMS = np.array(
    [
        [1.0, 0.3963377774, 0.2158037573],
        [1.0, -0.1055613458, -0.0638541728],
        [1.0, -0.0894841775, -1.2914855480],
    ]
)
_LMS_TO_RGB = np.array(
    [
        [4.0767416621, -3.3077115913, 0.2309699292],
        [-1.2684380046, 2.6097574011, -0.3413193965],
        [-0.0041960863, -0.7034186147, 1.7076147010],
    ]
)
assert sys.byteorder == "little", "BGRA would have to be ARGB"


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """The colours of 256 levels, (256, 3) uint8 RGB each."""

    signed: Pixels
    """Level 128 is zero."""
    unsigned: Pixels
    cyclic: Pixels = field(default_factory=lambda: HUES)
    """Level 0 follows level 255; level 128 is 0°."""


@dataclass(frozen=True, slots=True, eq=False)
class Legend:
    """The values that the first and the last colour stand for."""

    low: float
    high: float
    colours: Pixels
    """(256, 3) uint8 RGB, evenly from `low` to `high`."""
    is_cyclic: bool = False
    """Whether `high` is where `low` is, as −180° and 180° are."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A result as a picture, with its legend."""

    pixels: Pixels
    """(H, W, 4) uint8, BGRA."""
    legend: Legend


@dataclass(frozen=True, slots=True, eq=False)
class _Scale:
    """level = rint(value · factor + zero), between 0 and 255."""

    factor: float
    zero: float
    low: float
    high: float
    is_within: bool
    """Whether no value leaves the levels, so that none has to be held back."""


GREYS: Pixels = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
GREYS.setflags(write=False)


def hues(lightness: float = 0.72, chroma: float = 0.12) -> Pixels:
    """Return 256 colours around the circle of equal lightness, (256, 3) uint8; 128 is red.

    The chroma is small enough for every hue to be one that screens have.

    Source: Ottosson, "A perceptual color space for image processing", 2020 (OKLCh to sRGB).
    """
    angle = (np.arange(256) - _ZERO_LEVEL) * 2 * np.pi / 256 + np.deg2rad(29)
    lab = np.stack([np.full(256, lightness), chroma * np.cos(angle), chroma * np.sin(angle)])
    linear = np.clip(_LMS_TO_RGB @ (_OKLAB_TO_LMS @ lab) ** 3, 0, 1)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return cast(Pixels, np.rint(255 * encoded.T).astype(np.uint8))


HUES: Pixels = hues()
HUES.setflags(write=False)


@lru_cache
def viridis() -> Pixels:
    """Return matplotlib's 256 colours from dark blue to yellow, (256, 3) uint8."""
    levels = np.arange(256, dtype=np.uint8)[:, None]
    return np.ascontiguousarray(cv2.applyColorMap(levels, cv2.COLORMAP_VIRIDIS)[:, 0, ::-1])


def diverging(negative: Colour, zero: Colour, positive: Colour) -> Pixels:
    """Return 256 colours from `negative` over `zero` (level 128) to `positive`, (256, 3) uint8."""
    share = np.clip((np.arange(256) - _ZERO_LEVEL) / 127, -1, 1)[:, None]
    ends = np.where(share < 0, np.array(negative), np.array(positive))
    return cast(Pixels, np.rint(zero + (ends - zero) * np.abs(share)).astype(np.uint8))


def shown(
    values: Values,
    display: ValueDisplay,
    palette: Palette,
    *,
    ceiling: float = 255.0,
    limit: float | None = None,
    out: Pixels | None = None,
) -> Shown:
    """Return `values` as colours.

    One channel gets the palette; of three each is shown as its own brightness,
    signed ones around mid-grey, because two colours per channel cannot be mixed.

    Args:
        values: (H, W) or (H, W, 3) float32, in the picture's units.
        display: how values that a screen cannot show become colours.
        palette: the theme's colours.
        ceiling: white in the picture's units.
        limit: the magnitude at the ends of a signed or absolute scale; without it
            the largest in `values`. A part shown before the whole brings the whole's.
        out: a buffer, (H, W, 4) uint8, used where it fits.
    """
    scale = _SCALES[display](values, ceiling, limit)
    table = _table(display, palette, is_colour=values.ndim == 3)
    pixels = _coloured(values, lambda strip: _levels(strip, scale), table, out)
    return Shown(pixels, Legend(scale.low, scale.high, table))


def shown_directions(degrees: Values, palette: Palette, *, out: Pixels | None = None) -> Shown:
    """Return angles as colours that meet again after 360°, 0° in the middle of the legend.

    Those of one channel get the palette, those of three one brightness each.

    Args:
        degrees: (H, W) or (H, W, 3) float32.
        palette: the theme's colours.
        out: a buffer, (H, W, 4) uint8, used where it fits.
    """
    table = GREYS if degrees.ndim == 3 else palette.cyclic
    pixels = _coloured(degrees, _turns, table, out)
    return Shown(pixels, Legend(-180, 180, table, is_cyclic=True))


def shown_picture(picture: Image | Samples) -> Pixels:
    """Return a picture as it is, black at 0 and white at its ceiling: (H, W, 4) uint8, BGRA."""
    samples = picture if isinstance(picture, Samples) else samples_of(picture)
    if samples.pixels.dtype == np.uint8:
        return _coloured(samples.pixels, lambda strip: strip, GREYS, None)
    scale = _clamped(samples.values, samples.ceiling)
    return _coloured(samples.values, lambda strip: _levels(strip, scale), GREYS, None)


def _signed(values: Values, _ceiling: float, limit: float | None) -> _Scale:
    reach = _limit(values, limit)
    return _Scale(127 / reach, _ZERO_LEVEL, -reach, reach, is_within=limit is None)


def _absolute(values: Values, _ceiling: float, limit: float | None) -> _Scale:
    reach = _limit(values, limit)
    return _Scale(255 / reach, 0, 0, reach, is_within=True)


def _clamped(_values: Values, ceiling: float, _limit: float | None = None) -> _Scale:
    return _Scale(255 / ceiling, 0, 0, ceiling, is_within=False)


def _offset(_values: Values, ceiling: float, _limit: float | None) -> _Scale:
    return _Scale(255 / ceiling, 127.5, -ceiling / 2, ceiling / 2, is_within=False)


def _automatic(values: Values, _ceiling: float, _limit: float | None) -> _Scale:
    low, high = value_range(values)
    factor = 255 / max(high - low, _SMALLEST_LIMIT)
    return _Scale(factor, -low * factor, low, high, is_within=False)


def _limit(values: Values, limit: float | None) -> float:
    reach = largest_magnitude(values) if limit is None else limit
    return reach if reach > _SMALLEST_LIMIT else 1.0


_SCALES: dict[ValueDisplay, Callable[[Values, float, float | None], _Scale]] = {
    ValueDisplay.SIGNED: _signed,
    ValueDisplay.ABSOLUTE: _absolute,
    ValueDisplay.CLAMPED: _clamped,
    ValueDisplay.OFFSET: _offset,
    ValueDisplay.AUTOMATIC: _automatic,
}


def _levels(values: Values, scale: _Scale) -> Pixels:
    if scale.is_within:  # a third faster, but takes the magnitude of what is below 0
        return cast(Pixels, cv2.convertScaleAbs(values, alpha=scale.factor, beta=scale.zero))
    levels = cv2.addWeighted(values, scale.factor, values, 0, scale.zero, dtype=cv2.CV_8U)
    return cast(Pixels, levels)


def _table(display: ValueDisplay, palette: Palette, *, is_colour: bool) -> Pixels:
    if is_colour:
        return GREYS
    return {
        ValueDisplay.SIGNED: palette.signed,
        ValueDisplay.ABSOLUTE: palette.unsigned,
    }.get(display, GREYS)


def _turns(degrees: Values) -> Pixels:
    steps = cv2.addWeighted(degrees, 256 / 360, degrees, 0, _ZERO_LEVEL, dtype=cv2.CV_16S)
    return steps.astype(np.uint8)  # modulo 256: a full turn


def _coloured(
    values: Image, levels_of: Callable[[Image], Pixels], table: Pixels, out: Pixels | None
) -> Pixels:
    """Return the BGRA colours of values whose levels are looked up in `table`.

    In strips of rows: what lies between value and colour never leaves the cache,
    which takes two thirds of the time of large pictures.
    """
    shape = (*values.shape[:2], 4)
    pixels = out if out is not None and out.shape == shape else np.empty(shape, np.uint8)
    rows = max(_STRIP_BYTES // values[0].nbytes, 1)
    for top in range(0, len(values), rows):
        strip = slice(top, top + rows)
        _colour(levels_of(values[strip]), table, pixels[strip])
    return pixels


def _colour(levels: Pixels, table: Pixels, out: Pixels) -> None:
    """Fill `out` with the colours of (H, W) levels in `table`, or of (H, W, 3) levels as such."""
    if levels.ndim == 3:
        cv2.cvtColor(levels, cv2.COLOR_RGB2BGRA, dst=out)
    elif table is GREYS:
        cv2.cvtColor(levels, cv2.COLOR_GRAY2BGRA, dst=out)
    else:
        # One number per pixel: of four channels it would take six times as long.
        cv2.LUT(levels, _colours(table.tobytes()), dst=out.view(np.int32)[..., 0])


@lru_cache(maxsize=8)
def _colours(table: bytes) -> NDArray[np.int32]:
    """Return the BGRA colour of each level as one number, (256,) int32."""
    colours = np.full((256, 4), 255, np.uint8)
    colours[:, 2::-1] = np.frombuffer(table, np.uint8).reshape(256, 3)
    return colours.view(np.int32)[:, 0]
