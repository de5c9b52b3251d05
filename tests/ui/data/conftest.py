"""The Data page in the program's window, and folders of pictures for it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio
from cnnstudio.data.choice import FOLDER, DataChoice
from cnnstudio.ui.data.loaded import LoadedData
from cnnstudio.ui.data.page import DataPage

WAIT_MS = 20_000


@dataclass
class Desk:
    """The window with the Data page in front."""

    qtbot: QtBot
    studio: Studio
    page: DataPage

    @property
    def choice(self) -> DataChoice:
        return self.studio.document.project.data

    @property
    def title(self) -> str:
        """What stands in place of the pictures; empty while there are pictures."""
        return "" if self.page.pictures.shows_pictures else self.page.pictures.state.title.text()

    @property
    def text(self) -> str:
        """The sentence below that."""
        return self.page.pictures.state.text.text()

    @property
    def tabs(self) -> list[str]:
        tabs = self.page.pictures.tabs
        return [tabs.tabText(index) for index in range(tabs.count())]

    def wait(self) -> LoadedData:
        """Wait until the pictures of the document's data set are shown."""

        def are_shown() -> bool:
            data = self.page.data
            return data is not None and data.wanted.choice == self.choice

        self.qtbot.waitUntil(are_shown, timeout=WAIT_MS)
        assert self.page.data is not None
        return self.page.data

    def wait_for(self, title: str) -> None:
        """Wait until a heading stands in place of the pictures."""
        self.qtbot.waitUntil(lambda: self.title == title, timeout=WAIT_MS)

    def use(self, folder: Path) -> None:
        """Choose a folder with the button and the dialog."""
        self.answer(folder)
        self.page.actions["data.add_folder"].trigger()
        # The dialog has gone; without a screen nobody gives the window the keyboard back.
        self.studio.window.activateWindow()
        self.page.setFocus()
        self.qtbot.waitUntil(
            lambda: bool(self.page.notice.text) or self.choice.folder == str(folder)
        )

    def answer(self, path: Path) -> None:
        """Name a file or folder as soon as a dialog asks for one."""

        def type_in() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QFileDialog):
                QTimer.singleShot(10, type_in)
                return
            field = dialog.findChild(QLineEdit)
            assert isinstance(field, QLineEdit)
            field.setText(str(path))
            dialog.accept()

        QTimer.singleShot(0, type_in)

    def click(self, widget: QWidget, place: QPoint | None = None) -> None:
        """Click on a widget, in its middle if nowhere else."""
        place = widget.rect().center() if place is None else place
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)

    def click_source(self, title: str) -> None:
        """Click on a data set in the list."""
        titles = [source.title for source in self.page.sources.sources]
        index = self.page.sources.model().index(titles.index(title), 0)
        self.page.sources.scrollTo(index)
        self.click(self.page.sources.viewport(), self.page.sources.visualRect(index).center())

    def button(self, text: str) -> QWidget:
        """Return the button with a text that stands in place of the pictures."""

        def shown() -> list[QWidget]:
            every = self.page.pictures.state.findChildren(QWidget)
            return [each for each in every if each.isVisible() and each.accessibleName() == text]

        self.qtbot.waitUntil(lambda: bool(shown()))
        return shown()[0]

    def type(self, field: QWidget, text: str) -> None:
        """Type into a field from scratch, and press Return."""
        field.setFocus()
        line = field.findChild(QLineEdit) or field
        assert isinstance(line, QLineEdit)
        line.selectAll()
        self.qtbot.keyClicks(line, text)
        self.qtbot.keyClick(line, Qt.Key.Key_Return)

    def undo(self) -> None:
        self.studio.window.actions_by_id["edit.undo"].trigger()


@pytest.fixture
def desk(studio: Studio, qtbot: QtBot, qapp: QApplication) -> Desk:
    qapp.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    qtbot.keyClick(studio.window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    page = studio.window.pages.page("data")
    assert isinstance(page, DataPage)
    desk = Desk(qtbot, studio, page)
    desk.wait()
    return desk


def fill(folder: Path, count: int, *, level: int = 0, size: tuple[int, int] = (9, 12)) -> None:
    """Write pictures of one grey each, `level` and a little more."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        pixels = np.full((*size, 3), (level + number) % 256, np.uint8)
        Image.fromarray(pixels).save(folder / f"{number:03}.png")


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """A folder of 20 dark cats and 10 light dogs."""
    fill(tmp_path / "pets" / "cats", 20)
    fill(tmp_path / "pets" / "dogs", 10, level=200)
    return tmp_path / "pets"


def of_folder(folder: Path, **values: object) -> DataChoice:
    return DataChoice(name=FOLDER, folder=str(folder), **values)  # type: ignore[arg-type]
