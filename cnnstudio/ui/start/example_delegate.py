"""How a network stands on the start page: its picture, its name, its numbers."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cnnstudio.ui.start.example import Example
from cnnstudio.ui.start.network_picture import paint_network
from cnnstudio.ui.theme import RADIUS_PX, SMALL_PX, Theme, body_font, number_font, themes

EXAMPLE_ROLE = Qt.ItemDataRole.UserRole
CARD_PX = QSize(288, 216)

_GAP_PX = 6
_MARGIN_PX = 12
_PICTURE_PX = 112
_TITLE_PX, _LINE_PX = 20, 18


class ExampleDelegate(QStyledItemDelegate):
    """Paints an `Example`; the current one has the accent's edge."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return CARD_PX

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = themes.current
        example: Example = index.data(EXAMPLE_ROLE)
        card = QRectF(option.rect).adjusted(_GAP_PX, _GAP_PX, -_GAP_PX, -_GAP_PX)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_frame(painter, card, option.state, theme)
        picture = QRectF(card.left() + 1, card.top() + 1, card.width() - 2, _PICTURE_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.canvas)
        painter.drawRoundedRect(picture, RADIUS_PX - 1, RADIUS_PX - 1)
        margin = _MARGIN_PX
        paint_network(painter, example.network, picture.adjusted(margin, 10, -margin, -10))
        _paint_words(painter, card, example, theme)
        painter.restore()


def _paint_frame(painter: QPainter, card: QRectF, state: QStyle.StateFlag, theme: Theme) -> None:
    is_chosen = bool(state & QStyle.StateFlag.State_Selected)
    is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    edge = theme.accent if is_chosen else theme.wire if is_hovered else theme.line
    painter.setPen(QPen(edge, 2.0 if is_chosen else 1.0))
    painter.setBrush(theme.card)
    painter.drawRoundedRect(card, RADIUS_PX, RADIUS_PX)


def _paint_words(painter: QPainter, card: QRectF, example: Example, theme: Theme) -> None:
    row = QRectF(card.left() + _MARGIN_PX, 0, card.width() - 2 * _MARGIN_PX, _TITLE_PX)
    row.moveTop(card.top() + _PICTURE_PX + 8)
    _paint_line(painter, row, example.title, body_font(bold=True), theme.text)
    row.moveTop(row.top() + _TITLE_PX)
    row.setHeight(_LINE_PX)
    _paint_line(painter, row, example.sizes, body_font(SMALL_PX), theme.dim)
    row.moveTop(row.top() + _LINE_PX)
    _paint_line(painter, row, example.ends, number_font(SMALL_PX - 1), theme.dim)
    row.moveTop(row.top() + _LINE_PX)
    _paint_line(painter, row, example.data, body_font(SMALL_PX), theme.dim)


def _paint_line(painter: QPainter, row: QRectF, text: str, font: QFont, colour: QColor) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(row.width()))
    painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
