"""How a network stands on the start page: its picture, its name, its numbers."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle

from cnnstudio.ui.start.example import Example
from cnnstudio.ui.start.network_picture import paint_network
from cnnstudio.ui.theme import RADIUS_PX, SMALL_PX, Theme, body_font, number_font, themes
from cnnstudio.ui.widgets.cell_delegate import Cell, CellDelegate, Index, paint_line

EXAMPLE_ROLE = Qt.ItemDataRole.UserRole
CARD_PX = QSize(288, 216)

_GAP_PX = 6
_MARGIN_PX = 12
_PICTURE_PX = 112
_TITLE_PX, _LINE_PX = 20, 18


class ExampleDelegate(CellDelegate):
    """Paints an `Example`; the current one has the accent's edge."""

    size_px = CARD_PX

    def paint_cell(self, painter: QPainter, cell: Cell, index: Index) -> None:
        theme = themes.current
        example: Example = index.data(EXAMPLE_ROLE)
        card = QRectF(cell.rect).adjusted(_GAP_PX, _GAP_PX, -_GAP_PX, -_GAP_PX)
        _paint_frame(painter, card, cell.state, theme)
        picture = QRectF(card.left() + 1, card.top() + 1, card.width() - 2, _PICTURE_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.canvas)
        painter.drawRoundedRect(picture, RADIUS_PX - 1, RADIUS_PX - 1)
        margin = _MARGIN_PX
        paint_network(painter, example.network, picture.adjusted(margin, 10, -margin, -10))
        _paint_words(painter, card, example, theme)


def _paint_frame(painter: QPainter, card: QRectF, state: QStyle.StateFlag, theme: Theme) -> None:
    is_chosen = bool(state & QStyle.StateFlag.State_Selected)
    is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    edge = theme.accent if is_chosen else theme.wire if is_hovered else theme.line
    painter.setPen(QPen(edge, 2.0 if is_chosen else 1.0))
    painter.setBrush(theme.card)
    painter.drawRoundedRect(card, RADIUS_PX, RADIUS_PX)


def _paint_words(painter: QPainter, card: QRectF, example: Example, theme: Theme) -> None:
    row = QRectF(card.left() + _MARGIN_PX, 0, card.width() - 2 * _MARGIN_PX, 0)
    row.moveTop(card.top() + _PICTURE_PX + 8)
    for text, font, colour, height_px in (
        (example.title, body_font(bold=True), theme.text, _TITLE_PX),
        (example.short_sizes, body_font(SMALL_PX), theme.dim, _LINE_PX),
        (example.ends, number_font(SMALL_PX - 1), theme.dim, _LINE_PX),
        (example.data, body_font(SMALL_PX), theme.dim, _LINE_PX),
    ):
        row.setHeight(height_px)
        paint_line(painter, row, text, font, colour, align=Qt.AlignmentFlag.AlignLeft)
        row.moveTop(row.bottom())
