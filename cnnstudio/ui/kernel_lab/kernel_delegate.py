"""How a kernel looks in the list: its thumbnail, its name, a ring around the one in use."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle

from cnnstudio.ui.kernel_lab.entries import Entry
from cnnstudio.ui.kernel_lab.kernel_model import ENTRY_ROLE
from cnnstudio.ui.theme import LABEL_PX, body_font, themes
from cnnstudio.ui.widgets.cell_delegate import Cell, CellDelegate, Index, paint_line

THUMBNAIL_PX = QSize(80, 54)
ITEM_PX = QSize(88, 84)
_RADIUS_PX = 6.0


class KernelDelegate(CellDelegate):
    """Paints an entry; `in_use` is the key of the one whose kernel is being edited."""

    size_px = ITEM_PX
    in_use = ""

    def paint_cell(self, painter: QPainter, cell: Cell, index: Index) -> None:
        entry: Entry = index.data(ENTRY_ROLE)
        theme = themes.current
        is_used = entry.key == self.in_use
        is_strong = is_used or bool(cell.state & QStyle.StateFlag.State_HasFocus)
        left = cell.rect.left() + (cell.rect.width() - THUMBNAIL_PX.width()) / 2
        rect = QRectF(QPointF(left, cell.rect.top() + 3), THUMBNAIL_PX)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        _paint_thumbnail(painter, rect, index.data(Qt.ItemDataRole.DecorationRole))
        painter.setPen(QPen(theme.accent if is_strong else theme.line, 2.0 if is_strong else 1.0))
        painter.drawRoundedRect(rect, _RADIUS_PX, _RADIUS_PX)
        name = QRectF(cell.rect.left(), rect.bottom() + 4, cell.rect.width(), 16)
        font, colour = body_font(LABEL_PX, bold=is_used), theme.text if is_strong else theme.dim
        paint_line(painter, name, index.data(), font, colour)


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
