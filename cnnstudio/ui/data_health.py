"""Whether the pictures of the open project can be read: a problem like any other if not."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from cnnstudio.data.choice import FOLDER, DataChoice
from cnnstudio.network.shapes import Problem
from cnnstudio.project.project import Design, Project
from cnnstudio.training.messages import Refused
from cnnstudio.ui.background import Background
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EngineClient

if TYPE_CHECKING:
    from cnnstudio.data.dataset import DataSetInfo


class DataHealth(QObject):
    """Knows of the data set in use why it cannot be read, from its names or from reading it,
    and whether the classes of a folder are those that Output asks for.

    The names are looked at after each other choice, and when somebody comes back to the
    program: folders go and come meanwhile. Who reads pictures tells what became of that.
    """

    changed = Signal()
    mended = Signal()
    """What was missing is there."""

    def __init__(
        self,
        document: Document,
        engine: EngineClient,
        background: Background,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._background = background
        self._choice: DataChoice | None = None
        self._missing = ""
        self._unread = ""
        self._folder: DataSetInfo | None = None
        self._is_awake = False
        document.changed.connect(self._on_document_changed)
        engine.refused.connect(self._on_engine_refused)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.applicationStateChanged.connect(self._on_application_state_changed)

    def problems(self, project: Project) -> tuple[Problem, ...]:
        """Return what keeps the pictures of a project from being read, or learned from."""
        if project.data != self._choice:
            return ()
        if reason := self._missing or self._unread:
            return (Problem(None, reason),)
        if self._folder is None:
            return ()
        from cnnstudio.project.data_fit import class_problems

        return class_problems(project.network, self._folder)

    def start(self) -> None:
        """Look now and from now on; after the first paint: the data sets bring NumPy along."""
        self._is_awake = True
        self._look()

    def stop(self) -> None:
        """Look no more."""
        self._is_awake = False

    def _look(self) -> None:
        """See outside the GUI thread whether all is there that loading would need."""
        if not self._is_awake:
            return
        from cnnstudio.data import catalog

        choice = self._document.project.data
        self._background.run(
            lambda: catalog.check(choice),
            lambda info: self._note_found(choice, info),
            failed=lambda error: self._note(choice, missing=str(error)),
        )

    def note_read(self, choice: DataChoice, reason: str = "") -> None:
        """Remember that the pictures of a choice were read, or with a reason that they were not."""
        if reason:
            self._note(choice, unread=reason)
        else:
            self._note(choice, missing="", unread="")

    def _note_found(self, choice: DataChoice, info: "DataSetInfo") -> None:
        if choice != self._document.project.data:
            return
        folder, was_missing = info if choice.name == FOLDER else None, bool(self._missing)
        if was_missing:  # nor could it be read
            self.note_read(choice)
        if (choice, folder) != (self._choice, self._folder):
            self._note(choice)
            self._folder = folder
            self.changed.emit()
        if was_missing:
            self.mended.emit()

    def _note(
        self, choice: DataChoice, *, missing: str | None = None, unread: str | None = None
    ) -> None:
        if choice != self._document.project.data:
            return
        before = self._choice, self._missing, self._unread
        if choice != self._choice:
            self._choice, self._missing, self._unread, self._folder = choice, "", "", None
        self._missing = self._missing if missing is None else missing
        self._unread = self._unread if unread is None else unread
        if (self._choice, self._missing, self._unread) != before:
            self.changed.emit()

    def _on_document_changed(self, old: Design, new: Design) -> None:
        if old.project.data != new.project.data:
            self._look()

    def _on_engine_refused(self, refused: Refused) -> None:
        if refused.data is not None:
            self.note_read(refused.data, refused.text)

    def _on_application_state_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self._look()
