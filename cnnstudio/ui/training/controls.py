"""The actions of training: when they can be used, and what they say where they cannot."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QInputDialog

from cnnstudio.network.shapes import Problem
from cnnstudio.text import _
from cnnstudio.ui.actions import explain
from cnnstudio.ui.document import Document
from cnnstudio.ui.icons import icons
from cnnstudio.ui.training.run_status import RunState, Status
from cnnstudio.ui.training.session import TrainingSession

_USUAL_MORE_EPOCHS = 5
_MOST_MORE_EPOCHS = 10_000
_PAUSABLE = frozenset({RunState.TRAINING, RunState.PAUSED})


class TrainingControls(QObject):
    """Train, Continue, Pause and Stop.

    Train can be pressed where the network has problems, so that a click leads
    to the first of them; `problem_wanted` carries it. `refusal` returns why a setting
    that was typed just now is not taken: a run without it would be a surprise.
    """

    problem_wanted = Signal(object)
    refused = Signal(str)

    def __init__(
        self,
        document: Document,
        session: TrainingSession,
        actions: Mapping[str, QAction],
        refusal: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._refusal = refusal
        self._document = document
        self._session = session
        self._actions = actions
        actions["training.train"].triggered.connect(self._on_train_triggered)
        actions["training.continue"].triggered.connect(session.continuation.go_on)
        actions["training.pause"].triggered.connect(session.toggle_pause)
        actions["training.stop"].triggered.connect(session.stop)
        actions["training.stop_after_epoch"].triggered.connect(session.stop_after_epoch)
        actions["training.restart"].triggered.connect(session.restart)
        actions["training.more_epochs"].triggered.connect(self._on_more_epochs_triggered)
        document.changed.connect(self._show)
        session.changed.connect(self._on_session_changed)
        self._state: RunState | None = None
        self._show()

    @property
    def problem(self) -> Problem | None:
        """What keeps the open network from being trained."""
        return next(iter(self._document.design.report.problems), None)

    def _on_train_triggered(self) -> None:
        if self.problem is not None:
            self.problem_wanted.emit(self.problem)
        elif refusal := self._refusal():
            self.refused.emit(refusal)
        else:
            self._session.train()

    def _on_more_epochs_triggered(self) -> None:
        parent = QApplication.activeWindow()
        count, is_wanted = QInputDialog.getInt(
            parent,
            _("More Epochs"),
            _("How many more epochs?"),
            _USUAL_MORE_EPOCHS,
            1,
            _MOST_MORE_EPOCHS,
        )
        if is_wanted:
            self._session.add_epochs(count)

    def _on_session_changed(self, status: Status) -> None:
        # Reports come many times a second; buttons change with the state alone.
        if status.state is not self._state:
            self._show()

    def _show(self) -> None:
        status = self._session.status
        self._state = status.state
        train = self._actions["training.train"]
        train.setEnabled(not status.is_active)
        train.setProperty("blocked", self.problem is not None)
        explain(train, self._train_tip())
        pause = self._actions["training.pause"]
        pause.setEnabled(status.state in _PAUSABLE)
        is_paused = status.state is RunState.PAUSED
        icons.put(pause, "ph.play-fill" if is_paused else "ph.pause-fill")
        pause.setChecked(is_paused)
        pause.setText(_("&Resume") if is_paused else _("&Pause"))
        explain(
            pause, _("Go on with the next batch") if is_paused else _("Wait before the next batch")
        )
        stoppable = status.is_active and status.state is not RunState.STOPPING
        self._actions["training.stop"].setEnabled(status.is_active)
        self._actions["training.stop_after_epoch"].setEnabled(stoppable)
        self._actions["training.restart"].setEnabled(status.project is not None)
        has_run = status.state in _PAUSABLE or status.has_checkpoint
        more_epochs = self._actions["training.more_epochs"]
        more_epochs.setEnabled(has_run)
        explain(more_epochs, self._more_epochs_tip(has_run=has_run))
        go_on = self._actions["training.continue"]
        go_on.setEnabled(self._session.continuation.is_possible)
        explain(go_on, self._continue_tip())

    def _more_epochs_tip(self, *, has_run: bool) -> str:
        return _("Train this run for more epochs than were set") if has_run else self._lack()

    def _lack(self) -> str:
        """Return why there is no run that could go on."""
        if self._session.status.is_forgotten:
            return _("The last run was deleted or moved. Bring it back to train it further.")
        if self._session.status.folder is not None:
            return _("The last run ended before it had a checkpoint to go on from.")
        return _("There is no run yet that could go on.")

    def _continue_tip(self) -> str:
        if not self._session.status.has_checkpoint:
            return self._lack()
        if not self._session.continuation.has_same_network:
            return _("The network is not the one that the last run was started with.")
        if self._session.continuation.is_complete:
            return _("All epochs are done. Set more of them to train further.")
        return _("Go on from the last checkpoint of this run")

    def _train_tip(self) -> str:
        if self._session.status.is_active:
            return _("A run goes on. Stop it to start another one.")
        if self.problem is not None:
            return _("{problem} Click to see it.").format(problem=self.problem.message)
        return _("Train the network from new weights")
