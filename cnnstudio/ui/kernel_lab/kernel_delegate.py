"""How a kernel looks in the list: its thumbnail, its name, a ring around the one in use."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cnnstudio.ui.kernel_lab.entries import Entry
from cnnstudio.ui.kernel_lab.kernel_model import ENTRY_ROLE
from cnnstudio.ui.theme import LABEL_PX, body_font, themes

THUMBNAIL_PX = QSize(80, 54)
ITEM_PX = QSize(88, 84)
_RADIUS_PX = 6.0


class KernelDelegate(QStyledItemDelegate):
    """Paints an entry; `in_use` is the key of the one whose kernel is being edited."""

    in_use = ""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return ITEM_PX

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry: Entry = index.data(ENTRY_ROLE)
        theme = themes.current
        is_used = entry.key == self.in_use
        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        left = option.rect.left() + (option.rect.width() - THUMBNAIL_PX.width()) / 2
        rect = QRectF(QPointF(left, option.rect.top() + 3), THUMBNAIL_PX)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        _paint_thumbnail(painter, rect, index.data(Qt.ItemDataRole.DecorationRole))
        is_strong = is_used or has_focus
        painter.setPen(QPen(theme.accent if is_strong else theme.line, 2.0 if is_strong else 1.0))
        painter.drawRoundedRect(rect, _RADIUS_PX, _RADIUS_PX)
        painter.setFont(body_font(LABEL_PX, bold=is_used))
        painter.setPen(theme.text if is_used or has_focus else theme.dim)
        name = QRectF(option.rect.left(), rect.bottom() + 4, option.rect.width(), 16)
        text = painter.fontMetrics().elidedText(
            index.data(), Qt.TextElideMode.ElideRight, int(name.width())
        )
        painter.drawText(name, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()


def _paint_thumbnail(painter: QPainter, rect: QRectF, image: QImage | None) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(themes.current.field)
    painter.drawRoundedRect(rect, _RADIUS_PX, _RADIUS_PX)
    if image is not None:
        shape = QPainterPath()
        shape.addRoundedRect(rect, _RADIUS_PX, _RADIUS_PX)
        painter.save()
        painter.setClipPath(shape)
        painter.drawImage(rect, image)
        painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
