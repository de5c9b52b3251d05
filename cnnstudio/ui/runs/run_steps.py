"""What is done to runs, step by step: deleted, named, starred, and each of that taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cnnstudio.text import _
from cnnstudio.training.run_list import RunEntry, RunNotes
from cnnstudio.ui.runs.deletion import DeletedRun, Deletion, Moved, deletion_of
from cnnstudio.ui.runs.library import RunLibrary
from cnnstudio.ui.training.session import TrainingSession


@dataclass(frozen=True, slots=True, eq=False)
class Description:
    """What was said of runs before and after."""

    text: str
    before: Mapping[Path, RunNotes]
    after: Mapping[Path, RunNotes]


Step = Deletion | Description


class RunSteps(QObject):
    """Does things to runs, each of which is one step of undo while the Runs page is in front.

    `deleted` carries a deletion and which runs it moved, `restored` the latter alone; `refused`
    carries a sentence.
    """

    changed = Signal()
    deleted = Signal(object, object)
    restored = Signal(object)
    refused = Signal(str)

    def __init__(
        self, library: RunLibrary, session: TrainingSession, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._session = session
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def undo_text(self) -> str:
        """What would be taken back."""
        return self._done[-1].text if self._done else ""

    @property
    def redo_text(self) -> str:
        """What would be done again."""
        return self._undone[-1].text if self._undone else ""

    def delete(self, entries: Sequence[RunEntry]) -> None:
        """Delete runs."""
        self._do(Deletion(entries))

    def describe(self, text: str, notes: Mapping[Path, RunNotes]) -> None:
        """Name runs or star them."""
        known = self._library.entries
        before = {folder: known[folder].notes for folder in notes}
        if before != notes:
            self._do(Description(text, before, dict(notes)))

    def undo(self) -> None:
        """Take the last step back."""
        if self._done:
            self.take_back(self._done[-1])

    def redo(self) -> None:
        """Do the step again that was taken back last."""
        if self._undone and not self._is_refused(self._undone[-1]):
            step = self._undone.pop()
            self._done.append(step)
            self.changed.emit()
            self._carry_out(step)

    def take_back(self, step: Step) -> None:
        """Take a step back, be it the last one or not; what is not done any more stays so."""
        if step not in self._done:
            return
        self._done.remove(step)
        self._undone.append(step)
        self.changed.emit()
        if isinstance(step, Deletion):
            self._library.restore(step, partial(self._on_restored, step))
        else:
            self._describe(step.before)

    def restore(self, deleted: Sequence[DeletedRun]) -> None:
        """Bring back runs that may have been deleted long before these steps."""
        deletion = deletion_of(deleted)
        for step in [each for each in self._done if isinstance(each, Deletion)]:
            if step.let_go([each.discarded for each in deleted]) and step.is_empty:
                self._drop(step)
        self._library.restore(deletion, self._tell_restored)

    def _do(self, step: Step) -> None:
        self._done.append(step)
        self._undone.clear()
        self.changed.emit()
        self._carry_out(step)

    def _carry_out(self, step: Step) -> None:
        if isinstance(step, Deletion):
            self._library.delete(step, partial(self._on_deleted, step))
        else:
            self._describe(step.after)

    def _describe(self, notes: Mapping[Path, RunNotes]) -> None:
        for folder, each in notes.items():
            self._library.describe(folder, each)

    def _is_refused(self, step: Step) -> bool:
        """Say why a run is not deleted again that has been going on since it came back."""
        folder = self._session.folder if self._session.is_active else None
        names = [each.name for each in _deleted(step) if each.folder == folder]
        for name in names:
            text = _("“{name}” goes on and cannot be deleted. Stop it first.")
            self.refused.emit(text.format(name=name))
        return bool(names)

    def _on_deleted(self, step: Deletion, moved: Moved) -> None:
        if moved.entries:
            self.deleted.emit(step, moved.entries)
        else:
            self._drop(step)

    def _on_restored(self, step: Deletion, moved: Moved) -> None:
        if not moved.entries:
            self._drop(step)
        self._tell_restored(moved)

    def _tell_restored(self, moved: Moved) -> None:
        if moved.entries:
            self.restored.emit(moved.entries)

    def _drop(self, step: Step) -> None:
        """Let go of a step that came to nothing."""
        self._done = [each for each in self._done if each is not step]
        self._undone = [each for each in self._undone if each is not step]
        self.changed.emit()


def _deleted(step: Step) -> Sequence[RunEntry]:
    return step.entries if isinstance(step, Deletion) else ()
