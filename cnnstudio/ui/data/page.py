"""The Data page: data sets, their pictures by class, and how they are used."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QDataStream, QIODevice, Qt, Signal
from PySide6.QtGui import QAction, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.data.choice import FOLDER
from cnnstudio.project.project import Design
from cnnstudio.text import _
from cnnstudio.ui.background import Background
from cnnstudio.ui.data.actions import build_actions
from cnnstudio.ui.data.augmentation_form import AugmentationForm
from cnnstudio.ui.data.augmentation_preview import AugmentationPreview
from cnnstudio.ui.data.choosing import Choosing, ask_folder
from cnnstudio.ui.data.class_list import ClassList
from cnnstudio.ui.data.loaded import LoadedData
from cnnstudio.ui.data.loading import Loading
from cnnstudio.ui.data.picture_area import HEAD_PX, PictureArea
from cnnstudio.ui.data.picture_pane import Look, PicturePane
from cnnstudio.ui.data.source_list import Source, SourceList, sources
from cnnstudio.ui.data.usage_form import UsageForm
from cnnstudio.ui.data.value_table import ValueTable
from cnnstudio.ui.data.words import output_problem, split_note
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EngineClient
from cnnstudio.ui.kernel_lab.strip import Strip
from cnnstudio.ui.settings import Settings
from cnnstudio.ui.widgets.buttons import ToolbarButton
from cnnstudio.ui.widgets.notice import Notice, Tone
from cnnstudio.ui.widgets.section_label import SectionLabel

_SOURCES_PX, _INSPECTOR_PX = 232, 304
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
        self._settings = settings
        self.actions = build_actions(self)
        self.choosing = Choosing(document, settings, background, self)
        self.sources = SourceList()
        self.classes = ClassList()
        self.pictures = PictureArea(self.actions)
        self.picture = PicturePane()
        self.usage = UsageForm(document, self.choosing)
        self.values = ValueTable()
        self.augmentation = AugmentationForm(document)
        self.preview = AugmentationPreview(engine, self.actions)
        self.notice = Notice()
        self.loading = Loading(document, self.pictures.state, self.actions, self)
        self._data: LoadedData | None = None
        self._lay_out()
        self._connect()
        self._show_sources()
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

    def use_folder(self, folder: Path) -> None:
        """Use a folder of pictures, such as one that was dropped."""
        self.notice.clear()
        self.choosing.use_folder(folder)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_sources()
        self.loading.wake(is_new=True)

    def _lay_out(self) -> None:
        self._down = _splitter(Qt.Orientation.Vertical, self._source_pane(), self._class_pane())
        self._down.setSizes([380, 300])
        self._across = _splitter(
            Qt.Orientation.Horizontal, self._down, self._middle(), self._inspector()
        )
        self._across.setSizes([_SOURCES_PX, 700, _INSPECTOR_PX])
        self._across.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addWidget(self._across, 1)
        self.setAccessibleName(_("Data"))
        self.setFocusProxy(self.pictures.grid)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    def _source_pane(self) -> QWidget:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 12, 0)
        head.addWidget(SectionLabel(_("Data sets")), 1)
        head.addWidget(ToolbarButton(self.actions["data.add_folder"]))
        return _pane(head, self.sources)

    def _class_pane(self) -> QWidget:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 12, 0)
        head.addWidget(SectionLabel(_("Classes")))
        return _pane(head, self.classes)

    def _middle(self) -> QWidget:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pictures, 1)
        column.addWidget(self.preview)
        return middle

    def _inspector(self) -> QWidget:
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("How the data set is used"))
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
        inspector = QWidget()
        column = QVBoxLayout(inspector)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(sheets, 1)
        inspector.setMinimumWidth(_INSPECTOR_PX - 24)
        return inspector

    def _connect(self) -> None:
        self._document.changed.connect(self._on_document_changed)
        self.choosing.failed.connect(self.complain)
        self.pictures.skipped.failed.connect(self.complain)
        self.sources.wanted.connect(self._on_source_wanted)
        self.sources.unwanted.connect(self._forget_folder)
        self.pictures.part_chosen.connect(self._show_part)
        self.pictures.grid.chosen.connect(self._show_picture)
        self.classes.filtered.connect(self._show_classes)
        self.loading.begun.connect(self._show_nothing)
        self.loading.loaded.connect(self._show_data)
        self.loading.statistics_known.connect(self.values.show_statistics)
        self.loading.downloaded.connect(self._show_sources)
        self.actions["data.add_folder"].triggered.connect(lambda: self._ask_folder(FOLDER))
        self.actions["data.use_files"].triggered.connect(
            lambda: self._ask_folder(self._document.project.data.name)
        )
        self.actions["data.forget_folder"].triggered.connect(self._forget_current_folder)
        self.actions["data.course_recipe"].triggered.connect(
            lambda: self.augmentation.use_recipe("course")
        )
        self.actions["data.search"].triggered.connect(self.classes.search.setFocus)

    def _on_document_changed(self, old: Design, new: Design) -> None:
        self.usage.show_project(new.project)
        self.augmentation.show_project(new.project)
        self.preview.show_augmentation(new.project.training.augmentation)
        if old.project.data != new.project.data:
            self.notice.clear()
            self._show_sources()
        if self.isVisible():
            self.loading.wake()
        if old.network != new.network:
            self._check_output()

    def _on_source_wanted(self, source: Source) -> None:
        self.notice.clear()
        if source == self.sources.in_use:
            return
        if source.folder is not None:
            self.choosing.use_folder(source.folder)
        else:
            self.choosing.use_name(source.name)

    def _ask_folder(self, name: str) -> None:
        folder = ask_folder(self, name, self._settings)
        if not folder:
            return
        self.notice.clear()
        if name == FOLDER:
            self.choosing.use_folder(Path(folder))
        else:
            self.choosing.use_files(name, Path(folder))

    def _forget_current_folder(self) -> None:
        source = self.sources.current
        if source is not None and source.folder is not None:
            self._forget_folder(source.folder)

    def _forget_folder(self, folder: Path) -> None:
        self._settings.forget_picture_folder(folder)
        self._show_sources()

    def _show_sources(self) -> None:
        choice = self._document.project.data
        folders = self._settings.picture_folders
        used = Path(choice.folder) if choice.name == FOLDER and choice.folder else None
        if used is not None and used not in folders:
            folders = (used, *folders)
        self.sources.show_sources(sources(folders), choice)

    def _show_nothing(self) -> None:
        self._data = None
        self.pictures.show_state()
        self.classes.show_classes((), ())
        self._look_at(None)
        self.usage.show_note("")
        self.values.hide()

    def _show_data(self, data: LoadedData) -> None:
        self._data = data
        self.values.show_statistics(None)
        self.usage.say_parts(are_own=data.has_own_parts)
        self.usage.show_note(split_note(data))
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
        self.picture.show_picture(look)
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


def _pane(head: QHBoxLayout, body: QWidget) -> QWidget:
    pane = QWidget()
    layout = QVBoxLayout(pane)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    layout.addLayout(head)
    layout.addWidget(body, 1)
    return pane


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


def _splitter(orientation: Qt.Orientation, *parts: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    for part in parts:
        splitter.addWidget(part)
    return splitter
