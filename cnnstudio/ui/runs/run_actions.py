"""What can be done with the chosen runs, and when."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QFileDialog

from cnnstudio.text import _, plural
from cnnstudio.training.run_list import RunEntry
from cnnstudio.ui.actions import explain
from cnnstudio.ui.icons import icons
from cnnstudio.ui.runs.deletion import DeletedRun, Deletion
from cnnstudio.ui.runs.export import Export, free_folder
from cnnstudio.ui.runs.library import RunLibrary
from cnnstudio.ui.runs.list_pane import ListPane
from cnnstudio.ui.runs.reopening import Reopening
from cnnstudio.ui.runs.restore_dialog import RestoreDialog
from cnnstudio.ui.runs.run_header import RunHeader
from cnnstudio.ui.runs.run_steps import RunSteps
from cnnstudio.ui.training.session import TrainingSession
from cnnstudio.ui.widgets.notice import Notice, Tone


class RunActions(QObject):
    """Carries the actions of the page out on the runs that are chosen in its list.

    `judging_wanted` carries the id of the page on which a run is to be judged, and its folder.
    """

    judging_wanted = Signal(str, object)

    def __init__(
        self,
        actions: Mapping[str, QAction],
        *,
        runs: ListPane,
        header: RunHeader,
        library: RunLibrary,
        reopening: Reopening,
        session: TrainingSession,
        notice: Notice,
    ) -> None:
        super().__init__(runs)
        self._actions = actions
        self._list = runs
        self._header = header
        self._library = library
        self._reopening = reopening
        self._session = session
        self._notice = notice
        self.export = Export(self)
        self.steps = RunSteps(library, session, self)
        self.dialog: RestoreDialog | None = None
        self._is_star_full = False
        self._connect()
        self.show_what_can_be_done(())

    def show_what_can_be_done(self, entries: Sequence[RunEntry]) -> None:
        """Enable the actions that make sense for these runs, and say why others do not."""
        one = entries[0] if len(entries) == 1 else None
        whole = one if one is not None and one.record is not None else None
        for name in ("runs.rename", "runs.show_folder"):
            self._actions[name].setEnabled(one is not None)
        self._actions["runs.open"].setEnabled(whole is not None)
        for name in ("runs.star", "runs.delete"):
            self._actions[name].setEnabled(bool(entries))
        self._show_star(is_full=bool(entries) and all(entry.is_starred for entry in entries))
        delete = self._actions["runs.delete"]
        explain(delete, self._delete_obstacle(entries) or delete.whatsThis())
        cannot_go_on = self._continue_obstacle(whole)
        for name, obstacle in (
            ("runs.continue", cannot_go_on),
            ("runs.export", self._export_obstacle(whole)),
            ("runs.evaluate", _judging_obstacle(whole)),
            ("runs.predict", _judging_obstacle(whole)),
        ):
            action = self._actions[name]
            action.setEnabled(not obstacle)
            explain(action, obstacle or action.whatsThis())
        # Not as the action is: on the way to this page its menu is hidden, which disables it.
        self._header.more_epochs.setEnabled(not cannot_go_on)

    def _show_star(self, *, is_full: bool) -> None:
        """Show on the action whether it gives stars or takes them away."""
        if is_full == self._is_star_full:
            return
        self._is_star_full = is_full
        star = self._actions["runs.star"]
        star.setText(_("Un&star") if is_full else _("&Star"))
        explain(star, _("Take the star away") if is_full else star.whatsThis())
        icons.put(star, *(("ph.star-fill", "validation") if is_full else ("ph.star",)))

    def star(self, folder: Path) -> None:
        """Mark a run with a star, or take it away."""
        entry = self._library.entries.get(folder)
        if entry is not None:
            self._star([entry], is_starred=not entry.is_starred)

    def rename(self, folder: Path, name: str) -> None:
        """Call a run by another name."""
        entry = self._library.entries.get(folder)
        if entry is not None:
            text = _("Rename “{name}”").format(name=entry.name)
            self.steps.describe(text, {folder: msgspec.structs.replace(entry.notes, name=name)})

    def _connect(self) -> None:
        carried_out: dict[str, Callable[[], object]] = {
            "runs.open": self._open,
            "runs.continue": self._go_on,
            "runs.evaluate": partial(self._judge, "evaluate"),
            "runs.predict": partial(self._judge, "predict"),
            "runs.rename": self._list.rename,
            "runs.star": self._star_all,
            "runs.export": self._export,
            "runs.show_folder": self._show_folder,
            "runs.delete": self._delete,
            "runs.restore_deleted": self._restore,
            "runs.search": self._list.search.setFocus,
        }
        for name, work in carried_out.items():
            action = self._actions[name]
            action.setWhatsThis(action.statusTip())
            action.triggered.connect(lambda _checked=False, work=work: work())
        self._list.star_clicked.connect(self.star)
        self._list.table.renamed.connect(self.rename)
        self.steps.deleted.connect(self._on_steps_deleted)
        self.steps.restored.connect(self._on_steps_restored)
        self.steps.refused.connect(lambda text: self._notice.say(text, Tone.BAD))
        self.export.done.connect(self._on_export_done)
        self.export.failed.connect(self._on_export_failed)

    def _open(self) -> None:
        self._reopening.open(self._list.selection[0])

    def _go_on(self) -> None:
        self._reopening.go_on(self._list.selection[0], self._header.more_epochs.value())

    def _judge(self, page: str) -> None:
        self.judging_wanted.emit(page, self._list.selection[0].folder)

    def _star_all(self) -> None:
        entries = self._list.selection
        self._star(entries, is_starred=not all(entry.is_starred for entry in entries))

    def _star(self, entries: Sequence[RunEntry], *, is_starred: bool) -> None:
        notes = {
            entry.folder: msgspec.structs.replace(entry.notes, is_starred=is_starred)
            for entry in entries
        }
        self.steps.describe(_star_text(entries, is_starred=is_starred), notes)

    def _show_folder(self) -> None:
        _open_folder(self._list.selection[0].folder)

    def _delete(self) -> None:
        entries = self._list.selection
        obstacle = self._delete_obstacle(entries)
        if obstacle:
            # Said, not greyed out: a key that does nothing gives no reason.
            self._notice.say(obstacle, Tone.BAD)
        elif entries:
            self.steps.delete(entries)

    def _restore(self) -> None:
        dialog = self.dialog = RestoreDialog(self._list.window())
        dialog.wanted.connect(self.steps.restore)
        dialog.finished.connect(self._on_dialog_finished)
        dialog.open()
        self._library.look_for_deleted(self._show_deleted)

    def _show_deleted(self, deleted: list[DeletedRun]) -> None:
        if self.dialog is not None:
            self.dialog.show_runs(deleted)

    def _export(self) -> None:
        entry = self._list.selection[0]
        documents = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        title = _("Choose Where to Put the Model's Folder")
        parent = QFileDialog.getExistingDirectory(self._list, title, documents)
        if parent:
            self.export.start(entry.folder, free_folder(Path(parent), entry.name))
            self._notice.say(_("Exporting “{name}” …").format(name=entry.name))
            self.show_what_can_be_done(self._list.selection)

    def _on_export_done(self, folder: Path) -> None:
        self._notice.say(
            _("model.py, weights.safetensors and load.py are in {folder}.").format(folder=folder),
            button=_("Show Folder"),
            then=lambda: _open_folder(folder),
        )
        self.show_what_can_be_done(self._list.selection)

    def _on_export_failed(self, text: str) -> None:
        self._notice.say(text, Tone.BAD)
        self.show_what_can_be_done(self._list.selection)

    def _on_dialog_finished(self) -> None:
        self.dialog = None

    def _on_steps_deleted(self, step: Deletion, entries: Sequence[RunEntry]) -> None:
        text = plural("Deleted {count} run", "Deleted {count} runs", len(entries))
        if len(entries) == 1:
            text = _("Deleted “{name}”").format(name=entries[0].name)
        self._notice.say(text, button=_("Undo"), then=partial(self.steps.take_back, step))

    def _on_steps_restored(self, entries: Sequence[RunEntry]) -> None:
        text = plural("Restored {count} run", "Restored {count} runs", len(entries))
        if len(entries) == 1:
            text = _("Restored “{name}”").format(name=entries[0].name)
        self._notice.say(text)
        self._list.select([entry.folder for entry in entries])

    def _delete_obstacle(self, entries: Sequence[RunEntry]) -> str:
        # What this window goes on with is noted in its folder a moment later only.
        own = self._session.folder if self._session.is_active else None
        going_on = next((each for each in entries if each.is_running or each.folder == own), None)
        if going_on is None:
            return ""
        text = _("“{name}” goes on and cannot be deleted. Stop it first.")
        return text.format(name=going_on.name)

    def _continue_obstacle(self, entry: RunEntry | None) -> str:
        """Return what keeps a run from going on, empty where nothing does."""
        if entry is None:
            return _("Choose one run that is not damaged")
        if self._session.is_active:
            return _("A run goes on. Stop it to continue another one")
        if entry.is_running:
            return _("This run goes on elsewhere")
        return "" if entry.has_checkpoint else _("This run left no checkpoint to go on from")

    def _export_obstacle(self, entry: RunEntry | None) -> str:
        if entry is None:
            return _("Choose one run that is not damaged")
        if self.export.is_busy:
            return _("Another model is being exported")
        return "" if entry.has_checkpoint else _("This run left no weights")


def _judging_obstacle(entry: RunEntry | None) -> str:
    if entry is None:
        return _("Choose one run that is not damaged")
    return "" if entry.has_checkpoint else _("This run left no weights")


def _star_text(entries: Sequence[RunEntry], *, is_starred: bool) -> str:
    """Return what is done to the stars of runs, as a menu says it."""
    count = len(entries)
    if count != 1:
        return (
            plural("Star {count} Run", "Star {count} Runs", count)
            if is_starred
            else plural("Unstar {count} Run", "Unstar {count} Runs", count)
        )
    text = _("Star “{name}”") if is_starred else _("Unstar “{name}”")
    return text.format(name=entries[0].name)


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
