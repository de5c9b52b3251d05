"""From what the page should show to what it shows: filtered, coloured, measured."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from weakref import finalize

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QSize

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.display import Legend, Palette, shown, shown_picture
from cnnstudio.kernels.filtering import Values, filter_picture
from cnnstudio.kernels.samples import Image, Samples, samples_of
from cnnstudio.kernels.settings import Channels, KernelLabState
from cnnstudio.ui.kernel_lab.alignment import Alignment, alignment
from cnnstudio.ui.kernel_lab.panes import Side
from cnnstudio.ui.kernel_lab.picture_image import PictureImage, picture_image
from cnnstudio.ui.kernel_lab.scene import Scene


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture that was read, and the name by which the project calls it."""

    name: str
    image: Image


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """What the page should show."""

    picture: Picture
    state: KernelLabState
    palette: Palette


@dataclass(frozen=True, slots=True, eq=False)
class Rendering:
    """What the page shows: all of it comes from one request."""

    request: Request
    samples: Samples
    scene: Scene
    legend: Legend | None = None
    milliseconds: float = 0.0
    """How long the filter took, colours not counted."""

    def covers(self, pixel: QPoint) -> bool:
        """Return whether the result has this pixel."""
        size = self.scene.alignment.size
        return pixel.x() < size.width() and pixel.y() < size.height()


@dataclass(frozen=True, slots=True, eq=False)
class _Buffers:
    """Memory for one result; the system takes longer to clear new memory than a filter to run."""

    values: NDArray[np.float32]
    pixels: NDArray[np.uint8]


class Renderer:
    """Turns requests into renderings; keeps what the next one can use again."""

    def __init__(self) -> None:
        self._free: list[_Buffers] = []
        self._key: tuple[Picture, Channels] | None = None
        self._samples: Samples | None = None
        self._input: PictureImage | None = None

    def render(self, request: Request) -> Iterator[Rendering]:
        """Yield what a request looks like."""
        samples, before = self._prepared(request)
        state = request.state
        buffers = self._buffers(samples)
        started = perf_counter()
        try:
            values = filter_picture(samples, state.kernel, state.settings, out=buffers.values)
        except InvalidValueError as error:
            numbers = {Side.INPUT: samples.values}
            scene = Scene({Side.INPUT: before}, numbers, Alignment(), problem=str(error))
            yield Rendering(request, samples, scene)
            return
        milliseconds = 1_000 * (perf_counter() - started)
        rendering = self._rendering(request, samples, before, values, milliseconds, buffers.pixels)
        # Nobody paints a scene that is no more: the next result may have its memory.
        finalize(rendering.scene, self._free.append, buffers)
        yield rendering

    def _rendering(
        self,
        request: Request,
        samples: Samples,
        before: PictureImage,
        values: Values,
        milliseconds: float,
        out: NDArray[np.uint8],
    ) -> Rendering:
        state = request.state
        coloured = shown(values, state.values, request.palette, ceiling=samples.ceiling, out=out)
        size = QSize(values.shape[1], values.shape[0])
        scene = Scene(
            {Side.INPUT: before, Side.RESULT: picture_image(coloured.pixels)},
            {Side.INPUT: samples.values, Side.RESULT: values},
            alignment(size, state.kernel, state.settings),
        )
        return Rendering(request, samples, scene, coloured.legend, milliseconds)

    def _buffers(self, samples: Samples) -> _Buffers:
        while self._free:
            buffers = self._free.pop()
            if buffers.values.shape == samples.shape:
                return buffers
        height, width = samples.size
        values = np.empty(samples.shape, np.float32)
        return _Buffers(values, np.empty((height, width, 4), np.uint8))

    def _prepared(self, request: Request) -> tuple[Samples, PictureImage]:
        key = (request.picture, request.state.settings.channels)
        if self._key != key or self._samples is None or self._input is None:
            self._samples = samples_of(request.picture.image, key[1])
            self._input = picture_image(shown_picture(self._samples))
            self._key = key
        return self._samples, self._input
