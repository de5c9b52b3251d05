"""The picture that is looked at: large, with its class, its file and its size."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.data import catalog
from cnnstudio.data.folder import file_of
from cnnstudio.data.pictures import example
from cnnstudio.errors import StudioError
from cnnstudio.network.blocks.kind import shape_text
from cnnstudio.text import _
from cnnstudio.ui.data.loaded import LoadedData, LoadedPart
from cnnstudio.ui.data.thumbnails import image_of
from cnnstudio.ui.kernel_lab.newest import NewestWorker
from cnnstudio.ui.theme import HEADING_PX, RADIUS_PX, body_font, themes
from cnnstudio.ui.widgets.elided_label import ElidedLabel

_HEIGHT_PX = 208
_LARGEST_PX = 640


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A picture of a part of a data set."""

    data: LoadedData
    part: LoadedPart
    picture: int


@dataclass(frozen=True, slots=True, eq=False)
class _Original:
    """The file behind a picture, as it is on the disk."""

    look: Look
    file: Path
    size: QSize
    bytes: int
    image: QImage


class LargePicture(QWidget):
    """A picture as large as there is room; small ones keep their pixels square."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setFixedHeight(_HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("The picture"))
        themes.changed.connect(self.update)

    @property
    def image(self) -> QImage:
        """What is shown."""
        return self._image

    def show_image(self, image: QImage) -> None:
        """Show another picture."""
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(themes.current.canvas)
        painter.drawRoundedRect(self.rect(), RADIUS_PX, RADIUS_PX)
        if not self._image.isNull():
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            is_larger = size.width() > 2 * self._image.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_larger)
            room = QRectF(0, 0, size.width(), size.height())
            room.moveCenter(QRectF(self.rect()).center())
            painter.drawImage(room, self._image)
        painter.end()


class PicturePane(QWidget):
    """Shows what the network gets, and for files soon after the file itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = LargePicture()
        self.label = ElidedLabel()
        self.label.setFont(body_font(HEADING_PX, bold=True))
        self.file = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.size_text = QLabel()
        self.size_text.setWordWrap(True)
        for label in (self.file, self.size_text):
            label.setProperty("tone", "dim")
        self._look: Look | None = None
        worker = self._worker = NewestWorker(_originals, "original")
        worker.done.connect(self._on_worker_done)
        worker.failed.connect(_raise)
        self.destroyed.connect(lambda _object=None: worker.end())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.picture)
        layout.addSpacing(4)
        for label in (self.label, self.file, self.size_text):
            layout.addWidget(label)

    def show_picture(self, look: Look | None) -> None:
        """Show another picture, or none."""
        self._look = look
        self.setVisible(look is not None)
        if look is None:
            return
        split = look.part.split
        self.picture.show_image(image_of(example(split, look.picture)))
        self.label.setText(look.data.class_names[split.labels[look.picture]])
        self._show_file(
            _("{part} picture {number:,}").format(
                part=look.part.name.heading, number=look.picture + 1
            )
        )
        self.size_text.setText(shape_text(split.shape))
        if split.rows is not None:
            self._worker.ask(look)

    def _show_file(self, text: str) -> None:
        self.file.setText(text)
        self.file.setToolTip(text)

    def _on_worker_done(self, original: _Original) -> None:
        if original.look is not self._look:
            return
        if not original.image.isNull():
            self.picture.show_image(original.image)
        self._show_file(str(original.file))
        self.size_text.setText(
            _("{width} × {height} pixels, {kilobytes:,} kB\nThe network gets {shape}").format(
                width=original.size.width(),
                height=original.size.height(),
                kilobytes=max(1, round(original.bytes / 1_000)),
                shape=shape_text(original.look.part.split.shape),
            )
        )


def _originals(look: Look) -> Iterator[_Original | None]:
    """Yield the file behind a picture, unless it is not as it was when it was read."""
    choice = look.data.wanted.choice
    try:
        file = file_of(catalog.files_folder(choice), choice, look.part.split, look.picture)
        count = file.stat().st_size if file else 0
    except (StudioError, OSError):
        return  # the folder is gone: reading it again will say so
    if file is None:
        return
    yield None  # by now another picture may be wanted
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > _LARGEST_PX:
        room = QSize(_LARGEST_PX, _LARGEST_PX)
        reader.setScaledSize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if QImageIOHandler.Transformation.TransformationRotate90 in reader.transformation():
        size.transpose()
    yield _Original(look, file, size, count, image)


def _raise(_request: object, error: Exception) -> None:
    """Hand an error of the thread to the exception hook."""
    raise error
