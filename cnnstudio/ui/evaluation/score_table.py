"""Precision, recall and F1 of each class, as a table that can be sorted."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from cnnstudio.text import N_, _
from cnnstudio.training.tasks import ClassScore
from cnnstudio.ui.theme import SMALL_PX, number_font

Index = QModelIndex | QPersistentModelIndex

_SORT_ROLE = Qt.ItemDataRole.UserRole
_ROW_PX = 26
_COLUMNS = (
    ("name", N_("Class"), N_("The true class")),
    ("precision", N_("Precision"), N_("Of the pictures taken for this class, how many are of it")),
    ("recall", N_("Recall"), N_("Of the pictures of this class, how many were recognised")),
    ("f1", N_("F1"), N_("The harmonic mean of precision and recall")),
    ("support", N_("Pictures"), N_("How many pictures of this class there are")),
)


class ScoreModel(QAbstractTableModel):
    """A row for each class."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scores: tuple[ClassScore, ...] = ()

    def show_scores(self, scores: tuple[ClassScore, ...]) -> None:
        """Show other scores."""
        self.beginResetModel()
        self.scores = scores
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.scores)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = _COLUMNS[index.column()][0]
        value = getattr(self.scores[index.row()], column)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{value:.3f}" if isinstance(value, float) else f"{value}"
            case Qt.ItemDataRole.FontRole if column != "name":
                return number_font(SMALL_PX)
            case Qt.ItemDataRole.TextAlignmentRole if column != "name":
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case int() if role == _SORT_ROLE:
                return index.row() if column == "name" else value
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        _name, title, tip = _COLUMNS[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _(title)
            case Qt.ItemDataRole.ToolTipRole:
                return _(tip)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
                return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class ScoreTable(QTableView):
    """Shows the scores; `chosen` carries a class, `sorted_anew` says that the order is another."""

    chosen = Signal(int)
    sorted_anew = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scores = ScoreModel(self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._scores)
        self._sorted.setSortRole(_SORT_ROLE)
        self.setModel(self._sorted)
        self._set_up()
        self.clicked.connect(self._on_activated)
        self.activated.connect(self._on_activated)
        self.horizontalHeader().sortIndicatorChanged.connect(
            lambda _column, _order: self.sorted_anew.emit()
        )

    @property
    def order(self) -> tuple[int, ...]:
        """The classes from top to bottom."""
        rows = range(self._sorted.rowCount())
        return tuple(self._sorted.mapToSource(self._sorted.index(row, 0)).row() for row in rows)

    def show_scores(self, scores: tuple[ClassScore, ...]) -> None:
        """Show other scores."""
        self._scores.show_scores(scores)

    def choose(self, label: int | None) -> None:
        """Mark the row of a class, or none."""
        if label is None:
            self.clearSelection()
            return
        index = self._sorted.mapFromSource(self._scores.index(label, 0))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _on_activated(self, index: QModelIndex) -> None:
        self.chosen.emit(self._sorted.mapToSource(index).row())

    def _set_up(self) -> None:
        self.setAccessibleName(_("Scores of the classes"))
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(56)
