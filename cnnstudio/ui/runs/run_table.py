"""The runs as a table whose rows keep their selection and editor while others come and go."""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from cnnstudio.text import _
from cnnstudio.training.run_list import RunEntry
from cnnstudio.ui.runs.arrangement import Arrangement, Arranger
from cnnstudio.ui.runs.columns import LARGEST_FIRST, TITLES, Column, cell_text, cell_tip

Index = QModelIndex | QPersistentModelIndex

ENTRY_ROLE = Qt.ItemDataRole.UserRole

_MOST_SINGLE_CHANGES = 50
_TERM = re.compile(r"(?:batch|lr) [\d.][^\s]*|\S+")
"""A word of a search, or a setting with its number: apart, the number is found anywhere."""


class RunTable(QAbstractTableModel):
    """Shows the runs that a search leaves, in the order of a column.

    `renamed` carries a folder and the name that a person wants for it.
    """

    renamed = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[RunEntry] = []
        self._all: tuple[RunEntry, ...] = ()
        self._wish = Arrangement()
        self._arranger = Arranger()
        self._rows: dict[Path, int] | None = None

    @property
    def count(self) -> int:
        """The number of all runs, also of those that a search leaves out."""
        return len(self._all)

    def show_entries(self, entries: Iterable[RunEntry]) -> None:
        """Show other runs."""
        self._all = tuple(entries)
        self._arrange()

    def search(self, text: str, *, is_starred_only: bool) -> None:
        """Show the runs in which all words of `text` occur; "batch 64" is one."""
        words = tuple(_TERM.findall(text.casefold()))
        self._wish = replace(self._wish, words=words, is_starred_only=is_starred_only)
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        descending = order == Qt.SortOrder.DescendingOrder
        self._wish = replace(self._wish, column=Column(column), is_descending=descending)
        self._arrange()

    def row_of(self, folder: Path) -> int | None:
        """Return the row of a run, or None where it is not shown."""
        if self._rows is None:
            self._rows = {entry.folder: row for row, entry in enumerate(self.entries)}
        return self._rows.get(folder)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_name = index.column() == Column.NAME
        return flags | Qt.ItemFlag.ItemIsEditable if is_name else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry, column = self.entries[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.OUTCOME:
                return entry.explanation or entry.outcome
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return cell_text(entry, column)
            case Qt.ItemDataRole.EditRole:
                return entry.name
            case Qt.ItemDataRole.ToolTipRole:
                return cell_tip(entry, column)
            case int() if role == ENTRY_ROLE:
                return entry
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        name = str(value).strip()
        entry = self.entries[index.row()]
        if role != Qt.ItemDataRole.EditRole or not name or name == entry.name:
            return False
        self.renamed.emit(entry.folder, name)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = Column(section)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _(TITLES[column]) if column in TITLES else ""
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return _(TITLES[column]) if column in TITLES else _("Starred")
            case Qt.ItemDataRole.InitialSortOrderRole if column in LARGEST_FIRST:
                return Qt.SortOrder.DescendingOrder
        return None

    def _arrange(self) -> None:
        """Bring the rows to what is wanted, and touch no others."""
        wanted = self._arranger.arranged(self._all, self._wish)
        self._rows = None
        old, new = {each.folder for each in self.entries}, {each.folder for each in wanted}
        if len(old ^ new) > _MOST_SINGLE_CHANGES:
            self.beginResetModel()
            self.entries, self._rows = wanted, None
            self.endResetModel()
            return
        self._drop(old - new)
        self._reorder([each for each in wanted if each.folder in old])
        self._insert(wanted, new - old)

    def _drop(self, folders: set[Path]) -> None:
        for row in reversed(range(len(self.entries) if folders else 0)):
            if self.entries[row].folder in folders:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self.entries[row]
                self._rows = None
                self.endRemoveRows()

    def _insert(self, wanted: list[RunEntry], folders: set[Path]) -> None:
        for row, entry in enumerate(wanted if folders else ()):
            if entry.folder in folders:
                self.beginInsertRows(QModelIndex(), row, row)
                self.entries.insert(row, entry)
                self._rows = None
                self.endInsertRows()

    def _reorder(self, wanted: list[RunEntry]) -> None:
        """Show the same runs in another order, or with other values."""
        before = self.entries
        if [each.folder for each in before] == [each.folder for each in wanted]:
            self.entries = wanted
            for row, (old, new) in enumerate(zip(before, wanted, strict=True)):
                if old is not new:
                    last = self.index(row, len(Column) - 1)
                    self.dataChanged.emit(self.index(row, 0), last)
            return
        self.layoutAboutToBeChanged.emit()
        self.entries, self._rows = wanted, None
        place = {entry.folder: row for row, entry in enumerate(wanted)}
        indexes = self.persistentIndexList()
        moved = [self.index(place[before[index.row()].folder], index.column()) for index in indexes]
        self.changePersistentIndexList(indexes, moved)
        self.layoutChanged.emit()
