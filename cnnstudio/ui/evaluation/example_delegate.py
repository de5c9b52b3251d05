"""How an example looks: a picture and what it was taken for, or a picture and its copy."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cnnstudio.ui.evaluation.example_model import (
    ANSWER_ROLE,
    EXAMPLE_ROLE,
    PAIR_SIDE_PX,
    SIDE_PX,
    Example,
)
from cnnstudio.ui.theme import SMALL_PX, TINY_PX, body_font, number_font, themes

_GAP_PX = 4
CELL_PX = QSize(SIDE_PX + 20, SIDE_PX + 46)
PAIR_PX = QSize(2 * PAIR_SIDE_PX + _GAP_PX + 20, PAIR_SIDE_PX + 34)


class ExampleDelegate(QStyledItemDelegate):
    """Paints a picture above what it is and what it was taken for."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return CELL_PX

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        room = _paint_ground(painter, option)
        place = QRectF(room.center().x() - SIDE_PX / 2, room.top() + 4, SIDE_PX, SIDE_PX)
        _paint_image(painter, place, index.data(Qt.ItemDataRole.DecorationRole))
        _paint_words(painter, room, place.bottom() + 3, index.data(EXAMPLE_ROLE))
        painter.restore()


class PairDelegate(QStyledItemDelegate):
    """Paints a picture, beside it what the network made of it, and below how far off that is."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return PAIR_PX

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        room = _paint_ground(painter, option)
        left = room.center().x() - PAIR_SIDE_PX - _GAP_PX / 2
        for role in (Qt.ItemDataRole.DecorationRole, ANSWER_ROLE):
            place = QRectF(left, room.top() + 4, PAIR_SIDE_PX, PAIR_SIDE_PX)
            _paint_image(painter, place, index.data(role))
            left += PAIR_SIDE_PX + _GAP_PX
        painter.setFont(number_font(SMALL_PX))
        painter.setPen(themes.current.text)
        below = QRectF(room.left(), room.top() + PAIR_SIDE_PX + 7, room.width(), 18)
        centre = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(below, centre, f"{index.data(EXAMPLE_ROLE).loss:.4g}")
        painter.restore()


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> QRectF:
    """Paint what lies under an example, and return its room."""
    room = QRectF(option.rect).adjusted(2, 2, -2, -2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(themes.current.selection)
        painter.drawRoundedRect(room, 6, 6)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(themes.current.accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(room, 6, 6)
    return room


def _paint_image(painter: QPainter, place: QRectF, picture: QImage | None) -> None:
    if picture is None or picture.isNull():
        painter.fillRect(place, themes.current.hover)
        return
    size = picture.size().scaled(place.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    room = QRectF(0, 0, size.width(), size.height())
    room.moveCenter(place.center())
    is_small = picture.width() * 2 <= room.width()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_small)
    painter.drawImage(room, picture)


def _paint_words(painter: QPainter, room: QRectF, top: float, example: Example) -> None:
    theme = themes.current
    centre = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
    font = body_font(SMALL_PX, bold=True)
    painter.setFont(font)
    painter.setPen(theme.good if example.is_right else theme.bad)
    text = f"✓ {example.label}" if example.is_right else f"{example.label} → {example.first}"
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideMiddle, round(room.width()))
    painter.drawText(QRectF(room.left(), top, room.width(), 18), centre, shown)
    painter.setFont(number_font(TINY_PX))
    painter.setPen(theme.dim)
    below = QRectF(room.left(), top + 17, room.width(), 15)
    painter.drawText(below, centre, f"{example.first_probability:.2f}")
