"""Changes of the data set and of how it is used: each is one undoable edit of the project."""

from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cnnstudio.data import catalog
from cnnstudio.data.choice import FOLDER, DataChoice
from cnnstudio.data.choice import Shape as PictureShape
from cnnstudio.data.dataset import DataSetInfo
from cnnstudio.data.folder import DEFAULT_SHAPE, target_shape
from cnnstudio.errors import StudioError
from cnnstudio.network import edits
from cnnstudio.network.blocks.data import Input
from cnnstudio.network.graph import Network, Shape
from cnnstudio.project.project import Project
from cnnstudio.text import _
from cnnstudio.ui.background import Background
from cnnstudio.ui.document import Document
from cnnstudio.ui.settings import Settings


class Choosing(QObject):
    """Makes a data set that of the project, with Input and Output fitted to it."""

    failed = Signal(str)
    chosen = Signal(object)
    """The choice that the project has now."""

    def __init__(
        self,
        document: Document,
        settings: Settings,
        background: Background,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._settings = settings
        self._background = background

    def use_name(self, name: str) -> None:
        """Use a data set by its name, with the files that it was used with last."""
        folder = self._settings.data_folder(name)
        choice = DataChoice(name=name, folder=folder or None)
        self.use(choice if folder and catalog.is_available(choice) else DataChoice(name=name))

    def use_folder(self, folder: Path) -> None:
        """Use a folder of pictures."""
        self.use(DataChoice(name=FOLDER, folder=str(folder.absolute())))

    def use_files(self, name: str, folder: Path) -> None:
        """Use the files of a known data set where somebody has put them."""
        self.use(DataChoice(name=name, folder=str(folder.absolute())))

    def use(self, choice: DataChoice) -> None:
        """Look at a choice outside the GUI thread, then make it the project's."""
        self._background.run(
            lambda: catalog.describe(choice),
            lambda info: self._apply(choice, info),
            failed=lambda error: self.failed.emit(str(error)),
        )

    def change(self, text: str, gesture: str = "", **values: Any) -> None:
        """Change some fields of the choice; raises `InvalidValueError`."""
        project = self._document.project
        data = msgspec.structs.replace(project.data, **values)
        name = f"data.{gesture}" if gesture else None
        self._document.apply(text, project.replace(data=data), name)

    def resize(self, text: str, gesture: str, shape: PictureShape) -> None:
        """Have pictures from a folder brought to a shape, which Input takes."""
        project = self._document.project
        network, data = project.network, project.data
        size = dict(zip(("channels", "height", "width"), shape, strict=True))
        for block in network.of_kind("input"):
            network = edits.set_parameters(network, block.id, size)
        if data.size is not None:
            data = msgspec.structs.replace(data, size=shape[1:])
        if data.channels is not None:
            data = msgspec.structs.replace(data, channels=shape[0])
        self._document.apply(text, project.replace(network=network, data=data), f"data.{gesture}")

    def fit_output(self, classes: int) -> None:
        """Have Output ask for so many classes."""
        project = self._document.project
        shape = input_shape(project) or DEFAULT_SHAPE
        network = edits.fit_to_data(project.network, shape, classes)
        text = _("Set Output to {count} classes").format(count=classes)
        self._document.apply(text, project.replace(network=network))

    def _apply(self, choice: DataChoice, info: DataSetInfo) -> None:
        project = self._document.project
        try:
            network = fitted(project, info)
        except StudioError as error:
            self.failed.emit(str(error))
            return
        text = _("Choose {title}").format(title=_(info.title))
        self._document.apply(text, project.replace(network=network, data=choice))
        if choice.folder:
            self._settings.set_data_folder(choice.name, choice.folder)
        if choice.folder and choice.name == FOLDER:
            self._settings.add_picture_folder(Path(choice.folder))
        self.chosen.emit(choice)


def ask_folder(parent: QWidget, name: str, settings: Settings) -> str:
    """Ask for the folder of one's own pictures, or of a known data set; empty for none."""
    title = _("Choose the Folder of {title}").format(title=_(catalog.info(name).title))
    if name == FOLDER:
        title = _("Choose a Folder of Pictures")
    before = settings.data_folder(name)
    start = str(Path(before).parent) if before else ""
    return QFileDialog.getExistingDirectory(parent, title, start)


def fitted(project: Project, info: DataSetInfo) -> Network:
    """Return the project's network with Input and Output set for a data set.

    Pictures from folders are resized to Input: its size stays where they were
    used before, and begins at the usual one where they were not.
    """
    shape = info.shape or (input_shape(project) if project.data.name == FOLDER else None)
    classes = len(info.classes) or None
    return edits.fit_to_data(project.network, shape or DEFAULT_SHAPE, classes)


def input_shape(project: Project) -> Shape | None:
    """Return what the first Input gives, where there is one."""
    return next(
        (Input().output_shape(block.parameters, ()) for block in project.network.of_kind("input")),
        None,
    )


def loaded_shape(project: Project) -> PictureShape | None:
    """Return the shape in which the pictures of a folder are loaded; None for other data sets."""
    if project.data.name != FOLDER:
        return None
    channels, height, width = input_shape(project) or DEFAULT_SHAPE
    return target_shape(project.data, (channels, height, width))
