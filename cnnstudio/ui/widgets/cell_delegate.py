"""How cells of one size are painted in a list: pictures with words below them."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

Index = QModelIndex | QPersistentModelIndex
Cell = QStyleOptionViewItem


class CellDelegate(QStyledItemDelegate):
    """Gives each item `size_px`; a subclass says in `paint_cell` how it looks."""

    size_px: QSize

    def sizeHint(self, option: Cell, index: Index) -> QSize:
        return self.size_px

    def paint(self, painter: QPainter, option: Cell, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_cell(painter, option, index)
        painter.restore()

    def paint_cell(self, painter: QPainter, cell: Cell, index: Index) -> None:
        """Paint an item; what is set on the painter is forgotten afterwards."""
        raise NotImplementedError


def paint_line(
    painter: QPainter,
    row: QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    """Write in the middle of a row's height as much of a text as has room."""
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(text, elide, int(row.width()))
    painter.drawText(row, int(align | Qt.AlignmentFlag.AlignVCenter), shown)
