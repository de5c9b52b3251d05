"""Which part of the picture a pane shows, and how large: one value, shared by all panes."""

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF

LARGEST_SCALE = 96.0
SMALLEST_SCALE = 1 / 64
_LARGEST_FIT = 40.0


@dataclass(frozen=True, slots=True)
class Viewport:
    """`centre` of the picture, in its pixels, lies in the middle of the pane.

    `scale` is in screen pixels per pixel of the picture. While `is_fit`, the whole
    picture is shown whatever the size of the pane.
    """

    scale: float = 1.0
    centre: QPointF = field(default_factory=QPointF)
    is_fit: bool = True

    def to_screen(self, point: QPointF, pane: QRectF) -> QPointF:
        """Return where a point of the picture lies in a pane."""
        return pane.center() + (point - self.centre) * self.scale

    def to_picture(self, point: QPointF, pane: QRectF) -> QPointF:
        """Return which point of the picture lies at a point of a pane."""
        return self.centre + (point - pane.center()) / self.scale

    def rect_on_screen(self, rect: QRectF, pane: QRectF) -> QRectF:
        """Return where a part of the picture lies in a pane."""
        return QRectF(self.to_screen(rect.topLeft(), pane), rect.size() * self.scale)


def fitted(picture: QSizeF, pane: QSizeF) -> Viewport:
    """Return the viewport that shows the whole picture in a pane, small ones enlarged."""
    if picture.isEmpty() or pane.isEmpty():
        return Viewport()
    scale = min(pane.width() / picture.width(), pane.height() / picture.height(), _LARGEST_FIT)
    return Viewport(scale, QPointF(picture.width() / 2, picture.height() / 2))


def zoomed(view: Viewport, factor: float, at: QPointF) -> Viewport:
    """Return the viewport `factor` times as large, the point `at` of the picture staying put."""
    scale = min(max(view.scale * factor, SMALLEST_SCALE), LARGEST_SCALE)
    return Viewport(scale, at + (view.centre - at) * (view.scale / scale), is_fit=False)


def panned(view: Viewport, by_px: QPointF, picture: QSizeF) -> Viewport:
    """Return the viewport after dragging the picture; its middle never leaves the picture."""
    centre = view.centre - by_px / view.scale
    x = min(max(centre.x(), 0.0), picture.width())
    y = min(max(centre.y(), 0.0), picture.height())
    return replace(view, centre=QPointF(x, y), is_fit=False)
