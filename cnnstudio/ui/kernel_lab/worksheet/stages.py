"""The steps of a worksheet, and which numbers of one step each number of the next is made from."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from cnnstudio.kernels.numbers import Grid, Worked
from cnnstudio.kernels.settings import Activation, Pooling
from cnnstudio.kernels.worksheet import Worksheet


class Stage(Enum):
    """A step of a worksheet; those that do nothing are not shown."""

    INPUT = auto()
    SUMS = auto()
    ACTIVATED = auto()
    POOLED = auto()
    FLAT = auto()


@dataclass(frozen=True, slots=True)
class Place:
    """One number of a step; `number` is that of its filter, or of its channel without any."""

    stage: Stage
    number: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Window:
    """The numbers of a step that one number of a later step is made from."""

    number: int | None
    """Of its filter or channel; None for all of them."""
    top: int
    left: int
    height: int = 1
    width: int = 1


def stages(sheet: Worksheet) -> tuple[Stage, ...]:
    """Return the steps that are shown after the input."""
    shown = {
        Stage.SUMS: bool(sheet.filters),
        Stage.ACTIVATED: sheet.activation is not Activation.NONE,
        Stage.POOLED: sheet.pooling is not Pooling.NONE,
        Stage.FLAT: sheet.is_flattened,
    }
    return tuple(stage for stage, is_shown in shown.items() if is_shown)


def values(steps: Worked, stage: Stage) -> Grid:
    """Return the numbers of a step as (K, H, W); the flat one as (1, 1, n)."""
    match stage:
        case Stage.INPUT:
            return steps.padded
        case Stage.SUMS:
            return steps.sums
        case Stage.ACTIVATED:
            return steps.activated
        case Stage.POOLED:
            return steps.pooled
        case Stage.FLAT:
            return steps.result.reshape(1, 1, -1)


def before(sheet: Worksheet, stage: Stage) -> Stage:
    """Return the step that a step is made from."""
    shown = (Stage.INPUT, *stages(sheet))
    return shown[shown.index(stage) - 1]


def has(sheet: Worksheet, steps: Worked, place: Place) -> bool:
    """Return whether there is such a number."""
    if place.stage not in stages(sheet):
        return False
    count, height, width = values(steps, place.stage).shape
    return place.number < count and place.row < height and place.column < width


def sources(sheet: Worksheet, steps: Worked, place: Place) -> dict[Stage, Window]:
    """Return the number itself and, step by step backwards, what it is made from."""
    windows: dict[Stage, Window] = {}
    origin: Place | None = place
    while origin is not None:
        windows[origin.stage] = Window(origin.number, origin.row, origin.column)
        origin = _trace(sheet, steps, origin, windows)
    return windows


def _trace(
    sheet: Worksheet, steps: Worked, place: Place, windows: dict[Stage, Window]
) -> Place | None:
    """Add the window before `place`, or return the one number that it is made from."""
    match place.stage:
        case Stage.INPUT:
            return None
        case Stage.SUMS:
            stride, size = sheet.stride, sheet.kernel_size or (1, 1)
            windows[Stage.INPUT] = Window(None, place.row * stride, place.column * stride, *size)
            return None
        case Stage.POOLED:
            stride, side = sheet.pool_stride, sheet.pool_size
            window = Window(place.number, place.row * stride, place.column * stride, side, side)
            windows[before(sheet, Stage.POOLED)] = window
            return None
        case Stage.ACTIVATED:
            return Place(before(sheet, place.stage), place.number, place.row, place.column)
        case Stage.FLAT:
            stage = before(sheet, place.stage)
            number, row, column = np.unravel_index(place.column, values(steps, stage).shape)
            return Place(stage, int(number), int(row), int(column))


def walk(sheet: Worksheet, steps: Worked) -> tuple[Place, ...]:
    """Return the numbers in the order in which they are worked out; none follow from the input.

    An activation is applied together with its sum; flattening follows at once.
    """
    return tuple(place for stage in walked_stages(sheet) for place in _places(steps, stage))


def walked_stages(sheet: Worksheet) -> tuple[Stage, ...]:
    """Return the steps whose numbers are worked out one after the other."""
    shown = stages(sheet)
    with_sums = Stage.SUMS in shown
    return tuple(
        stage
        for stage in shown
        if not (stage is Stage.ACTIVATED and with_sums)
        and not (stage is Stage.FLAT and len(shown) > 1)
    )


def _places(steps: Worked, stage: Stage) -> Iterator[Place]:
    shape = values(steps, stage).shape
    for number, row, column in np.ndindex(shape):
        yield Place(stage, number, row, column)


def filled(sheet: Worksheet, steps: Worked, place: Place, stage: Stage, number: int) -> int:
    """Return how many numbers of one matrix are there once `place` is worked out, row by row."""
    count = int(values(steps, stage)[number].size)
    walked = walked_stages(sheet)
    if stage not in walked:
        stage = Stage.SUMS if stage is Stage.ACTIVATED else walked[-1]
        if place.stage is not stage or count != int(values(steps, stage)[number].size):
            is_past = place.stage in walked and walked.index(place.stage) > walked.index(stage)
            return count if is_past else 0
    at, mine = walked.index(place.stage), walked.index(stage)
    if at != mine or place.number != number:
        is_past = (at, place.number) > (mine, number)
        return count if is_past else 0
    width = values(steps, stage).shape[2]
    return place.row * width + place.column + 1
