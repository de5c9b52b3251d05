"""The deleted runs in a list, of which some are to come back."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.text import N_, _
from cnnstudio.ui.runs import words
from cnnstudio.ui.runs.deletion import DeletedRun
from cnnstudio.ui.widgets.empty_state import EmptyState
from cnnstudio.ui.widgets.record_table import RecordColumn, RecordModel, RecordTable

_SIZE_PX = QSize(680, 380)
_WIDTHS_PX = {1: 136, 2: 150, 3: 120}
_BUTTON_PX = 104
_DELETED = 3


class RestoreDialog(QDialog):
    """Lists what was deleted; `wanted` carries the runs that are to come back."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Restore Deleted Runs"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_SIZE_PX)
        self._runs = RecordModel(_COLUMNS, tip_of=_tip)
        self.table = RecordTable(self._runs, _("Deleted runs"))
        self.nothing = EmptyState(_("No deleted runs"), _("Nothing was deleted in the last day."))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.restoring = self.buttons.addButton(
            _("Restore"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        for button in self.buttons.buttons():
            button.setMinimumWidth(_BUTTON_PX)
        self._lay_out()
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        # Enter reaches the button by itself: activated would choose a second time.
        self.table.doubleClicked.connect(lambda _index: self.accept())
        self.table.selectionModel().selectionChanged.connect(lambda *_items: self._show_choice())
        self._show_choice()

    @property
    def chosen(self) -> tuple[DeletedRun, ...]:
        """The runs that are chosen, from top to bottom."""
        rows = sorted(self.table.selectionModel().selectedRows(), key=lambda index: index.row())
        return tuple(self._runs.records[self.table.place_of(index)] for index in rows)

    def show_runs(self, deleted: Sequence[DeletedRun]) -> None:
        """List runs, and choose the one that was deleted last."""
        self._runs.show_records(deleted)
        self._stack.setCurrentWidget(self._list if deleted else self.nothing)
        if deleted:
            flags = QItemSelectionModel.SelectionFlag
            first = self.table.model().index(0, 0)
            self.table.selectionModel().setCurrentIndex(first, flags.ClearAndSelect | flags.Rows)
            self.table.setFocus()

    def accept(self) -> None:
        """Close and hand over what is chosen."""
        chosen = self.chosen
        super().accept()
        if chosen:
            self.wanted.emit(chosen)

    def _lay_out(self) -> None:
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.sortByColumn(_DELETED, Qt.SortOrder.DescendingOrder)
        header = self.table.horizontalHeader()
        for column, width in _WIDTHS_PX.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.table.setColumnWidth(column, width)
        hint = QLabel(_("Deleted runs are kept for a day at least."))
        hint.setProperty("tone", "dim")
        self._list = QWidget()
        listed = QVBoxLayout(self._list)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(8)
        listed.addWidget(self.table, 1)
        listed.addWidget(hint)
        self._stack = QStackedWidget()
        blank = QWidget()  # until the disk has been looked at
        for widget in (blank, self._list, self.nothing):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.buttons)

    def _show_choice(self) -> None:
        self.restoring.setEnabled(bool(self.chosen))


def _name(deleted: DeletedRun) -> str:
    return deleted.entry.name


def _outcome(deleted: DeletedRun) -> str:
    return deleted.entry.outcome


def _data(deleted: DeletedRun) -> str:
    record = deleted.entry.record
    return words.data_title(record.data) if record is not None else ""


def _moment(deleted: DeletedRun) -> str:
    when = deleted.discarded.when.astimezone()
    return words.short_moment_text(when, datetime.now().astimezone())


def _time_s(deleted: DeletedRun) -> float:
    # Not the moment itself: Qt compares no dates of Python.
    return deleted.discarded.when.timestamp()


def _tip(deleted: DeletedRun) -> str:
    return _("Comes back to {folder}").format(folder=deleted.discarded.origin)


_COLUMNS = (
    RecordColumn(N_("Run"), _name, lambda deleted: _name(deleted).casefold()),
    RecordColumn(N_("Data set"), _data, _data),
    RecordColumn(N_("Outcome"), _outcome, _outcome),
    RecordColumn(N_("Deleted"), _moment, _time_s),
)
