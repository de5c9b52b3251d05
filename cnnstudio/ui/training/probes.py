"""Asks the engine what the network makes of one picture, again after each change."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QRandomGenerator, QTimer, Signal

from cnnstudio.network.likeness import trains_alike
from cnnstudio.project.project import Design, Project
from cnnstudio.text import _
from cnnstudio.training.messages import Activations, Drawing, Refused
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EngineClient
from cnnstudio.ui.training.session import TrainingSession

_PAUSE_MS = 150
_WHILE_TRAINING_MS = 3_000
# What is answered within that replaces what is shown, which would only flicker otherwise.
_PATIENCE_MS = 700
# The engine counts round and round.
_MOST_PICTURES = 1_000_000


class Probes(QObject):
    """Asks a moment after a change of the network, and for another picture or block.

    While a run goes on it asks after each epoch and every few seconds. `answered`
    carries what is true of the network as it is now; `voided` says that what was
    answered before is so no more, and why there is nothing else yet.
    """

    answered = Signal(Activations)
    voided = Signal(str)

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
        self._block = ""
        self._drawing: Drawing | None = None
        self._folder: Path | None = None
        self._is_outdated = False
        self._generation = 0
        self._awaits = self._wants_more = False
        self._timer, self._seldom = (
            self._calling(what, pause_ms)
            for what, pause_ms in ((self.ask, _PAUSE_MS), (self.ask_in_time, _WHILE_TRAINING_MS))
        )
        self._patience = self._calling(self.void, _PATIENCE_MS)
        document.changed.connect(self._on_document_changed)
        session.changed.connect(self._on_session_changed)
        session.epoch_ended.connect(self.ask_in_time)
        client.started.connect(self.ask_in_time)
        client.ended.connect(self.ask_in_time)
        client.batch_reported.connect(self._on_client_batch_reported)
        client.activations_received.connect(self._on_client_activations_received)
        client.refused.connect(self._on_client_refused)

    def step(self, by: int) -> None:
        """Choose the next picture of the validation part, or one before."""
        self._show(max(0, self.index + by))

    def step_anywhere(self) -> None:
        """Choose any picture of the validation part."""
        self._show(QRandomGenerator.global_().bounded(_MOST_PICTURES))

    def show_drawing(self, drawing: Drawing | None) -> None:
        """Choose a drawing, or with None the last picture of the validation part again."""
        self._drawing = drawing
        self.ask()

    def look_into(self, block: str | None) -> None:
        """Ask for all that a block gives out, from now on."""
        before, self._block = self._block, block or ""
        if self._block not in {before, ""}:
            self.ask()

    def ask_soon(self) -> None:
        """Ask when no change has come for a moment."""
        self._timer.start()

    def ask_in_time(self) -> None:
        """Ask within a moment, or once what was asked is answered.

        Only the newest question's answer counts: with one for each of many short
        epochs, none would ever be the newest.
        """
        if self._awaits:
            self._wants_more = True
        elif not self._timer.isActive():
            self._timer.start()

    def ask(self) -> None:
        """Ask now, where the network has no problems."""
        self._seldom.stop()
        design = self._document.design
        if design.report.problems:
            return
        self._is_outdated = self._wants_more = False
        self._awaits = True
        project, self._folder = design.project, self._session.folder
        self._generation = self._client.probe(
            project.network,
            project.training,
            project.data,
            self.index,
            folder=self._folder,
            detail=self._block,
            drawing=self._drawing,
        )

    def void(self) -> None:
        """Take back what was answered, and say why there is nothing now."""
        self._patience.stop()
        problem = next(iter(self._document.design.report.problems), None)
        if problem is None:
            self.voided.emit(_("Asking the network …"))
        else:
            text = _("Nothing to show while there is a problem: {problem}")
            self.voided.emit(text.format(problem=problem.message))

    def _show(self, index: int) -> None:
        self.index, self._drawing = index, None
        self.ask()

    def _calling(self, what: Callable[[], None], interval_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(what)
        return timer

    def _on_client_activations_received(self, activations: Activations) -> None:
        if not self._is_outdated:
            self._patience.stop()
            self.answered.emit(activations)
        self._ask_again()

    def _on_client_refused(self, refused: Refused) -> None:
        if refused.generation != self._generation:
            return
        if not self._is_outdated:
            self._patience.stop()
            self.voided.emit(refused.text)
        self._ask_again()

    def _ask_again(self) -> None:
        """Ask what had to wait for an answer."""
        self._awaits = False
        if self._wants_more:
            self.ask_in_time()

    def _on_session_changed(self) -> None:
        if self._session.folder != self._folder:  # as when a kept run is opened
            self.ask_in_time()

    def _on_client_batch_reported(self) -> None:
        if not self._seldom.isActive():
            self._seldom.start()

    def _on_document_changed(self, old: Design, new: Design) -> None:
        has_other_data = old.project.data != new.project.data
        if has_other_data:
            self.index, self._drawing = 0, None
        if new.report.problems:
            self._outdate()
            self.void()
        elif old.report.problems or not _asks_alike(old.project, new.project):
            self._outdate()
            self.ask_soon()
            if has_other_data or not (old.network.blocks.keys() & new.network.blocks.keys()):
                self.void()

    def _outdate(self) -> None:
        """Let answers to what was asked before go by."""
        self._is_outdated = True
        if not self._patience.isActive():
            self._patience.start()


def _asks_alike(old: Project, new: Project) -> bool:
    """Return whether two projects have the same picture, network and initial weights."""
    return (
        old.data == new.data
        and old.training == new.training
        and trains_alike(old.network, new.network)
    )
