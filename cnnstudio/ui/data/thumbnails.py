"""Pictures made small outside the GUI thread: those that are seen, the newest wish first."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

from cnnstudio.data.dataset import Split
from cnnstudio.data.pictures import example
from cnnstudio.ui.kernel_lab.newest import NewestWorker

_KEPT_BYTES = 96 * 2**20
_BATCH = 16


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """What the pictures come from, how large they are wanted in the screen's pixels, and how
    many of these make one of the window's."""

    split: Split
    size: QSize
    ratio: float


@dataclass(frozen=True, slots=True, eq=False)
class _Request:
    look: _Look
    pictures: Sequence[int]


class Thumbnails(QObject):
    """Keeps what was made last; `arrived` says that there are more."""

    arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look: _Look | None = None
        self._images: OrderedDict[int, QImage] = OrderedDict()
        self._most = 0
        worker = self._worker = NewestWorker(_made, "thumbnails")
        worker.done.connect(self._on_worker_done)
        worker.failed.connect(_raise)
        self.destroyed.connect(lambda _object=None: worker.end())

    def show(self, split: Split | None, side_px: int, ratio: float) -> None:
        """Make pictures of another split or size from now on."""
        size = QSize(round(side_px * ratio), round(side_px * ratio))
        self._images.clear()
        self._look = _Look(split, size, ratio) if split is not None else None
        self._most = max(256, _KEPT_BYTES // max(1, 4 * size.width() * size.height()))

    def image(self, picture: int) -> QImage | None:
        """Return a picture where it is ready."""
        image = self._images.get(picture)
        if image is not None:
            self._images.move_to_end(picture)
        return image

    def want(self, pictures: Sequence[int]) -> None:
        """Make these next, in their order, and forget what was wanted before."""
        missing = [picture for picture in pictures if picture not in self._images]
        if missing and self._look is not None:
            self._worker.ask(_Request(self._look, missing[: self._most]))

    def _on_worker_done(self, result: tuple[_Look, list[tuple[int, QImage]]]) -> None:
        look, images = result
        if look is not self._look:
            return
        self._images.update(images)
        while len(self._images) > self._most:
            self._images.popitem(last=False)
        self.arrived.emit()


def image_of(pixels: NDArray[np.uint8]) -> QImage:
    """Return (H, W) or (H, W, C) uint8 pixels as an image; of other than 3 channels the first."""
    if pixels.ndim == 3 and pixels.shape[2] != 3:
        pixels = pixels[:, :, 0]
    pixels = np.ascontiguousarray(pixels)
    kind = QImage.Format.Format_Grayscale8 if pixels.ndim == 2 else QImage.Format.Format_RGB888
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, pixels.strides[0], kind).copy()


def fitted(image: QImage, size: QSize, ratio: float) -> QImage:
    """Return an image in a size, in its proportion: much enlarged its pixels stay square."""
    target = image.size().scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
    is_larger = target.width() >= 2 * image.width()
    mode = (
        Qt.TransformationMode.FastTransformation
        if is_larger
        else Qt.TransformationMode.SmoothTransformation
    )
    scaled = image.scaled(target, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
    made = scaled.convertToFormat(QImage.Format.Format_RGB32)  # the fastest to draw
    made.setDevicePixelRatio(ratio)
    return made


def _made(request: _Request) -> Iterator[tuple[_Look, list[tuple[int, QImage]]]]:
    look = request.look
    for start in range(0, len(request.pictures), _BATCH):
        batch = request.pictures[start : start + _BATCH]
        images = [image_of(example(look.split, picture)) for picture in batch]
        yield (
            look,
            [
                (picture, fitted(image, look.size, look.ratio))
                for picture, image in zip(batch, images, strict=True)
            ],
        )


def _raise(_request: object, error: Exception) -> None:
    """Hand an error of the thread to the exception hook."""
    raise error
