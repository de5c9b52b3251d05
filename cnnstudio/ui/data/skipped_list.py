"""The files that cannot be used: each with its path and the reason."""

import csv
import io
from collections.abc import Mapping, Sequence
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
from PySide6.QtGui import QAction, QGuiApplication, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.data.dataset import SkippedFile
from cnnstudio.text import _, plural
from cnnstudio.ui.widgets.buttons import ToolbarButton

_REASON_PX = 260
_ROW_PX = 26
_INDENT_PX = 5

Index = QModelIndex | QPersistentModelIndex


class SkippedModel(QAbstractTableModel):
    """Two columns: the file and why it is left out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.files: Sequence[SkippedFile] = ()

    def show_files(self, files: Sequence[SkippedFile]) -> None:
        """Show other files."""
        self.beginResetModel()
        self.files = files
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.files)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        file = self.files[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return file.reason if index.column() else file.path
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _("Reason") if section else _("File")
        return None


class _Indented(QStyledItemDelegate):
    """Lets the texts begin below the titles of their columns."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        option.rect.adjust(_INDENT_PX, 0, 0, 0)
        super().paint(painter, option, index)


class SkippedList(QWidget):
    """Shows the files, copies them and writes them to a file; `failed` says why not."""

    failed = Signal(str)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = SkippedModel(self)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.count = QLabel()
        self._set_up()
        self._lay_out(actions)
        actions["data.copy_skipped"].triggered.connect(self._copy)
        actions["data.export_skipped"].triggered.connect(self._export)

    def show_files(self, files: Sequence[SkippedFile]) -> None:
        """Show other files."""
        self.model.show_files(files)
        self.count.setText(
            plural(
                "{count:,} file cannot be used and is left out. The folder itself is not changed.",
                "{count:,} files cannot be used and are left out. The folder itself is not "
                "changed.",
                len(files),
            )
        )

    def _set_up(self) -> None:
        view = self.view
        view.setAccessibleName(_("Files that cannot be used"))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        view.setItemDelegate(_Indented(self))
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        rows, columns = view.verticalHeader(), view.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW_PX)
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        columns.resizeSection(1, _REASON_PX)

    def _lay_out(self, actions: Mapping[str, QAction]) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 8, 12, 4)
        head.setSpacing(8)
        self.count.setWordWrap(True)
        head.addWidget(self.count, 1)
        for name in ("data.copy_skipped", "data.export_skipped"):
            head.addWidget(ToolbarButton(actions[name]))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(written(self.model.files, "\t"))

    def _export(self) -> None:
        path, _filter = QFileDialog.getSaveFileName(
            self, _("Export the List"), "unreadable.csv", _("Tables (*.csv)")
        )
        if not path:
            return
        try:
            Path(path).write_text(written(self.model.files, ","), encoding="utf-8")
        except OSError as error:
            self.failed.emit(
                _('The list cannot be written to "{path}": {reason}.').format(
                    path=path, reason=error.strerror
                )
            )


def written(files: Sequence[SkippedFile], separator: str) -> str:
    """Return the files as lines of path and reason, below their titles."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerow((_("File"), _("Reason")))
    writer.writerows((file.path, file.reason) for file in files)
    return text.getvalue()
