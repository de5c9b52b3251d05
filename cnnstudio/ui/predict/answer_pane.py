"""The answer: what the network saw, its first and second guess, and a bar for each class."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cnnstudio.text import _
from cnnstudio.training.tasks import PicturePredicted
from cnnstudio.ui.theme import RADIUS_PX, body_font, themes
from cnnstudio.ui.training.class_bars import ClassBars, rows
from cnnstudio.ui.training.picture_panel import image
from cnnstudio.ui.widgets.section_label import SectionLabel

_GUESS_PX = 28
_SEEN_PX = 112


class SeenPicture(QWidget):
    """A picture as the network got it, its pixels left square."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setFixedSize(_SEEN_PX, _SEEN_PX)
        self.setAccessibleName(_("What the network sees"))
        themes.changed.connect(self.update)

    @property
    def image(self) -> QImage:
        """The picture that is shown."""
        return self._image

    def show_image(self, picture: QImage) -> None:
        """Show another picture, or none."""
        self._image = picture
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._image.isNull():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(themes.current.hover)
            painter.drawRoundedRect(self.rect(), RADIUS_PX, RADIUS_PX)
        else:
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            room = QRectF(0, 0, size.width(), size.height())
            room.moveCenter(QRectF(self.rect()).center())
            painter.drawImage(room, self._image)
        painter.end()


class AnswerPane(QWidget):
    """Shows an answer, or that there is none yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seen = SeenPicture()
        self.first = QLabel()
        self.first.setFont(body_font(_GUESS_PX, bold=True))
        self.second = QLabel()
        self.second.setProperty("tone", "dim")
        self.bars = ClassBars()
        self.bars.setMinimumHeight(200)
        self.about = QLabel()
        self.source = QLabel()
        for label in (self.about, self.source):
            label.setProperty("tone", "dim")
            label.setWordWrap(True)
        self._lay_out()
        self.clear()

    @property
    def guesses(self) -> tuple[str, str]:
        """The first and the second guess, as they are shown."""
        return self.first.text(), self.second.text()

    def show_answer(self, answer: PicturePredicted) -> None:
        """Show what a picture was taken for."""
        shape = (answer.height, answer.width, answer.channels)
        self.seen.show_image(image(shape, answer.seen))
        order = sorted(range(len(answer.classes)), key=lambda i: -answer.probabilities[i])
        first, second = (
            (answer.classes[place], answer.probabilities[place]) for place in order[:2]
        )
        self.first.setText(
            _("{name}  {probability:.2f}").format(name=first[0], probability=first[1])
        )
        self.second.setText(
            _("second guess: {name}  {probability:.2f}").format(
                name=second[0], probability=second[1]
            )
        )
        self.bars.show_rows(rows(answer.classes, answer.probabilities, None))
        self.source.setText(answer.source)

    def clear(self) -> None:
        """Show that nothing is asked."""
        self.seen.show_image(QImage())
        self.first.setText("–")
        self.second.setText(_("The answer appears here."))
        self.bars.show_rows(())
        self.source.clear()

    def explain(self, text: str) -> None:
        """Say how pictures are brought to the form of the data set."""
        self.about.setText(text)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.first)
        words.addWidget(self.second)
        words.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.seen)
        top.addLayout(words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(SectionLabel(_("What the network sees")))
        layout.addLayout(top)
        layout.addWidget(self.about)
        layout.addSpacing(8)
        layout.addWidget(SectionLabel(_("Probability of each class")))
        layout.addWidget(self.bars)
        layout.addWidget(self.source)
        layout.addStretch(1)
