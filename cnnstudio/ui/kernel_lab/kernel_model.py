"""The kernels that are offered as a model that can be searched, each with a thumbnail."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QImage

from cnnstudio.ui.kernel_lab.entries import Entry, Group

ENTRY_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class KernelModel(QAbstractListModel):
    """All entries in their order; `show_thumbnail` fills in the pictures as they come."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()
        self._thumbnails: dict[str, QImage] = {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return entry.title
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return f"{entry.title}\n{entry.about}"
            case Qt.ItemDataRole.DecorationRole:
                return self._thumbnails.get(entry.key)
            case int() if role == ENTRY_ROLE:
                return entry
        return None

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Offer other entries; the places of those that stay are kept."""
        old, new = self.entries, tuple(entries)
        if [entry.key for entry in old] != [entry.key for entry in new]:
            self.beginResetModel()
            self.entries = new
            self.endResetModel()
            return
        self.entries = new
        for row, (before, after) in enumerate(zip(old, new, strict=True)):
            if before is not after:
                self.dataChanged.emit(self.index(row), self.index(row))

    def show_thumbnail(self, key: str, image: QImage) -> None:
        """Show what the entry of a key makes of the picture."""
        self._thumbnails[key] = image
        for row, entry in enumerate(self.entries):
            if entry.key == key:
                index = self.index(row)
                self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])


class KernelSearch(QSortFilterProxyModel):
    """The entries of one group; while something is searched for, those of all groups."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.group = Group.PRESET
        self._words: list[str] = []

    @property
    def is_searching(self) -> bool:
        """Whether the entries of all groups are looked through."""
        return bool(self._words)

    def search(self, text: str) -> None:
        """Show what holds all words of `text`."""
        self._words = text.casefold().split()
        self.invalidate()

    def show_group(self, group: Group) -> None:
        """Show the entries of a group."""
        self.group = group
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        entry: Entry = self.sourceModel().index(row, 0).data(ENTRY_ROLE)
        if not self._words:
            return entry.group is self.group
        return all(word in entry.searched for word in self._words)
