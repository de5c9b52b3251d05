"""Kept runs brought back: onto the canvas, or on with their training."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from cnnstudio.text import _
from cnnstudio.training.history import History
from cnnstudio.training.run_list import RunEntry
from cnnstudio.ui.background import Background
from cnnstudio.ui.document import Document
from cnnstudio.ui.runs.kept_run import (
    Reading,
    end_of,
    epochs_done,
    history_or_problem,
    opened_or_problem,
    project_of,
    title_of,
)
from cnnstudio.ui.training.session import TrainingSession


class Reopening(QObject):
    """Reads a run's curves, then hands the run to the session and the document.

    `opened` says that the canvas has something else to show; `failed` carries a sentence.
    """

    opened = Signal()
    failed = Signal(str)

    def __init__(
        self,
        document: Document,
        session: TrainingSession,
        background: Background,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._session = session
        self._background = background

    def open(self, entry: RunEntry) -> None:
        """Put a run's network, settings and data set on the canvas, as one step that is undone.

        While another run goes on, the curves and maps shown stay those of that one.
        """
        self._background.run(
            partial(opened_or_problem, entry),
            partial(self._on_read, entry),
            failed=lambda error: self.failed.emit(str(error)),
        )

    def go_on(self, entry: RunEntry, more_epochs: int) -> None:
        """Train a run for more epochs, from its last checkpoint."""
        self._background.run(
            partial(history_or_problem, entry),
            partial(self._go_on, entry, more_epochs),
            failed=lambda error: self.failed.emit(str(error)),
        )

    def _open(self, entry: RunEntry, history: History) -> None:
        project = project_of(entry, self._document.project)
        if not entry.is_running:
            # First: the maps that are asked for at the change are those of this run.
            title = title_of(entry)
            self._session.adopt(project, end_of(entry, history), history, title=title)
        self._document.apply(_("Open Run “{name}”").format(name=entry.name), project)
        self.opened.emit()

    def _on_read(self, entry: RunEntry, reading: Reading) -> None:
        history, problem = reading
        self._open(entry, history)
        if problem:
            self.failed.emit(problem)

    def _go_on(self, entry: RunEntry, more_epochs: int, reading: Reading) -> None:
        if self._session.is_active:
            self.failed.emit(_("Another run is going on. Stop it first."))
            return
        # The checkpoint decides how a run goes on, also where its earlier curves are lost.
        history, problem = reading
        done = history.epochs[-1].epoch if history.epochs else epochs_done(entry)
        project, end = project_of(entry, self._document.project), end_of(entry, history)
        self._session.adopt(project, end, history, title=title_of(entry))
        self._session.continuation.go_on_until(done + more_epochs)
        if problem:
            self.failed.emit(problem)
