"""The picture of a kind as a widget, and as an image within a tooltip."""

import base64

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.network.catalog import find_kind
from cnnstudio.text import _
from cnnstudio.ui.theme import family_colour, themes


class KindPicture(QWidget):
    """Shows what a kind of block does; its caption is the tooltip."""

    def __init__(self, size: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = ""
        self.setFixedSize(size)
        themes.changed.connect(self.update)

    def show_kind(self, kind: str) -> None:
        """Show another kind."""
        if kind != self._kind:
            self._kind = kind
            self.setAccessibleName(picture_name(kind))
            self.setAccessibleDescription(caption(kind))
            self.setToolTip(caption(kind))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._kind:
            painter = QPainter(self)
            _paint(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), self._kind)
            painter.end()


def picture_name(kind: str) -> str:
    """Return what the picture is, for those who do not see it."""
    return _("What {block} does").format(block=_(find_kind(kind).title))


def caption(kind: str) -> str:
    """Return the sentence below the picture."""
    from cnnstudio.ui.designer.pictures.table import sketch_of

    return _(sketch_of(kind).caption)


def picture_image(kind: str, size: QSize, ratio: float) -> QImage:
    """Return the picture on a transparent ground, at `ratio` device pixels a point."""
    image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    _paint(painter, QRectF(2, 2, size.width() - 4, size.height() - 4), kind)
    painter.end()
    return image


def picture_html(kind: str, size: QSize, ratio: float) -> str:
    """Return the picture as an image of rich text, which Qt scales down on fine displays."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture_image(kind, size, ratio).save(buffer, "PNG")  # type: ignore[call-overload]  # PySide6 takes no bytes
    encoded = base64.b64encode(data.data()).decode("ascii")
    width, height = size.width(), size.height()
    return f'<img src="data:image/png;base64,{encoded}" width="{width}" height="{height}"/>'


def _paint(painter: QPainter, rect: QRectF, kind: str) -> None:
    # Imported late: the operations bring NumPy along.
    from cnnstudio.ui.designer.pictures.painter import paint_sketch
    from cnnstudio.ui.designer.pictures.table import sketch_of

    colour = family_colour(find_kind(kind).family, kind)
    paint_sketch(painter, rect, sketch_of(kind), theme=themes.current, colour=colour)
