"""The ROC curve of two classes, painted by ourselves: a square, a diagonal, a line."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.text import _
from cnnstudio.training.tasks import RocCurve
from cnnstudio.ui.theme import SMALL_PX, TINY_PX, body_font, number_font, themes

_LEFT_PX, _BELOW_PX, _ABOVE_PX, _RIGHT_PX = 60, 36, 24, 12
_APART_PX = 0.5
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


Points = NDArray[np.float64]


class RocPlot(QWidget):
    """Shows the curve and the area below it; under the pointer, the rates there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curve: RocCurve | None = None
        self._rates = np.empty((0, 2))
        self._line: QPolygonF | None = None
        self._name = ""
        self._pointed: int | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(200, 180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("ROC curve"))
        themes.changed.connect(self.update)

    @property
    def title(self) -> str:
        """The area below the curve and the class that it is about."""
        if self._curve is None:
            return ""
        return _("AUC {area:.4f} · class “{name}”").format(area=self._curve.area, name=self._name)

    def show_curve(self, curve: RocCurve | None, name: str) -> None:
        """Show the curve of a class, or none."""
        self._curve, self._name, self._pointed = curve, name, None
        rates = (curve.false_positive_rates, curve.true_positive_rates) if curve else ((), ())
        self._rates = np.array(rates).T
        self._line = None
        self.setAccessibleDescription(self.title)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 320)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointed = self._nearest(event.position())
        if pointed != self._pointed:
            self._pointed = pointed
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._line = None

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._curve is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self._room()
        self._paint_axes(painter, room)
        painter.setPen(QPen(themes.current.training, 2))
        painter.drawPolyline(self._visible(room))
        self._paint_words(painter, room)
        painter.end()

    def _room(self) -> QRectF:
        wide, high = self.width() - _LEFT_PX - _RIGHT_PX, self.height() - _ABOVE_PX - _BELOW_PX
        side = max(40, min(wide, high))
        return QRectF(_LEFT_PX, _ABOVE_PX, side, side)

    def _points(self, room: QRectF) -> Points:
        """Return the points of the curve in pixels of the widget."""
        corner = np.array((room.left(), room.bottom()))
        return corner + self._rates * (room.width(), -room.height())

    def _visible(self, room: QRectF) -> QPolygonF:
        """Return the line without the points that nobody could tell from their neighbours."""
        if self._line is None:
            points = self._points(room)
            self._line = QPolygonF([QPointF(x, y) for x, y in points[told_apart(points)].tolist()])
        return self._line

    def _nearest(self, point: QPointF) -> int | None:
        if not len(self._rates):
            return None
        away = np.abs(self._points(self._room()) - (point.x(), point.y()))
        return int(away.sum(axis=1).argmin())

    def _paint_axes(self, painter: QPainter, room: QRectF) -> None:
        theme = themes.current
        painter.setFont(number_font(TINY_PX))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for tick in _TICKS:
            x, y = room.left() + tick * room.width(), room.bottom() - tick * room.height()
            painter.setPen(QPen(theme.line, 1))
            painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            painter.setPen(theme.dim)
            painter.drawText(QRectF(0, y - 8, room.left() - 6, 16), right, f"{tick:g}")
            below = QRectF(x - 20, room.bottom() + 2, 40, 14)
            painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), f"{tick:g}")
        painter.setPen(QPen(theme.wire, 1, Qt.PenStyle.DashLine))
        painter.drawLine(room.bottomLeft(), room.topRight())

    def _paint_words(self, painter: QPainter, room: QRectF) -> None:
        theme, curve = themes.current, self._curve
        assert curve is not None
        text = self.title
        if self._pointed is not None:
            painter.setBrush(theme.training)
            painter.setPen(QPen(theme.panel, 1))
            painter.drawEllipse(QPointF(*self._points(room)[self._pointed].tolist()), 4, 4)
            text = _("true positives {true:.3f} · false positives {false:.3f}").format(
                true=curve.true_positive_rates[self._pointed],
                false=curve.false_positive_rates[self._pointed],
            )
        painter.setFont(body_font(SMALL_PX))
        painter.setPen(theme.text)
        line = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(room.left(), 0, self.width(), _ABOVE_PX - 4), line, text)
        painter.setPen(theme.dim)
        below = QRectF(room.left(), room.bottom() + 16, room.width(), 18)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), _("false positive rate"))
        painter.save()
        painter.translate(0, room.bottom())
        painter.rotate(-90)
        beside = QRectF(0, 2, room.height(), 18)
        painter.drawText(beside, int(Qt.AlignmentFlag.AlignCenter), _("true positive rate"))
        painter.restore()


def told_apart(points: Points) -> NDArray[np.bool_]:
    """Return which points (N, 2) of a line are kept: the first and the last in each half pixel.

    Both, so that a corner moves by less than that.
    """
    places = np.floor(points / _APART_PX)
    moves = np.any(np.diff(places, axis=0) != 0, axis=1)
    is_first, is_last = np.append(True, moves), np.append(moves, True)
    kept: NDArray[np.bool_] = is_first | is_last
    return kept
