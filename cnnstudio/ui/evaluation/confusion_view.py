"""The confusion matrix: a row for each true class, a column for what it was taken for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.text import _
from cnnstudio.ui.style import mixed
from cnnstudio.ui.theme import SMALL_PX, TINY_PX, body_font, number_font, themes

Counts = NDArray[np.int64]

_LARGEST_CELL_PX = 44.0
_SMALLEST_TEXT_PX = 15.0
_MOST_NAME_PX = 96.0
_TITLE_PX = 20.0
_LEGEND_PX = 24.0
_RAMP_PX = 56.0
_GAP_PX = 6.0


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things are, in pixels: the first cell's corner, and the side of each."""

    left: float
    top: float
    side: float
    count: int

    def cell(self, row: int, column: int) -> QRectF:
        return QRectF(
            self.left + column * self.side, self.top + row * self.side, self.side, self.side
        )

    def at(self, point: QPointF) -> tuple[int, int] | None:
        row, column = (point.y() - self.top) / self.side, (point.x() - self.left) / self.side
        inside = 0 <= row < self.count and 0 <= column < self.count
        return (int(row), int(column)) if inside else None


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
        self.setAccessibleName(_("Confusion matrix"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 220)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        themes.changed.connect(self.update)

    @property
    def current(self) -> tuple[int, int] | None:
        """The true class and the answer of the cell that is chosen."""
        return self._current

    def show_counts(self, counts: Counts, names: tuple[str, ...]) -> None:
        """Show other counts (classes, classes), in the order of the classes."""
        self._counts, self._names = counts, names
        self._order = tuple(range(len(names)))
        self._current = self._pointed = None
        self.update()

    def set_order(self, order: tuple[int, ...]) -> None:
        """Show the classes in another order."""
        self._order = order
        self.update()

    def forget_choice(self) -> None:
        """Choose no cell."""
        self._current = None
        self.update()

    def cell_rect(self, label: int, predicted: int) -> QRectF:
        """Return where a cell is painted."""
        return self._layout().cell(self._order.index(label), self._order.index(predicted))

    def sizeHint(self) -> QSize:
        return QSize(480, 480)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointed = self._cell_at(event.position())
        if pointed != self._pointed:
            self._pointed = pointed
            shape = Qt.CursorShape.PointingHandCursor if pointed else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = None
        self.update()

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

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._names:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        layout = self._layout()
        self._paint_cells(painter, layout)
        self._paint_names(painter, layout)
        self._paint_legend(painter, layout)
        painter.end()

    def _layout(self) -> _Layout:
        count = max(1, len(self._names))
        left, above = self._name_px() + _GAP_PX, _TITLE_PX + self._header_px()
        wide = (self.width() - left - 2) / count
        high = (self.height() - above - _LEGEND_PX - 2) / count
        return _Layout(left, above, max(1.0, min(wide, high, _LARGEST_CELL_PX)), count)

    def _name_px(self) -> float:
        metrics = QFontMetricsF(body_font(SMALL_PX))
        widest = max((metrics.horizontalAdvance(name) for name in self._names), default=0.0)
        title = metrics.horizontalAdvance(_("true class"))
        return max(min(widest, _MOST_NAME_PX), title) + 2

    def _header_px(self) -> float:
        """Return how high the names of the columns are: they stand upright where they are long."""
        return 18.0 if self._fits_flat() else min(_MOST_NAME_PX, self._longest_px()) + 6

    def _fits_flat(self) -> bool:
        side = min(_LARGEST_CELL_PX, (self.width() - self._name_px()) / max(1, len(self._names)))
        return self._longest_px() <= side - 4

    def _longest_px(self) -> float:
        metrics = QFontMetricsF(body_font(SMALL_PX))
        return max((metrics.horizontalAdvance(name) for name in self._names), default=0.0)

    def _paint_cells(self, painter: QPainter, layout: _Layout) -> None:
        painter.setFont(number_font(SMALL_PX if layout.side >= 28 else TINY_PX))
        for row, label in enumerate(self._order):
            total = max(1, int(self._counts[label].sum()))
            for column, predicted in enumerate(self._order):
                count = int(self._counts[label, predicted])
                fill = _fill(count / total, is_right=label == predicted)
                room = layout.cell(row, column).adjusted(1, 1, -1, -1)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(fill)
                painter.drawRoundedRect(room, 3, 3)
                self._paint_count(painter, room, count, fill)
                self._paint_ring(painter, room, (label, predicted))

    def _paint_count(self, painter: QPainter, room: QRectF, count: int, fill: QColor) -> None:
        text = f"{count:,}"
        width = painter.fontMetrics().horizontalAdvance(text)
        if not count or room.height() < _SMALLEST_TEXT_PX or width > room.width():
            return
        painter.setPen(_ink(fill))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint_ring(self, painter: QPainter, room: QRectF, cell: tuple[int, int]) -> None:
        if cell not in (self._current, self._pointed):
            return
        theme = themes.current
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.text if cell == self._current else theme.dim, 2))
        painter.drawRoundedRect(room, 3, 3)

    def _paint_names(self, painter: QPainter, layout: _Layout) -> None:
        theme = themes.current
        painter.setFont(body_font(SMALL_PX))
        painter.setPen(theme.dim)
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid_px = layout.side * layout.count
        painter.drawText(
            QRectF(layout.left, 0, max(grid_px, 60.0), _TITLE_PX),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
            _("taken for"),
        )
        corner = QRectF(0, layout.top - 18, layout.left - _GAP_PX, 18)
        painter.drawText(corner, right, _("true class"))
        painter.setPen(theme.text)
        # Names that would lie on one another are left out.
        every = max(1, round(13 / layout.side + 0.49))
        for place, index in enumerate(self._order):
            if place % every == 0:
                self._paint_name(painter, layout, place, self._names[index])

    def _paint_name(self, painter: QPainter, layout: _Layout, place: int, name: str) -> None:
        metrics = painter.fontMetrics()
        text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, round(_MOST_NAME_PX))
        row = layout.cell(place, 0)
        beside = QRectF(0, row.top(), layout.left - _GAP_PX, row.height())
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(beside.adjusted(0, -8, 0, 8), right, text)
        column = layout.cell(0, place)
        if self._fits_flat():
            above = QRectF(column.left(), layout.top - 18, column.width(), 18)
            painter.drawText(above, int(Qt.AlignmentFlag.AlignCenter), text)
            return
        painter.save()
        painter.translate(column.center().x() + metrics.ascent() / 2 - 1, layout.top - 4)
        painter.rotate(-90)
        painter.drawText(QPointF(0, 0), text)
        painter.restore()

    def _paint_legend(self, painter: QPainter, layout: _Layout) -> None:
        """Paint what the shades mean, below the matrix."""
        top = layout.top + layout.side * layout.count + 8
        painter.setFont(body_font(TINY_PX))
        titles = _("right 0–100 % of the class"), _("wrong 0–100 % of the class")
        advance = painter.fontMetrics().horizontalAdvance
        needed = sum(_RAMP_PX + 5 + advance(text) + 16 for text in titles)
        left = max(0.0, min(layout.left, self.width() - needed))
        for is_right, text in zip((True, False), titles, strict=True):
            ramp = QRectF(left, top + 3, _RAMP_PX, 8)
            shades = QLinearGradient(ramp.topLeft(), ramp.topRight())
            for stop in range(11):
                shades.setColorAt(stop / 10, _fill(stop / 10, is_right=is_right))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shades)
            painter.drawRoundedRect(ramp, 2, 2)
            painter.setPen(themes.current.dim)
            room = QRectF(ramp.right() + 5, top - 1, 200, 16)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), text)
            left = room.left() + advance(text) + 16

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
        self._current = cell
        self.setAccessibleDescription(self.text_of(*cell))
        self.update()
        self.chosen.emit(*cell)


_STEPS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


def _fill(share: float, *, is_right: bool) -> QColor:
    """Return the colour of a cell that holds a share (0–1) of its class."""
    theme = themes.current
    if share <= 0:
        return theme.field if not theme.is_dark else theme.window
    # A few mistakes among many must be seen: their shade begins stronger and grows faster.
    strength = 0.10 + 0.80 * share if is_right else 0.25 + 0.75 * share**0.5
    return mixed(theme.panel, theme.accent if is_right else theme.validation, strength)


def _ink(fill: QColor) -> QColor:
    """Return the colour of text that stands out on a fill the more."""
    theme = themes.current
    light, dark = sorted((theme.text, theme.accent_text), key=_luminance, reverse=True)
    level = _luminance(fill)
    on_light = (_luminance(light) + 0.05) / (level + 0.05)
    on_dark = (level + 0.05) / (_luminance(dark) + 0.05)
    return light if on_light > on_dark else dark


def _luminance(colour: QColor) -> float:
    """Return the relative luminance, 0–1. Source: WCAG 2.2, definition of relative luminance."""
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
