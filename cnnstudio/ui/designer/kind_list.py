"""The list in the palette."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QDrag, QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from cnnstudio.network.blocks.kind import BlockKind, Family
from cnnstudio.network.catalog import KINDS, find_kind
from cnnstudio.network.graph import Block
from cnnstudio.network.shapes import BlockReport
from cnnstudio.text import _
from cnnstudio.ui.designer.card import card_of
from cnnstudio.ui.designer.card_painter import PIXMAP_MARGIN_PX, card_pixmap
from cnnstudio.ui.designer.kind_drag import GRIP_PX, mime_data
from cnnstudio.ui.designer.tooltips import kind_tooltip
from cnnstudio.ui.theme import body_font, family_colour, label_font, themes

_KIND = Qt.ItemDataRole.UserRole
_ROW_PX, _SECTION_PX = 26, 30


class KindList(QListWidget):
    """Kinds under the names of their families; `kind_activated` carries a kind's name."""

    kind_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Blocks"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_Delegate(self))
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemActivated.connect(lambda _item: self.activate_current())
        themes.changed.connect(self.viewport().update)
        self._sections: dict[Family, QListWidgetItem] = {}
        self._fill()
        self.filter("")

    def filter(self, text: str) -> None:
        """Leave the kinds whose title, name or keywords hold every word of `text`."""
        words = text.casefold().split()
        fitting = [item for item in self._items() if _fits(find_kind(item.data(_KIND)), words)]
        names = {item.data(_KIND) for item in fitting}
        for item in self._items():
            item.setHidden(item.data(_KIND) not in names)
        families = {find_kind(name).family for name in names}
        for family, section in self._sections.items():
            section.setHidden(family not in families)
        best = _best(fitting, text.casefold().strip())
        self.setCurrentRow(-1 if best is None else self.row(best))

    def offer(self, names: Sequence[str]) -> None:
        """Hold these kinds alone, in this order, without their families' names."""
        self.clear()
        self._sections = {}
        for name in names:
            self._add_kind(find_kind(name))

    def mark(self, kind: str) -> None:
        """Mark a kind and bring it into view; nothing where it is hidden."""
        item = next((each for each in self._items() if each.data(_KIND) == kind), None)
        if item is not None and not item.isHidden():
            self.setCurrentItem(item)
            self.scrollToItem(item)

    def mark_first(self) -> None:
        """Mark the first kind that is not hidden."""
        rows = (self.row(item) for item in self._items() if not item.isHidden())
        self.setCurrentRow(next(rows, -1))

    def shown(self) -> tuple[str, ...]:
        """Return the names of the kinds that are not hidden."""
        return tuple(item.data(_KIND) for item in self._items() if not item.isHidden())

    def activate_current(self) -> None:
        """Choose the kind that is marked."""
        kind = self.current()
        if kind is not None:
            self.kind_activated.emit(kind)

    def current(self) -> str | None:
        """Return the kind that is marked, or None."""
        chosen = [item for item in self.selectedItems() if not item.isHidden()]
        return chosen[0].data(_KIND) if chosen else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activate_current()
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Make the tooltip when it is wanted: its picture is computed."""
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return super().viewportEvent(event)
        kind = self.indexAt(event.pos()).data(_KIND)
        tip = "" if kind is None else kind_tooltip(find_kind(kind), self.devicePixelRatioF())
        QToolTip.showText(event.globalPos(), tip, self)
        return True

    def startDrag(self, actions: Qt.DropAction) -> None:
        kind = self.current()
        if kind is None:
            return
        drag = QDrag(self)
        drag.setMimeData(mime_data(kind))
        block = Block(kind, kind)
        values = find_kind(kind).defaults()
        card = card_of(block, BlockReport(values, ()), None, None)
        drag.setPixmap(card_pixmap(card, self.devicePixelRatioF()))
        drag.setHotSpot(QPoint(PIXMAP_MARGIN_PX + GRIP_PX, PIXMAP_MARGIN_PX + GRIP_PX))
        drag.exec(Qt.DropAction.CopyAction)

    def _fill(self) -> None:
        for family in Family:
            kinds = [kind for kind in KINDS.values() if kind.family is family]
            if kinds:
                self._sections[family] = self._add_section(family)
            for kind in kinds:
                self._add_kind(kind)

    def _add_section(self, family: Family) -> QListWidgetItem:
        item = QListWidgetItem(_(family.title), self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(QSize(0, _SECTION_PX))
        return item

    def _add_kind(self, kind: BlockKind) -> None:
        item = QListWidgetItem(_(kind.title), self)
        item.setData(_KIND, kind.name)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, _(kind.explanation))
        item.setSizeHint(QSize(0, _ROW_PX))

    def _items(self) -> list[QListWidgetItem]:
        items = (self.item(row) for row in range(self.count()))
        return [item for item in items if item.data(_KIND)]


def _fits(kind: BlockKind, words: list[str]) -> bool:
    text = f"{_(kind.title)} {kind.name} {kind.keywords} {_(kind.family.title)}".casefold()
    return all(word in text for word in words)


def _best(fitting: list[QListWidgetItem], text: str) -> QListWidgetItem | None:
    """Return the kind whose title begins with what was typed, else the first that fits."""
    if not text:
        return None
    by_title = (item for item in fitting if item.text().lower().startswith(text))
    return next(by_title, fitting[0] if fitting else None)


class _Delegate(QStyledItemDelegate):
    """Paints a stripe in the family's colour before each title."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        kind = index.data(_KIND)
        rect = QRectF(option.rect)
        if kind is None:
            _paint_section(painter, rect, index.data())
        else:
            _paint_kind(painter, rect, option, find_kind(kind))
        painter.restore()


def _paint_section(painter: QPainter, rect: QRectF, title: str) -> None:
    painter.setFont(label_font())
    painter.setPen(themes.current.dim)
    text_rect = rect.adjusted(0, 8, 0, 0)
    text = painter.fontMetrics().elidedText(
        title.upper(), Qt.TextElideMode.ElideRight, round(text_rect.width()) - 8
    )
    painter.drawText(text_rect, Qt.AlignmentFlag.AlignVCenter, text)


def _paint_kind(
    painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, kind: BlockKind
) -> None:
    theme = themes.current
    body = rect.adjusted(0, 0, -8, 0)
    is_current = bool(option.state & QStyle.StateFlag.State_Selected)
    is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
    painter.setPen(Qt.PenStyle.NoPen)
    if is_current or is_hovered:
        painter.setBrush(theme.selection if is_current else theme.hover)
        painter.drawRoundedRect(body, 6, 6)
    if is_current and option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(theme.accent, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(family_colour(kind.family, kind.name))
    painter.drawRoundedRect(QRectF(rect.left() + 8, rect.top() + 5, 4, 16), 2, 2)
    painter.setFont(body_font())
    painter.setPen(theme.text)
    painter.drawText(body.adjusted(20, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, _(kind.title))
