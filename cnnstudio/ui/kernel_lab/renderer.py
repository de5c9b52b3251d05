"""From what the page should show to what it shows: filtered, coloured, measured."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter
from weakref import finalize

import msgspec
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.comparison import difference
from cnnstudio.kernels.display import Shown, shown, shown_directions, shown_picture
from cnnstudio.kernels.filtering import (
    Values,
    filter_every,
    filter_picture,
    filter_region,
    filtered_size,
)
from cnnstudio.kernels.presets import preset
from cnnstudio.kernels.samples import Samples, samples_of
from cnnstudio.kernels.settings import (
    Channels,
    Comparison,
    Gradient,
    KernelLabState,
    Pooling,
    ValueDisplay,
)
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.alignment import Alignment, alignment
from cnnstudio.ui.kernel_lab.panes import Side
from cnnstudio.ui.kernel_lab.picture_image import PictureImage, picture_image
from cnnstudio.ui.kernel_lab.rendering import Picture, Rendering, Request
from cnnstudio.ui.kernel_lab.scene import Scene

PRODUCTS_PER_STRETCH = 1_000_000_000
"""So many products take some 30 ms at most; after that a newer request may come first."""
_WORTHWHILE = 0.5
"""Of the result: a larger visible part is not worth showing before the whole."""


@dataclass(frozen=True, slots=True, eq=False)
class _Buffers:
    """Memory for one result; the system takes longer to clear new memory than a filter to run."""

    values: Values
    images: tuple[NDArray[np.uint8], ...]
    """The pixels and their smaller levels."""


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    """A request, and what was prepared for it."""

    request: Request
    samples: Samples
    before: PictureImage
    aligned: Alignment

    @property
    def stretches(self) -> int:
        """In how many parts the result is filtered."""
        kernel = self.request.state.kernel
        products = kernel.height * kernel.width * self.samples.values.size
        return math.ceil(products / PRODUCTS_PER_STRETCH)

    def filtered(self, part: QRect) -> Values:
        """Return some pixels of the result."""
        rows = range(part.top(), part.top() + part.height())
        columns = range(part.left(), part.left() + part.width())
        state = self.request.state
        return filter_region(self.samples, state.kernel, state.settings, rows, columns)

    def screened(self) -> Rendering | None:
        """Return as many pixels of the result as the screen has, where that is far fewer."""
        state, size = self.request.state, self.aligned.size
        every = math.floor(1 / (self.request.scale * self.aligned.step))
        is_small = min(size.width(), size.height()) < every
        if every < 2 or is_small or state.settings.pooling is not Pooling.NONE:
            return None
        values = filter_every(self.samples, state.kernel, state.settings, every)
        height, width = size.height() // every, size.width() // every
        values = np.ascontiguousarray(values[:height, :width])
        part = QRect(0, 0, every * width, every * height)
        return self.rendering(values, 0.0, part=part, every=every)

    def visible_part(self) -> QRect | None:
        """Return the pixels of the result that are seen, where they are few enough."""
        if self.request.visible is None:
            return None
        part = self.aligned.pixels_in(self.request.visible)
        is_small = part.width() * part.height() < _WORTHWHILE * self.aligned.count
        return part if is_small and not part.isEmpty() else None

    def rendering(
        self,
        values: Values,
        seconds: float,
        *,
        buffers: tuple[NDArray[np.uint8], ...] = (),
        part: QRect | None = None,
        every: int = 1,
    ) -> Rendering:
        """Return what the page shows of `values`, which are those of `part` or all.

        Of the part's rows and columns there may be only `every` so many-th.
        """
        numbers = {Side.INPUT: self.samples.values, Side.RESULT: values}
        out = next(iter(buffers), None)
        if self.request.state.comparison is Comparison.DIFFERENCE:
            numbers[Side.DIFFERENCE] = self._difference(values, part or QRect(), every)
            palette = self.request.palette
            coloured = shown(numbers[Side.DIFFERENCE], ValueDisplay.SIGNED, palette, out=out)
        else:
            coloured = self._coloured(values, out)
        image = picture_image(coloured.pixels, buffers=buffers[1:])
        images = {Side.INPUT: self.before, [*numbers][-1]: image}
        scene = Scene(images, numbers, self.aligned, part=part)
        return Rendering(self.request, self.samples, scene, coloured.legend, 1_000 * seconds)

    def _difference(self, values: Values, part: QRect, every: int) -> Values:
        kernel, settings = self.request.state.kernel, self.request.state.settings
        settings = msgspec.structs.replace(settings, stride=every * settings.stride)
        return difference(self.samples, values, kernel, settings, first=(part.top(), part.left()))

    def _coloured(self, values: Values, out: NDArray[np.uint8] | None) -> Shown:
        state, palette = self.request.state, self.request.palette
        if state.settings.gradient is Gradient.DIRECTION:
            return shown_directions(values, palette, out=out)
        return shown(values, state.values, palette, ceiling=self.samples.ceiling, out=out)


class Renderer:
    """Turns requests into renderings; keeps what the next one can use again."""

    def __init__(self) -> None:
        self._free: list[_Buffers] = []
        self._key: tuple[Picture, Channels] | None = None
        self._samples: Samples | None = None
        self._input: PictureImage | None = None

    def render(self, request: Request) -> Iterator[Rendering | None]:
        """Yield what a request looks like; None where a newer request may come first.

        Where the whole takes long, what is seen of it comes first: its visible part,
        or as many of its pixels as the screen has.
        """
        if self._key is None:
            _warm_up()
        samples, before = self._prepared(request)
        kernel, settings = request.state.kernel, request.state.settings
        try:
            height, width = filtered_size(kernel, settings, samples.size)
        except InvalidValueError as error:
            yield _problem(request, samples, before, str(error))
            return
        if _is_difference_of_angles(request.state):
            why = _("Directions are angles, which have no difference from the input's values.")
            yield _problem(request, samples, before, why)
            return
        aligned = alignment(QSize(width, height), kernel, settings)
        job = _Job(request, samples, before, aligned)
        if job.stretches == 1:
            yield self._at_once(job)
            return
        if (part := job.visible_part()) is not None:
            yield job.rendering(job.filtered(part), 0.0, part=part)
        elif (screened := job.screened()) is not None:
            yield screened
        yield from self._in_stretches(job)

    def _at_once(self, job: _Job) -> Rendering:
        state, buffers = job.request.state, self._buffers(job.samples)
        started = perf_counter()
        values = filter_picture(job.samples, state.kernel, state.settings, out=buffers.values)
        rendering = job.rendering(values, perf_counter() - started, buffers=buffers.images)
        return self._lent(rendering, buffers)

    def _in_stretches(self, job: _Job) -> Iterator[Rendering | None]:
        buffers, size = self._buffers(job.samples), job.aligned.size
        shape = (size.height(), size.width(), *job.samples.shape[2:])
        values = buffers.values.reshape(-1)[: math.prod(shape)].reshape(shape)
        seconds = 0.0
        for part in _stretches(size, job.stretches):
            started = perf_counter()
            values[part.top() : part.top() + part.height()] = job.filtered(part)
            seconds += perf_counter() - started
            yield None
        yield self._lent(job.rendering(values, seconds, buffers=buffers.images), buffers)

    def _lent(self, rendering: Rendering, buffers: _Buffers) -> Rendering:
        # Nobody paints a scene that is no more: the next result may have its memory.
        finalize(rendering.scene, self._free.append, buffers)
        return rendering

    def _buffers(self, samples: Samples) -> _Buffers:
        while self._free:
            buffers = self._free.pop()
            if buffers.values.shape == samples.shape:
                return buffers
        values = np.empty(samples.shape, np.float32)
        image = picture_image(np.empty((*samples.size, 4), np.uint8))
        return _Buffers(values, image.pixels)

    def _prepared(self, request: Request) -> tuple[Samples, PictureImage]:
        key = (request.picture, request.state.settings.channels)
        if self._key != key or self._samples is None or self._input is None:
            self._samples = samples_of(request.picture.image, key[1])
            self._input = picture_image(shown_picture(self._samples))
            self._key = key
        return self._samples, self._input


def _warm_up() -> None:
    """Let OpenCV set itself up, which takes 30 ms of its first call and none of the next."""
    filter_picture(np.zeros((16, 16), np.uint8), preset("sobel-x").kernel)


def _stretches(size: QSize, count: int) -> Iterator[QRect]:
    """Yield `count` bands of rows that make up the whole."""
    edges = [size.height() * index // count for index in range(count + 1)]
    for top, bottom in pairwise(edges):
        if top < bottom:
            yield QRect(0, top, size.width(), bottom - top)


def _is_difference_of_angles(state: KernelLabState) -> bool:
    return (
        state.comparison is Comparison.DIFFERENCE and state.settings.gradient is Gradient.DIRECTION
    )


def _problem(request: Request, samples: Samples, before: PictureImage, why: str) -> Rendering:
    scene = Scene({Side.INPUT: before}, {Side.INPUT: samples.values}, Alignment(), problem=why)
    return Rendering(request, samples, scene)
