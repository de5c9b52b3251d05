"""Facts in rows under section headings: the title, and a column for each run."""

from collections.abc import Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cnnstudio.text import _
from cnnstudio.ui.runs.facts import Fact, Section
from cnnstudio.ui.runs.run_marks import mark_pixmap
from cnnstudio.ui.theme import BODY_PX, SMALL_PX, body_font, label_font, themes

_ROW_PX = 24
_HEADING_PX = 30
_TITLE_PX = 112
_NARROW_TITLE_PX = 98
_PADDING_PX = 8
_BAR_PX = 3
_MIDDLE = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap

Index = QModelIndex | QPersistentModelIndex
_Row = Fact | Section


class Differences(Enum):
    """What becomes of rows in which runs differ."""

    PLAIN = "plain"
    MARKED = "marked"
    ALONE = "alone"


class FactsModel(QAbstractTableModel):
    """The facts, and a heading before each section."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[_Row, ...] = ()
        self.names: tuple[str, ...] = ()
        self.differences = Differences.PLAIN

    def show_facts(
        self, facts: Sequence[Fact], names: Sequence[str], differences: Differences
    ) -> None:
        """Show the facts of runs, or what differs in them alone."""
        self.beginResetModel()
        rows: list[_Row] = []
        shown = [fact for fact in facts if fact.differs or differences is not Differences.ALONE]
        for section in Section:
            group = [fact for fact in shown if fact.section is section]
            rows += [section, *group] if group else []
        self.rows, self.names, self.differences = tuple(rows), tuple(names), differences
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else 1 + len(self.names)

    def is_marked(self, row: int) -> bool:
        """Whether a row stands out because the runs differ in it."""
        fact = self.rows[row]
        marked = self.differences is Differences.MARKED
        return marked and isinstance(fact, Fact) and fact.differs

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _text(row, column)
            case Qt.ItemDataRole.ToolTipRole if column and isinstance(row, Fact):
                return row.values[column - 1]
            case Qt.ItemDataRole.AccessibleDescriptionRole if self.is_marked(index.row()):
                return _("The runs differ in this.")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not section:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self.names[section - 1]
            case Qt.ItemDataRole.DecorationRole:
                return mark_pixmap(section - 1, QGuiApplication.primaryScreen().devicePixelRatio())
        return None

    def line(self, row: int) -> str:
        """Return a row as text to be pasted into a table."""
        known = self.rows[row]
        if isinstance(known, Section):
            return _(known.value)
        return "\t".join((known.title, *known.values))


class FactsView(QTableView):
    """Shows facts; the chosen rows are copied as a table."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = FactsModel(self)
        self.setModel(self.facts)
        self.setItemDelegate(_FactDelegate(self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        themes.changed.connect(self.viewport().update)

    def show_facts(
        self, facts: Sequence[Fact], names: Sequence[str], differences: Differences
    ) -> None:
        """Show the facts of runs; a run alone has no name above its column."""
        self.clearSpans()
        self.facts.show_facts(facts, names, differences)
        header = self.horizontalHeader()
        header.setVisible(len(names) > 1)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.setColumnWidth(0, _TITLE_PX if len(names) > 1 else _NARROW_TITLE_PX)
        for row, known in enumerate(self.facts.rows):
            is_heading = isinstance(known, Section)
            self.setRowHeight(row, _HEADING_PX if is_heading else _ROW_PX)
            if is_heading and names:
                self.setSpan(row, 0, 1, self.facts.columnCount())

    @property
    def message(self) -> str:
        """What stands in place of facts where there are none to be shown."""
        if self.facts.rows or len(self.facts.names) < 2:
            return ""
        return _("These runs have the same settings, network and data.")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.message:
            painter = QPainter(self.viewport())
            painter.setFont(body_font(BODY_PX))
            painter.setPen(themes.current.dim)
            room = self.viewport().rect().adjusted(_PADDING_PX, _ROW_PX, -_PADDING_PX, -_ROW_PX)
            painter.drawText(room, int(_MIDDLE), self.message)
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = sorted(index.row() for index in self.selectionModel().selectedRows())
            text = "\n".join(self.facts.line(row) for row in rows)
            QGuiApplication.clipboard().setText(text)
            return
        super().keyPressEvent(event)


class _FactDelegate(QStyledItemDelegate):
    """Paints headings as labels, titles dim, and a bar beside what differs."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, theme, rect = index.model(), themes.current, option.rect
        assert isinstance(model, FactsModel)
        painter.save()
        is_heading = isinstance(model.rows[index.row()], Section)
        if option.state & QStyle.StateFlag.State_Selected and not is_heading:
            painter.fillRect(rect, theme.hover)
        if model.is_marked(index.row()):
            painter.fillRect(rect, theme.selection)
            if index.column() == 0:
                painter.fillRect(rect.adjusted(0, 0, _BAR_PX - rect.width(), 0), theme.accent)
        room = rect.adjusted(_PADDING_PX, 0, -_PADDING_PX // 2, 0)
        align = Qt.AlignmentFlag.AlignVCenter
        if is_heading:
            painter.setFont(label_font())
            painter.setPen(theme.dim)
            room.adjust(0, 0, 0, -4)
            align = Qt.AlignmentFlag.AlignBottom
        elif index.column() == 0:
            painter.setFont(body_font(SMALL_PX))
            painter.setPen(theme.dim)
        else:
            painter.setFont(body_font(BODY_PX))
            painter.setPen(theme.text)
        text = index.data()
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, align | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


def _text(row: _Row, column: int) -> str:
    if isinstance(row, Section):
        return _(row.value) if column == 0 else ""
    return row.title if column == 0 else row.values[column - 1]
