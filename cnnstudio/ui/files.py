"""New, open, recent, save, save as, and "save changes?"."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QMessageBox, QWidget

from cnnstudio.errors import StudioError
from cnnstudio.project import archive, presets
from cnnstudio.project.archive import SUFFIX
from cnnstudio.text import _
from cnnstudio.ui.document import Document
from cnnstudio.ui.settings import Settings


class Files(QObject):
    """Carries projects between the document and the disk, and asks before anything is lost."""

    failed = Signal(str)
    opened = Signal()

    def __init__(self, document: Document, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._settings = settings
        self._window = window

    def connect_actions(self, actions: Mapping[str, QAction], menus: Mapping[str, QMenu]) -> None:
        """Let the actions and submenus of the File menu do their work."""
        actions["file.new"].triggered.connect(self.new)
        actions["file.examples"].triggered.connect(self.choose_example)
        actions["file.open"].triggered.connect(self.choose)
        actions["file.save"].triggered.connect(self.save)
        actions["file.save_as"].triggered.connect(self.save_as)
        menus["recent"].aboutToShow.connect(lambda: self.fill_recent(menus["recent"]))

    def new(self) -> None:
        """Begin again with the starter network."""
        self.open_example(presets.STARTER)

    def choose_example(self) -> None:
        """Show the networks that ship with the program, to open one of them."""
        from cnnstudio.ui.start.start_dialog import StartDialog

        dialog = StartDialog(self._window)
        dialog.chosen.connect(lambda name: self._open_chosen(name, dialog))
        dialog.open()

    def _open_chosen(self, name: str, dialog: QDialog) -> None:
        if self.open_example(name):
            dialog.accept()

    def open_example(self, name: str) -> bool:
        """Open one of the networks that ship with the program, untitled; return whether it is."""
        if not self.may_replace():
            return False
        self._document.open(presets.load_preset(name))
        self.opened.emit()
        return True

    def choose(self) -> None:
        """Ask for a file and open it."""
        name, _filter = QFileDialog.getOpenFileName(
            self._window, _("Open Project"), self._settings.last_folder, _filters()
        )
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> bool:
        """Open a project file; return whether it is open now."""
        try:
            project = archive.load(path)
        except StudioError as error:
            self.failed.emit(str(error))
            return False
        if not self.may_replace():
            return False
        self._document.open(project, path)
        self._remember(path)
        self.opened.emit()
        return True

    def save(self) -> bool:
        """Save to the project's file, asking for one where there is none."""
        path = self._document.path
        return self._write(path) if path is not None else self.save_as()

    def save_as(self) -> bool:
        """Ask for a file and save there; return whether it was saved."""
        start = self._document.path or Path(self._settings.last_folder) / (_("untitled") + SUFFIX)
        name, _filter = QFileDialog.getSaveFileName(
            self._window, _("Save Project"), str(start), _filters()
        )
        if not name:
            return False
        path = Path(name)
        return self._write(path if path.suffix else path.with_suffix(SUFFIX))

    def may_replace(self) -> bool:
        """Return whether the open project may go: it is saved, or the user lets it go."""
        if not self._document.is_edited:
            return True
        answer = self._question().exec()
        if answer == QMessageBox.StandardButton.Save:
            return self.save()
        return answer == QMessageBox.StandardButton.Discard

    def fill_recent(self, menu: QMenu) -> None:
        """List the recent files in a menu, each time it is opened."""
        menu.clear()
        for path in self._settings.recent_files:
            _add(menu, path.name, partial(self.open, path), str(path))
        menu.setToolTipsVisible(True)
        if menu.isEmpty():
            menu.addAction(_("No files yet")).setEnabled(False)
            return
        menu.addSeparator()
        _add(menu, _("Clear This List"), self._settings.forget_recent_files)

    def _write(self, path: Path) -> bool:
        try:
            archive.save(path, self._document.project)
        except StudioError as error:
            self.failed.emit(str(error))
            return False
        self._document.mark_saved(path)
        self._remember(path)
        return True

    def _remember(self, path: Path) -> None:
        self._settings.add_recent_file(path)
        self._settings.last_folder = str(path.absolute().parent)

    def _question(self) -> QMessageBox:
        name = self._document.path.name if self._document.path else _("untitled")
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle(_("Save changes?"))
        box.setText(_('Save the changes to "{name}"?').format(name=name))
        box.setInformativeText(_("Otherwise they are lost when another project opens."))
        box.setStandardButtons(
            QMessageBox.StandardButton.Save
            | QMessageBox.StandardButton.Discard
            | QMessageBox.StandardButton.Cancel
        )
        box.setDefaultButton(QMessageBox.StandardButton.Save)
        return box


def _add(menu: QMenu, text: str, then: Callable[[], object], tip: str = "") -> None:
    action = menu.addAction(text.replace("&", "&&"))
    action.setToolTip(tip or text)
    action.triggered.connect(lambda _checked=False: then())


def _filters() -> str:
    return _("CNN Studio projects (*{suffix})").format(suffix=SUFFIX) + ";;" + _("All files (*)")
