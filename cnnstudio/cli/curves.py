"""The curves of a run as a picture, drawn without a display and without Qt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from cnnstudio.errors import StorageError
from cnnstudio.text import _
from cnnstudio.training.history import History, Quantity
from cnnstudio.training.series import Points

_WIDTH_PX, _HEIGHT_PX = 1_600, 560
# Pillow's lines have hard edges: drawn larger and reduced, they have soft ones.
_ENLARGEMENT = 3

_BACKGROUND, _GRID, _TEXT, _DIM = "#ffffff", "#e3e6eb", "#1c2330", "#667085"
_TRAINING, _RAW, _VALIDATION = "#3b6ef5", "#c9d7fd", "#e5a000"

_MOST_POINTS = 1_400

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Axes:
    """Where a plot lies (left, top, right, bottom in px) and what it shows."""

    box: Box
    steps: tuple[float, float]
    values: tuple[float, float]

    def x(self, step: float) -> float:
        left, _top, right, _bottom = self.box
        first, last = self.steps
        return left + (step - first) / (last - first) * (right - left)

    def y(self, value: float) -> float:
        _left, top, _right, bottom = self.box
        low, high = self.values
        return bottom - (value - low) / (high - low) * (bottom - top)


def draw_curves(history: History, path: Path) -> Path:
    """Write the losses and accuracies of a run to a PNG and return its path."""
    canvas = _Canvas(_WIDTH_PX, _HEIGHT_PX)
    middle = _WIDTH_PX / 2
    titles = {Quantity.LOSS: _("Loss"), Quantity.ACCURACY: _("Accuracy")}
    drawn = [quantity for quantity in titles if len(history.series(quantity))]
    for place, quantity in enumerate(drawn):
        box = (place * middle + 84, 84, place * middle + middle - 36, _HEIGHT_PX - 72)
        _draw_plot(canvas, history, quantity, titles[quantity], box)
    canvas.save(path)
    return path


def _draw_plot(
    canvas: "_Canvas", history: History, quantity: Quantity, title: str, box: Box
) -> None:
    raw = history.curve(quantity, _MOST_POINTS)
    # Averaged over a hundredth of the run: what is left moves slowly enough to be read.
    weight = 1 - 1 / max(8.0, history.step / 100)
    smooth = history.curve(quantity, _MOST_POINTS, smoothing=weight)
    validation = history.validation(quantity)
    shown = np.concatenate([smooth.values, validation.values])
    values = _share_range(shown) if quantity is Quantity.ACCURACY else _loss_range(shown)
    axes = _Axes(box, (history.first_step, max(history.step, history.first_step + 1)), values)
    _draw_grid(canvas, axes)
    canvas.curve(axes, raw, _RAW, width=1.5)
    canvas.curve(axes, smooth, _TRAINING, width=3)
    canvas.curve(axes, validation, _VALIDATION, width=3, dots=True)
    _draw_legend(canvas, title, box, has_validation=len(validation.values) > 0)


def _share_range(values: NDArray[np.float32]) -> tuple[float, float]:
    """Return a round number below all values, and 1."""
    return (min(0.9, floor(10 * float(values.min())) / 10), 1.0)


def _loss_range(values: NDArray[np.float32]) -> tuple[float, float]:
    """Return 0 and a little more than the largest value."""
    return (0.0, float(values.max()) * 1.05 or 1.0)


def _draw_grid(canvas: "_Canvas", axes: _Axes) -> None:
    left, _top, right, bottom = axes.box
    for value in _ticks(*axes.values, count=5):
        canvas.line([(left, axes.y(value)), (right, axes.y(value))], _GRID, width=1)
        canvas.text((left - 12, axes.y(value)), f"{value:g}", _DIM, anchor="rm")
    for step in _ticks(*axes.steps, count=6):
        canvas.text((axes.x(step), bottom + 12), f"{step:,.0f}", _DIM, anchor="mt")
    canvas.text((right, bottom + 40), _("steps"), _DIM, anchor="rt")


def _draw_legend(canvas: "_Canvas", title: str, box: Box, *, has_validation: bool) -> None:
    left, top, _right, _bottom = box
    x = left + canvas.text((left, top - 36), title, _TEXT, anchor="lm", size=24) + 36
    entries = [(_("training"), _TRAINING), (_("validation"), _VALIDATION)]
    for name, colour in entries if has_validation else entries[:1]:
        canvas.line([(x, top - 36), (x + 28, top - 36)], colour, width=3)
        x += 36 + canvas.text((x + 36, top - 36), name, _DIM, anchor="lm") + 28


def _ticks(low: float, high: float, *, count: int) -> Iterator[float]:
    """Yield about `count` round numbers from `low` to `high`."""
    rough = (high - low) / count
    power = 10.0 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    for number in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1):
        yield round(number * step, 12)


class _Canvas:
    """A white picture; coordinates are its pixels, however much larger it is drawn."""

    def __init__(self, width: int, height: int) -> None:
        large = (width * _ENLARGEMENT, height * _ENLARGEMENT)
        self._picture = Image.new("RGB", large, _BACKGROUND)
        self._draw = ImageDraw.Draw(self._picture)

    def line(self, points: Sequence[tuple[float, float]], colour: str, *, width: float) -> None:
        """Draw a line through points."""
        enlarged = [(x * _ENLARGEMENT, y * _ENLARGEMENT) for x, y in points]
        self._draw.line(enlarged, colour, round(width * _ENLARGEMENT), joint="curve")

    def dot(self, point: tuple[float, float], colour: str, *, radius: float) -> None:
        """Draw a filled circle."""
        centre = (point[0] * _ENLARGEMENT, point[1] * _ENLARGEMENT)
        self._draw.circle(centre, radius * _ENLARGEMENT, colour)

    def curve(
        self, axes: _Axes, points: Points, colour: str, *, width: float, dots: bool = False
    ) -> None:
        """Draw a curve, cut to the plot."""
        _left, top, _right, bottom = axes.box
        places = [
            (axes.x(step), min(max(axes.y(value), top), bottom))
            for step, value in zip(points.positions.tolist(), points.values.tolist(), strict=True)
        ]
        if len(places) > 1:
            self.line(places, colour, width=width)
        for place in places if dots else ():
            self.dot(place, colour, radius=width * 1.5)

    def text(
        self, place: tuple[float, float], text: str, colour: str, *, anchor: str, size: int = 20
    ) -> float:
        """Write a text and return its width."""
        font = ImageFont.load_default(size * _ENLARGEMENT)
        enlarged = (place[0] * _ENLARGEMENT, place[1] * _ENLARGEMENT)
        self._draw.text(enlarged, text, colour, font, anchor)
        return self._draw.textlength(text, font) / _ENLARGEMENT

    def save(self, path: Path) -> None:
        """Write the picture as PNG; raise `StorageError` where that fails."""
        try:
            self._picture.reduce(_ENLARGEMENT).save(path, "PNG")
        except OSError as error:
            raise StorageError(
                _('"{path}" could not be written: {reason}.').format(
                    path=path, reason=error.strerror or error
                )
            ) from error
