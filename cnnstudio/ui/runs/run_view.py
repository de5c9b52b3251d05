"""The table of runs as a view: its columns, their widths, and which give way."""

from PySide6.QtCore import QByteArray, QDataStream, QIODevice, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from cnnstudio.text import _
from cnnstudio.ui.runs.columns import Column
from cnnstudio.ui.runs.run_delegate import ROW_PX

_STATE_VERSION = 1

_WIDTHS_PX = {
    Column.STAR: 32,
    Column.NAME: 228,
    Column.DATA: 136,
    Column.BEST: 68,
    Column.OUTCOME: 154,
    Column.STARTED: 70,
}
_HEADER_PX = 28
_SMALLEST_NAME_PX = 190
_DISPENSABLE = (Column.DATA, Column.STARTED)
"""What gives way where room is short, the first one first: the details tell it too."""
_RESIZABLE = (Column.DATA, Column.BEST, Column.OUTCOME, Column.STARTED)


class RunView(QTableView):
    """Rows of two lines; the arrow keys move through them, Shift and Ctrl choose several.

    `columns_hidden` carries the columns for which there is no room, whenever they change.
    """

    columns_hidden = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self._widths_px = dict(_WIDTHS_PX)
        self._hidden: tuple[Column, ...] = ()
        self.setAccessibleName(_("Runs"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)

    def set_up_columns(self) -> None:
        """Give the columns their first widths; the name takes the room that is left."""
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(_WIDTHS_PX[Column.STAR])
        header.setFixedHeight(_HEADER_PX)
        for column, width in _WIDTHS_PX.items():
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Fixed)
        header.sectionResized.connect(self._on_section_resized)
        header.setSectionResizeMode(Column.STAR, QHeaderView.ResizeMode.Fixed)
        header.setSortIndicator(Column.STARTED, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)

    def saveState(self) -> QByteArray:
        """Return the widths of the columns and the order of the rows, for `restoreState`."""
        state, header = QByteArray(), self.horizontalHeader()
        stream = QDataStream(state, QIODevice.OpenModeFlag.WriteOnly)
        stream.writeInt32(_STATE_VERSION)
        for column in _RESIZABLE:
            stream.writeInt32(self._widths_px[column])
        stream.writeInt32(header.sortIndicatorSection())
        stream.writeBool(header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder)
        return state

    def restoreState(self, state: QByteArray) -> bool:
        """Give widths and order back; return whether `state` was one of `saveState`."""
        stream = QDataStream(state)
        if state.isEmpty() or stream.readInt32() != _STATE_VERSION:
            return False
        for column in _RESIZABLE:
            # Also of one that is hidden now: it has its width when there is room for it.
            self._widths_px[column] = stream.readInt32()
            self.setColumnWidth(column, self._widths_px[column])
        section, is_descending = stream.readInt32(), stream.readBool()
        order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(section, order)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        self._fit_name()

    def _on_section_resized(self, section: int, _before_px: int, width_px: int) -> None:
        if section != Column.NAME:
            self._fit_name()
        if width_px:  # it has none while it is hidden
            self._widths_px[Column(section)] = width_px

    def _fit_columns(self) -> None:
        """Leave out what there is no room for."""
        room = self.viewport().width() - _SMALLEST_NAME_PX
        before = self._hidden
        self._hidden = ()
        needed = sum(_WIDTHS_PX[column] for column in Column if column is not Column.NAME)
        for column in _DISPENSABLE:
            is_hidden = needed > room
            self.setColumnHidden(column, is_hidden)
            if is_hidden:
                needed -= _WIDTHS_PX[column]
                self._hidden += (column,)
        if self._hidden != before:
            self.columns_hidden.emit(self._hidden)

    def _fit_name(self) -> None:
        """Give the name what the others leave; Qt's own stretching would squeeze it to nothing."""
        others = sum(self.columnWidth(column) for column in Column if column is not Column.NAME)
        width = max(_SMALLEST_NAME_PX, self.viewport().width() - others)
        self.setColumnWidth(Column.NAME, width)
