"""Undo and redo, which go to the page that they change."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from cnnstudio.project.project import Project
from cnnstudio.text import _
from cnnstudio.ui.document import Document


class Undo(QObject):
    """Steps through the document's undo stack; `went` carries the projects before and after."""

    went = Signal(object, object)

    def __init__(
        self, document: Document, actions: Mapping[str, QAction], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        stack = document.undo_stack
        self._undo, self._redo = actions["edit.undo"], actions["edit.redo"]
        self._undo.triggered.connect(lambda: self._go(stack.undo))
        self._redo.triggered.connect(lambda: self._go(stack.redo))
        stack.canUndoChanged.connect(self._undo.setEnabled)
        stack.canRedoChanged.connect(self._redo.setEnabled)
        stack.undoTextChanged.connect(self._show_undo_text)
        stack.redoTextChanged.connect(self._show_redo_text)
        self._undo.setEnabled(stack.canUndo())
        self._redo.setEnabled(stack.canRedo())

    def _go(self, step: Callable[[], None]) -> None:
        self._document.end_gesture()
        before: Project = self._document.project
        step()
        self.went.emit(before, self._document.project)

    def _show_undo_text(self, text: str) -> None:
        self._undo.setText(_("&Undo {step}").format(step=text) if text else _("&Undo"))

    def _show_redo_text(self, text: str) -> None:
        self._redo.setText(_("&Redo {step}").format(step=text) if text else _("&Redo"))
