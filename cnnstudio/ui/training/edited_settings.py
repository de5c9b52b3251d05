"""The settings that are edited while a run goes on, or once it is over."""

from PySide6.QtCore import QObject, QTimer

from cnnstudio.project.project import Design
from cnnstudio.training import config
from cnnstudio.training.config import Settings, TrainingConfig
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EngineClient

_PAUSE_MS = 300


class EditedSettings(QObject):
    """Knows what was edited that the run has not heard of, and tells the one that goes on.

    `known` is what the run can know of the document's settings: only what differs from it
    is sent, for the run may have others, such as more epochs.
    """

    def __init__(
        self, document: Document, client: EngineClient, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._client = client
        self.known = document.project.training
        # One change for all steps of a gesture.
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._send)
        document.changed.connect(self._on_document_changed)

    @property
    def pending(self) -> Settings:
        """What was edited that the run does not know of, of what it can take over."""
        return config.changes(self.known, self._document.project.training)

    def added_to(self, training: TrainingConfig) -> TrainingConfig:
        """Return a run's settings with what was edited since."""
        return config.changed_while_running(training, self.pending)

    def take_up(self) -> None:
        """Count the settings as they are now as known."""
        self.known = self._document.project.training

    def _on_document_changed(self, old: Design, new: Design) -> None:
        if self._client.state.has_run and old.project.training != new.project.training:
            self._pause.start()

    def _send(self) -> None:
        """Let the run go on with what was edited, as far as it can."""
        if not self._client.state.has_run:
            return
        edited = self.pending
        self.take_up()
        if edited:
            self._client.change(edited)
