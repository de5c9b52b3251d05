"""How a picture looks in the grid, and the title above those of a class."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cnnstudio.text import plural
from cnnstudio.ui.data.arrangement import Cell
from cnnstudio.ui.data.grid_model import CELL_ROLE, COUNT_ROLE, TITLE_ROLE
from cnnstudio.ui.theme import SMALL_PX, body_font, number_font, themes

GAP_PX = 6
TITLE_PX = 34
_RADIUS_PX = 4.0
_TITLE_LEFT_PX = 4


class PictureDelegate(QStyledItemDelegate):
    """Paints one cell of the grid."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        cell: Cell = index.data(CELL_ROLE)
        if cell.picture is not None:
            self._paint_picture(painter, option, index)
        elif cell.is_title:
            self._paint_title(painter, option.rect, index)

    def _paint_picture(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        side = option.rect.height() - GAP_PX
        room = QRectF(0, 0, side, side)
        room.moveCenter(QRectF(option.rect).center())
        image: QImage | None = index.data(Qt.ItemDataRole.DecorationRole)
        if image is None:
            painter.fillRect(room, themes.current.hover)
        else:
            ratio = painter.device().devicePixelRatioF()
            place = QRectF(0, 0, image.width() / ratio, image.height() / ratio)
            place.moveCenter(room.center())
            # On whole pixels, or everything would be blurred.
            place.moveTopLeft(QPointF(round(place.left()), round(place.top())))
            painter.drawImage(place, image)
        if option.state & QStyle.StateFlag.State_Selected:
            _paint_ring(painter, room)

    def _paint_title(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the part of the title that lies in this cell: it runs across the row."""
        theme = themes.current
        left = rect.left() - index.column() * rect.width() + _TITLE_LEFT_PX
        line = QRect(left, rect.top(), 10_000, rect.height() - 4)
        middle = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        painter.save()
        painter.setClipRect(rect)
        painter.setFont(body_font(bold=True))
        painter.setPen(theme.text)
        name = index.data(TITLE_ROLE)
        painter.drawText(line, middle, name)
        line.setLeft(left + painter.fontMetrics().horizontalAdvance(name) + 10)
        painter.setFont(number_font(SMALL_PX))
        painter.setPen(theme.dim)
        count = index.data(COUNT_ROLE)
        painter.drawText(line, middle, plural("{count:,} picture", "{count:,} pictures", count))
        painter.restore()


def _paint_ring(painter: QPainter, room: QRectF) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ring = QPainterPath()
    ring.addRoundedRect(room.adjusted(-1, -1, 1, 1), _RADIUS_PX, _RADIUS_PX)
    painter.strokePath(ring, QPen(themes.current.accent, 2.5))
    painter.restore()
