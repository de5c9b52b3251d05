"""The training dock: curves, log, source and settings, under one line on how far the run is."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.text import _
from cnnstudio.training.messages import BatchReport, Outcome, RunStarted
from cnnstudio.ui.document import Document
from cnnstudio.ui.theme import SMALL_PX, number_font
from cnnstudio.ui.training.log_view import LogView
from cnnstudio.ui.training.picture_panel import PicturePanel, StepButton
from cnnstudio.ui.training.progress_text import progress_parts
from cnnstudio.ui.training.run_status import RunState, Status
from cnnstudio.ui.training.session import TrainingSession
from cnnstudio.ui.training.training_tab import TrainingTab
from cnnstudio.ui.widgets.elided_label import PartsLabel
from cnnstudio.ui.widgets.progress_bar import ProgressBar
from cnnstudio.ui.widgets.tab_bar import TabBar
from cnnstudio.ui.widgets.tone import set_tone

if TYPE_CHECKING:
    from cnnstudio.ui.training.settings_form import SettingsForm

_STEPS = 1_000
# Figures that change more often cannot be read, and laying them out takes from the training.
_BETWEEN_FIGURES_MS = 250
_BUTTONS = ("training.stop_after_epoch", "training.more_epochs", "training.restart")
_BAD_ENDS = frozenset({Outcome.CRASHED, Outcome.FAILED, Outcome.DIVERGED})


class TrainingDock(QFrame):
    """Tabs at the left, the run's progress at the right, and the pages below."""

    failed = Signal(str)
    said = Signal(str)

    def __init__(
        self,
        document: Document,
        session: TrainingSession,
        actions: Mapping[str, QAction],
        source: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._session = session
        self._actions = actions
        self.setAccessibleName(_("Training"))
        self.tabs = TabBar(_("Parts of training"))
        self.progress = PartsLabel()
        self.progress.setFont(number_font(SMALL_PX))
        self.progress.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.bar = ProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setAccessibleName(_("Progress of the run"))
        self._figures = QTimer(self)
        self._figures.setSingleShot(True)
        self._figures.setInterval(_BETWEEN_FIGURES_MS)
        self._figures.timeout.connect(self._show)
        self._state = RunState.NONE
        self.picture = PicturePanel(actions)
        self.training = TrainingTab(session, self.picture, actions)
        self.log = LogView()
        self.source = source
        self._room = _Room()
        self._pages = QStackedWidget()
        self._fill()
        self.training.failed.connect(self.failed)
        self.training.said.connect(self.said)
        self.training.said.connect(self.log.add)
        session.said.connect(self.log.add)
        session.changed.connect(self._on_session_changed)
        document.changed.connect(self._show)
        actions["training.settings"].triggered.connect(self.show_settings)
        self._show()

    @cached_property
    def settings(self) -> "SettingsForm":
        """The form of the settings; its many fields can wait until the window is painted."""
        from cnnstudio.ui.training.settings_form import SettingsForm

        form = SettingsForm(self._document, self._session, self._actions)
        self._room.setWidget(form)
        return form

    def prepare(self) -> None:
        """Build what can wait until the first paint is over."""
        self.settings.ensurePolished()

    def show_training(self) -> None:
        """Bring the curves to the front."""
        focused = QApplication.focusWidget()
        has_focus = isinstance(focused, QWidget) and self._pages.isAncestorOf(focused)
        self.tabs.setCurrentIndex(0)
        if has_focus:  # or Qt gives it to the next button
            self.tabs.setFocus()

    def show_settings(self) -> None:
        """Bring the settings to the front."""
        self.tabs.setCurrentIndex(self._pages.indexOf(self._room))
        self.settings.form.focus_first()

    def take_refusal(self) -> str:
        """Lead to a setting whose value was refused and not seen to be, and return why."""
        if "settings" not in self.__dict__:  # nobody has seen them yet
            return ""
        message = self.settings.take_refusal()
        if message:
            self.tabs.setCurrentIndex(self._pages.indexOf(self._room))
        return message

    def show_source(self) -> None:
        """Bring the network's source to the front."""
        self.tabs.setCurrentIndex(self._pages.indexOf(self.source))

    def _fill(self) -> None:
        pages = (
            (_("Training"), self.training),
            (_("Log"), self.log),
            (_("Source"), self.source),
            (_("Settings"), self._room),
        )
        for title, page in pages:
            self.tabs.addTab(title)
            self._pages.addWidget(page)
        self.tabs.currentChanged.connect(self._show_page)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.tabs)
        head.addWidget(self.progress, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for name in _BUTTONS:
            buttons.addWidget(StepButton(self._actions[name]))
        head.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.bar)
        layout.addWidget(self._pages, 1)

    def _show_page(self, index: int) -> None:
        if self._pages.widget(index) is self._room:
            self.prepare()
        self._pages.setCurrentIndex(index)

    def _on_session_changed(self, status: Status) -> None:
        if status.state is not self._state or not status.is_active:
            self._show()
        elif not self._figures.isActive():
            self._figures.start()
        if status.state is RunState.PREPARING:
            self.show_training()

    def _show(self) -> None:
        status = self._session.status
        self._figures.stop()
        self._state = status.state
        self._show_bar(status)
        keeps_its_own = status.is_active and not self._session.continuation.has_same_network
        bad = status.ended is not None and status.ended.outcome in _BAD_ENDS
        set_tone(self.progress, "bad" if bad else "dim")
        self.progress.show_parts(_line(status, keeps_its_own=keeps_its_own))

    def _show_bar(self, status: Status) -> None:
        is_waiting = status.state is RunState.PREPARING
        self.bar.setRange(0, 0 if is_waiting else _STEPS)
        done = status.batch.done if status.is_active and status.batch else 0.0
        self.bar.setValue(round(_STEPS * done))


class _Room(QScrollArea):
    """Where the settings stand; they need not all be seen at once."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def _line(status: Status, *, keeps_its_own: bool) -> list[str]:
    """Return what the dock says about a run at the right of its head, in parts.

    What comes last may have no room: which run it is has been said while it was prepared.
    """
    if not status.is_active:
        parts = [status.text, status.title]
    elif status.started is None or status.batch is None:
        parts = [status.title, status.text]
    else:
        own = _("keeps the network it started with") if keeps_its_own else ""
        first, *others = _numbers(status.started, status.batch)
        parts = [status.text, first, own, *others, status.title]
    return [part for part in parts if part]


def _numbers(started: RunStarted, batch: BatchReport) -> list[str]:
    return progress_parts(
        epoch=batch.epoch,
        epochs=started.epochs,
        step=batch.step,
        examples_per_second=batch.examples_per_second,
        seconds_left=batch.seconds_left,
    )
