"""Asks the engine what the network makes of one picture, again after each change."""

from PySide6.QtCore import QObject, QTimer

from cnnstudio.project.project import Design, Project
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EngineClient
from cnnstudio.ui.training.session import TrainingSession, trains_alike

_PAUSE_MS = 150


class Probes(QObject):
    """Asks a moment after a change of the network, after each epoch, and for another picture.

    The client answers with `activations_received`, and drops late answers.
    """

    def __init__(
        self,
        document: Document,
        client: EngineClient,
        session: TrainingSession,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._client = client
        self._session = session
        self.index = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.ask)
        document.changed.connect(self._on_document_changed)
        session.epoch_ended.connect(self.ask_in_time)
        client.ended.connect(self.ask_in_time)

    def step(self, by: int) -> None:
        """Choose the next picture of the validation part, or one before."""
        self.index = max(0, self.index + by)
        self.ask()

    def ask_soon(self) -> None:
        """Ask when no change has come for a moment."""
        self._timer.start()

    def ask_in_time(self) -> None:
        """Ask within a moment, also where epochs are shorter than that."""
        if not self._timer.isActive():
            self._timer.start()

    def ask(self) -> None:
        """Ask now, where the network has no problems."""
        design = self._document.design
        if design.report.problems:
            return
        project = design.project
        self._client.probe(
            project.network,
            project.training,
            project.data,
            self.index,
            folder=self._session.folder,
        )

    def _on_document_changed(self, old: Design, new: Design) -> None:
        if old.project.data != new.project.data:
            self.index = 0
        if not _asks_alike(old.project, new.project):
            self.ask_soon()


def _asks_alike(old: Project, new: Project) -> bool:
    """Return whether two projects have the same picture, network and initial weights."""
    return (
        old.data == new.data
        and old.training == new.training
        and trains_alike(old.network, new.network)
    )
