"""Records as a table that can be sorted: a column says how it shows and compares them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from cnnstudio.text import _
from cnnstudio.ui.theme import SMALL_PX, number_font, themes

Index = QModelIndex | QPersistentModelIndex
Record = TypeVar("Record")

_SORT_ROLE = Qt.ItemDataRole.UserRole
_ROW_PX = 26
_RING_PX = 2


@dataclass(frozen=True, slots=True)
class RecordColumn(Generic[Record]):
    """One column; its title and its tip are to be passed through `_()`.

    Without a `key` the records are sorted as they came.
    """

    title: str
    text: Callable[[Record], str]
    key: Callable[[Record], Any] | None = None
    tip: str = ""
    is_number: bool = False


class RecordModel(QAbstractTableModel, Generic[Record]):
    """A row for each record; `tip_of` is what is said of one."""

    def __init__(
        self,
        columns: Sequence[RecordColumn[Record]],
        parent: QObject | None = None,
        *,
        tip_of: Callable[[Record], str] = lambda _record: "",
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._tip_of = tip_of
        self.records: list[Record] = []

    def show_records(
        self,
        records: Iterable[Record],
        *,
        columns: Sequence[RecordColumn[Record]] | None = None,
    ) -> None:
        """Show other records, in other columns where these are given."""
        self.beginResetModel()
        self.records = list(records)
        self._columns = self._columns if columns is None else tuple(columns)
        self.endResetModel()

    def add(self, records: Sequence[Record]) -> None:
        """Add records at the end."""
        count = len(self.records)
        self.beginInsertRows(QModelIndex(), count, count + len(records) - 1)
        self.records += records
        self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.records)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        record, column = self.records[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.text(record)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip_of(record)
            case Qt.ItemDataRole.FontRole if column.is_number:
                return number_font(SMALL_PX)
            case Qt.ItemDataRole.TextAlignmentRole if column.is_number:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case int() if role == _SORT_ROLE:
                return index.row() if column.key is None else column.key(record)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self._columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _(column.title)
            case Qt.ItemDataRole.ToolTipRole if column.tip:
                return _(column.tip)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.is_number else _LEFT
                return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class RecordTable(QTableView):
    """Shows records, one row of them chosen; a click on a title sorts."""

    def __init__(self, model: RecordModel[Any], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        model.setParent(self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(model)
        self._sorted.setSortRole(_SORT_ROLE)
        self.setModel(self._sorted)
        self.setAccessibleName(name)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._sorted.rowCount():
            # Without a current row nobody would see that the keyboard is here.
            self.selectionModel().setCurrentIndex(
                self._sorted.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        current = self.currentIndex()
        if self.hasFocus() and current.isValid():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(themes.current.accent, _RING_PX))
            row = self.visualRect(current)
            row.setLeft(0)
            row.setRight(self.viewport().width() - 1)
            painter.drawRect(row.adjusted(1, 1, -1, -1))
            painter.end()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @property
    def order(self) -> tuple[int, ...]:
        """The places of the records, as they came, from top to bottom."""
        rows = range(self._sorted.rowCount())
        return tuple(self.place_of(self._sorted.index(row, 0)) for row in rows)

    def place_of(self, index: QModelIndex) -> int:
        """Return the place of a record among all as they came."""
        return self._sorted.mapToSource(index).row()

    def index_of(self, place: int) -> QModelIndex:
        """Return where a record stands now."""
        source = self._sorted.sourceModel()
        return self._sorted.mapFromSource(source.index(place, 0))


_LEFT = Qt.AlignmentFlag.AlignLeft
