"""The palette: every block kind by family, to be searched, dragged or added."""

from PySide6.QtCore import (
    QEvent,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QDrag, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.network.blocks.kind import BlockKind, Family
from cnnstudio.network.catalog import KINDS
from cnnstudio.text import _
from cnnstudio.ui.theme import RADIUS_PX, body_font, family_colour, label_font, themes

MIME = "application/x-cnnstudio-block-kind"
_KIND = Qt.ItemDataRole.UserRole
_ROW_PX = 28
_SECTION_PX = 34
_CARD = QSize(144, 48)


class Palette(QWidget):
    """A search field above the kinds; `kind_activated` is double-click or Enter."""

    kind_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit(self)
        self.search.setObjectName("search")
        self.search.setPlaceholderText(_("Search blocks"))
        self.search.setAccessibleName(_("Search blocks"))
        self.search.setClearButtonEnabled(True)
        self.kinds = _KindList(self)
        self._nothing = QLabel(self)
        self._nothing.setWordWrap(True)
        self._nothing.setProperty("tone", "dim")
        self._nothing.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 4, 0)
        layout.setSpacing(4)
        layout.addWidget(self.search)
        layout.addWidget(self._nothing)
        layout.addWidget(self.kinds, 1)
        self.search.textChanged.connect(self._on_search_changed)
        self.search.returnPressed.connect(self._on_search_returned)
        self.search.installEventFilter(self.kinds)
        self.kinds.chosen.connect(self.kind_activated)

    def focus_search(self) -> None:
        """Put the cursor into the search field, its text selected."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def shown_kinds(self) -> tuple[str, ...]:
        """Return the names of the kinds that the search leaves, in their order."""
        return self.kinds.shown()

    def _on_search_changed(self, text: str) -> None:
        self.kinds.filter(text)
        found = bool(self.kinds.shown())
        self._nothing.setVisible(not found)
        self._nothing.setText(
            ""
            if found
            else _('No block matches "{text}". Try "conv", "pool" or "norm".').format(text=text)
        )

    def _on_search_returned(self) -> None:
        shown = self.kinds.shown()
        if shown:
            current = self.kinds.current()
            self.kind_activated.emit(current if current in shown else shown[0])


class _KindList(QListWidget):
    """The kinds under the names of their families."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Block kinds"))
        self.setItemDelegate(_Delegate(self))
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QListWidget.DragDropMode.DragOnly)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        for family in Family:
            self._add_section(family)
            for kind in KINDS.values():
                if kind.family is family:
                    self._add_kind(kind)
        self.itemDoubleClicked.connect(self._on_item_chosen)
        themes.changed.connect(self.viewport().update)

    def _add_section(self, family: Family) -> None:
        item = QListWidgetItem(_(family.title), self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(QSize(0, _SECTION_PX))

    def _add_kind(self, kind: BlockKind) -> None:
        item = QListWidgetItem(_(kind.title), self)
        item.setData(_KIND, kind.name)
        item.setSizeHint(QSize(0, _ROW_PX))
        item.setToolTip(_tool_tip(kind))
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, _(kind.explanation))

    def filter(self, text: str) -> None:
        """Leave the kinds whose title, name or keywords hold every word of `text`."""
        words = text.casefold().split()
        section: QListWidgetItem | None = None
        for row in range(self.count()):
            item = self.item(row)
            name = item.data(_KIND)
            if name is None:
                section = item
                item.setHidden(True)
                continue
            hidden = not all(word in _haystack(KINDS[name]) for word in words)
            item.setHidden(hidden)
            if not hidden and section is not None:
                section.setHidden(False)

    def shown(self) -> tuple[str, ...]:
        """Return the names of the kinds that are not hidden."""
        items = (self.item(row) for row in range(self.count()))
        return tuple(item.data(_KIND) for item in items if item.data(_KIND) and not item.isHidden())

    def current(self) -> str | None:
        """Return the name of the current kind, or None."""
        item = self.currentItem()
        return item.data(_KIND) if item is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current():
            self.chosen.emit(self.current())
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow down lead from the search field into the list."""
        if isinstance(event, QKeyEvent) and _is_press(event, Qt.Key.Key_Down) and self.shown():
            self.setFocus(Qt.FocusReason.TabFocusReason)
            self._select(self.shown()[0])
            return True
        return super().eventFilter(watched, event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        name = self.current()
        if name is None:
            return
        data = QMimeData()
        data.setData(MIME, name.encode())
        drag = QDrag(self)
        drag.setMimeData(data)
        pixmap = _card(KINDS[name], self.devicePixelRatioF())
        drag.setPixmap(pixmap)
        drag.setHotSpot(QRectF(0, 0, _CARD.width(), _CARD.height()).center().toPoint())
        drag.exec(Qt.DropAction.CopyAction)

    def _select(self, kind: str) -> None:
        for row in range(self.count()):
            if self.item(row).data(_KIND) == kind:
                self.setCurrentRow(row)

    def _on_item_chosen(self, item: QListWidgetItem) -> None:
        if item.data(_KIND):
            self.chosen.emit(item.data(_KIND))


class _Delegate(QStyledItemDelegate):
    """Paints a family's name, or a kind beside its colour."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        name = index.data(_KIND)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if name is None:
            _paint_section(painter, QRectF(option.rect), text)
        else:
            _paint_kind(painter, option, KINDS[name], text)
        painter.restore()


