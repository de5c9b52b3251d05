"""The confusion matrix: a row for each true class, a column for what it was taken for."""

from math import ceil

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.text import _
from cnnstudio.ui.evaluation.confusion_layout import MatrixLayout, matrix_layout
from cnnstudio.ui.evaluation.confusion_picture import Counts, Matrix, paint_matrix
from cnnstudio.ui.theme import themes

_SMALLEST_RING_PX = 8.0
_RING_PX = 2.0


class ConfusionView(QWidget):
    """Shows how often each class was taken for each; `chosen` carries the two classes of a cell.

    The shade of a cell is its share of the true class. Cells are reached with the arrow keys.
    """

    chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Counts = np.zeros((0, 0), np.int64)
        self._names: tuple[str, ...] = ()
        self._order: tuple[int, ...] = ()
        self._current: tuple[int, int] | None = None
        self._pointed: tuple[int, int] | None = None
        self._picture: QPixmap | None = None
        self._known_layout: MatrixLayout | None = None
        self.setAccessibleName(_("Confusion matrix"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 220)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        themes.changed.connect(self._repaint)

    @property
    def current(self) -> tuple[int, int] | None:
        """The true class and the answer of the cell that is chosen."""
        return self._current

    @property
    def matrix(self) -> Matrix:
        """What is shown, in its order."""
        order = list(self._order)
        return Matrix(self._counts[np.ix_(order, order)], [self._names[each] for each in order])

    def show_counts(self, counts: Counts, names: tuple[str, ...]) -> None:
        """Show other counts (classes, classes), in the order of the classes."""
        self._counts, self._names = counts, names
        self._order = tuple(range(len(names)))
        self._current = self._pointed = None
        self._repaint()

    def set_order(self, order: tuple[int, ...]) -> None:
        """Show the classes in another order."""
        self._order = order
        self._repaint()

    def forget_choice(self) -> None:
        """Choose no cell."""
        self._current = None
        self.update()  # where the keyboard is here, the whole matrix has the ring now

    def cell_rect(self, label: int, predicted: int) -> QRectF:
        """Return where a cell is painted."""
        return self._layout().cell(self._order.index(label), self._order.index(predicted))

    def sizeHint(self) -> QSize:
        return QSize(480, 480)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointed = self._cell_at(event.position())
        if pointed != self._pointed:
            self._update_ring(self._pointed, pointed)
            self._pointed = pointed
            shape = Qt.CursorShape.PointingHandCursor if pointed else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)

    def leaveEvent(self, event: QEvent) -> None:
        self._update_ring(self._pointed)
        self._pointed = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is not None and event.button() is Qt.MouseButton.LeftButton:
            self._choose(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not self._names:
            super().keyPressEvent(event)
            return
        self._step(*step)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self._cell_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.text_of(*cell) if cell else "", self)
            return True
        return super().event(event)

    def text_of(self, label: int, predicted: int) -> str:
        """Return what a cell means, in a sentence."""
        count, total = int(self._counts[label, predicted]), int(self._counts[label].sum())
        share = count / total if total else 0.0
        known = _("{true} recognised") if label == predicted else _("{true} taken for {answer}")
        what = known.format(true=self._names[label], answer=self._names[predicted])
        return _("{what}: {count:,} of {total:,}, {share:.1%}").format(
            what=what, count=count, total=total, share=share
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._repaint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._names:
            return
        painter = QPainter(self)
        painter.drawPixmap(QPointF(0, 0), self._painted())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = themes.current
        if self.hasFocus() and self._current is None:
            painter.setPen(QPen(theme.accent, _RING_PX))
            painter.drawRoundedRect(self._layout().matrix.adjusted(-1, -1, 1, 1), 4, 4)
        self._paint_ring(painter, self._pointed, QPen(theme.dim, _RING_PX))
        colour = theme.accent if self.hasFocus() else theme.text
        self._paint_ring(painter, self._current, QPen(colour, _RING_PX))
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _repaint(self) -> None:
        """Paint all anew: data, order, size or theme are others."""
        self._picture = self._known_layout = None
        self.update()

    def _painted(self) -> QPixmap:
        """Return all but the rings, painted where that is not done for this kind of screen."""
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = picture = QPixmap(
                ceil(self.width() * ratio), ceil(self.height() * ratio)
            )
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            paint_matrix(painter, self.matrix, self._layout(), width=self.width(), ratio=ratio)
            painter.end()
        return self._picture

    def _layout(self) -> MatrixLayout:
        if self._known_layout is None:
            self._known_layout = matrix_layout(QSizeF(self.size()), self._names)
        return self._known_layout

    def _ring(self, cell: tuple[int, int]) -> QRectF:
        """Return the room of the ring around a cell, which is seen also where the cell is not."""
        room = self.cell_rect(*cell)
        more = max(0.0, _SMALLEST_RING_PX - room.width()) / 2
        inset = 1.0 if not more else -more
        return room.adjusted(inset, inset, -inset, -inset)

    def _paint_ring(self, painter: QPainter, cell: tuple[int, int] | None, pen: QPen) -> None:
        if cell is not None:
            painter.setPen(pen)
            painter.drawRoundedRect(self._ring(cell), 3, 3)

    def _update_ring(self, *cells: tuple[int, int] | None) -> None:
        """Have only what lies under rings painted again."""
        for cell in cells:
            if cell is not None:
                wider = self._ring(cell).adjusted(-_RING_PX, -_RING_PX, _RING_PX, _RING_PX)
                self.update(wider.toAlignedRect())

    def _cell_at(self, point: QPointF | QPoint) -> tuple[int, int] | None:
        if not self._names:
            return None
        place = self._layout().at(QPointF(point))
        return (self._order[place[0]], self._order[place[1]]) if place else None

    def _step(self, down: int, right: int) -> None:
        """Go to the next cell; from nowhere to the first one."""
        if self._current is None:
            self._choose((self._order[0], self._order[0]))
            return
        row, column = (self._order.index(each) for each in self._current)
        last = len(self._order) - 1
        row, column = min(max(0, row + down), last), min(max(0, column + right), last)
        self._choose((self._order[row], self._order[column]))

    def _choose(self, cell: tuple[int, int]) -> None:
        if self._current is None:
            self.update()
        self._update_ring(self._current, cell)
        self._current = cell
        self.setAccessibleDescription(self.text_of(*cell))
        self.chosen.emit(*cell)


_STEPS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
