"""One example, large: the picture, what it is, and what the network takes it for."""

from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.text import _
from cnnstudio.ui.evaluation.example_model import (
    Example,
    ExampleModel,
    Reconstruction,
    Thumbnails,
)
from cnnstudio.ui.predict.picture_view import PictureView
from cnnstudio.ui.theme import HEADING_PX, body_font
from cnnstudio.ui.training.class_bars import ClassBar, ClassBars
from cnnstudio.ui.widgets.buttons import FlatButton
from cnnstudio.ui.widgets.elided_label import ElidedLabel
from cnnstudio.ui.widgets.tone import set_tone

_LARGEST_PX = 1_024
_SIZE_PX = (680, 520)
_BARS_PX = 64


class ExampleDialog(QDialog):
    """Shows the example in a row of a model; the arrow keys go to the one before or after it."""

    def __init__(self, model: ExampleModel, row: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.row = row
        self.pictures = Thumbnails(model.tasks, self._show_picture, self)
        if model.source is not None:
            self.pictures.use(msgspec.structs.replace(model.source, side_px=_LARGEST_PX))
        self.picture = PictureView(_("Loading …"))
        self.answer = PictureView(_("Loading …"))
        self.answer.setAccessibleName(_("What the network makes of it"))
        self.title = QLabel()
        self.title.setFont(body_font(HEADING_PX, bold=True))
        self.bars = ClassBars()
        self.bars.setFixedHeight(_BARS_PX)
        self.about = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.about.setProperty("tone", "dim")
        self.place = QLabel()
        self.place.setProperty("tone", "dim")
        self.before, self.after = FlatButton(_("Previous")), FlatButton(_("Next"))
        self._lay_out()
        self.before.clicked.connect(lambda: self.show_row(self.row - 1))
        self.after.clicked.connect(lambda: self.show_row(self.row + 1))
        self.finished.connect(lambda _result: self.pictures.use(None))
        model.modelReset.connect(self.reject)  # what is shown is there no more
        self.show_row(row)

    def show_row(self, row: int) -> None:
        """Show another example, where there is one."""
        count = self._model.rowCount()
        if not 0 <= row < count:
            return
        self.row = row
        example = self._model.example(row)
        self._show_words(example)
        self.before.setEnabled(row > 0)
        self.after.setEnabled(row < count - 1)
        self.place.setText(_("{row:,} of {count:,}").format(row=row + 1, count=count))
        self._show_picture()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.MoveToPreviousChar):
            self.show_row(self.row - 1)
        elif event.matches(QKeySequence.StandardKey.MoveToNextChar):
            self.show_row(self.row + 1)
        else:
            super().keyPressEvent(event)

    def _show_words(self, example: Example | Reconstruction) -> None:
        is_pair = isinstance(example, Reconstruction)
        self.answer.setVisible(is_pair)
        self.bars.setVisible(not is_pair)
        self.about.setText(Path(example.file).name)
        self.about.setToolTip(example.text)
        self.setAccessibleDescription(example.text)
        if isinstance(example, Reconstruction):
            self.title.setText(example.text.splitlines()[0])
            return
        self.title.setText(_answer_text(example))
        set_tone(self.title, "good" if example.is_right else "bad")
        self.bars.show_rows(_bars(example))

    def _show_picture(self) -> None:
        index = self._model.example(self.row).index
        found = self.pictures.get(index)
        if found is None:
            self.picture.say(_("Loading …"))
            self.answer.say(_("Loading …"))
            return
        self.picture.show_image(found)
        made = self.pictures.answer(index)
        if made is not None:
            self.answer.show_image(made)

    def _lay_out(self) -> None:
        pictures = QHBoxLayout()
        pictures.addWidget(self.picture)
        pictures.addWidget(self.answer)
        close = QPushButton(_("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        for widget in (self.before, self.place, self.after):
            foot.addWidget(widget)
        foot.addStretch(1)
        foot.addWidget(close)
        words = QGridLayout()
        words.addWidget(self.title, 0, 0)
        words.addWidget(self.about, 0, 1, Qt.AlignmentFlag.AlignRight)
        words.setColumnStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(pictures, 1)
        layout.addLayout(words)
        layout.addWidget(self.bars)
        layout.addLayout(foot)
        self.setWindowTitle(_("Example"))
        self.setAccessibleName(_("Example"))
        self.resize(*_SIZE_PX)


def _answer_text(example: Example) -> str:
    if example.is_right:
        return _("✓ “{label}” recognised").format(label=example.label)
    return _("“{label}” taken for “{answer}”").format(label=example.label, answer=example.first)


def _bars(example: Example) -> tuple[ClassBar, ...]:
    """Return what is known of the answer: the two guesses, and the true class where it is none."""
    known = {
        example.first: example.first_probability,
        example.second: example.second_probability,
        example.label: example.label_probability,
    }
    return tuple(ClassBar(name, value, name == example.label) for name, value in known.items())
