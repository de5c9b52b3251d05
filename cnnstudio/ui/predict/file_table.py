"""The answers for the pictures of a folder, as a table that can be sorted and written."""

import csv
import io
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from cnnstudio.text import N_, _
from cnnstudio.training.tasks import FilePrediction
from cnnstudio.ui.theme import SMALL_PX, number_font

Index = QModelIndex | QPersistentModelIndex

_SORT_ROLE = Qt.ItemDataRole.UserRole
_ROW_PX = 26
_COLUMNS = (
    ("path", N_("File")),
    ("label", N_("First guess")),
    ("probability", N_("Probability")),
    ("second", N_("Second guess")),
    ("second_probability", N_("Probability")),
)


class FileModel(QAbstractTableModel):
    """A row for each file."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.files: list[FilePrediction] = []

    def clear(self) -> None:
        """Begin with an empty table."""
        self.beginResetModel()
        self.files = []
        self.endResetModel()

    def add(self, files: tuple[FilePrediction, ...]) -> None:
        """Add answers at the end."""
        count = len(self.files)
        self.beginInsertRows(QModelIndex(), count, count + len(files) - 1)
        self.files += files
        self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.files)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        file, name = self.files[index.row()], _COLUMNS[index.column()][0]
        value = getattr(file, name)
        is_number = isinstance(value, float)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return _shown(file, name)
            case Qt.ItemDataRole.ToolTipRole:
                return file.problem or file.path
            case Qt.ItemDataRole.FontRole if is_number:
                return number_font(SMALL_PX)
            case Qt.ItemDataRole.TextAlignmentRole if is_number:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case int() if role == _SORT_ROLE:
                return value
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_number = _COLUMNS[section][0].endswith("probability")
            side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return _(_COLUMNS[section][1]) if role == Qt.ItemDataRole.DisplayRole else None


class FileTable(QTableView):
    """Shows the answers; `chosen` carries the path of the file in the current row."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.files = FileModel(self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self.files)
        self._sorted.setSortRole(_SORT_ROLE)
        self.setModel(self._sorted)
        self._set_up()
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            file = self.files.files[self._sorted.mapToSource(current).row()]
            if not file.problem:
                self.chosen.emit(file.path)

    def _set_up(self) -> None:
        self.setAccessibleName(_("Answers for the folder"))
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)


def files_table(files: list[FilePrediction]) -> str:
    """Return the answers as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    titles = ("file", "first guess", "probability", "second guess", "its probability", "problem")
    writer.writerow(titles)
    for file in files:
        numbers = (file.label, file.probability, file.second, file.second_probability)
        writer.writerow((file.path, *(("",) * 4 if file.problem else numbers), file.problem))
    return text.getvalue()


def _shown(file: FilePrediction, name: str) -> str:
    if name == "path":
        return Path(file.path).name
    if file.problem:
        return _("not a picture") if name == "label" else ""
    value = getattr(file, name)
    return f"{value:.3f}" if isinstance(value, float) else value
