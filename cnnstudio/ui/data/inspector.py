"""The right side of the page: the picture that is looked at, and how the data set is used."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.project.project import Project
from cnnstudio.text import _
from cnnstudio.ui.data.augmentation_form import AugmentationForm
from cnnstudio.ui.data.choosing import Choosing
from cnnstudio.ui.data.loaded import LoadedData
from cnnstudio.ui.data.picture_area import HEAD_PX
from cnnstudio.ui.data.picture_pane import PicturePane
from cnnstudio.ui.data.usage_form import UsageForm
from cnnstudio.ui.data.value_table import ValueTable
from cnnstudio.ui.data.words import sizes_note, split_note
from cnnstudio.ui.document import Document
from cnnstudio.ui.kernel_lab.strip import Strip
from cnnstudio.ui.widgets.tab_bar import TabBar

USUAL_WIDTH_PX = 304
_LEAST_WIDTH_PX = 280


class Inspector(QWidget):
    """Two sheets: the pictures, and their augmentation."""

    def __init__(
        self, document: Document, choosing: Choosing, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.picture = PicturePane()
        self.usage = UsageForm(document, choosing)
        self.values = ValueTable()
        self.augmentation = AugmentationForm(document)
        self.tabs = TabBar(_("How the data set is used"))
        self._lay_out()

    def show_project(self, project: Project) -> None:
        """Show what a project says."""
        self.usage.show_project(project)
        self.augmentation.show_project(project)

    def show_data(self, data: LoadedData | None) -> None:
        """Show what the split of a data set comes to; nothing while there is none."""
        if data is None:
            self.usage.show_note("")
            self.values.hide()
            return
        self.usage.say_parts(are_own=data.has_own_parts)
        self.usage.show_note("\n".join(filter(None, (split_note(data), sizes_note(data)))))
        self.values.show_statistics(None)

    def _lay_out(self) -> None:
        sheets = QStackedWidget()
        for title, sheet in (
            (_("Pictures"), _scrolled(self.picture, self.usage, self.values)),
            (_("Augmentation"), _scrolled(self.augmentation)),
        ):
            self.tabs.addTab(title)
            sheets.addWidget(sheet)
        self.tabs.currentChanged.connect(sheets.setCurrentIndex)
        head = Strip("panel", has_line=True)
        head.setFixedHeight(HEAD_PX)
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 6, 12, 1)
        row.addWidget(self.tabs)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(sheets, 1)
        self.setMinimumWidth(_LEAST_WIDTH_PX)


def _scrolled(*widgets: QWidget) -> QScrollArea:
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(16, 12, 16, 16)
    column.setSpacing(8)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
