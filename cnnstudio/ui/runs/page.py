"""The Runs page: every run that was kept, in a list, and the chosen ones beside it."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QDataStream, QIODevice, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QHideEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from cnnstudio.text import _
from cnnstudio.ui.background import Background
from cnnstudio.ui.document import Document
from cnnstudio.ui.runs.actions import build_actions
from cnnstudio.ui.runs.details import Details
from cnnstudio.ui.runs.library import RunLibrary
from cnnstudio.ui.runs.list_pane import USUAL_WIDTH_PX, ListPane
from cnnstudio.ui.runs.reopening import Reopening
from cnnstudio.ui.runs.run_actions import RunActions
from cnnstudio.ui.training.run_status import RunState, Status
from cnnstudio.ui.training.session import TrainingSession
from cnnstudio.ui.widgets.empty_state import EmptyState
from cnnstudio.ui.widgets.notice import Notice, Tone

_STATE_VERSION = 1
_LOOK_AGAIN_MS = 2_000
_USUAL_DETAILS_PX = 640


class RunsPage(QWidget):
    """Shows the runs of this computer; `opened` says that the canvas has one of them.

    `judging_wanted` carries the id of the page that is to judge a run, and the run's folder.
    """

    actions: dict[str, QAction]  # type: ignore[assignment]  # shadows a list nobody asks for

    opened = Signal()
    judging_wanted = Signal(str, object)

    def __init__(
        self,
        document: Document,
        session: TrainingSession,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.actions = build_actions(self)
        self.library = RunLibrary(background, self)
        self.list = ListPane(self.actions)
        self.details = Details(session, background, self.actions)
        self.notice = Notice(self)
        self.reopening = Reopening(document, session, background, self)
        self.work = RunActions(
            self.actions,
            runs=self.list,
            header=self.details.header,
            library=self.library,
            reopening=self.reopening,
            session=session,
            notice=self.notice,
        )
        self.steps = self.work.steps
        self._followed: tuple[RunState, int] | None = None
        self.empty = EmptyState(
            _("No runs yet"),
            _(
                "Train a network: every run is kept here, with its network, its settings, its "
                "curves and its weights. Runs of the command line appear here, too."
            ),
        )
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_AGAIN_MS)
        self._lay_out()
        self._connect()
        self.library.purge()

    def saveState(self) -> QByteArray:
        """Return the sizes of the panes and of the list's columns, for `restoreState`."""
        state = QByteArray()
        stream = QDataStream(state, QIODevice.OpenModeFlag.WriteOnly)
        stream.writeInt32(_STATE_VERSION)
        stream << self._panes.saveState()
        stream << self.list.view.saveState()
        return state

    def restoreState(self, state: QByteArray) -> bool:
        """Give panes and columns their sizes back; return whether `state` was of `saveState`."""
        stream = QDataStream(state)
        if state.isEmpty() or stream.readInt32() != _STATE_VERSION:
            return self._panes.restoreState(state)  # of a version that kept no columns
        panes, columns = QByteArray(), QByteArray()
        stream >> panes
        stream >> columns
        return self._panes.restoreState(panes) and self.list.view.restoreState(columns)

    def complain(self, text: str) -> None:
        """Say on the page what went wrong."""
        self.notice.say(text, Tone.BAD)

    def show_chosen(self) -> None:
        """Show the runs that are chosen in the list."""
        entries = self.list.selection
        self.details.show_runs(entries, self._progress(entries[0].folder if entries else None))
        self.work.show_what_can_be_done(entries)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.list.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.library.wake()
        self.details.wake()
        self._timer.start()
        self._followed = None
        self._on_session_changed(self._session.status)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self.library.sleep()
        self.details.rest()

    def _lay_out(self) -> None:
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        self._panes.setHandleWidth(1)
        self._panes.setChildrenCollapsible(False)
        self._panes.addWidget(self.list)
        self._panes.addWidget(self.details)
        self._panes.setSizes([USUAL_WIDTH_PX, _USUAL_DETAILS_PX])
        self._panes.setStretchFactor(1, 1)
        self._stack = QStackedWidget()
        self._blank = QWidget()  # until it is known whether there are runs
        for widget in (self._blank, self.empty, self._panes):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._stack, 1)
        self.setAccessibleName(_("Runs"))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    def _connect(self) -> None:
        self._timer.timeout.connect(self._on_timer)
        self.library.changed.connect(self._on_library_changed)
        self.library.failed.connect(self.complain)
        self.library.gone.connect(self._on_library_gone)
        self.library.came.connect(self._on_library_came)
        self.list.selected.connect(self.show_chosen)
        self.reopening.opened.connect(self.opened)
        self.reopening.failed.connect(self.complain)
        self.work.judging_wanted.connect(self.judging_wanted)
        self.details.curves.single.failed.connect(self.complain)
        self.details.curves.single.said.connect(self.notice.say)
        self._session.changed.connect(self._on_session_changed)

    def _on_library_changed(self) -> None:
        entries = tuple(self.library.entries.values())
        self.list.show_entries(entries)
        is_known = self.library.is_loaded or bool(entries)
        page = self._panes if entries else self.empty if is_known else self._blank
        self._stack.setCurrentWidget(page)
        if entries and not self.list.selection and self.list.table.entries:
            self.list.select([self.list.table.entries[0].folder])
        self.show_chosen()

    def _on_library_gone(self, folders: tuple[Path, ...]) -> None:
        for folder in folders:
            self._session.forget(folder)

    def _on_library_came(self, folders: tuple[Path, ...]) -> None:
        for folder in folders:
            self._session.recall(folder)

    def _on_timer(self) -> None:
        self.library.refresh()
        self.details.look_again()

    def _on_session_changed(self, status: Status) -> None:
        """Follow the run of this window: reports come many times a second."""
        known = (status.state, status.batch.epoch if status.batch else 0)
        if known == self._followed or not self.isVisible():
            return
        self._followed = known
        folder = self._session.folder if status.is_active else None
        self.list.show_progress(folder, self._progress(folder))
        self.library.refresh()
        self.show_chosen()

    def _progress(self, folder: Path | None) -> str:
        """Return how far the run in `folder` is, if it is the one of this window."""
        status = self._session.status
        if folder is None or not status.is_active or folder != self._session.folder:
            return ""
        if status.batch is None or status.started is None:
            return status.text
        return _("epoch {epoch} / {epochs}").format(
            epoch=status.batch.epoch, epochs=status.started.epochs
        )
