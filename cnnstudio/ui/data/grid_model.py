"""The pictures of a part as a table, of which only what is seen is ever asked for."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from cnnstudio.text import _, plural
from cnnstudio.ui.data.arrangement import Arrangement, Cell
from cnnstudio.ui.data.loaded import LoadedPart
from cnnstudio.ui.data.thumbnails import Thumbnails

CELL_ROLE = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


class PictureGridModel(QAbstractTableModel):
    """Rows of pictures under the titles of their classes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.thumbnails = Thumbnails(self)
        self._part: LoadedPart | None = None
        self._class_names: tuple[str, ...] = ()
        self._labels: tuple[int, ...] = ()
        self._counts: tuple[int, ...] = ()
        self._arrangement: Arrangement | None = None
        self._columns = 1
        self._size = 1, 1.0
        self._place = -1, -1
        self._cell = Cell(0)

    @property
    def arrangement(self) -> Arrangement | None:
        """Where everything stands."""
        return self._arrangement

    @property
    def columns(self) -> int:
        """How many pictures stand side by side."""
        return self._columns

    def show_part(
        self, part: LoadedPart | None, class_names: tuple[str, ...], labels: Iterable[int]
    ) -> None:
        """Show the pictures of some classes of a part."""
        labels = tuple(labels)
        has_changed = part is not self._part
        self._part, self._class_names, self._labels = part, class_names, labels
        self._counts = part.groups.counts if part is not None else ()
        if has_changed:
            self._show_thumbnails()
        self._arrange()

    def show_size(self, columns: int, side_px: int, ratio: float) -> None:
        """Show so many pictures side by side; a pixel has `ratio` of the screen's on a side."""
        if (side_px, ratio) != self._size:
            self._size = side_px, ratio
            self._show_thumbnails()
        if columns != self._columns:
            self._columns = columns
            self._arrange()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        if parent.isValid() or self._arrangement is None:
            return 0
        return self._arrangement.row_count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._columns

    def cell(self, index: Index) -> Cell:
        """Return what stands at an index.

        A view asks for each place several times in a row.
        """
        place = index.row(), index.column()
        if place != self._place:
            assert self._arrangement is not None
            self._place, self._cell = place, self._arrangement.cell(*place)
        return self._cell

    def title(self, label: int) -> tuple[str, int]:
        """Return the name of a class, and how many pictures it has here."""
        return self._class_names[label], self._counts[label]

    def index_of(self, picture: int) -> QModelIndex:
        """Return where a picture stands; an invalid index where its class is not shown."""
        if self._part is None or self._arrangement is None:
            return QModelIndex()
        found = self._arrangement.find(int(self._part.split.labels[picture]), picture)
        return self.index(*found) if found else QModelIndex()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cell(index)
        match role:
            case int() if role == CELL_ROLE:
                return cell
            case Qt.ItemDataRole.DecorationRole if cell.picture is not None:
                return self.thumbnails.image(cell.picture)
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return self._words(cell)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.cell(index).picture is None:
            return Qt.ItemFlag.NoItemFlags  # the arrow keys pass over it
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _words(self, cell: Cell) -> str | None:
        name, count = self.title(cell.label)
        if cell.picture is not None:
            return _("{name}, picture {number:,}").format(name=name, number=cell.picture + 1)
        if cell.is_title:
            pictures = plural("{count:,} picture", "{count:,} pictures", count)
            return _("{name}: {pictures}").format(name=name, pictures=pictures)
        return None

    def _show_thumbnails(self) -> None:
        self.thumbnails.show(self._part.split if self._part else None, *self._size)

    def _arrange(self) -> None:
        self.beginResetModel()
        self._place = -1, -1
        part = self._part
        self._arrangement = (
            Arrangement(part.groups, self._labels, self._columns) if part is not None else None
        )
        self.endResetModel()
