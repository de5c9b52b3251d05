""" "This picture": one picture of the validation part and what the network makes of it."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.text import _
from cnnstudio.training.messages import Activations
from cnnstudio.ui.theme import RADIUS_PX, themes
from cnnstudio.ui.training.class_bars import ClassBars, rows
from cnnstudio.ui.widgets.buttons import ActionButton
from cnnstudio.ui.widgets.elided_label import ElidedLabel
from cnnstudio.ui.widgets.tone import set_tone

_PICTURE_PX = 72
_CHOICES = ("draw", "random", "previous", "next")


class Picture(QWidget):
    """A small picture drawn large, its pixels left square."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setFixedSize(_PICTURE_PX, _PICTURE_PX)
        self.setAccessibleName(_("The picture"))
        themes.changed.connect(self.update)

    @property
    def is_empty(self) -> bool:
        """Whether there is no picture."""
        return self._image.isNull()

    def show_image(self, image: QImage) -> None:
        """Show another picture, or with an empty one none."""
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(themes.current.hover)
            painter.drawRoundedRect(self.rect(), RADIUS_PX, RADIUS_PX)
        else:
            is_small = self._image.width() < _PICTURE_PX
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_small)
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            room = QRectF(0, 0, size.width(), size.height())
            room.moveCenter(QRectF(self.rect()).center())
            painter.drawImage(room, self._image)
        painter.end()


class PicturePanel(QWidget):
    """The picture, its bars, and the way to the next one."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = Picture()
        self.bars = ClassBars()
        self.answer = Picture()
        self.answer.setAccessibleName(_("The network's answer"))
        self.loss = ElidedLabel()
        self.loss.setProperty("tone", "dim")
        self._answered = QWidget()
        self.verdict = QLabel()
        self.verdict.setWordWrap(True)
        self._source = ElidedLabel()
        self._source.setProperty("tone", "dim")
        self.reason = QLabel()
        self.reason.setWordWrap(True)
        self.reason.setProperty("tone", "dim")
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.reason.hide()
        self._caption = QLabel(_("This picture"))
        self._caption.setProperty("tone", "dim")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._fill(actions)

    def sizeHint(self) -> QSize:
        return QSize(300, 200)

    def show_activations(self, activations: Activations) -> None:
        """Show the picture that was probed and the answer."""
        self.picture.show_image(image(activations.picture_shape, activations.picture))
        bars = rows(activations.classes, activations.probabilities, activations.label)
        self.bars.show_rows(bars)
        answer = activations.answer
        self.answer.show_image(image(activations.picture_shape, answer) if answer else QImage())
        if activations.loss is not None:
            self.loss.setText(_("loss {loss:.4g}").format(loss=activations.loss))
        self._show_reason("")
        self._source.setText(activations.source)
        self._source.setToolTip(activations.source)
        text, tone = _verdict(activations)
        self.verdict.setText(text)
        set_tone(self.verdict, tone)

    def show_nothing(self, reason: str) -> None:
        """Take the picture and the answer away, and say why."""
        self.picture.show_image(QImage())
        self.bars.show_rows(())
        self.verdict.clear()
        self._source.clear()
        self._source.setToolTip("")
        self._show_reason(reason)

    def _show_reason(self, text: str) -> None:
        self.reason.setText(text)
        self.reason.setVisible(bool(text))
        self.bars.setVisible(not text and self.answer.is_empty)
        self._answered.setVisible(not text and not self.answer.is_empty)

    def _fill(self, actions: Mapping[str, QAction]) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._caption)
        head.addStretch(1)
        for name in _CHOICES:
            head.addWidget(StepButton(actions[f"training.{name}_picture"]))
        side = QVBoxLayout()
        side.setSpacing(4)
        side.addWidget(self.picture)
        side.addWidget(self.verdict)
        side.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addLayout(side)
        body.addWidget(self.bars, 1)
        body.addWidget(self._answered, 1)
        body.addWidget(self.reason, 1)
        answered = QVBoxLayout(self._answered)
        answered.setContentsMargins(0, 0, 0, 0)
        answered.setSpacing(4)
        answered.addWidget(self.answer)
        answered.addWidget(self.loss)
        answered.addStretch(1)
        self._answered.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(body, 1)
        layout.addWidget(self._source)


class StepButton(ActionButton):
    """A small icon button."""

    def __init__(self, action: QAction) -> None:
        super().__init__(action)
        self.setIconSize(QSize(14, 14))
        self.setFixedSize(24, 22)


def image(shape: tuple[int, int, int], pixels: bytes) -> QImage:
    """Return (height, width, channels) uint8 pixels as an image; 1 channel is grey, 3 are RGB.

    Of any other number of channels the first is shown.
    """
    height, width, channels = shape
    if channels == 3:
        return QImage(pixels, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
    grey = pixels[::channels]
    return QImage(grey, width, height, width, QImage.Format.Format_Grayscale8).copy()


def _verdict(activations: Activations) -> tuple[str, str]:
    """Return what became of the picture, and its tone."""
    if activations.label is None or not activations.probabilities:
        return "", ""
    best = max(range(len(activations.probabilities)), key=activations.probabilities.__getitem__)
    if best == activations.label:
        return _("recognised"), "good"
    return _("taken for {name}").format(name=_(activations.classes[best])), "dim"
