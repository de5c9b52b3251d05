"""Facts in rows under section headings: the title, and a column for each run."""

from collections.abc import Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
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
_ROUND_TEXT_PX = _PADDING_PX + _PADDING_PX // 2
_BAR_PX = 3
_MOST_LINES = 3
_ENDLESS_PX = 10_000
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
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
            case Qt.ItemDataRole.ToolTipRole if isinstance(row, Fact):
                return _text(row, column)
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
    """Shows facts, the longer ones in several lines; the chosen rows are copied as a table."""

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
        # Once for all columns that a change of the width resizes.
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(0)
        self._fitting.timeout.connect(self._fit_rows)
        self.horizontalHeader().sectionResized.connect(lambda *_sizes: self._fitting.start())
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
            if isinstance(known, Section) and names:
                self.setSpan(row, 0, 1, self.facts.columnCount())
        self._fit_rows()

    @property
    def message(self) -> str:
        """What stands in place of facts where there are none to be shown."""
        if self.facts.rows or len(self.facts.names) < 2:
            return ""
        return _("These runs have the same settings, network and data.")

    def _fit_rows(self) -> None:
        """Make rows as high as their longest texts need."""
        columns = range(self.facts.columnCount())
        rooms = [self.columnWidth(column) - _ROUND_TEXT_PX for column in columns]
        for row, known in enumerate(self.facts.rows):
            height = _HEADING_PX
            if isinstance(known, Fact):
                texts = (known.title, *known.values)
                height = max(map(_height_px, columns, texts, rooms))
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)

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
        room = rect.adjusted(_PADDING_PX, 0, _PADDING_PX - _ROUND_TEXT_PX, 0)
        painter.setPen(theme.text if index.column() else theme.dim)
        if is_heading:
            painter.setFont(label_font())
            align = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
            painter.drawText(room.adjusted(0, 0, 0, -4), align, index.data())
        else:
            painter.setFont(_font(index.column()))
            _write(painter, room, index.data())
        painter.restore()


def _font(column: int) -> QFont:
    return body_font(BODY_PX if column else SMALL_PX)


def _line_count(metrics: QFontMetrics, text: str, width_px: int) -> int:
    """Return how many lines a text takes; one where it is cut off, being far too long."""
    advance_px = metrics.horizontalAdvance(text)
    if not width_px < advance_px < _MOST_LINES * width_px:
        return 1
    wrapped = metrics.boundingRect(QRect(0, 0, width_px, _ENDLESS_PX), _WRAPPED, text)
    count = round(wrapped.height() / metrics.lineSpacing())
    return count if count <= _MOST_LINES and wrapped.width() <= width_px else 1


def _height_px(column: int, text: str, width_px: int) -> int:
    metrics = QFontMetrics(_font(column))
    return _ROW_PX + (_line_count(metrics, text, width_px) - 1) * metrics.lineSpacing()


def _write(painter: QPainter, room: QRect, text: str) -> None:
    """Write a text from the first line of a row on, in as many lines as it takes."""
    metrics = painter.fontMetrics()
    if _line_count(metrics, text, room.width()) > 1:
        top = (_ROW_PX - metrics.lineSpacing()) // 2
        painter.drawText(room.adjusted(0, top, 0, 0), _WRAPPED, text)
        return
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    room.setHeight(_ROW_PX)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _text(row: _Row, column: int) -> str:
    if isinstance(row, Section):
        return _(row.value) if column == 0 else ""
    return row.title if column == 0 else row.values[column - 1]
