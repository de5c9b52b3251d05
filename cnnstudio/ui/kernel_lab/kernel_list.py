"""The left side of the page: presets, generators and own kernels, searched or taken by a click."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QMenu,
    QStackedLayout,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.kernels.generators import recognised
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.entries import (
    Entry,
    Group,
    generator_entries,
    key_of,
    own_entries,
    preset_entries,
)
from cnnstudio.ui.kernel_lab.kernel_delegate import ITEM_PX, KernelDelegate
from cnnstudio.ui.kernel_lab.kernel_model import ENTRY_ROLE, KernelModel, KernelSearch
from cnnstudio.ui.theme import LABEL_PX, body_font, themes
from cnnstudio.ui.widgets.empty_state import EmptyState

USUAL_WIDTH_PX = 206
_TEXT_PX = 148
_WALK_GESTURE = "kernel.preset"
_GROUPS = (Group.PRESET, Group.GENERATOR, Group.OWN)


class KernelList(QWidget):
    """Shows what is offered; choosing an entry is announced, with the gesture it belongs to."""

    chosen = Signal(object, str)
    entries_changed = Signal(object)
    rename_wanted = Signal(object)
    remove_wanted = Signal(object)
    """A kept kernel that is to have another name, or to go: its entry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setPlaceholderText(_("Search kernels"))
        self.search.setAccessibleName(_("Search kernels"))
        self.search.setClearButtonEnabled(True)
        self.tabs = _tabs()
        self.model = KernelModel(self)
        self._found = KernelSearch(self)
        self._found.setSourceModel(self.model)
        self._delegate = KernelDelegate(self)
        self.view = _KernelView()
        self.view.setModel(self._found)
        self.view.setItemDelegate(self._delegate)
        self.nothing = EmptyState("", "")
        self.nothing.text.setFixedWidth(_TEXT_PX)
        self.menu = QMenu(self)
        self._generated: dict[str, Kernel] = {}
        self._own: tuple[Kernel, ...] = ()
        self._lay_out()
        self._connect()
        self._show_entries()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All that is offered, of every group."""
        return self.model.entries

    @property
    def found(self) -> list[Entry]:
        """The entries that the group or the search leaves."""
        rows = range(self._found.rowCount())
        return [self._found.index(row, 0).data(ENTRY_ROLE) for row in rows]

    @property
    def group(self) -> Group:
        """The group whose tab is in front."""
        return _GROUPS[self.tabs.currentIndex()]

    def show_group(self, group: Group) -> None:
        """Bring the tab of a group to the front."""
        self.search.clear()
        self.tabs.setCurrentIndex(_GROUPS.index(group))

    def show_own(self, kernels: Iterable[Kernel]) -> None:
        """Offer other kernels of the user's own."""
        self._own = tuple(kernels)
        self._show_entries()

    def show_kernel(self, kernel: Kernel) -> None:
        """Put a ring around the entry from which `kernel` came; generators remember it."""
        found = recognised(kernel)
        if found is not None and self._generated.get(found[0].name) != kernel:
            self._generated = {**self._generated, found[0].name: kernel}
            self._show_entries()
        key = key_of(kernel, self.entries)
        if self._delegate.in_use != key:
            self._delegate.in_use = key
            self.view.viewport().update()

    def show_thumbnail(self, key: str, image: QImage) -> None:
        """Show what an entry makes of the current picture."""
        self.model.show_thumbnail(key, image)

    def _show_entries(self) -> None:
        old = {entry.key: entry for entry in self.entries}
        self.model.show_entries(_kept(old, _entries(self._generated, self._own)))
        self._show_found()
        self.entries_changed.emit(self.entries)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 12, 4, 0)
        layout.setSpacing(6)
        row = QVBoxLayout()
        row.setContentsMargins(4, 0, 8, 0)
        row.setSpacing(6)
        row.addWidget(self.search)
        row.addWidget(self.tabs)
        layout.addLayout(row)
        self._stack = QStackedLayout()
        layout.addLayout(self._stack, 1)  # first: without a parent the view would be a window
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.nothing)
        self.setMinimumWidth(116)
        self.setAccessibleName(_("Kernels"))

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search_changed)
        self.search.returnPressed.connect(self._choose_first)
        self.tabs.currentChanged.connect(self._on_tabs_changed)
        self.view.clicked.connect(lambda index: self._choose(index, ""))
        self.view.activated.connect(lambda index: self._choose(index, ""))
        self.view.walked.connect(lambda index: self._choose(index, _WALK_GESTURE))
        self.view.keyed.connect(self._on_view_keyed)
        self.view.customContextMenuRequested.connect(self._show_menu)
        themes.changed.connect(self.view.viewport().update)

    def _on_search_changed(self, text: str) -> None:
        self._found.search(text)
        self._show_found()

    def _on_tabs_changed(self) -> None:
        self._found.show_group(self.group)
        self._show_found()

    def _show_found(self) -> None:
        is_empty = not self._found.rowCount()
        self.tabs.setEnabled(not self._found.is_searching)
        self._stack.setCurrentIndex(1 if is_empty else 0)
        if is_empty and self._found.is_searching:
            self.nothing.say(
                _("No such kernel"), _("Try another word, such as edge, blur or line.")
            )
        elif is_empty:
            self.nothing.say(_("Nothing kept yet"), _("Keep a kernel to find it here."))

    def _on_view_keyed(self, key: Qt.Key) -> None:
        entry = self.view.currentIndex().data(ENTRY_ROLE)
        if entry is not None and entry.group is Group.OWN:
            wanted = self.rename_wanted if key == Qt.Key.Key_F2 else self.remove_wanted
            wanted.emit(entry)

    def _show_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        entry = index.data(ENTRY_ROLE)
        if entry is None:
            return
        self.menu.clear()
        self.menu.addAction(_("Use"), lambda: self.chosen.emit(entry, ""))
        if entry.group is Group.OWN:
            self.menu.addAction(_("Rename…"), lambda: self.rename_wanted.emit(entry))
            self.menu.addAction(_("Delete"), lambda: self.remove_wanted.emit(entry))
        self.menu.popup(self.view.viewport().mapToGlobal(place))

    def _choose_first(self) -> None:
        if self._found.rowCount():
            self._choose(self._found.index(0, 0), "")

    def _choose(self, index: QModelIndex, gesture: str) -> None:
        entry = index.data(ENTRY_ROLE)
        if entry is not None:
            self.chosen.emit(entry, gesture)


