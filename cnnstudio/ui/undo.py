"""Undo and redo of the page in front: mostly the document's, which go to what they change."""

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtGui import QAction

from cnnstudio.project.project import Project
from cnnstudio.text import _
from cnnstudio.ui.document import Document


class Steps(Protocol):
    """What can be taken back and done again; the texts name the steps that come next.

    `changed` says that others come next. Without a step a text is empty.
    """

    @property
    def changed(self) -> SignalInstance: ...

    @property
    def undo_text(self) -> str: ...

    @property
    def redo_text(self) -> str: ...

    def undo(self) -> None:
        """Take the last step back."""

    def redo(self) -> None:
        """Do the step again that was taken back last."""


class DocumentSteps(QObject):
    """The document's steps; `went` carries the projects before and after."""

    changed = Signal()
    went = Signal(object, object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        stack = document.undo_stack
        # Kept, for a stack tells that it is emptied when it is no more than half there.
        self._undo_text, self._redo_text = stack.undoText(), stack.redoText()
        stack.undoTextChanged.connect(self._on_stack_undo_text_changed)
        stack.redoTextChanged.connect(self._on_stack_redo_text_changed)

    @property
    def undo_text(self) -> str:
        """What would be taken back."""
        return self._undo_text

    @property
    def redo_text(self) -> str:
        """What would be done again."""
        return self._redo_text

    def undo(self) -> None:
        """Take the last change of the project back."""
        self._document.end_gesture()
        before: Project = self._document.project
        self._document.undo_stack.undo()
        self.went.emit(before, self._document.project)

    def redo(self) -> None:
        """Change the project again."""
        self._document.end_gesture()
        before: Project = self._document.project
        self._document.undo_stack.redo()
        self.went.emit(before, self._document.project)

    def _on_stack_undo_text_changed(self, text: str) -> None:
        self._undo_text = text
        self.changed.emit()

    def _on_stack_redo_text_changed(self, text: str) -> None:
        self._redo_text = text
        self.changed.emit()


class Undo(QObject):
    """Lets the actions step through what the page in front has of its own, or the document."""

    went = Signal(object, object)

    def __init__(
        self, document: Document, actions: Mapping[str, QAction], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._undo, self._redo = actions["edit.undo"], actions["edit.redo"]
        self._documents = DocumentSteps(document, self)
        self._documents.went.connect(self.went)
        self._steps: Steps = self._documents
        self._steps.changed.connect(self._show)
        self._undo.triggered.connect(self._on_undo_triggered)
        self._redo.triggered.connect(self._on_redo_triggered)
        self._show()

    def follow(self, steps: Steps | None) -> None:
        """Step through other steps from now on, the document's where there are none."""
        self._steps.changed.disconnect(self._show)
        self._steps = steps or self._documents
        self._steps.changed.connect(self._show)
        self._show()

    def _on_undo_triggered(self) -> None:
        self._steps.undo()

    def _on_redo_triggered(self) -> None:
        self._steps.redo()

    def _show(self) -> None:
        undo, redo = self._steps.undo_text, self._steps.redo_text
        self._undo.setEnabled(bool(undo))
        self._redo.setEnabled(bool(redo))
        self._undo.setText(_("&Undo {step}").format(step=undo) if undo else _("&Undo"))
        self._redo.setText(_("&Redo {step}").format(step=redo) if redo else _("&Redo"))
