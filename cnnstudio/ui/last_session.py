"""Keeps the open project for the next start, also where it was never saved."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from cnnstudio.errors import StudioError
from cnnstudio.project import autosave, presets
from cnnstudio.project.autosave import Session
from cnnstudio.ui.background import Background
from cnnstudio.ui.document import Document

_PAUSE_MS = 1_500


class LastSession(QObject):
    """Writes the session a moment after each change, and when the window closes."""

    failed = Signal(str)

    def __init__(
        self, document: Document, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._background = background
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._remember)
        document.changed.connect(self._timer.start)
        document.path_changed.connect(self._timer.start)
        document.edited_changed.connect(self._timer.start)

    def close(self) -> None:
        """Write what is open now, before the process ends."""
        self._timer.stop()
        self._remember()

    def _remember(self) -> None:
        document = self._document
        session = Session(document.project, document.path, document.is_edited)
        self._background.run(
            partial(autosave.remember, session), failed=lambda error: self.failed.emit(str(error))
        )


def last_or_starter() -> Session:
    """Return the last session; at the very first start, the starter network."""
    try:
        return autosave.restore() or Session(presets.load_preset(presets.STARTER))
    except StudioError as error:
        return Session(presets.load_preset(presets.STARTER), notice=str(error))
