"""The Data page: data sets, their pictures by class, and how they are used."""

from PySide6.QtCore import QByteArray, QDataStream, QIODevice, Qt, Signal
from PySide6.QtGui import QAction, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.project.project import Design
from cnnstudio.text import _
from cnnstudio.ui.background import Background
from cnnstudio.ui.data.actions import build_actions
from cnnstudio.ui.data.augmentation_preview import AugmentationPreview
from cnnstudio.ui.data.choosing import Choosing
from cnnstudio.ui.data.class_list import ClassList
from cnnstudio.ui.data.inspector import USUAL_WIDTH_PX as INSPECTOR_PX
from cnnstudio.ui.data.inspector import Inspector
from cnnstudio.ui.data.loaded import LoadedData
from cnnstudio.ui.data.loading import Loading
from cnnstudio.ui.data.picture_area import PictureArea
from cnnstudio.ui.data.picture_pane import Look
from cnnstudio.ui.data.source_pane import SourcePane
from cnnstudio.ui.data.words import output_problem
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EngineClient
from cnnstudio.ui.settings import Settings
from cnnstudio.ui.widgets.notice import Notice, Tone
from cnnstudio.ui.widgets.section_label import SectionLabel

_SOURCES_PX = 232
_STATE_VERSION = 1


class DataPage(QWidget):
    """Shows the data set of `document`; everything changed here is a step of its undo."""

    actions: dict[str, QAction]  # type: ignore[assignment]  # shadows a list nobody asks for

    failed = Signal(str)

    def __init__(
        self,
        document: Document,
        settings: Settings,
        background: Background,
        engine: EngineClient,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self.actions = build_actions(self)
        self.choosing = Choosing(document, settings, background, self)
        self.source_pane = SourcePane(document, settings, self.choosing, self.actions)
        self.sources = self.source_pane.list
        self.classes = ClassList()
        self.pictures = PictureArea(self.actions)
        self.inspector = Inspector(document, self.choosing)
        self.tabs = self.inspector.tabs
        self.preview = AugmentationPreview(engine, self.actions)
        self.notice = Notice(self)
        self.loading = Loading(document, self.pictures.state, self.actions, self)
        self._data: LoadedData | None = None
        self._lay_out()
        self._connect()
        self.preview.show_augmentation(document.project.training.augmentation)

    @property
    def data(self) -> LoadedData | None:
        """The data set that is shown."""
        return self._data

    def saveState(self) -> QByteArray:
        """Return the sizes of the panes, for `restoreState`."""
        state = QByteArray()
        stream = QDataStream(state, QIODevice.OpenModeFlag.WriteOnly)
        stream.writeInt32(_STATE_VERSION)
        for splitter in (self._across, self._down):
            stream << splitter.saveState()
        return state

    def restoreState(self, state: QByteArray) -> bool:
        """Give the panes their sizes back; return whether `state` was one of `saveState`."""
        stream = QDataStream(state)
        if state.isEmpty() or stream.readInt32() != _STATE_VERSION:
            return False
        for splitter in (self._across, self._down):
            sizes = QByteArray()
            stream >> sizes
            splitter.restoreState(sizes)
        return True

    def complain(self, text: str) -> None:
        """Say on the page what went wrong."""
        self.notice.say(text, Tone.BAD)

    def look_again(self) -> None:
        """Read once more, where the page is seen, what could not be read."""
        if self.isVisible():
            self.loading.wake(is_new=True)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.source_pane.show_sources()
        self.loading.wake(is_new=True)
        # The keys act on the pictures, not on the first button.
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self.setFocus()

    def _lay_out(self) -> None:
        self._down = _splitter(Qt.Orientation.Vertical, self.source_pane, self._class_pane())
        self._down.setSizes([380, 300])
        self._across = _splitter(
            Qt.Orientation.Horizontal, self._down, self._middle(), self.inspector
        )
        self._across.setSizes([_SOURCES_PX, 700, INSPECTOR_PX])
        self._across.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._across, 1)
        self.setAccessibleName(_("Data"))
        self.setFocusProxy(self.pictures.grid)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    def _class_pane(self) -> QWidget:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 12, 0)
        head.addWidget(SectionLabel(_("Classes")))
        pane = QWidget()
        layout = QVBoxLayout(pane)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.classes, 1)
        return pane

    def _middle(self) -> QWidget:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pictures, 1)
        column.addWidget(self.preview)
        return middle

    def _connect(self) -> None:
        self._document.changed.connect(self._on_document_changed)
        self.choosing.failed.connect(self.complain)
        self.pictures.skipped.failed.connect(self.complain)
        self.source_pane.choice_begun.connect(self.notice.clear)
        self.pictures.part_chosen.connect(self._show_part)
        self.pictures.grid.chosen.connect(self._show_picture)
        self.classes.filtered.connect(self._show_classes)
        self.loading.begun.connect(self._show_nothing)
        self.loading.loaded.connect(self._show_data)
        self.loading.statistics_known.connect(self.inspector.values.show_statistics)
        self.loading.downloaded.connect(self.source_pane.show_sources)
        self.actions["data.course_recipe"].triggered.connect(
            lambda: self.inspector.augmentation.use_recipe("course")
        )
        self.actions["data.search"].triggered.connect(self.classes.search.setFocus)

    def _on_document_changed(self, old: Design, new: Design) -> None:
        self.inspector.show_project(new.project)
        self.preview.show_augmentation(new.project.training.augmentation)
        if old.project.data != new.project.data:
            self.notice.clear()
            self.source_pane.show_sources()
        if self.isVisible():
            self.loading.wake()
        if old.network != new.network:
            self._check_output()

    def _show_nothing(self) -> None:
        self._data = None
        self.pictures.show_state()
        self.classes.show_classes((), ())
        self._look_at(None)
        self.inspector.show_data(None)

    def _show_data(self, data: LoadedData) -> None:
        self._data = data
        self.inspector.show_data(data)
        self.pictures.show_data(data)
        self._check_output()

    def _show_part(self) -> None:
        part = self.pictures.part
        if self._data is not None and part is not None:
            self.classes.show_classes(self._data.class_names, part.groups.counts)
            self._show_classes()

    def _show_classes(self) -> None:
        self.pictures.show_classes(self.classes.labels)

    def _show_picture(self, picture: int | None) -> None:
        part = self.pictures.part
        if self._data is None or part is None or picture is None:
            self._look_at(None)
        else:
            self._look_at(Look(self._data, part, picture))

    def _look_at(self, look: Look | None) -> None:
        self.inspector.picture.show_picture(look)
        self.preview.show_picture(look)

    def _check_output(self) -> None:
        """Say where the network asks for another number of classes than there are."""
        project = self._document.project
        if self._data is None or not self._data.is_of(project.data):
            return
        count = len(self._data.dataset.classes)
        problem = output_problem(project, self._data.dataset.title, count)
        if problem:
            self.notice.say(
                problem,
                Tone.BAD,
                button=_("Set Output to {count} classes").format(count=count),
                then=lambda: self.choosing.fit_output(count),
            )
        else:
            self.notice.clear()


def _splitter(orientation: Qt.Orientation, *parts: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    for part in parts:
        splitter.addWidget(part)
    return splitter
