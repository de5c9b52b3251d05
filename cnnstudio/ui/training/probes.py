"""Asks the engine what the network makes of one picture, and passes on the newest answer."""

from PySide6.QtCore import QObject, QTimer, Signal

from cnnstudio.project.project import Design, Project
from cnnstudio.training.messages import Activations, Refused
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EngineClient
from cnnstudio.ui.training.session import TrainingSession, trains_alike

_PAUSE_MS = 150


class Probes(QObject):
    """Asks after each change of the network and after each epoch, for the picture chosen.

    One question is on its way at a time, so that a slow answer never lets
    questions pile up. Each carries a generation number; what answers an older
    one than the newest is dropped.
    """

    answered = Signal(object)

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
        self._generation = 0
        self._is_waiting = False
        self._is_ready = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        document.changed.connect(self._on_document_changed)
        client.ready.connect(self._on_client_ready)
        client.activations_received.connect(self._on_client_activations_received)
        client.refused.connect(self._on_client_refused)
        client.ended.connect(self._timer.start)
        session.epoch_ended.connect(self._timer.start)

    def step(self, by: int) -> None:
        """Choose the next picture of the validation part, or one before."""
        self.index = max(0, self.index + by)
        self._generation += 1
        self._ask()

    def _on_document_changed(self, old: Design, new: Design) -> None:
        if _asks_alike(old.project, new.project):
            return
        if old.project.data != new.project.data:
            self.index = 0
        self._generation += 1
        self._timer.start()

    def _on_client_ready(self) -> None:
        # Also after a crash: what was asked of the old engine is not answered any more.
        self._is_ready = True
        self._is_waiting = False
        self._timer.start()

    def _on_timer_timeout(self) -> None:
        self._generation += 1
        self._ask()

    def _ask(self) -> None:
        if not self._is_ready or self._is_waiting or self._document.design.report.problems:
            return
        project = self._document.project
        self._is_waiting = True
        self._client.probe(
            self._generation,
            project.network,
            project.training,
            project.data,
            self.index,
            folder=self._session.fitting_folder,
        )

    def _on_client_activations_received(self, activations: Activations) -> None:
        if self._is_answered(activations.generation):
            self.answered.emit(activations)

    def _on_client_refused(self, refused: Refused) -> None:
        if refused.generation is not None:
            self._is_answered(refused.generation)

    def _is_answered(self, generation: int) -> bool:
        """Return whether an answer is the newest; ask again where it is not."""
        self._is_waiting = False
        if generation == self._generation:
            return True
        self._timer.start()
        return False


def _asks_alike(old: Project, new: Project) -> bool:
    """Return whether two projects have the same picture, network and initial weights."""
    return (
        old.data == new.data
        and old.training == new.training
        and trains_alike(old.network, new.network)
    )
