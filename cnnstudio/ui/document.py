"""The open project: one value, one undo stack, one signal."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack
from shiboken6 import isValid

from cnnstudio.network.shapes import Problem
from cnnstudio.project.project import Design, Project, design_of

UNDO_LIMIT = 1_000
GESTURE_PAUSE_MS = 1_000


class _Change(QUndoCommand):
    """The one command there is: the design before and after."""

    def __init__(self, document: "Document", text: str, after: Design, gesture: str | None) -> None:
        super().__init__(text)
        self.before = document.design
        self.after = after
        self.gesture = gesture
        self._document = document

    def redo(self) -> None:
        self._document._show(self.after)

    def undo(self) -> None:
        self._document._show(self.before)


class Document(QObject):
    """Holds the design that every view shows; all changes go through `apply`.

    `changed(old, new)` carries two `Design` values; views compare them and
    repaint what differs. Views never call `apply` while they are shown a change.
    """

    changed = Signal(object, object)
    path_changed = Signal()
    edited_changed = Signal(bool)

    _is_whole = False
    """False again where the garbage collector has emptied a document that is about to go.

    A field that goes with it loses the focus and ends its gesture in that very moment. Slots
    are declared as such: the undeclared ones are forgotten with the rest, and Qt then calls
    what is no more.
    """

    def __init__(self, project: Project | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._problems_outside: Callable[[Project], tuple[Problem, ...]] = lambda _project: ()
        self.design = design_of(project or Project())
        self.path: Path | None = None
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        self.undo_stack.cleanChanged.connect(self._on_undo_stack_clean_changed)
        self._newest: _Change | None = None
        self._gesture: str | None = None
        self._gesture_count = 0
        self._is_held = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(GESTURE_PAUSE_MS)
        self._pause.timeout.connect(self.end_gesture)
        self._is_whole = True

    def __del__(self) -> None:
        # While all is whole: the collector takes a cycle apart wrapper by wrapper, and PySide
        # 6.11 deletes a command that it takes before the stack, which deletes it once more.
        if self._is_whole and isValid(self.undo_stack):
            self.undo_stack.blockSignals(True)
            self.undo_stack.clear()

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return self.design.project

    @property
    def is_edited(self) -> bool:
        """Whether there are changes since the last save."""
        return not self.undo_stack.isClean()

    def apply(self, text: str, project: Project, gesture: str | None = None) -> None:
        """Make `project` the open one, as one undo step called `text`.

        Steps of one `gesture` (a name such as "conv1.filters") merge until
        another gesture begins, `end_gesture` is called, or a second passes
        in which nothing is held.
        """
        if project == self.project:
            return
        if gesture is None or gesture != self._gesture:
            self._gesture_count += 1
        self._gesture = gesture
        key = None if gesture is None else f"{gesture}#{self._gesture_count}"
        self._do(text, self._designed(project), key)
        if gesture is not None and not self._is_held:
            self._pause.start()

    def _do(self, text: str, after: Design, key: str | None) -> None:
        change, stack = self._newest, self.undo_stack
        is_last = change is not None and stack.index() == stack.count() and not stack.isClean()
        if change is None or not is_last or key is None or change.gesture != key:
            self._newest = _Change(self, text, after, key)
            stack.push(self._newest)
            return
        # Not by `mergeWith`: PySide 6.11 never frees a command that was merged when pushed.
        change.after = after
        self._show(after)
        if after.project == change.before.project:
            # A gesture that ends where it began leaves no entry behind.
            self._newest = None
            change.setObsolete(True)
            stack.undo()

    def look_outside(self, find: Callable[[Project], tuple[Problem, ...]]) -> None:
        """Add to each design, from now on, the problems that `find` has with the project."""
        self._problems_outside = find
        self._show(self._designed(self.project))

    def hold_gesture(self) -> None:
        """Begin a gesture that lasts until `end_gesture`, as long as a button is held down."""
        self.end_gesture()
        self._is_held = True

    @Slot()
    def end_gesture(self) -> None:
        """Let the next step start an undo entry of its own."""
        if not self._is_whole:
            return
        self._is_held = False
        self._pause.stop()
        self._gesture = None

    def open(self, project: Project, path: Path | None = None, *, edited: bool = False) -> None:
        """Show another project; the undo stack starts anew."""
        self.end_gesture()
        self._newest = None
        self.undo_stack.clear()
        self._show(self._designed(project))
        if edited:
            self.undo_stack.resetClean()
        self.set_path(path)
        self.edited_changed.emit(self.is_edited)

    def set_path(self, path: Path | None) -> None:
        """Remember where the project is saved."""
        self.path = path
        self.path_changed.emit()

    def mark_saved(self, path: Path) -> None:
        """Remember that the project as it is now lies in `path`."""
        self.end_gesture()
        self.set_path(path)
        self.undo_stack.setClean()

    @Slot(bool)
    def _on_undo_stack_clean_changed(self, is_clean: bool) -> None:
        if self._is_whole:
            self.edited_changed.emit(not is_clean)

    def _designed(self, project: Project) -> Design:
        return design_of(project, self.design, self._problems_outside(project))

    def _show(self, design: Design) -> None:
        old, self.design = self.design, design
        if old is not design:
            self.changed.emit(old, design)