def _paint_section(painter: QPainter, room: QRectF, text: str) -> None:
    painter.setFont(label_font())
    painter.setPen(themes.current.dim)
    painter.drawText(room.adjusted(0, 10, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)


def _paint_kind(
    painter: QPainter, option: QStyleOptionViewItem, kind: BlockKind, text: str
) -> None:
    room = QRectF(option.rect).adjusted(0, 1, -8, -1)
    background = _background(option)
    if background is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(background)
        painter.drawRoundedRect(room, RADIUS_PX - 2, RADIUS_PX - 2)
    _paint_stripe(painter, QRectF(room.left() + 8, room.center().y() - 8, 4, 16), kind)
    painter.setFont(body_font())
    painter.setPen(themes.current.text)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(room.adjusted(20, 0, 0, 0), int(flags), text)


def _background(option: QStyleOptionViewItem) -> QColor | None:
    if option.state & QStyle.StateFlag.State_Selected:
        return themes.current.selection
    return themes.current.hover if option.state & QStyle.StateFlag.State_MouseOver else None


def _paint_stripe(painter: QPainter, room: QRectF, kind: BlockKind) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(family_colour(kind.family, kind.name))
    painter.drawRoundedRect(room, 2, 2)


def _card(kind: BlockKind, ratio: float) -> QPixmap:
    """Return what the pointer carries: the block's card as it will be."""
    theme = themes.current
    pixmap = QPixmap(_CARD * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(0.92)
    painter.setPen(theme.accent)
    painter.setBrush(theme.card)
    room = QRectF(0.5, 0.5, _CARD.width() - 1, _CARD.height() - 1)
    painter.drawRoundedRect(room, RADIUS_PX, RADIUS_PX)
    _paint_stripe(painter, QRectF(1, 6, 4, _CARD.height() - 12), kind)
    painter.setPen(theme.text)
    painter.setFont(body_font(bold=True))
    painter.drawText(room.adjusted(16, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, _(kind.title))
    painter.end()
    return pixmap


def _haystack(kind: BlockKind) -> str:
    return f"{_(kind.title)} {kind.name} {kind.keywords} {_(kind.family.title)}".casefold()


def _is_press(event: QKeyEvent, key: Qt.Key) -> bool:
    return event.type() == QEvent.Type.KeyPress and event.key() == key


def _tool_tip(kind: BlockKind) -> str:
    hint = _("Drag it to the canvas or onto a wire, or double-click to add it.")
    return f"<p><b>{_(kind.title)}</b></p><p>{_(kind.explanation)}</p><p>{hint}</p>"
