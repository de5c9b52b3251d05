"""The axes of a plot: ticks that never collide, and the unit in the corner."""

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from cnnstudio.ui.theme import TINY_PX, number_font, themes
from cnnstudio.ui.training.ticks import Room, Ticks, linear_ticks, log_ticks

LEFT_PX = 48
BELOW_PX = 20
_TEXT_GAP_PX = 4
_BETWEEN_UPRIGHT_PX = 12
_BETWEEN_LEVEL_PX = 12
_UNIT_GAP_PX = 2
_OVER_PX = 6
# As wide as the text of the last step may be: "1,234,567".
_LETTERS = 9


class PlotAxis(pg.AxisItem):
    """Draws its ticks itself: pyqtgraph's collide, vanish at the edges or change their number.

    Its size is fixed, so that the plot beside it stays where it is. `is_blank` leaves all
    texts out: an empty plot has no scale.
    """

    def __init__(self, orientation: str, unit: str = "", *, are_whole: bool = False) -> None:
        super().__init__(orientation)
        self._unit = unit
        self._are_whole = are_whole
        self._is_blank = False
        self._ticks = Ticks([], [])
        self._ticks_of: tuple[object, ...] = ()
        if self._is_left:
            self.setWidth(LEFT_PX)
            self.setGrid(255)  # or pyqtgraph clips the lines over the plot
        else:
            self.setHeight(BELOW_PX)

    @property
    def unit(self) -> str:
        """What is counted along the axis; it stands in the corner below the left axis."""
        return self._unit

    def set_unit(self, unit: str) -> None:
        """Count something else."""
        self._unit = unit
        self.update()

    def set_blank(self, is_blank: bool) -> None:
        """Leave the texts and the grid out, or show them."""
        if is_blank != self._is_blank:
            self._is_blank = is_blank
            self.update()

    @property
    def ticks(self) -> Ticks:
        """The ticks as there is room for them now."""
        low, high = (float(each) for each in self.range)
        now = (low, high, self.size().width(), self.size().height(), self.logMode)
        if now != self._ticks_of:
            self._ticks_of = now
            if self.logMode:
                self._ticks = log_ticks(low, high, self._room())
            else:
                self._ticks = linear_ticks(low, high, self._room(), are_whole=self._are_whole)
        return self._ticks if not self._is_blank else Ticks([], [])

    def boundingRect(self) -> QRectF:
        rect = super().boundingRect()
        if self._is_left:
            return rect.adjusted(0, -_OVER_PX, 0, _OVER_PX)
        return rect.adjusted(-LEFT_PX, 0, _OVER_PX, 0)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(number_font(TINY_PX))
        room = QRectF(QPointF(0, 0), self.size())
        if self._is_left:
            self._paint_grid(painter, room)
        painter.setPen(themes.current.dim)
        for place, text in zip(*self.ticks, strict=True):
            self._paint_text(painter, room, self._place_px(place, room), text)
        if self._unit:
            where = QRectF(-LEFT_PX, _TEXT_GAP_PX, LEFT_PX - _UNIT_GAP_PX, room.height())
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
            painter.drawText(where, int(flags), self._unit)

    @property
    def _is_left(self) -> bool:
        return bool(self.orientation == "left")

    def _room(self) -> Room:
        metrics = QFontMetricsF(number_font(TINY_PX))
        letter = metrics.horizontalAdvance("0")
        height = metrics.ascent()
        if self._is_left:
            most = float(LEFT_PX - _TEXT_GAP_PX)
            gap, length = _BETWEEN_UPRIGHT_PX, self.size().height()
            return Room(length, letter, height, gap, _OVER_PX, _OVER_PX, most, is_upright=True)
        taken = metrics.horizontalAdvance(self._unit) + _BETWEEN_LEVEL_PX / 2
        before = max(0.0, float(LEFT_PX) - taken)
        gap, most = _BETWEEN_LEVEL_PX, _LETTERS * letter
        return Room(self.size().width(), letter, height, gap, before, _OVER_PX, most)

    def _place_px(self, place: float, room: QRectF) -> float:
        low, high = self.range
        share = (place - low) / ((high - low) or 1)
        if self._is_left:
            return room.bottom() - share * room.height()
        return room.left() + share * room.width()

    def _paint_grid(self, painter: QPainter, room: QRectF) -> None:
        right = super().boundingRect().right()
        painter.setPen(pg.mkPen(themes.current.line, width=1))
        for place in self.ticks.places:
            y = round(self._place_px(place, room))
            painter.drawLine(QPointF(room.right(), y), QPointF(right, y))

    def _paint_text(self, painter: QPainter, room: QRectF, at_px: float, text: str) -> None:
        if self._is_left:
            where = QRectF(0, at_px - 10, room.width() - _TEXT_GAP_PX, 20)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        else:
            where = QRectF(at_px - 50, _TEXT_GAP_PX, 100, room.height())
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(where, int(flags), text)
