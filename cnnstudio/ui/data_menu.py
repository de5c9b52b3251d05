"""Choosing a data set: one undoable edit of the data and of Input's and Output's sizes."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from cnnstudio.data import catalog
from cnnstudio.data.choice import FOLDER, DataChoice
from cnnstudio.project.project import Design
from cnnstudio.text import _
from cnnstudio.ui.background import Background
from cnnstudio.ui.data.choosing import Choosing, ask_folder
from cnnstudio.ui.document import Document
from cnnstudio.ui.settings import Settings

_MOST_FOLDERS = 8
_WIDEST_PX = 420


class DataMenu(QObject):
    """Fills the menu of data sets and carries out the choice.

    Built after the first paint: the data sets bring NumPy along.
    """

    failed = Signal(str)
    page_wanted = Signal()
    """What was chosen is not on this computer yet: the Data page helps."""
    title_changed = Signal(str)

    def __init__(
        self,
        document: Document,
        settings: Settings,
        background: Background,
        menu: QMenu,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._document = document
        self._settings = settings
        self._window = window
        self.choosing = Choosing(document, settings, background, self)
        self._group = QActionGroup(self)
        self._actions = {name: self._added(menu, name) for name in catalog.names()}
        menu.addSeparator()
        self._actions[FOLDER] = self._added(menu, FOLDER)
        self._menu = menu
        self._recent: list[QAction] = []
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self.list_folders)
        self.choosing.failed.connect(self._on_failed)
        self.choosing.chosen.connect(self._on_chosen)
        document.changed.connect(self._on_document_changed)
        self._show(document.project.data)

    @property
    def title(self) -> str:
        """What the data set in use is called."""
        choice = self._document.project.data
        if choice.name == FOLDER and choice.folder:
            return Path(choice.folder).name
        return _(catalog.info(choice.name).title)

    def choose(self, name: str) -> None:
        """Use a data set by name, asking for the folder of one's own pictures."""
        if name != FOLDER:
            self.choosing.use_name(name)
            return
        folder = ask_folder(self._window, name, self._settings)
        if folder:
            self.choosing.use_folder(Path(folder))
        else:
            self._show(self._document.project.data)

    def list_folders(self) -> None:
        """List the folders used before that are still there, each time the menu is opened."""
        for action in self._recent:
            self._menu.removeAction(action)
            action.deleteLater()
        self._recent.clear()
        folders = self._folders()
        if not folders:
            return
        self._recent.append(self._menu.addSeparator())
        for folder in folders:
            self._recent.append(self._folder_action(folder))
        clear = self._menu.addAction(_("Clear This List"), self._settings.forget_picture_folders)
        clear.setObjectName("data.clear_folders")
        self._recent.append(clear)

    def _folders(self) -> list[Path]:
        for folder in self._settings.picture_folders:
            if not folder.is_dir():
                self._settings.forget_picture_folder(folder)
        return list(self._settings.picture_folders[:_MOST_FOLDERS])

    def _folder_action(self, folder: Path) -> QAction:
        title = _("{name} — {place}").format(name=folder.name, place=folder.parent)
        shown = self._menu.fontMetrics().elidedText(
            title.replace("&", "&&"), Qt.TextElideMode.ElideMiddle, _WIDEST_PX
        )
        action = self._menu.addAction(shown, lambda: self.choosing.use_folder(folder))
        action.setObjectName("data.recent_folder")
        action.setToolTip(str(folder))
        action.setCheckable(True)
        choice = self._document.project.data
        action.setChecked(choice.name == FOLDER and choice.folder == str(folder))
        return action

    def _on_failed(self, message: str) -> None:
        self._show(self._document.project.data)
        self.failed.emit(message)

    def _on_chosen(self, choice: DataChoice) -> None:
        self._show(choice)
        if not catalog.is_available(choice):
            self.page_wanted.emit()

    def _on_document_changed(self, old: Design, new: Design) -> None:
        if old.project.data != new.project.data:
            self._show(new.project.data)

    def _show(self, choice: DataChoice) -> None:
        self._actions[choice.name].setChecked(True)
        self.title_changed.emit(self.title)

    def _added(self, menu: QMenu, name: str) -> QAction:
        info = catalog.info(name)
        title = _(info.title)
        action = menu.addAction(_("{title}…").format(title=title) if name == FOLDER else title)
        action.setObjectName(f"data.{name}")
        action.setToolTip(_(info.description))
        action.setCheckable(True)
        action.triggered.connect(lambda _on=False: self.choose(name))
        self._group.addAction(action)
        return action
