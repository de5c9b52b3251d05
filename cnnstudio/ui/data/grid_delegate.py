"""How a picture looks in the grid, and the title above those of a class."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cnnstudio.text import plural
from cnnstudio.ui.data.grid_model import PictureGridModel
from cnnstudio.ui.theme import SMALL_PX, body_font, number_font, themes

GAP_PX = 6
TITLE_PX = 34
_RADIUS_PX = 4.0
_TITLE_LEFT_PX = 4


class PictureDelegate(QStyledItemDelegate):
    """Paints one cell of the grid; asks its model itself, without a detour through Qt."""

    def __init__(self, model: PictureGridModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        cell = self._model.cell(index)
        if cell.picture is not None:
            self._paint_picture(painter, option, self._model.thumbnails.image(cell.picture))
        elif cell.is_title:
            self._paint_title(painter, option.rect, index.column(), cell.label)

    def _paint_picture(
        self, painter: QPainter, option: QStyleOptionViewItem, image: QImage | None
    ) -> None:
        rect = option.rect
        side = rect.height() - GAP_PX
        left, top = rect.left() + (rect.width() - side) // 2, rect.top() + GAP_PX // 2
        if image is None:
            painter.fillRect(left, top, side, side, themes.current.hover)
        else:
            # On whole pixels and in its own size: the fastest, and not blurred.
            size = image.deviceIndependentSize()
            across, down = round((side - size.width()) / 2), round((side - size.height()) / 2)
            painter.drawImage(left + across, top + down, image)
        if option.state & QStyle.StateFlag.State_Selected:
            _paint_ring(painter, QRectF(left, top, side, side))

    def _paint_title(self, painter: QPainter, rect: QRect, column: int, label: int) -> None:
        """Paint the part of the title that lies in this cell: it runs across the row."""
        theme = themes.current
        name, count = self._model.title(label)
        left = rect.left() - column * rect.width() + _TITLE_LEFT_PX
        line = QRect(left, rect.top(), 10_000, rect.height() - 4)
        middle = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        painter.save()
        painter.setClipRect(rect)
        painter.setFont(body_font(bold=True))
        painter.setPen(theme.text)
        painter.drawText(line, middle, name)
        line.setLeft(left + painter.fontMetrics().horizontalAdvance(name) + 10)
        painter.setFont(number_font(SMALL_PX))
        painter.setPen(theme.dim)
        painter.drawText(line, middle, plural("{count:,} picture", "{count:,} pictures", count))
        painter.restore()


def _paint_ring(painter: QPainter, room: QRectF) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ring = QPainterPath()
    ring.addRoundedRect(room.adjusted(-1, -1, 1, 1), _RADIUS_PX, _RADIUS_PX)
    painter.strokePath(ring, QPen(themes.current.accent, 2.5))
    painter.restore()
