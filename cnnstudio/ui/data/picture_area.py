"""The middle of the page: the parts as tabs, and their pictures, or what stands in their place."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.data.choice import FOLDER
from cnnstudio.data.folder import found
from cnnstudio.text import _
from cnnstudio.ui.data.grid_view import PictureGrid
from cnnstudio.ui.data.loaded import LoadedData, LoadedPart, PartName
from cnnstudio.ui.data.skipped_list import SkippedList
from cnnstudio.ui.data.state_pane import StatePane
from cnnstudio.ui.kernel_lab.strip import Strip
from cnnstudio.ui.theme import SMALL_PX, body_font
from cnnstudio.ui.widgets.buttons import ToolbarButton
from cnnstudio.ui.widgets.elided_label import ElidedLabel
from cnnstudio.ui.widgets.tab_bar import TabBar

HEAD_PX = 45
"""The height of the strips with tabs."""

_SKIPPED = "skipped"
_MARGIN_PX = 10


class PictureArea(QWidget):
    """Shows a part of a data set; `part_chosen` says that another one is wanted."""

    part_chosen = Signal()

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: LoadedData | None = None
        self._names: list[str] = []
        self.tabs = TabBar(_("Parts of the data set"))
        self.found = ElidedLabel()
        self.found.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.found.setFont(body_font(SMALL_PX))
        self.found.setProperty("tone", "dim")
        self.grid = PictureGrid()
        self.skipped = SkippedList(actions)
        self.state = StatePane()
        self._stack = QStackedWidget()
        self._lay_out(actions)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        actions["data.larger"].triggered.connect(lambda: self.grid.resize_pictures(1))
        actions["data.smaller"].triggered.connect(lambda: self.grid.resize_pictures(-1))

    @property
    def part(self) -> LoadedPart | None:
        """The part whose pictures are shown."""
        name = self._names[self.tabs.currentIndex()] if self._names else _SKIPPED
        return None if self._data is None or name == _SKIPPED else self._data.part(PartName(name))

    @property
    def shows_pictures(self) -> bool:
        """Whether there is a data set to be seen."""
        return self._data is not None

    def show_data(self, data: LoadedData) -> None:
        """Show a data set, in the same of its tabs as before."""
        before = self._names[self.tabs.currentIndex()] if self._names else ""
        self._data = data
        self._bar.show()
        titles = {
            part.name.value: _("{part} {count:,}").format(
                part=part.name.heading, count=len(part.split)
            )
            for part in data.parts
        }
        skipped = data.dataset.skipped
        if skipped:
            titles[_SKIPPED] = _("Not used {count:,}").format(count=len(skipped))
        self.skipped.show_files(skipped)
        self._show_tabs(titles, before)
        self._on_tab_changed()

    def show_state(self) -> None:
        """Show the pane that says what goes on, or what is wrong."""
        self._data = None
        self._show_tabs({}, "")
        self._bar.hide()
        self._stack.setCurrentWidget(self.state)

    def show_classes(self, labels: Sequence[int]) -> None:
        """Show the pictures of some classes."""
        names = self._data.class_names if self._data else ()
        self.grid.show_part(self.part, names, tuple(labels))

    def _show_tabs(self, titles: Mapping[str, str], chosen: str) -> None:
        with QSignalBlocker(self.tabs):
            while self.tabs.count():
                self.tabs.removeTab(0)
            self._names = list(titles)
            for title in titles.values():
                self.tabs.addTab(title)
            if chosen in titles:
                self.tabs.setCurrentIndex(self._names.index(chosen))

    def _on_tab_changed(self) -> None:
        if self._data is None:
            return
        self._stack.setCurrentWidget(self._framed if self.part else self.skipped)
        self.found.setText(_found(self._data, self.part))
        self.found.setToolTip(self.found.text())
        self.part_chosen.emit()

    def _lay_out(self, actions: Mapping[str, QAction]) -> None:
        bar = self._bar = Strip("panel", has_line=True)
        bar.setFixedHeight(HEAD_PX)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 6, 12, 1)
        row.setSpacing(8)
        row.addWidget(self.tabs)
        row.addSpacing(8)
        row.addWidget(self.found, 1)
        for name in ("data.smaller", "data.larger"):
            row.addWidget(ToolbarButton(actions[name]))
        self._framed = QWidget()
        frame = QHBoxLayout(self._framed)
        frame.setContentsMargins(_MARGIN_PX, 0, 0, 0)
        frame.addWidget(self.grid)
        for widget in (self._framed, self.skipped, self.state):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self._stack, 1)


def _found(data: LoadedData, part: LoadedPart | None) -> str:
    """Return what was found in a folder, as the course's tools print it."""
    if data.wanted.choice.name != FOLDER:
        return ""
    if part is not None and data.has_own_parts:
        return found(data.dataset, part.split)
    return found(data.dataset, *(each.split for each in data.parts))