class _KernelView(QListView):
    """Two columns of thumbnails; the arrow keys walk through them."""

    walked = Signal(QModelIndex)
    keyed = Signal(object)
    """A key that acts on the current entry: F2 or Delete."""

    def __init__(self) -> None:
        super().__init__()
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setGridSize(ITEM_PX)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(_("Kernels on offer"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Delete):
            self.keyed.emit(Qt.Key(event.key()))
            return
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex().isValid() and self.currentIndex() != before:
            self.walked.emit(self.currentIndex())


def _tabs() -> QTabBar:
    tabs = QTabBar()
    tabs.setFont(body_font(LABEL_PX))
    tabs.setObjectName("pills")
    tabs.setExpanding(False)
    tabs.setUsesScrollButtons(False)
    tabs.setElideMode(Qt.TextElideMode.ElideRight)
    tabs.setAccessibleName(_("Kinds of kernels"))
    for title, tip in (
        (_("Presets"), _("Kernels that have a name")),
        (_("Generators"), _("Kernels made by a formula, with sliders")),
        (_("Mine"), _("Kernels that you keep")),
    ):
        tabs.setTabToolTip(tabs.addTab(title), tip)
    return tabs


def _entries(generated: Mapping[str, Kernel], own: Iterable[Kernel]) -> list[Entry]:
    return [*preset_entries(), *generator_entries(generated), *own_entries(own)]


def _kept(old: Mapping[str, Entry], new: Iterable[Entry]) -> list[Entry]:
    """Return the new entries, the old ones in place of those that equal them."""
    return [old[each.key] if old.get(each.key) == each else each for each in new]
