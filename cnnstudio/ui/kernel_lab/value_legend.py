"""What the colours of the result mean, in numbers, and how many pixels have each value."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.kernels.analysis import number
from cnnstudio.kernels.display import Legend
from cnnstudio.kernels.distribution import Distribution
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.angle_wheel import ROOM_PX, paint_wheel
from cnnstudio.ui.theme import TINY_PX, Theme, number_font, themes

_BARS_PX = 34.0
_BAR_PX = 10.0
_LINE_PX = 15.0
_WIDEST_PX = 260


class ValueLegend(QWidget):
    """A bar of the colours, a histogram above it and numbers below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._legend: Legend | None = None
        self._distribution: Distribution | None = None
        self._colours = QImage()
        self.setFont(number_font(TINY_PX))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    @property
    def texts(self) -> tuple[str, ...]:
        """The numbers shown, from left to right."""
        if self._legend is None:
            return ()
        low, high = self._legend.low, self._legend.high
        texts = number(low), number((low + high) / 2), number(high)
        return tuple(f"{text}°" for text in texts) if self._legend.is_cyclic else texts

    @property
    def summary(self) -> str:
        """What the histogram says in numbers; empty until it is there."""
        found = self._distribution
        if found is None or self._is_cyclic:  # angles have no mean, and none is the greatest
            return ""
        text = _("{least} to {greatest}, mean {mean}").format(
            least=number(found.least), greatest=number(found.greatest), mean=number(found.mean)
        )
        outside = found.below + found.above
        if not outside:
            return text
        return _("{text}, {share} % cut off").format(
            text=text, share=number(100 * outside / found.total)
        )

    def show_legend(self, legend: Legend | None) -> None:
        """Show another legend; nothing where there is no result."""
        self._legend = legend
        if legend is None:
            self._distribution = None
        else:
            row = np.ascontiguousarray(legend.colours[None])
            self._colours = QImage(
                row.data, row.shape[1], 1, row.strides[0], QImage.Format.Format_RGB888
            ).copy()
            self.setAccessibleName(
                _("Colours from {low} to {high}").format(low=self.texts[0], high=self.texts[-1])
            )
        self.update()

    def show_distribution(self, distribution: Distribution) -> None:
        """Show how the values are spread; nothing where there is no result any more."""
        if self._legend is None:
            return
        self._distribution = distribution
        self.setAccessibleDescription(self.summary)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDEST_PX, round(_BARS_PX + 2 + _BAR_PX + 2 * _LINE_PX + 4))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._legend is None:
            return
        theme = themes.current
        painter = QPainter(self)
        bar = self._bar()
        if self._distribution is not None:
            bars = QRectF(bar.left(), 0.5, bar.width(), _BARS_PX)
            _paint_histogram(painter, self._distribution, bars, theme)
        painter.drawImage(bar, self._colours)
        painter.setPen(theme.line)
        painter.drawRect(bar)
        painter.setPen(theme.dim)
        self._paint_numbers(painter, bar)
        if self._is_cyclic:
            place = QRectF(bar.right() + 8, 0, ROOM_PX, self.height())
            paint_wheel(painter, self._legend.colours, place, theme)
        painter.end()

    def _bar(self) -> QRectF:
        room = self.width() - (ROOM_PX + 8 if self._is_cyclic else 0)
        return QRectF(0.5, _BARS_PX + 2.5, min(room, _WIDEST_PX) - 1, _BAR_PX)

    @property
    def _is_cyclic(self) -> bool:
        return self._legend is not None and self._legend.is_cyclic

    def _paint_numbers(self, painter: QPainter, bar: QRectF) -> None:
        below = QRectF(0, bar.bottom() + 3, bar.width(), _LINE_PX)
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter)
        for text, side in zip(self.texts, (*sides, Qt.AlignmentFlag.AlignRight), strict=True):
            painter.drawText(below, side | Qt.AlignmentFlag.AlignTop, text)
        line = QRectF(0, below.bottom(), self.width(), _LINE_PX)
        summary = self.fontMetrics().elidedText(
            self.summary, Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, summary)

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QHelpEvent):
            return super().event(event)
        QToolTip.showText(event.globalPos(), self.text_at(event.pos().x()), self)
        return True

    def text_at(self, x: float) -> str:
        """Return how many values have the colours at `x`."""
        found, bar = self._distribution, self._bar()
        if found is None or not bar.left() <= x < bar.right():
            return ""
        bins = found.counts.shape[1]
        index = int((x - bar.left()) / bar.width() * bins)
        width = (found.high - found.low) / bins
        count = int(found.counts[:, index].sum())
        return _("{low} to {high}: {count} values, {share} %").format(
            low=number(found.low + index * width),
            high=number(found.low + (index + 1) * width),
            count=f"{count:,}",
            share=number(100 * count / found.total),
        )


def _paint_histogram(painter: QPainter, found: Distribution, room: QRectF, theme: Theme) -> None:
    """Paint the counts, the square root of each so that rare values are seen as well."""
    heights = np.sqrt(found.counts / max(int(found.counts.max()), 1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colours = (theme.bad, theme.good, theme.accent) if len(heights) > 1 else (theme.dim,)
    for channel, colour in zip(heights, colours, strict=True):
        _paint_channel(painter, channel, room, colour)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if found.low < 0 < found.high:
        x = room.left() + room.width() * -found.low / (found.high - found.low)
        painter.setPen(QPen(theme.text, 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))


def _paint_channel(
    painter: QPainter, heights: NDArray[np.float64], room: QRectF, colour: QColor
) -> None:
    step = room.width() / len(heights)
    tops = room.bottom() - heights * room.height()
    points = [QPointF(room.left() + (i + 0.5) * step, float(y)) for i, y in enumerate(tops)]
    corners = [QPointF(points[0].x(), room.bottom()), QPointF(points[-1].x(), room.bottom())]
    fill = QColor(colour)
    fill.setAlphaF(0.22)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawPolygon(QPolygonF([corners[0], *points, corners[1]]))
    painter.setPen(QPen(colour, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
