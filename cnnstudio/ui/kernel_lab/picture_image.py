"""A picture ready to be painted at any zoom without work in the GUI thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter

_SMALLEST_LEVEL_PX = 200
_PIXELS_SHOW_FROM = 2.0


@dataclass(frozen=True, eq=False)
class PictureImage:
    """Levels of a picture, each half as large as the one before.

    Qt reads one pixel of four when it shrinks a picture by more than half; with the
    level nearest above the zoom it reads them all, and fewer.
    """

    levels: tuple[QImage, ...]
    pixels: tuple[NDArray[np.uint8], ...]
    """What the levels read; Qt does not keep it alive."""

    @property
    def size(self) -> QSize:
        """Of the picture itself, in pixels."""
        return self.levels[0].size()

    def paint(self, painter: QPainter, whole: QRectF, visible: QRectF) -> None:
        """Paint the picture onto `whole`, as far as that lies in `visible`."""
        target = whole & visible
        if target.isEmpty():
            return
        ratio = painter.device().devicePixelRatioF()
        scale = whole.width() * ratio / self.size.width()
        image = self._level(scale)
        by_x, by_y = image.width() / whole.width(), image.height() / whole.height()
        corner = target.topLeft() - whole.topLeft()
        source = QRectF(
            corner.x() * by_x, corner.y() * by_y, target.width() * by_x, target.height() * by_y
        )
        is_smooth = scale < _PIXELS_SHOW_FROM
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
        painter.drawImage(target, image, source)

    def _level(self, scale: float) -> QImage:
        """Return the smallest level that is still as large as what is shown."""
        enough = [image for image in self.levels if image.width() >= scale * self.size.width() - 1]
        return enough[-1] if enough else self.levels[0]


def picture_image(
    pixels: NDArray[np.uint8], *, buffers: Sequence[NDArray[np.uint8]] = ()
) -> PictureImage:
    """Return what paints `pixels`: (H, W, 4) uint8, BGRA.

    `buffers`, the smaller levels of an image that is no more, are used where they fit.
    """
    import cv2

    levels: list[NDArray[Any]] = [pixels]
    while min(levels[-1].shape[:2]) >= 2 * _SMALLEST_LEVEL_PX:
        height, width = levels[-1].shape[:2]
        half = (width // 2, height // 2)
        fitting = next((level for level in buffers if level.shape[1::-1] == half), None)
        levels.append(cv2.resize(levels[-1], half, dst=fitting, interpolation=cv2.INTER_AREA))
    return PictureImage(tuple(map(qimage, levels)), tuple(levels))


def qimage(pixels: NDArray[np.uint8]) -> QImage:
    """Return an image that reads `pixels`, which must be kept: (H, W, 4) uint8, BGRA."""
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB32)
