"""What stands above the curves: which runs are shown, and what can be done with them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.text import _, plural
from cnnstudio.training.run_list import RunEntry
from cnnstudio.ui.runs import words
from cnnstudio.ui.runs.columns import Column, cell_tip
from cnnstudio.ui.runs.profile import Profile, paint_profile, profile_of
from cnnstudio.ui.theme import HEADING_PX, SMALL_PX, body_font, themes
from cnnstudio.ui.widgets.buttons import HEIGHT_PX, TextButton, ToolbarButton
from cnnstudio.ui.widgets.elided_label import ElidedLabel, PartsLabel
from cnnstudio.ui.widgets.tone import set_tone

MOST_EPOCHS = 10_000

_PROFILE_PX = QSize(88, 48)
_EPOCHS_PX = 152


class RunHeader(QWidget):
    """Name, outcome and network of a run, or the number of runs, above their actions."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ElidedLabel()
        self.name.setFont(body_font(HEADING_PX, bold=True))
        self.outcome = QLabel()
        self.outcome.setWordWrap(True)
        self.about = PartsLabel()
        self.about.setFont(body_font(SMALL_PX))
        self.about.setProperty("tone", "dim")
        self.picture = ProfilePicture()
        self.more_epochs = QSpinBox()
        self.more_epochs.setRange(1, MOST_EPOCHS)
        self.more_epochs.setAccessibleName(_("More epochs"))
        self.more_epochs.setToolTip(_("How many more epochs a run is trained that goes on"))
        self.more_epochs.lineEdit().setTextMargins(6, 0, 0, 0)
        self.more_epochs.setFixedHeight(HEIGHT_PX)
        self.more_epochs.valueChanged.connect(self._show_suffix)
        self.more_epochs.setFixedWidth(_EPOCHS_PX)
        self._training = QWidget()
        self._lay_out(actions)
        self._show_suffix()

    def show_run(self, entry: RunEntry, progress: str) -> None:
        """Tell of one run; `progress` is what there is to say of it while it goes on."""
        for widget in (self.picture, self._training):
            widget.setVisible(entry.record is not None)
        self.name.setText(entry.name)
        self.name.setToolTip(cell_tip(entry, Column.NAME))
        tone = words.TONES[entry.state]
        set_tone(self.outcome, tone if tone in {"good", "bad"} else "")
        is_damaged = entry.record is None  # which is told below, in full
        said = entry.outcome if is_damaged else entry.explanation or entry.outcome
        self.outcome.setText(progress or said)
        self.outcome.setToolTip(entry.explanation)
        self.about.show_parts(_about(entry))
        self.about.show()
        if entry.record is not None:
            self.picture.show_profile(profile_of(entry.record.network))

    def show_comparison(self, entries: Sequence[RunEntry], shown: int) -> None:
        """Tell of several runs, of which the first `shown` are compared."""
        for widget in (self.picture, self._training, self.about):
            widget.hide()
        count = len(entries)
        self.name.setText(plural("{count} run", "{count} runs", count))
        set_tone(self.outcome, "")
        text = _("Their curves over one another, and what differs")
        if shown < count:
            text = plural("The first {count} is compared", "The first {count} are compared", shown)
        self.outcome.setText(text)

    def set_more_epochs(self, epochs: int) -> None:
        """Offer so many more epochs."""
        self.more_epochs.setValue(epochs)

    def _lay_out(self, actions: Mapping[str, QAction]) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.name)
        texts.addWidget(self.outcome)
        beside = QHBoxLayout()
        beside.setSpacing(8)
        beside.addLayout(texts, 1)
        for name in (
            "runs.evaluate",
            "runs.star",
            "runs.export",
            "runs.show_folder",
            "runs.delete",
        ):
            beside.addWidget(ToolbarButton(actions[name]), 0, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout()
        rows.setSpacing(2)
        rows.addLayout(beside)
        rows.addWidget(self.about)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(rows, 1)
        row = QHBoxLayout(self._training)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(TextButton(actions["runs.open"], _("Open on Canvas")))
        row.addSpacing(8)
        row.addWidget(TextButton(actions["runs.continue"], _("Continue")))
        row.addWidget(self.more_epochs)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self._training)

    def _show_suffix(self) -> None:
        count = self.more_epochs.value()
        # The number itself is the box's own.
        words_of_count = plural(" more epoch", " more epochs", count)
        self.more_epochs.setSuffix(words_of_count)


class ProfilePicture(QWidget):
    """The network of a run as bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile: Profile | None = None
        self.setFixedSize(_PROFILE_PX)
        themes.changed.connect(self.update)

    def show_profile(self, profile: Profile) -> None:
        """Show another network."""
        self._profile = profile
        text = plural("{count} block", "{count} blocks", profile.block_count)
        parameters = plural("{count:,} parameter", "{count:,} parameters", profile.weight_count)
        self.setAccessibleName(
            _("Network: {blocks}, {parameters}").format(blocks=text, parameters=parameters)
        )
        self.setToolTip(f"{text}, {parameters}")
        self.setFixedWidth(ceil(min(_PROFILE_PX.width(), profile.width_px)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._profile is not None:
            painter = QPainter(self)
            paint_profile(painter, self._profile, QRectF(self.rect()))
            painter.end()


def _about(entry: RunEntry) -> tuple[str, ...]:
    started = words.started_at(entry)
    when = words.short_moment_text(started, datetime.now().astimezone())
    return (when,) if entry.record is None else (words.data_title(entry.record.data), when)
