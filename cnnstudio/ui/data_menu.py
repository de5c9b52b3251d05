"""Choosing a data set: one undoable edit of the data and of Input's and Output's sizes."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from cnnstudio.data import catalog
from cnnstudio.data.choice import FOLDER, DataChoice
from cnnstudio.data.dataset import DataSetInfo
from cnnstudio.data.folder import DEFAULT_SHAPE
from cnnstudio.errors import StudioError
from cnnstudio.network import edits
from cnnstudio.network.blocks.data import Input
from cnnstudio.network.graph import Network, Shape
from cnnstudio.project.project import Design, Project
from cnnstudio.text import _
from cnnstudio.ui.background import Background
from cnnstudio.ui.document import Document
from cnnstudio.ui.settings import Settings


class DataMenu(QObject):
    """Fills the menu of data sets and carries out the choice.

    Built after the first paint: the data sets bring NumPy along.
    """

    failed = Signal(str)
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
        self._background = background
        self._window = window
        self._group = QActionGroup(self)
        self._actions = {name: self._added(menu, name) for name in catalog.names()}
        menu.addSeparator()
        self._actions[FOLDER] = self._added(menu, FOLDER)
        menu.setToolTipsVisible(True)
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
        """Use a data set by name, asking for its folder where it has none of its own."""
        if not catalog.info(name).needs_folder:
            self.use(DataChoice(name=name))
            return
        folder = self._asked_folder(name)
        if folder:
            self.use(DataChoice(name=name, folder=folder))
        else:
            self._show(self._document.project.data)

    def use(self, choice: DataChoice) -> None:
        """Look at a choice outside the GUI thread, then make it the project's."""
        self._background.run(
            lambda: catalog.describe(choice),
            lambda info: self._apply(choice, info),
            failed=self._on_failed,
        )

    def _apply(self, choice: DataChoice, info: DataSetInfo) -> None:
        project = self._document.project
        try:
            network = fitted(project, info)
        except StudioError as error:
            self._on_failed(error)
            return
        text = _("Choose {title}").format(title=_(info.title))
        self._document.apply(text, project.replace(network=network, data=choice))
        if choice.folder:
            self._settings.set_data_folder(choice.name, choice.folder)
        self._show(choice)

    def _asked_folder(self, name: str) -> str:
        title = _("The Folder of {title}").format(title=_(catalog.info(name).title))
        start = self._settings.data_folder(name)
        return QFileDialog.getExistingDirectory(self._window, title, start)

    def _on_failed(self, error: StudioError) -> None:
        self._show(self._document.project.data)
        self.failed.emit(str(error))

    def _on_document_changed(self, old: Design, new: Design) -> None:
        if old.project.data != new.project.data:
            self._show(new.project.data)

    def _show(self, choice: DataChoice) -> None:
        self._actions[choice.name].setChecked(True)
        self.title_changed.emit(self.title)

    def _added(self, menu: QMenu, name: str) -> QAction:
        info = catalog.info(name)
        title = _(info.title)
        action = menu.addAction(_("{title}…").format(title=title) if info.needs_folder else title)
        action.setObjectName(f"data.{name}")
        action.setToolTip(_(info.description))
        action.setCheckable(True)
        action.triggered.connect(lambda _on=False: self.choose(name))
        self._group.addAction(action)
        return action


def fitted(project: Project, info: DataSetInfo) -> Network:
    """Return the project's network with Input and Output set for a data set.

    Pictures from folders are resized to Input: its size stays where they were
    used before, and begins at the usual one where they were not.
    """
    shape = info.shape or (_input_shape(project) if project.data.name == FOLDER else None)
    classes = len(info.classes) or None
    return edits.fit_to_data(project.network, shape or DEFAULT_SHAPE, classes)


def _input_shape(project: Project) -> Shape | None:
    """Return what the first Input gives, where there is one."""
    return next(
        (Input().output_shape(block.parameters, ()) for block in project.network.of_kind("input")),
        None,
    )
