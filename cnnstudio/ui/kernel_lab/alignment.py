"""How the pixels of a result lie over those of the picture it was made from."""

import math
from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF

from cnnstudio.kernels.comparison import placement
from cnnstudio.kernels.filtering import footprint
from cnnstudio.kernels.kernel import Kernel, centre
from cnnstudio.kernels.settings import FilterSettings, Pooling


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pixel (i, j) of the result covers `step` × `step` pixels of the picture, from `origin` on."""

    size: QSize = field(default_factory=QSize)
    """Of the result."""
    step: int = 1
    origin: QPoint = field(default_factory=QPoint)
    """The pixel of the picture from which the first result is made."""
    reach: QRectF = field(default_factory=lambda: QRectF(0, 0, 1, 1))
    """The part of the picture that the first result is made from, relative to `origin`."""

    @property
    def count(self) -> int:
        """The number of pixels of the result."""
        return self.size.width() * self.size.height()

    def place(self, part: QRect | None = None) -> QRectF:
        """Return what a part of the result, or all of it, covers of the picture's plane."""
        part = part or QRect(QPoint(), self.size)
        corner = QPointF(self.origin + part.topLeft() * self.step)
        return QRectF(corner, QSizeF(part.size()) * self.step)

    def pixels_in(self, plane: QRectF) -> QRect:
        """Return the pixels of the result that lie in a part of the picture's plane."""
        moved = plane.translated(-QPointF(self.origin))
        scaled = QRectF(moved.topLeft() / self.step, moved.size() / self.step)
        return scaled.toAlignedRect() & QRect(QPoint(), self.size)

    def result_at(self, point: QPointF) -> QPoint | None:
        """Return which pixel of the result lies over a point of the picture."""
        x = math.floor((point.x() - self.origin.x()) / self.step)
        y = math.floor((point.y() - self.origin.y()) / self.step)
        inside = 0 <= x < self.size.width() and 0 <= y < self.size.height()
        return QPoint(x, y) if inside else None

    def covered(self, pixel: QPoint) -> QRectF:
        """Return what one pixel of the result covers of the picture's plane."""
        return self.place(QRect(pixel, QSize(1, 1)))

    def read(self, pixel: QPoint) -> QRectF:
        """Return the part of the picture that one pixel of the result is made from."""
        return self.reach.translated(QPointF(self.origin + pixel * self.step))


def alignment(size: QSize, kernel: Kernel, settings: FilterSettings) -> Alignment:
    """Return how a result of `size` lies over the picture it was filtered from."""
    pools = settings.pooling is not Pooling.NONE
    extra = settings.stride * (settings.pool_size - 1) if pools else 0
    height, width = footprint(kernel, settings)
    place = placement(kernel, settings)
    reach = QRectF(-centre(width), -centre(height), width + extra, height + extra)
    return Alignment(size, place.step, QPoint(place.left, place.top), reach)
