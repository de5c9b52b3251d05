"""Kept runs brought back: onto the canvas, or on with their training."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from cnnstudio.errors import InvalidFileError, UserError
from cnnstudio.project.project import Project
from cnnstudio.text import _
from cnnstudio.training.history import History, read_history
from cnnstudio.training.messages import Outcome, RunEnded
from cnnstudio.training.run_list import RunEntry
from cnnstudio.ui.background import Background
from cnnstudio.ui.document import Document
from cnnstudio.ui.runs.words import moment_text, started_at
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
            partial(_history_or_problem, entry),
            partial(self._on_read, entry),
            failed=lambda error: self.failed.emit(str(error)),
        )

    def go_on(self, entry: RunEntry, more_epochs: int) -> None:
        """Train a run for more epochs, from its last checkpoint."""
        self._background.run(
            partial(_history_or_problem, entry),
            partial(self._go_on, entry, more_epochs),
            failed=lambda error: self.failed.emit(str(error)),
        )

    def _open(self, entry: RunEntry, history: History) -> None:
        project = self._project(entry)
        if not entry.is_running:
            # First: the maps that are asked for at the change are those of this run.
            title = _title_of(entry)
            self._session.adopt(project, _end_of(entry, history), history, title=title)
        self._document.apply(_("Open Run “{name}”").format(name=entry.name), project)
        self.opened.emit()

    def _on_read(self, entry: RunEntry, reading: tuple[History, str]) -> None:
        history, problem = reading
        self._open(entry, history)
        if problem:
            self.failed.emit(problem)

    def _go_on(self, entry: RunEntry, more_epochs: int, reading: tuple[History, str]) -> None:
        if self._session.is_active:
            self.failed.emit(_("Another run is going on. Stop it first."))
            return
        # The checkpoint decides how a run goes on, also where its earlier curves are lost.
        history, problem = reading
        done = history.epochs[-1].epoch if history.epochs else _epochs_done(entry)
        project, end = self._project(entry), _end_of(entry, history)
        self._session.adopt(project, end, history, title=_title_of(entry))
        self._session.go_on_until(done + more_epochs)
        if problem:
            self.failed.emit(problem)

    def _project(self, entry: RunEntry) -> Project:
        assert entry.record is not None
        record = entry.record
        return self._document.project.replace(
            network=record.network, training=record.config, data=record.data
        )


def _epochs_done(entry: RunEntry) -> int:
    return entry.record.epochs_done if entry.record else 0


def _history(entry: RunEntry) -> History:
    """Return the curves of a run, none where it has not reported anything."""
    if not entry.folder.is_dir():
        text = _("“{name}” is gone: {folder} was deleted or moved.")
        raise UserError(text.format(name=entry.name, folder=entry.folder))
    return read_history(entry.folder)


def _history_or_problem(entry: RunEntry) -> tuple[History, str]:
    """Return the curves of a run; what is wrong with them where they are damaged."""
    try:
        return _history(entry), ""
    except InvalidFileError as error:
        return History(), str(error)


def _title_of(entry: RunEntry) -> str:
    time = moment_text(started_at(entry))
    return _("{name} · {time}").format(name=entry.name, time=time)


def _end_of(entry: RunEntry, history: History) -> RunEnded:
    """Return how a run ended, as the engine would have told it."""
    assert entry.record is not None
    best = history.best_epoch
    return RunEnded(
        run=0,
        outcome=entry.record.outcome or Outcome.CRASHED,
        text=entry.explanation,
        folder=str(entry.folder),
        best_epoch=best.epoch if best else None,
        has_checkpoint=entry.has_checkpoint,
    )
