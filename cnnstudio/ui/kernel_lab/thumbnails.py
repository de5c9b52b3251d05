"""The current picture through each kernel that is offered, as small as the list shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from cnnstudio.kernels.display import Palette, shown
from cnnstudio.kernels.filtering import filter_picture
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.samples import Image, samples_of
from cnnstudio.kernels.settings import Border, Channels, FilterSettings
from cnnstudio.ui.kernel_lab.edits import suited_display
from cnnstudio.ui.kernel_lab.entries import Entry
from cnnstudio.ui.kernel_lab.kernel_delegate import THUMBNAIL_PX
from cnnstudio.ui.kernel_lab.newest import NewestWorker
from cnnstudio.ui.kernel_lab.picture_image import qimage
from cnnstudio.ui.kernel_lab.rendering import Picture

_PIXELS_PER_POINT = 2
_PERCENTILE = 99.0
"""Of the magnitudes: what is larger has the full colour, or the rest would be faint."""
_SETTINGS = FilterSettings(border=Border.REPLICATE, channels=Channels.LUMINANCE)


@dataclass(frozen=True, slots=True, eq=False)
class ThumbnailRequest:
    """The picture, the theme's colours, and the kernels by the keys of their entries."""

    picture: Picture
    palette: Palette
    kernels: dict[str, Kernel]

    def has_scene_of(self, other: "ThumbnailRequest") -> bool:
        """Return whether picture and colours are the same."""
        return self.picture is other.picture and self.palette is other.palette


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """What one kernel makes of the picture."""

    request: ThumbnailRequest
    key: str
    kernel: Kernel
    image: QImage


def make_thumbnails(request: ThumbnailRequest) -> Iterator[Thumbnail]:
    """Yield a thumbnail for each kernel, in the order of the request."""
    samples = samples_of(_cut(request.picture.image), Channels.LUMINANCE)
    for key, kernel in request.kernels.items():
        values = filter_picture(samples, kernel, _SETTINGS)
        display = suited_display(kernel)
        limit = float(np.percentile(np.abs(values), _PERCENTILE))
        coloured = shown(values, display, request.palette, ceiling=samples.ceiling, limit=limit)
        yield Thumbnail(request, key, kernel, qimage(coloured.pixels).copy())


class Thumbnails(QObject):
    """Keeps the thumbnails of the entries those of the picture; `made` announces each."""

    made = Signal(str, object)
    failed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: ThumbnailRequest | None = None
        self._entries: tuple[Entry, ...] = ()
        self._done: dict[str, Kernel] = {}
        self._worker = NewestWorker(make_thumbnails, "thumbnails")
        self._worker.done.connect(self._on_worker_done)
        self._worker.failed.connect(self.failed)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Make thumbnails of other entries from now on."""
        self._entries = tuple(entries)
        if self._wanted is not None:
            self._ask(self._wanted.picture, self._wanted.palette)

    def show_picture(self, picture: Picture, palette: Palette) -> None:
        """Make thumbnails of another picture, or in other colours."""
        wanted = self._wanted
        if wanted is None or wanted.picture is not picture or wanted.palette is not palette:
            self._done.clear()
            self._ask(picture, palette)

    def end(self) -> None:
        """End the thread."""
        self._worker.end()

    def _ask(self, picture: Picture, palette: Palette) -> None:
        missing = {
            entry.key: entry.kernel
            for entry in self._entries
            if self._done.get(entry.key) != entry.kernel
        }
        self._wanted = ThumbnailRequest(picture, palette, missing)
        self._worker.ask(self._wanted)

    def _on_worker_done(self, thumbnail: Thumbnail) -> None:
        if self._wanted is not None and thumbnail.request.has_scene_of(self._wanted):
            self._done[thumbnail.key] = thumbnail.kernel
            self.made.emit(thumbnail.key, thumbnail.image)


def _cut(image: Image) -> Image:
    """Return the middle of a picture in the shape and size of a thumbnail."""
    import cv2

    width, height = (_PIXELS_PER_POINT * n for n in THUMBNAIL_PX.toTuple())
    scale = max(width / image.shape[1], height / image.shape[0])
    cut_height, cut_width = round(height / scale), round(width / scale)
    top, left = (image.shape[0] - cut_height) // 2, (image.shape[1] - cut_width) // 2
    part = image[top : top + cut_height, left : left + cut_width]
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_NEAREST
    return cv2.resize(part, (width, height), interpolation=way)
