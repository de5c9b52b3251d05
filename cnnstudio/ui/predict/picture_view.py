"""A picture that was opened, pasted, dropped or seen by the camera."""

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.data.pictures import read_preview
from cnnstudio.text import _
from cnnstudio.ui.theme import RADIUS_PX, body_font, themes


class PictureView(QWidget):
    """Shows a picture as large as there is room for, or words where there is none."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._text = text
        self.setAccessibleName(_("The picture"))
        self.setMinimumSize(160, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        themes.changed.connect(self.update)

    @property
    def image(self) -> QImage:
        """The picture that is shown."""
        return self._image

    @property
    def text(self) -> str:
        """What is said where there is no picture."""
        return self._text

    def show_image(self, picture: QImage) -> None:
        """Show another picture."""
        self._image = picture
        self.update()

    def say(self, text: str) -> None:
        """Show words instead of a picture."""
        self._image, self._text = QImage(), text
        self.setAccessibleDescription(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 400)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = themes.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(theme.field)
        painter.drawRoundedRect(frame, RADIUS_PX, RADIUS_PX)
        if self._image.isNull():
            painter.setPen(theme.dim)
            painter.setFont(body_font())
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(frame.adjusted(24, 24, -24, -24), int(flags), self._text)
        else:
            inner = frame.adjusted(8, 8, -8, -8)
            size = self._image.size().scaled(
                inner.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio
            )
            room = QRectF(0, 0, size.width(), size.height())
            room.moveCenter(inner.center())
            is_small = self._image.width() * 2 <= room.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_small)
            painter.drawImage(room, self._image)
        painter.end()


def preview(path: Path, most_px: int) -> QImage:
    """Return a picture file as the engine reads it; not for the GUI thread.

    Qt's own reader knows other formats, and turns no photograph upright.
    """
    pixels = read_preview(path, most_px)
    height, width = pixels.shape[:2]
    kind = QImage.Format.Format_RGB888
    return QImage(pixels.tobytes(), width, height, 3 * width, kind).copy()
