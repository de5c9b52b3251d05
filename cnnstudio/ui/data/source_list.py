"""The data sets there are: those of the program, those to download, and one's own folders."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cnnstudio.data import catalog
from cnnstudio.data.choice import FOLDER, DataChoice
from cnnstudio.network.blocks.kind import shape_text
from cnnstudio.text import _
from cnnstudio.ui.theme import LABEL_PX, body_font, themes

SOURCE_ROLE = Qt.ItemDataRole.UserRole
_ROW_PX = 44
_MARK_PX = 3

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Source:
    """One data set in the list: its name, or the folder it comes from, and what is known of it."""

    name: str
    title: str
    state: str
    folder: Path | None = None


def sources(folders: tuple[Path, ...]) -> list[Source]:
    """Return all data sets with their states, the folders last."""
    known = [Source(name, _(catalog.info(name).title), _state_of(name)) for name in catalog.names()]
    return known + [_folder_source(folder) for folder in folders]


def _state_of(name: str) -> str:
    info = catalog.info(name)
    shape = shape_text(info.shape) if info.shape else ""
    if name not in catalog.REMOTES:
        return _("{shape} · built in").format(shape=shape)
    if catalog.is_available(DataChoice(name=name)):
        return _("{shape} · downloaded").format(shape=shape)
    size = megabytes(catalog.REMOTES[name].size_bytes)
    return _("{shape} · {size} to download").format(shape=shape, size=size)


def megabytes(count: int) -> str:
    """Return a number of bytes as "12 MB", at least one."""
    return _("{count:,} MB").format(count=max(1, round(count / 1e6)))


def _folder_source(folder: Path) -> Source:
    state = str(folder.parent) if folder.is_dir() else _("the folder is gone")
    return Source(FOLDER, folder.name, state, folder)


class SourceModel(QAbstractListModel):
    """The data sets as a list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sources: list[Source] = []

    def show_sources(self, found: list[Source]) -> None:
        """Show other data sets."""
        if found != self.sources:
            self.beginResetModel()
            self.sources = found
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.sources)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        source = self.sources[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return source.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return _("{title}: {state}").format(title=source.title, state=source.state)
            case Qt.ItemDataRole.ToolTipRole:
                return _tip(source)
            case int() if role == SOURCE_ROLE:
                return source
        return None


def _tip(source: Source) -> str:
    return str(source.folder) if source.folder else _(catalog.info(source.name).description)


class SourceDelegate(QStyledItemDelegate):
    """Two lines for each data set, and a mark at that of the project."""

    in_use: Source | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        source: Source = index.data(SOURCE_ROLE)
        theme = themes.current
        is_used = source == self.in_use
        row = option.rect
        if is_used:
            painter.fillRect(row, theme.selection)
            painter.fillRect(row.left(), row.top(), _MARK_PX, row.height(), theme.accent)
        elif option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus):
            painter.fillRect(row, theme.hover)
        line = row.adjusted(16, 6, -8, 0)
        line.setHeight(18)
        _draw(painter, line, source.title, 13, is_bold=is_used)
        painter.setPen(theme.dim)
        line.translate(0, 17)
        painter.setFont(body_font(LABEL_PX))
        elided = painter.fontMetrics().elidedText(
            source.state, Qt.TextElideMode.ElideMiddle, line.width()
        )
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), elided)


def _draw(painter: QPainter, line: Any, text: str, size_px: int, *, is_bold: bool) -> None:
    painter.setFont(body_font(size_px, bold=is_bold))
    painter.setPen(themes.current.text)
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
    painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), elided)


class SourceList(QListView):
    """Shows the data sets; `wanted` carries one that is clicked or entered."""

    wanted = Signal(object)
    unwanted = Signal(object)
    """A folder that is to leave the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = SourceModel(self)
        self._delegate = SourceDelegate(self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Data sets"))
        self.clicked.connect(self._on_clicked)
        themes.changed.connect(self.viewport().update)

    @property
    def sources(self) -> list[Source]:
        """The data sets, from top to bottom."""
        return self._model.sources

    @property
    def in_use(self) -> Source | None:
        """The data set of the project."""
        return self._delegate.in_use

    @property
    def current(self) -> Source | None:
        """The data set that the keys act on."""
        return self.currentIndex().data(SOURCE_ROLE)

    def show_sources(self, found: list[Source], choice: DataChoice) -> None:
        """Show the data sets and mark the one that is chosen."""
        self._model.show_sources(found)
        used = next((source for source in found if _is_of(source, choice)), None)
        if used != self._delegate.in_use:
            self._delegate.in_use = used
            self.viewport().update()
        if used is not None:
            self.setCurrentIndex(self._model.index(found.index(used)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on_clicked(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete:
            source = self.currentIndex().data(SOURCE_ROLE)
            if source is not None and source.folder is not None:
                self.unwanted.emit(source.folder)
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.isValid():
            self.wanted.emit(index.data(SOURCE_ROLE))


def _is_of(source: Source, choice: DataChoice) -> bool:
    if choice.name != FOLDER:
        return source.name == choice.name
    return source.folder is not None and str(source.folder) == choice.folder
