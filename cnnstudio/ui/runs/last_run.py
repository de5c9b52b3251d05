"""The run that was trained last, taken up again at the next start."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from cnnstudio.errors import StudioError
from cnnstudio.training.run_list import RunEntry, read_entry
from cnnstudio.ui.background import Background
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EngineClient
from cnnstudio.ui.runs.kept_run import Reading, end_of, history_or_problem, project_of, title_of
from cnnstudio.ui.settings import Settings
from cnnstudio.ui.training.session import TrainingSession


class LastRun(QObject):
    """Remembers which run it was; its curves, its maps and Continue come back with `take_up`."""

    def __init__(
        self,
        document: Document,
        client: EngineClient,
        session: TrainingSession,
        settings: Settings,
        background: Background,
    ) -> None:
        super().__init__(session)
        self._document = document
        self._session = session
        self._settings = settings
        self._background = background
        client.started.connect(self._on_client_started)

    def take_up(self) -> None:
        """Bring the run back, where its folder is still there and nothing trains it."""
        folder = self._settings.last_run
        if folder is not None:
            self._background.run(partial(_read, folder), self._on_read, failed=lambda _error: None)

    def _on_client_started(self) -> None:
        self._settings.last_run = self._session.folder

    def _on_read(self, found: tuple[RunEntry, Reading] | None) -> None:
        if found is None or self._session.status.project is not None:
            return
        entry, (history, _problem) = found
        project = project_of(entry, self._document.project)
        self._session.adopt(project, end_of(entry, history), history, title=title_of(entry))


def _read(folder: Path) -> tuple[RunEntry, Reading] | None:
    """Return a kept run and its curves; None where there is nothing to take up."""
    if not folder.is_dir():
        return None
    entry = read_entry(folder)
    if entry.record is None or entry.is_running:
        return None
    try:
        return entry, history_or_problem(entry)
    except StudioError:
        return None
