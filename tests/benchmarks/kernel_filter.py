"""From an edited kernel to a picture ready for the screen, against `cv2.filter2D` alone.

Ours: the cell is exchanged, the way is chosen, the picture filtered within the bound,
the range found, and the values coloured. The reference is `cv2.filter2D` from the same
uint8 picture to float32, into a buffer; beside it stands the same from a picture that is
float32 already. (Neither holds the bound for arbitrary numbers from 5×5 on.) All run
in turn, the reference twice, so that the noise of the machine stands beside the result.
Goal: at most twice the reference for 3×3 in colour.

The gradients cost two filters and what joins them. Where a kernel is large, the part that
is seen is filtered first; its reference is still that of the whole picture.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from cnnstudio.kernels.display import GREYS, Palette, diverging, shown, shown_directions
from cnnstudio.kernels.filtering import filter_picture, filter_region
from cnnstudio.kernels.kernel import Kernel, parse_kernel, weights, with_cell
from cnnstudio.kernels.plan import plan
from cnnstudio.kernels.presets import preset
from cnnstudio.kernels.samples import Samples, samples_of
from cnnstudio.kernels.settings import FilterSettings, Gradient, ValueDisplay

SECONDS_PER_CASE = 1.5
GOAL = 2.0
RNG = np.random.default_rng(0)
PALETTE = Palette(diverging((60, 110, 190), (255, 255, 255), (217, 100, 30)), GREYS)
FULL_HD, PHOTOGRAPH = (1080, 1920), (3000, 4000)

VISIBLE = range(270, 810), range(480, 1440)
SOBEL = preset("sobel-x").kernel
SHARPEN = parse_kernel("0 -1 0; -1 5 -1; 0 -1 0")


@dataclass(frozen=True)
class Case:
    """A picture, a kernel, and whether the goal holds for them."""

    title: str
    shape: tuple[int, ...]
    kernel: Kernel
    has_goal: bool = False
    gradient: Gradient = Gradient.NONE
    is_part: bool = False
    """Whether a part of 960×540 in the middle is filtered."""


def whole(size: int) -> Kernel:
    """Return a kernel of whole numbers that is no product of a column and a row."""
    return Kernel("k", tuple(map(tuple, RNG.integers(-9, 10, (size, size)).tolist())))


def arbitrary(size: int) -> Kernel:
    """Return a kernel of arbitrary numbers, such as a learned one."""
    return Kernel("k", tuple(map(tuple, RNG.normal(size=(size, size)).tolist())))


CASES = (
    Case("1080p RGB 3×3 Sobel", (*FULL_HD, 3), preset("sobel-x").kernel, has_goal=True),
    Case("1080p RGB 3×3 sharpen", (*FULL_HD, 3), SHARPEN, has_goal=True),
    Case("1080p RGB 3×3 arbitrary", (*FULL_HD, 3), arbitrary(3), has_goal=True),
    Case("12 Mpx RGB 3×3 Sobel", (*PHOTOGRAPH, 3), preset("sobel-x").kernel, has_goal=True),
    Case("12 Mpx RGB 3×3 sharpen", (*PHOTOGRAPH, 3), SHARPEN, has_goal=True),
    Case("1080p grey 3×3 Sobel", FULL_HD, preset("sobel-x").kernel),
    Case("1080p grey 3×3 sharpen", FULL_HD, SHARPEN),
    Case("1080p RGB 5×5 Gaussian", (*FULL_HD, 3), preset("gaussian-5").kernel),
    Case("1080p RGB 5×5 whole", (*FULL_HD, 3), whole(5)),
    Case("1080p RGB 5×5 arbitrary", (*FULL_HD, 3), arbitrary(5)),
    Case("1080p RGB 7×7 box", (*FULL_HD, 3), preset("box-7").kernel),
    Case("1080p RGB 7×7 whole", (*FULL_HD, 3), whole(7)),
    Case("1080p RGB 7×7 arbitrary", (*FULL_HD, 3), arbitrary(7)),
    Case("1080p RGB 31×31 whole", (*FULL_HD, 3), whole(31)),
    Case("1080p RGB 31×31 arbitrary", (*FULL_HD, 3), arbitrary(31)),
    Case("… its visible part", (*FULL_HD, 3), arbitrary(31), is_part=True),
    Case("1080p RGB Sobel magnitude", (*FULL_HD, 3), SOBEL, gradient=Gradient.MAGNITUDE),
    Case("1080p grey Sobel magnitude", FULL_HD, SOBEL, gradient=Gradient.MAGNITUDE),
    Case("1080p grey Sobel direction", FULL_HD, SOBEL, gradient=Gradient.DIRECTION),
)


def ours(samples: Samples, case: Case) -> Callable[[], None]:
    """Return what happens at each edit of the first cell."""
    kernel, chosen = case.kernel, FilterSettings(gradient=case.gradient)
    values = np.empty(samples.shape, np.float32)
    pixels = np.empty((*samples.size, 4), np.uint8)

    def edit() -> None:
        edited = with_cell(kernel, 0, 0, value=kernel.rows[0][0])
        if case.is_part:
            result = filter_region(samples, edited, chosen, *VISIBLE)
        else:
            result = filter_picture(samples, edited, chosen, out=values)
        if case.gradient is Gradient.DIRECTION:
            shown_directions(result, PALETTE, out=pixels)
        else:
            shown(result, ValueDisplay.SIGNED, PALETTE, out=pixels)

    return edit


def reference(source: np.ndarray, kernel: Kernel) -> Callable[[], None]:
    """Return `cv2.filter2D` alone."""
    grid = weights(kernel).astype(np.float32)
    buffer = np.empty(source.shape, np.float32)
    return lambda: cv2.filter2D(source, cv2.CV_32F, grid, dst=buffer)


def took_ms(run: Callable[[], None]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter_ns()
    run()
    return (time.perf_counter_ns() - start) / 1e6


def measured(case: Case) -> list[float]:
    """Return medians in ms: reference, reference again, the same from float32, ours."""
    samples = samples_of(RNG.integers(0, 256, case.shape, dtype=np.uint8))
    plain = reference(samples.pixels, case.kernel)
    turns = (plain, plain, reference(samples.values, case.kernel), ours(samples, case))
    times: list[list[float]] = [[] for _run in turns]
    for run in turns:
        run()
    end = time.monotonic() + SECONDS_PER_CASE
    while time.monotonic() < end or len(times[0]) < 9:
        for run, taken in zip(turns, times, strict=True):
            taken.append(took_ms(run))
    return [statistics.median(taken) for taken in times]


def main() -> int:
    """Measure, print a table, and return 1 where the goal is missed."""
    print(f"{'':26}  filter2D  again  from float32  edit → picture   ratio  way")
    has_missed = False
    for case in CASES:
        first, again, from_float, mine = measured(case)
        ratio = mine / first
        has_missed |= case.has_goal and ratio > GOAL
        print(
            f"{case.title:26}{first:7.2f} ms {again / first:5.2f}×{from_float:11.2f} ms"
            f"{mine:13.2f} ms {ratio:6.2f}×  {way(case)}"
            + (f" (goal {GOAL}×)" if case.has_goal else "")
        )
    return 1 if has_missed else 0


def way(case: Case) -> str:
    """Return how the program computes the case."""
    samples = samples_of(np.zeros((1, 1), np.uint8))
    return plan(samples, weights(case.kernel), divisor=case.kernel.divisor).way.name.lower()


if __name__ == "__main__":
    sys.exit(main())
