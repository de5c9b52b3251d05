"""The classes of a part: how many pictures each has, as a chart that also chooses what is shown."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.text import _, plural
from cnnstudio.ui.theme import SMALL_PX, TINY_PX, body_font, number_font, themes
from cnnstudio.ui.widgets.empty_state import EmptyState

ROW_ROLE = Qt.ItemDataRole.UserRole
_ROW_PX = 24
_BAR_PX = 5
_TEXT_PX = 160

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class: its number and name, its pictures, and the pictures of the largest class."""

    label: int
    name: str
    count: int
    most: int


class ClassModel(QAbstractListModel):
    """The classes whose names hold what is searched for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[ClassRow] = []
        self._text = ""
        self.rows: list[ClassRow] = []

    def show_classes(self, names: tuple[str, ...], counts: tuple[int, ...]) -> None:
        """Show other classes."""
        most = max(counts, default=0)
        pairs = enumerate(zip(names, counts, strict=True))
        self._all = [ClassRow(label, name, count, most) for label, (name, count) in pairs]
        self._show()

    def search(self, text: str) -> None:
        """Show the classes in whose names each of the words stands."""
        self._text = text.casefold()
        self._show()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                pictures = plural("{count:,} picture", "{count:,} pictures", row.count)
                return _("{name}: {pictures}").format(name=row.name, pictures=pictures)
            case int() if role == ROW_ROLE:
                return row
        return None

    def _show(self) -> None:
        self.beginResetModel()
        words = self._text.split()
        self.rows = [row for row in self._all if all(word in row.name.casefold() for word in words)]
        self.endResetModel()


class ClassDelegate(QStyledItemDelegate):
    """Name and number on a line, above a bar."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: ClassRow = index.data(ROW_ROLE)
        theme = themes.current
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen:
            painter.fillRect(option.rect, theme.selection)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, theme.hover)
        line = option.rect.adjusted(16, 2, -16, -_BAR_PX - 3)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(number_font(TINY_PX))
        painter.setPen(theme.dim)
        count = f"{row.count:,}"
        painter.drawText(line, int(middle | Qt.AlignmentFlag.AlignRight), count)
        room = line.width() - painter.fontMetrics().horizontalAdvance(count) - 8
        painter.setFont(body_font(SMALL_PX))
        painter.setPen(theme.text)
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(line, int(middle), name)
        self._paint_bar(painter, option.rect, row)

    def _paint_bar(self, painter: QPainter, rect: QRect, row: ClassRow) -> None:
        track = QRectF(rect.left() + 16, rect.bottom() - _BAR_PX, rect.width() - 32, _BAR_PX - 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(themes.current.line)
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        if row.count:
            track.setWidth(max(track.height(), track.width() * row.count / row.most))
            painter.setBrush(themes.current.accent)
            painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        painter.restore()


class ClassList(QWidget):
    """Shows the classes; `filtered` says that the pictures of others are wanted."""

    filtered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setPlaceholderText(_("Search classes"))
        self.search.setAccessibleName(_("Search classes"))
        self.search.setClearButtonEnabled(True)
        self.model = ClassModel(self)
        self.view = _ClassView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(ClassDelegate(self))
        self._nothing = EmptyState(_("No such class"), _("Try another part of its name."))
        self._nothing.text.setFixedWidth(_TEXT_PX)
        self._lay_out()
        self.search.textChanged.connect(self._on_search_changed)
        self.view.selectionModel().selectionChanged.connect(lambda *_change: self.filtered.emit())
        themes.changed.connect(self.view.viewport().update)

    @property
    def labels(self) -> tuple[int, ...]:
        """The classes whose pictures are wanted: the chosen ones, else all that are found."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedIndexes())
        return tuple(self.model.rows[row].label for row in rows or range(len(self.model.rows)))

    def show_classes(self, names: tuple[str, ...], counts: tuple[int, ...]) -> None:
        """Show other classes, all of them wanted."""
        self.model.show_classes(names, counts)
        self._show_found()

    def choose(self, row: int) -> None:
        """Want the pictures of one class alone."""
        self.view.selectionModel().select(
            self.model.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(12, 0, 12, 0)
        head.addWidget(self.search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        self._stack = QStackedLayout()
        layout.addLayout(self._stack, 1)  # first: without a parent the view would be a window
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._nothing)

    def _on_search_changed(self, text: str) -> None:
        self.model.search(text)
        self._show_found()
        self.filtered.emit()

    def _show_found(self) -> None:
        is_empty = bool(self.search.text()) and not self.model.rows
        self._stack.setCurrentIndex(1 if is_empty else 0)


class _ClassView(QListView):
    """A click chooses a class, another click on it all of them; Ctrl and Shift choose several."""

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Classes"))
        self.setAccessibleDescription(_("Choose classes to see their pictures alone"))

    def selectionCommand(
        self, index: Index, event: Any = None
    ) -> QItemSelectionModel.SelectionFlag:
        chosen = self.selectionModel().selectedIndexes()
        is_plain = event is not None and not event.modifiers()
        is_click = event is not None and event.type() == event.Type.MouseButtonPress
        if is_click and is_plain and chosen == [index]:
            return QItemSelectionModel.SelectionFlag.Clear
        return super().selectionCommand(index, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self.clearSelection()
        else:
            super().keyPressEvent(event)
