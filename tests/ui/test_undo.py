"""Undo and redo, and whose steps they go through."""

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from cnnstudio.network import edits
from cnnstudio.ui.document import Document
from cnnstudio.ui.undo import Undo

pytestmark = pytest.mark.gui


class Marks(QObject):
    """Steps of some page: the names of those that are done, and of those taken back."""

    changed = Signal()

    def __init__(self, *done: str) -> None:
        super().__init__()
        self.done = list(done)
        self.undone: list[str] = []

    @property
    def undo_text(self) -> str:
        return self.done[-1] if self.done else ""

    @property
    def redo_text(self) -> str:
        return self.undone[-1] if self.undone else ""

    def undo(self) -> None:
        self.undone.append(self.done.pop())
        self.changed.emit()

    def redo(self) -> None:
        self.done.append(self.undone.pop())
        self.changed.emit()


@pytest.fixture
def document() -> Document:
    document = Document()
    network = edits.add(document.project.network, edits.new_block(document.project.network, "conv"))
    document.apply("Add Conv", document.project.replace(network=network))
    return document


@pytest.fixture
def actions(qapp: object) -> dict[str, QAction]:
    return {"edit.undo": QAction(), "edit.redo": QAction()}


def texts(actions: dict[str, QAction]) -> list[str]:
    return [each.text() if each.isEnabled() else "" for each in actions.values()]


def test_without_steps_of_a_page_they_are_those_of_the_document(
    document: Document, actions: dict[str, QAction]
) -> None:
    undo = Undo(document, actions)
    assert texts(actions) == ["&Undo Add Conv", ""]
    went: list[object] = []
    undo.went.connect(lambda before, after: went.append((before, after)))
    before = document.project
    actions["edit.undo"].trigger()
    assert texts(actions) == ["", "&Redo Add Conv"]
    assert went == [(before, document.project)]
    actions["edit.redo"].trigger()
    assert document.project == before


def test_the_steps_of_a_page_leave_the_document_alone(
    document: Document, actions: dict[str, QAction]
) -> None:
    before = document.project
    undo, marks = Undo(document, actions), Marks("First", "Second")
    undo.follow(marks)
    assert texts(actions) == ["&Undo Second", ""]
    actions["edit.undo"].trigger()
    assert texts(actions) == ["&Undo First", "&Redo Second"]
    actions["edit.undo"].trigger()
    assert texts(actions) == ["", "&Redo First"]
    actions["edit.redo"].trigger()
    assert marks.done == ["First"]
    assert document.project == before
    undo.follow(None)
    assert texts(actions) == ["&Undo Add Conv", ""]
