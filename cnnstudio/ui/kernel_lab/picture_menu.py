"""The menu of pictures: samples that come with the program, and files."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from cnnstudio.kernels.pictures import SAMPLES
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.data_pictures_menu import DataPicturesMenu
from cnnstudio.ui.kernel_lab.kept_pictures import example_of, kept_folder


class PictureMenu(QMenu):
    """Offers pictures; `chosen` carries the name of a sample."""

    chosen = Signal(str)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QActionGroup(self)
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        self._by_name: dict[str, QAction] = {}
        drawn = QMenu(_("&Drawn for Testing"), self)
        for sample in SAMPLES:
            self._add(self if sample.is_photograph else drawn, sample.name, _(sample.title))
        self.addSeparator()
        self.addMenu(drawn)
        self.data_sets = DataPicturesMenu(self)
        self.addMenu(self.data_sets)
        self.addSeparator()
        for name in ("picture.open", "picture.paste", "picture.next", "picture.previous"):
            self.addAction(actions[name])

    def show_picture(self, name: str) -> None:
        """Check the sample in use; none where it is a file."""
        for each, action in self._by_name.items():
            action.setChecked(each == name)

    def action(self, name: str) -> QAction:
        """Return the entry of a sample."""
        return self._by_name[name]

    def _add(self, menu: QMenu, name: str, title: str) -> None:
        action = menu.addAction(title)
        action.setCheckable(True)
        action.triggered.connect(lambda: self.chosen.emit(name))
        self._group.addAction(action)
        self._by_name[name] = action


def picture_title(name: str) -> str:
    """Return what a picture is called: a sample's title, or the name of its file."""
    titles = {sample.name: sample.title for sample in SAMPLES}
    if name in titles:
        return _(titles[name])
    if (example := example_of(name)) is not None:
        return _("{data}, picture {index}").format(data=example.data, index=example.index)
    path = Path(name)
    is_pasted = path.parent == kept_folder()
    return _("Pasted") if is_pasted else path.name
