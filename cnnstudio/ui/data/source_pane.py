"""The upper left of the page: the list of data sets, and what adds to it."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cnnstudio.data.choice import FOLDER
from cnnstudio.text import _
from cnnstudio.ui.data.choosing import Choosing, ask_folder
from cnnstudio.ui.data.source_list import Source, SourceList, sources
from cnnstudio.ui.document import Document
from cnnstudio.ui.settings import Settings
from cnnstudio.ui.widgets.buttons import ToolbarButton
from cnnstudio.ui.widgets.section_label import SectionLabel


class SourcePane(QWidget):
    """Chooses data sets; `choice_begun` says that somebody is at it."""

    choice_begun = Signal()

    def __init__(
        self,
        document: Document,
        settings: Settings,
        choosing: Choosing,
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._settings = settings
        self._choosing = choosing
        self.list = SourceList()
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 12, 0)
        head.addWidget(SectionLabel(_("Data sets")), 1)
        head.addWidget(ToolbarButton(actions["data.add_folder"]))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        self._connect(actions)
        self.show_sources()

    def show_sources(self) -> None:
        """Show what there is now, and which of it the project uses."""
        choice = self._document.project.data
        folders = self._settings.picture_folders
        used = Path(choice.folder) if choice.name == FOLDER and choice.folder else None
        if used is not None and used not in folders:
            folders = (used, *folders)
        self.list.show_sources(sources(folders), choice)

    def _connect(self, actions: Mapping[str, QAction]) -> None:
        self.list.wanted.connect(self._on_list_wanted)
        self.list.unwanted.connect(self._forget)
        actions["data.add_folder"].triggered.connect(lambda: self._ask_folder(FOLDER))
        actions["data.use_files"].triggered.connect(
            lambda: self._ask_folder(self._document.project.data.name)
        )
        actions["data.forget_folder"].triggered.connect(self._forget_current)

    def _on_list_wanted(self, source: Source) -> None:
        self.choice_begun.emit()
        if source == self.list.in_use:
            return
        if source.folder is not None:
            self._choosing.use_folder(source.folder)
        else:
            self._choosing.use_name(source.name)

    def _ask_folder(self, name: str) -> None:
        folder = ask_folder(self, name, self._settings)
        if not folder:
            return
        self.choice_begun.emit()
        if name == FOLDER:
            self._choosing.use_folder(Path(folder))
        else:
            self._choosing.use_files(name, Path(folder))

    def _forget_current(self) -> None:
        source = self.list.current
        if source is not None and source.folder is not None:
            self._forget(source.folder)

    def _forget(self, folder: Path) -> None:
        self._settings.forget_picture_folder(folder)
        self.show_sources()
