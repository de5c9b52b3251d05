"""How an example looks: a picture and what it was taken for, or a picture and its copy."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QStyle

from cnnstudio.ui.evaluation.example_model import (
    ANSWER_ROLE,
    EXAMPLE_ROLE,
    PAIR_SIDE_PX,
    SIDE_PX,
    Example,
)
from cnnstudio.ui.theme import SMALL_PX, TINY_PX, body_font, number_font, themes
from cnnstudio.ui.widgets.cell_delegate import Cell, CellDelegate, Index, paint_line

_GAP_PX = 4
CELL_PX = QSize(SIDE_PX + 20, SIDE_PX + 46)
PAIR_PX = QSize(2 * PAIR_SIDE_PX + _GAP_PX + 20, PAIR_SIDE_PX + 34)


class ExampleDelegate(CellDelegate):
    """Paints a picture above what it is and what it was taken for."""

    size_px = CELL_PX

    def paint_cell(self, painter: QPainter, cell: Cell, index: Index) -> None:
        room = _paint_ground(painter, cell)
        place = QRectF(room.center().x() - SIDE_PX / 2, room.top() + 4, SIDE_PX, SIDE_PX)
        _paint_image(painter, place, index.data(Qt.ItemDataRole.DecorationRole))
        _paint_words(painter, room, place.bottom() + 3, index.data(EXAMPLE_ROLE))


class PairDelegate(CellDelegate):
    """Paints a picture, beside it what the network made of it, and below how far off that is."""

    size_px = PAIR_PX

    def paint_cell(self, painter: QPainter, cell: Cell, index: Index) -> None:
        room = _paint_ground(painter, cell)
        left = room.center().x() - PAIR_SIDE_PX - _GAP_PX / 2
        for role in (Qt.ItemDataRole.DecorationRole, ANSWER_ROLE):
            place = QRectF(left, room.top() + 4, PAIR_SIDE_PX, PAIR_SIDE_PX)
            _paint_image(painter, place, index.data(role))
            left += PAIR_SIDE_PX + _GAP_PX
        below = QRectF(room.left(), room.top() + PAIR_SIDE_PX + 7, room.width(), 18)
        loss = f"{index.data(EXAMPLE_ROLE).loss:.4g}"
        paint_line(painter, below, loss, number_font(SMALL_PX), themes.current.text)


def _paint_ground(painter: QPainter, cell: Cell) -> QRectF:
    """Paint what lies under an example, and return its room."""
    room = QRectF(cell.rect).adjusted(2, 2, -2, -2)
    if cell.state & QStyle.StateFlag.State_Selected:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(themes.current.selection)
        painter.drawRoundedRect(room, 6, 6)
    if cell.state & QStyle.StateFlag.State_HasFocus:
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
    row = QRectF(room.left(), top, room.width(), 18)
    text = f"✓ {example.label}" if example.is_right else f"{example.label} → {example.first}"
    colour = theme.good if example.is_right else theme.bad
    middle = Qt.TextElideMode.ElideMiddle
    paint_line(painter, row, text, body_font(SMALL_PX, bold=True), colour, elide=middle)
    below = QRectF(room.left(), top + 17, room.width(), 15)
    probability = f"{example.first_probability:.2f}"
    paint_line(painter, below, probability, number_font(TINY_PX), theme.dim)
