"""The answer: what the network saw, its first and second guess, and a bar for each class."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from cnnstudio.text import _
from cnnstudio.training.config import field
from cnnstudio.training.tasks import PicturePredicted
from cnnstudio.ui.theme import RADIUS_PX, body_font, themes
from cnnstudio.ui.training.class_bars import ClassBars, rows
from cnnstudio.ui.training.picture_panel import image
from cnnstudio.ui.widgets.section_label import SectionLabel

_GUESS_PX = 28
_SEEN_PX = 112


class SeenPicture(QWidget):
    """A picture as the network got it, its pixels left square."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setFixedSize(_SEEN_PX, _SEEN_PX)
        self.setAccessibleName(name)
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
        self.seen = SeenPicture(_("What the network sees"))
        self.made = SeenPicture(_("What it makes of it"))
        self.first = QLabel()
        self.first.setFont(body_font(_GUESS_PX, bold=True))
        self.second = QLabel()
        self.second.setProperty("tone", "dim")
        self.bars = ClassBars()
        self.bars.setMinimumHeight(200)
        self._bars_title = SectionLabel(_("Probability of each class"))
        self._made_title = SectionLabel(_("What it makes of it"))
        self.about = QLabel()
        self.source = QLabel()
        for label in (self.about, self.source):
            label.setProperty("tone", "dim")
            label.setWordWrap(True)
        self._lay_out()
        self._show_kind(is_picture=False)
        self.clear()

    @property
    def guesses(self) -> tuple[str, str]:
        """The first and the second guess, as they are shown."""
        return self.first.text(), self.second.text()

    def show_answer(self, answer: PicturePredicted) -> None:
        """Show what a picture was taken for, or what was made of it."""
        shape = (answer.height, answer.width, answer.channels)
        self.seen.show_image(image(shape, answer.seen))
        self.source.setText(answer.source)
        self._show_kind(is_picture=not answer.classes)
        if answer.classes:
            self._show_guesses(answer)
        else:
            self.made.show_image(image(shape, answer.answer))
            self.first.setText(f"{answer.loss:.4g}")
            self.second.setText(field("loss").text(answer.loss_name))

    def _show_guesses(self, answer: PicturePredicted) -> None:
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

    def _show_kind(self, *, is_picture: bool) -> None:
        """Leave room for the network's picture, or for the probabilities of its classes."""
        self.made.setVisible(is_picture)
        self._made_title.setVisible(is_picture)
        self.bars.setVisible(not is_picture)
        self._bars_title.setVisible(not is_picture)

    def clear(self) -> None:
        """Show that nothing is asked."""
        self.seen.show_image(QImage())
        self.made.show_image(QImage())
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
        top = QGridLayout()
        top.setHorizontalSpacing(16)
        top.setVerticalSpacing(8)
        top.addWidget(SectionLabel(_("What the network sees")), 0, 0, 1, 1)
        top.addWidget(self._made_title, 0, 1)
        top.addWidget(self.seen, 1, 0)
        top.addWidget(self.made, 1, 1)
        top.addLayout(words, 1, 2)
        top.setColumnStretch(2, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.about)
        layout.addSpacing(8)
        layout.addWidget(self._bars_title)
        layout.addWidget(self.bars)
        layout.addWidget(self.source)
        layout.addStretch(1)
