"""A curve as a picture for a report: titled, named and large, on white whatever the window's theme.

Drawn by QPainter alone, so that it is the same as a picture and as a drawing of lines.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, isfinite, log10, pi, sin

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from cnnstudio.training.series import Points
from cnnstudio.training.value_range import Range
from cnnstudio.ui.theme import BODY_PX, LIGHT, SMALL_PX, body_font, number_font
from cnnstudio.ui.training.change_marks import ChangeMarks, Mark
from cnnstudio.ui.training.ticks import Room, Ticks, linear_ticks, log_ticks

SIZE = QSize(800, 500)
"""The units in which it is laid out."""

SCALE = 2
"""How many pixels one of them is in a picture: 1600 × 1000 in all."""

_LEFT, _RIGHT, _BELOW, _ABOVE = 72.0, 28.0, 52.0, 60.0
_TITLE_PX = 18
_LEGEND_ROW = 20.0
_SAMPLE = 20.0
_GAP = 6.0
_STAR = 7.0
_DOT = 2.4
_MOST_DOTS = 30
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True, slots=True, eq=False)
class ReportLine:
    """A curve, its name in the legend, and how it is drawn."""

    name: str
    points: Points
    colour: QColor
    width: float = 1.5
    style: Qt.PenStyle = Qt.PenStyle.SolidLine
    has_dots: bool = False


@dataclass(frozen=True, slots=True)
class ReportStar:
    """The best epoch."""

    name: str
    step: float
    value: float
    colour: QColor


@dataclass(frozen=True, slots=True)
class ReportView:
    """What is in view: from where to where on each axis, logarithms on a logarithmic one."""

    steps: Range
    values: Range
    has_log_steps: bool = False
    is_logarithmic: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class CurveReport:
    """All that the picture shows."""

    title: str
    run: str
    step_name: str
    value_name: str
    view: ReportView
    lines: Sequence[ReportLine]
    star: ReportStar | None = None
    marks: tuple[Mark, ...] = ()
    marks_are_below: bool = False

    def paint(self, painter: QPainter) -> None:
        """Draw on an area of `SIZE`."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, 0, SIZE.width(), SIZE.height()), LIGHT.panel)
        rows = self._legend_rows()
        top = _ABOVE + _LEGEND_ROW * len(rows)
        below = SIZE.height() - _BELOW
        room = QRectF(_LEFT, top, SIZE.width() - _LEFT - _RIGHT, below - top)
        self._paint_titles(painter)
        self._paint_legend(painter, rows)
        self._paint_axes(painter, room)
        self._paint_curves(painter, room)

    def _paint_titles(self, painter: QPainter) -> None:
        width = SIZE.width() - _LEFT - _RIGHT
        painter.setPen(LIGHT.text)
        painter.setFont(body_font(_TITLE_PX, bold=True))
        painter.drawText(QRectF(_LEFT, 12, width, 24), 0, self.title)
        painter.setPen(LIGHT.dim)
        painter.setFont(body_font(SMALL_PX))
        painter.drawText(QRectF(_LEFT, 36, width, 18), 0, self.run)

    def _entries(self) -> list[tuple[str, ReportLine | ReportStar]]:
        stars = [self.star] if self.star else []
        entries: list[ReportLine | ReportStar] = [*self.lines, *stars]
        return [(each.name, each) for each in entries]

    def _legend_rows(self) -> list[list[tuple[float, str, ReportLine | ReportStar]]]:
        """Return the entries of the legend, row by row, each with where it begins."""
        metrics = QFontMetricsF(body_font(BODY_PX))
        rows: list[list[tuple[float, str, ReportLine | ReportStar]]] = []
        x, right = SIZE.width() * 2.0, SIZE.width() - _RIGHT
        for name, entry in self._entries():
            width = _SAMPLE + _GAP + metrics.horizontalAdvance(name)
            if x + width > right:
                rows.append([])
                x = _LEFT
            rows[-1].append((x, name, entry))
            x += width + 3 * _GAP
        return rows

    def _paint_legend(
        self,
        painter: QPainter,
        rows: list[list[tuple[float, str, ReportLine | ReportStar]]],
    ) -> None:
        painter.setFont(body_font(BODY_PX))
        for place, row in enumerate(rows):
            y = _ABOVE + place * _LEGEND_ROW
            for x, name, entry in row:
                middle = QPointF(x + _SAMPLE / 2, y + _LEGEND_ROW / 2)
                if isinstance(entry, ReportStar):
                    _paint_star(painter, middle, entry.colour)
                else:
                    painter.setPen(QPen(entry.colour, 2.5, entry.style))
                    half = QPointF(_SAMPLE / 2, 0)
                    painter.drawLine(middle - half, middle + half)
                painter.setPen(LIGHT.text)
                where = QRectF(x + _SAMPLE + _GAP, y, SIZE.width(), _LEGEND_ROW)
                painter.drawText(where, int(Qt.AlignmentFlag.AlignVCenter), name)

    def _paint_axes(self, painter: QPainter, room: QRectF) -> None:
        painter.setFont(number_font(SMALL_PX))
        steps, values = self._ticks(room)
        for place, text in zip(*values, strict=True):
            y = room.bottom() - _share(place, self.view.values) * room.height()
            painter.setPen(QPen(LIGHT.line, 1))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            painter.setPen(LIGHT.dim)
            where = QRectF(0, y - 10, room.left() - _GAP, 20)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(where, int(flags), text)
        for place, text in zip(*steps, strict=True):
            x = room.left() + _share(place, self.view.steps) * room.width()
            painter.drawText(QRectF(x - 50, room.bottom() + _GAP, 100, 16), _CENTRE, text)
        painter.setPen(LIGHT.text)
        painter.setFont(body_font(SMALL_PX))
        under = QRectF(room.left(), room.bottom() + 26, room.width(), 18)
        painter.drawText(under, _CENTRE, self.step_name)
        painter.save()
        painter.translate(14, room.center().y())
        painter.rotate(-90)
        half = room.height() / 2
        painter.drawText(QRectF(-half, -9, 2 * half, 18), _CENTRE, self.value_name)
        painter.restore()

    def _ticks(self, room: QRectF) -> tuple[Ticks, Ticks]:
        letter = QFontMetricsF(number_font(SMALL_PX)).horizontalAdvance("0")
        level = Room(room.width(), letter, SMALL_PX, 24, 20, 20, 12 * letter)
        most = 6.5 * letter
        upright = Room(room.height(), letter, SMALL_PX, 26, 8, 8, most, is_upright=True)
        view = self.view
        if view.has_log_steps:
            steps = log_ticks(*view.steps, level)
        else:
            steps = linear_ticks(*view.steps, level, are_whole=True)
        values = log_ticks if view.is_logarithmic else linear_ticks
        return steps, values(*view.values, upright)

    def _paint_curves(self, painter: QPainter, room: QRectF) -> None:
        painter.save()
        painter.setClipRect(room)
        for line in self.lines:
            places = self._places(line.points, room)
            painter.setPen(QPen(line.colour, line.width, line.style))
            painter.drawPolyline(QPolygonF(places))
            if line.has_dots and len(places) <= _MOST_DOTS:
                painter.setBrush(line.colour)
                for place in places:
                    painter.drawEllipse(place, _DOT, _DOT)
        painter.restore()
        if self.star is not None and isfinite(self.star.value):
            point = np.array([self.star.step]), np.array([self.star.value], np.float32)
            for place in self._places(Points(*point), room):
                if room.adjusted(-1, -1, 1, 1).contains(place):
                    _paint_star(painter, place, self.star.colour)
        marks = ChangeMarks()
        marks.marks, marks.are_below = self.marks, self.marks_are_below
        marks.paint(painter, room, lambda step: self._x(step, room), LIGHT)

    def _x(self, step: float, room: QRectF) -> float:
        place = log10(max(step, 1.0)) if self.view.has_log_steps else step
        return room.left() + _share(place, self.view.steps) * room.width()

    def _places(self, points: Points, room: QRectF) -> list[QPointF]:
        """Return where the points are that have a place."""
        view = self.view
        positions, values = points.positions, points.values.astype(np.float64)
        known = np.isfinite(values) & ((values > 0) | (not view.is_logarithmic))
        positions, values = positions[known], values[known]
        if view.has_log_steps:
            positions = np.log10(np.maximum(positions, 1.0))
        if view.is_logarithmic:
            values = np.log10(values)
        xs = room.left() + _shares(positions, view.steps) * room.width()
        ys = room.bottom() - _shares(values, view.values) * room.height()
        return [QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]


def _share(place: float, limits: Range) -> float:
    return (place - limits[0]) / ((limits[1] - limits[0]) or 1)


def _shares(places: np.ndarray, limits: Range) -> np.ndarray:
    shares: np.ndarray = (places - limits[0]) / ((limits[1] - limits[0]) or 1)
    return shares


def _paint_star(painter: QPainter, middle: QPointF, colour: QColor) -> None:
    painter.setPen(QPen(LIGHT.panel, 1))
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF(list(_star(middle))))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _star(middle: QPointF) -> Iterable[QPointF]:
    for corner in range(10):
        radius = _STAR if corner % 2 == 0 else _STAR * 0.42
        angle = -pi / 2 + corner * pi / 5
        yield middle + QPointF(radius * cos(angle), radius * sin(angle))
