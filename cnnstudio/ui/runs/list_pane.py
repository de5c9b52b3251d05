"""The left side of the page: search, and the table of runs."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.text import _, plural
from cnnstudio.training.run_list import RunEntry
from cnnstudio.ui.icons import icons
from cnnstudio.ui.runs.columns import TITLES, Column
from cnnstudio.ui.runs.run_delegate import RunDelegate
from cnnstudio.ui.runs.run_table import RunTable
from cnnstudio.ui.runs.run_view import RunView
from cnnstudio.ui.theme import SMALL_PX, body_font, themes
from cnnstudio.ui.widgets.buttons import FlatButton
from cnnstudio.ui.widgets.elided_label import ElidedLabel
from cnnstudio.ui.widgets.empty_state import EmptyState

USUAL_WIDTH_PX = 688
_HIDDEN_PX = 26

MENU = (
    "runs.open",
    "runs.continue",
    None,
    "runs.evaluate",
    "runs.predict",
    None,
    "runs.rename",
    "runs.star",
    None,
    "runs.export",
    "runs.show_folder",
    None,
    "runs.delete",
)
"""The actions of the menu on a run; None is a line."""


class ListPane(QWidget):
    """Shows the runs; `selected` says that others are chosen, `star_clicked` carries a folder."""

    selected = Signal()
    star_clicked = Signal(object)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.table = RunTable(self)
        self.delegate = RunDelegate(self)
        self.view = RunView()
        self.view.setModel(self.table)
        self.view.setItemDelegate(self.delegate)
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setPlaceholderText(_("Search runs"))
        self.search.setAccessibleName(_("Search runs"))
        self.search.setClearButtonEnabled(True)
        self.count = QLabel()
        self.count.setProperty("tone", "dim")
        self.hidden_columns = ElidedLabel()
        self.hidden_columns.setProperty("tone", "dim")
        self.hidden_columns.setFont(body_font(SMALL_PX))
        self.hidden_columns.setContentsMargins(12, 0, 12, 0)
        self.hidden_columns.setFixedHeight(_HIDDEN_PX)
        self.hidden_columns.hide()
        self.nothing = EmptyState("", "")
        self._stack = QStackedLayout()
        self._lay_out()
        self._connect()
        self.view.set_up_columns()

    @property
    def selection(self) -> list[RunEntry]:
        """The chosen runs, from top to bottom."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self.table.entries[row] for row in rows]

    def show_entries(self, entries: Sequence[RunEntry]) -> None:
        """Show other runs; those that are chosen stay so as far as they are there."""
        self._keeping_selection(lambda: self.table.show_entries(entries))
        self._show_count()

    def select(self, folders: Sequence[Path]) -> None:
        """Choose runs, and bring the first of them into view."""
        rows = [row for folder in folders if (row := self.table.row_of(folder)) is not None]
        chosen = QItemSelection()
        for row in rows:
            chosen.select(self.table.index(row, 0), self.table.index(row, len(Column) - 1))
        flags = QItemSelectionModel.SelectionFlag
        if rows:
            first = self.table.index(rows[0], Column.NAME)
            self.view.selectionModel().setCurrentIndex(first, flags.NoUpdate)
            self.view.scrollTo(first)
        self.view.selectionModel().select(chosen, flags.ClearAndSelect)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A focus proxy would make Tab pass over what stands before it, the search.
        super().focusInEvent(event)
        self.view.setFocus(event.reason())

    def rename(self) -> None:
        """Let the name of the current run be typed."""
        entry = next(iter(self.selection), None)
        row = self.table.row_of(entry.folder) if entry else None
        if row is not None:
            self.view.setFocus()
            index = self.table.index(row, Column.NAME)
            self.view.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.NoUpdate
            )
            self.view.edit(index)

    def show_progress(self, folder: Path | None, text: str) -> None:
        """Say how far the run in `folder` is."""
        if self.delegate.progress != (folder, text):
            self.delegate.progress = (folder, text)
            self.view.viewport().update()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 12, 12, 10)
        head.setSpacing(8)
        head.addWidget(self.search, 1)
        head.addWidget(self._star_button())
        head.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.hidden_columns)
        layout.insertLayout(1, self._stack, 1)  # first: without a parent the view would be a window
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.nothing)
        self.setMinimumWidth(260)
        self.setAccessibleName(_("Runs"))

    def _star_button(self) -> FlatButton:
        action = self._actions["runs.starred_only"]
        button = FlatButton(_("Starred"))
        icons.put(button, "ph.star", "dim", "accent")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setCheckable(True)
        button.setToolTip(action.toolTip())
        button.toggled.connect(action.setChecked)
        action.toggled.connect(button.setChecked)
        return button

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search_changed)
        self._actions["runs.starred_only"].toggled.connect(self._on_search_changed)
        # Later: what comes in the middle of a layout would be left without room.
        self.view.columns_hidden.connect(
            self._on_columns_hidden, Qt.ConnectionType.QueuedConnection
        )
        self.search.returnPressed.connect(self.view.setFocus)
        self.view.clicked.connect(self._on_view_clicked)
        self.view.activated.connect(self._on_view_activated)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.selectionModel().selectionChanged.connect(lambda *_changed: self.selected.emit())
        themes.changed.connect(self.view.viewport().update)

    def _on_columns_hidden(self, columns: tuple[Column, ...]) -> None:
        names = ", ".join(_(TITLES[column]) for column in columns)
        text = _("No room for: {columns}. Widen the list, or see the details.")
        self.hidden_columns.setText(text.format(columns=names))
        self.hidden_columns.setVisible(bool(columns))

    def _on_search_changed(self) -> None:
        only = self._actions["runs.starred_only"].isChecked()
        text = self.search.text()
        self._keeping_selection(lambda: self.table.search(text, is_starred_only=only))
        self._show_count()

    def _keeping_selection(self, work: Callable[[], None]) -> None:
        """Do what may take rows away; where no chosen one is left, its neighbour is chosen."""
        before = [entry.folder for entry in self.selection]
        first = self.table.row_of(before[0]) if before else None
        work()
        left = [folder for folder in before if self.table.row_of(folder) is not None]
        if first is not None and not left and self.table.entries:
            left = [self.table.entries[min(first, len(self.table.entries) - 1)].folder]
        if [entry.folder for entry in self.selection] != left:
            self.select(left)
        if before and not left:
            self.selected.emit()

    def _show_count(self) -> None:
        shown, count = len(self.table.entries), self.table.count
        text = plural("{count:,} run", "{count:,} runs", count)
        if shown < count:
            text = _("{shown:,} of {count:,}").format(shown=shown, count=count)
        self.count.setText(text)
        if count and not shown:
            self.nothing.say(*self._lack())
        self._stack.setCurrentIndex(0 if shown or not count else 1)

    def _lack(self) -> tuple[str, str]:
        """Return what there is none of among the runs, and what helps."""
        is_starred_only = self._actions["runs.starred_only"].isChecked()
        if not self.search.text().strip():
            return _("No run has a star"), _("Click on the star before a run to mark it.")
        if is_starred_only:
            return _("No such run with a star"), _("Only the runs with a star are searched.")
        advice = _("Try another word: a name, a data set, an outcome, an optimizer.")
        return _("No such run"), advice

    def _on_view_clicked(self, index: QModelIndex) -> None:
        if index.column() == Column.STAR:
            self.star_clicked.emit(self.table.entries[index.row()].folder)

    def _on_view_activated(self, index: QModelIndex) -> None:
        if index.column() != Column.STAR:
            self._actions["runs.open"].trigger()

    def _open_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in MENU:
            menu.addSeparator() if name is None else menu.addAction(self._actions[name])
        menu.popup(self.view.viewport().mapToGlobal(place))
