"""A plot of one quantity over the steps of a run, on pyqtgraph.

Imported when the first curve is to be shown, not before: pyqtgraph takes longer
to import than the rest of the window to open.
"""

from collections.abc import Callable, Sequence
from math import ceil, floor, isfinite, log10
from time import thread_time

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnstudio.text import _
from cnnstudio.training.series import Points
from cnnstudio.training.value_range import Range, around, rounded, value_range
from cnnstudio.ui.theme import themes
from cnnstudio.ui.training.axes import BELOW_PX, PlotAxis
from cnnstudio.ui.training.change_marks import ChangeMarks, Mark
from cnnstudio.ui.training.curve_box import CurveBox
from cnnstudio.ui.training.curve_report import ReportView
from cnnstudio.ui.training.pens import line_pen, symbol_brush, symbol_pen
from cnnstudio.ui.training.pointer_label import PointerLabel
from cnnstudio.ui.widgets.legend import LegendEntry

_STAR_PX = 13
_CORNER_PX = 8
_MOST_SYMBOLS = 30
# Lines of more points are dense. Drawn smoothly they take Qt twice as long, and hardly look better.
_MOST_SPARSE = 300
# So many heights of the view are drawn of dense lines: Qt is slow far outside of what is seen.
# Sparse ones keep their slopes; pyqtgraph's own limit is there against overflow.
_DENSE_HEIGHTS, _SPARSE_HEIGHTS = 3.0, 1e6
_HEIGHTS_TOLERANCE = 1.2
_RAW_OPACITY = 0.30
# The grid belongs below the box that holds the curves, which pyqtgraph puts at −100.
_BELOW_CURVES = -101
_SMALLEST = 1e-12
_MOST_LOG_STEPS = 12.0
_HALF_DECADE = 0.5
# So much room beyond the last step lets the star at it be seen whole.
_RIGHT_PADDING = 0.02
_NOTHING = Points(np.empty(0), np.empty(0, np.float32))


class _View(pg.PlotWidget):
    """Tells what each painting took of the processor, in seconds, and when to show all."""

    painted = Signal(float)
    all_wanted = Signal()
    draw_over: Callable[[QPainter], None]

    def paintEvent(self, event: QPaintEvent) -> None:
        start = thread_time()
        super().paintEvent(event)
        self.painted.emit(thread_time() - start)

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        super().drawForeground(painter, rect)
        self.draw_over(painter)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.all_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Home:
            self.all_wanted.emit()
        else:
            super().keyPressEvent(event)


class CurvePlot(QWidget):
    """Raw values faint, smoothed ones on top, validation beside them, the best epoch starred.

    New data never resets a zoom: the view follows the data until the user moves
    it, and again after `show_all`. `pointed` carries the step under the pointer,
    or None; `moved` says that another part is in view, `following_changed` whether
    it follows the data.
    """

    pointed = Signal(object)
    moved = Signal()
    following_changed = Signal(bool)
    painted = Signal(float)

    def __init__(self, name: str, parent: QWidget | None = None, *, unit: str = "") -> None:
        super().__init__(parent)
        self._is_logarithmic = self._has_log_steps = False
        self._is_whole = self._are_shares = False
        self._was_following = self._is_by_validation = True
        self._ends = (0.0, 0.0)
        self._trained = self._validated = self._star = _NOTHING
        self._others: tuple[tuple[Points, ...], tuple[Points, ...]] = (), ()
        self._starred: tuple[float | None, float | None] = (None, None)
        self.steps = PlotAxis("bottom", unit or _("steps"), are_whole=True)
        self.values = PlotAxis("left")
        self._corner: QWidget | None = None
        self._corner_is_below = False
        self._box = CurveBox(self._values_between)
        self._view = _View(viewBox=self._box, axisItems={"bottom": self.steps, "left": self.values})
        self.item = self._view.getPlotItem()
        self.item.setMenuEnabled(False)
        self.item.hideButtons()
        self.item.layout.setContentsMargins(0, 4, 6, 0)
        for axis in (self.steps, self.values):
            axis.setZValue(_BELOW_CURVES)
        self._raw = self.item.plot(antialias=False)
        self._smooth = self.add_line()
        self._validation = self.add_line()
        self._best = pg.ScatterPlotItem(size=_STAR_PX, symbol="star", pxMode=True)
        self._pointer = pg.InfiniteLine(angle=90)
        self._pointer.hide()
        self._lines: list[pg.PlotDataItem] = []
        self._marks = ChangeMarks()
        self._view.draw_over = self._draw_marks
        self.item.addItem(self._best)
        self.item.addItem(self._pointer, ignoreBounds=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        self.told = PointerLabel(self)
        self.setAccessibleName(name)
        self._connect()
        self._dress()

    def _connect(self) -> None:
        self._view.painted.connect(self.painted)
        self._view.all_wanted.connect(self._on_all_wanted)
        self._view.viewport().installEventFilter(self)
        self._view.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self._box.sigRangeChangedManually.connect(lambda _axes: self.moved.emit())
        self._box.sigStateChanged.connect(self._on_state_changed)
        themes.changed.connect(self._dress)

    def setAccessibleName(self, name: str) -> None:
        """Name the plot, and what of it has the focus, for those who do not see it."""
        super().setAccessibleName(name)
        self._view.setAccessibleName(name)

    @property
    def is_following(self) -> bool:
        """Whether the view follows the data; a zoom ends it."""
        return all(self._box.autoRangeEnabled())

    @property
    def steps_in_view(self) -> tuple[float | None, float | None]:
        """The first and last step in view; None where the view follows the data."""
        if self._box.autoRangeEnabled()[0]:
            return None, None
        first, last = self._steps(self._box.viewRange()[0])
        return floor(first), ceil(last)

    @property
    def view(self) -> ReportView:
        """What is in view, as a picture of it needs to know."""
        steps, values = ((low, high) for low, high in self._box.viewRange())
        return ReportView(steps, values, self._has_log_steps, self._is_logarithmic)

    def show_extent(self, first: float, last: float) -> None:
        """Say between which steps there are curves: the run so far; nothing where they are one."""
        self._ends = first, last
        is_blank = last <= first
        for axis in (self.steps, self.values):
            axis.set_blank(is_blank)
        ends = self._placed(first), self._placed(last)
        padding = _RIGHT_PADDING * (ends[1] - ends[0])
        self._box.set_extent(None if is_blank else (ends[0], ends[1] + padding))

    def scale_by(self, cuttable: Sequence[Points], kept: Sequence[Points]) -> None:
        """Scale the values by curves that others draw; see `value_range`."""
        self._others = tuple(cuttable), tuple(kept)
        self._box.queueUpdateAutoRange()

    def show_shares(self, are_shares: bool) -> None:
        """Say whether the values are shares, between 0 and 1."""
        self._are_shares = self._marks.are_below = are_shares

    def show_everything(self, is_whole: bool) -> None:
        """Let the first steps and outliers take part in the scale, or not."""
        self._is_whole = is_whole
        self._box.enableAutoRange(y=True)
        self._box.queueUpdateAutoRange()
        self.settle()

    def put_in_corner(self, widget: QWidget, *, below: bool = False) -> None:
        """Lay a small widget over the upper right corner, or over the lower one."""
        self._corner, self._corner_is_below = widget, below
        widget.setParent(self)
        self._place_corner()

    def _place_corner(self) -> None:
        if self._corner is None:
            return
        size = self._corner.sizeHint()
        bottom = self.height() - BELOW_PX - size.height() - _CORNER_PX
        left = self.width() - size.width() - _CORNER_PX
        top = bottom if self._corner_is_below else _CORNER_PX
        self._corner.setGeometry(left, top, size.width(), size.height())
        self._corner.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_corner()

    def show_training(self, raw: Points, smooth: Points) -> None:
        """Show the values of the steps, and the smoothed ones."""
        # An average lies among what it is of, and is only longer affected by the first steps.
        self._trained = raw if raw.values.size else smooth
        self._box.queueUpdateAutoRange()
        draw_line(self._raw, raw, is_faint=True)
        draw_line(self._smooth, smooth)

    def show_lines(self, lines: Sequence[tuple[Points, QColor, Qt.PenStyle]]) -> None:
        """Show lines with looks of their own, instead of training and validation."""
        self.scale_by([points for points, _colour, _style in lines], ())
        while len(self._lines) > len(lines):
            self.item.removeItem(self._lines.pop())
        while len(self._lines) < len(lines):
            self._lines.append(self.add_line())
        for item, (points, colour, style) in zip(self._lines, lines, strict=True):
            # Dashes go on from segment to segment.
            is_solid = style is Qt.PenStyle.SolidLine
            item.curve.setSegmentedLineMode("on" if is_solid else "off")
            item.setPen(line_pen(colour, 1.5, style))
            item.setSymbolPen(symbol_pen(None))
            item.setSymbolBrush(symbol_brush(colour))
            draw_line(item, points, has_symbols=True)

    def add_line(self) -> pg.PlotDataItem:
        """Add a line that is drawn segment by segment.

        As one path through jumps it takes Qt a hundred times as long.
        """
        line = self.item.plot(symbolSize=4)
        line.curve.setSegmentedLineMode("on")
        return line

    def settle(self) -> None:
        """Fit the view to what is shown now; pyqtgraph would in the paint, and paint again."""
        self._view.scene().prepareForPaint()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Where settings were changed."""
        return self._marks.marks

    def show_changes(self, marks: tuple[Mark, ...]) -> None:
        """Mark the steps at which settings were changed."""
        if marks != self._marks.marks:
            self._marks.marks = marks
            self._view.viewport().update()

    def _draw_marks(self, painter: QPainter) -> None:
        room = self._box.sceneBoundingRect()
        self._marks.paint(painter, room, self._place_px, themes.current)

    def _place_px(self, step: float) -> float:
        """Return where a step is in the window of the plot."""
        return self._box.mapViewToScene(QPointF(self._placed(step), 0)).x()

    def show_validation(self, points: Points) -> None:
        """Show a value for each epoch."""
        self._validated = points
        self._box.queueUpdateAutoRange()
        draw_line(self._validation, points, has_symbols=True)

    def show_best(
        self, step: float | None, value: float | None, *, is_validation: bool = True
    ) -> None:
        """Star the best epoch, or none, in the colour of what it is chosen by."""
        self._is_by_validation = is_validation
        self._starred = step, value
        self._box.queueUpdateAutoRange()
        if step is None or value is None or not isfinite(value):
            self._star = _NOTHING
            self._best.clear()
            return
        self._star = Points(np.array([step], np.float64), np.array([value], np.float32))
        shown = log10(max(value, _SMALLEST)) if self._is_logarithmic else value
        self._best.setData([self._placed(step)], [shown])
        self._dress_best()

    def show_pointer(self, step: float | None) -> None:
        """Mark a step with a line, or none."""
        self._pointer.setVisible(step is not None)
        if step is not None:
            self._pointer.setValue(self._placed(step))

    def tell(self, entries: Sequence[LegendEntry]) -> None:
        """Write what the curves come to beside the line of `show_pointer`."""
        place = QPointF(self._pointer.value(), 0)
        self.told.show_entries(entries, self._box.mapViewToScene(place).x())

    def set_logarithmic(self, is_logarithmic: bool) -> None:
        """Use a logarithmic scale for the values, or a linear one."""
        is_following, steps = self._box.autoRangeEnabled()[0], self._box.viewRange()[0]
        self._is_logarithmic = is_logarithmic
        self._use_scales()
        if not is_following:  # pyqtgraph shows all steps at another scale of the values
            self._box.setXRange(*steps, padding=0)
        self._box.enableAutoRange(y=True)
        self.moved.emit()

    def set_log_steps(self, is_logarithmic: bool) -> None:
        """Use a logarithmic scale for the steps, or a linear one."""
        self._has_log_steps = self._box.has_log_steps = is_logarithmic
        self._use_scales()
        self.show_extent(*self._ends)
        self.show_all()
        self.moved.emit()

    def _use_scales(self) -> None:
        self.item.setLogMode(self._has_log_steps, self._is_logarithmic)
        self.show_best(*self._starred, is_validation=self._is_by_validation)

    def _placed(self, step: float) -> float:
        """Return where a step stands on the axis."""
        return log10(max(step, 1)) if self._has_log_steps else step

    def _steps(self, places: Sequence[float]) -> tuple[float, float]:
        """Return which steps stand at two places on the axis."""
        first, last = places
        if self._has_log_steps:
            return 10**first, 10 ** min(last, _MOST_LOG_STEPS)
        return first, last

    def _values_between(self, places: Range, is_whole: bool) -> Range | None:
        """Return which values the curves have between two places on the axis of steps.

        All of them, or, where not `is_whole`, those between which they are best shown.
        """
        steps, is_log = self._steps(places), self._is_logarithmic
        cuttable, kept = self._others
        found = value_range(
            (self._trained, *cuttable),
            (self._validated, *kept),
            steps,
            start=self._ends[0],
            is_whole=is_whole or self._is_whole,
            is_positive=is_log,
        )
        found = around(found, value_range((), (self._star,), steps, is_positive=is_log))
        if found is None:
            return None
        if is_log:
            low, high = (log10(max(value, _SMALLEST)) for value in found)
            return (low, high) if low < high else (low - _HALF_DECADE, high + _HALF_DECADE)
        return found if is_whole else rounded(found, are_shares=self._are_shares)

    def show_all(self) -> None:
        """Show all steps, and follow the data again."""
        self._box.enableAutoRange(x=True, y=True)

    def show_all_values(self) -> None:
        """Show all values of the steps in view."""
        self._box.enableAutoRange(y=True)

    def show_steps_of(self, other: "CurvePlot") -> None:
        """Show the same steps as another plot, which the user has moved."""
        if other.steps_in_view == (None, None):
            self._box.enableAutoRange(x=True)
        else:
            self._box.setXRange(*other._box.viewRange()[0], padding=0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.pointed.emit(None)
        return super().eventFilter(watched, event)

    def _on_all_wanted(self) -> None:
        self.show_all()
        self.moved.emit()

    def _on_state_changed(self) -> None:
        if self.is_following != self._was_following:
            self._was_following = self.is_following
            self.following_changed.emit(self._was_following)

    def _on_mouse_moved(self, position: QPointF) -> None:
        inside = self._box.sceneBoundingRect().contains(position)
        if not inside:
            self.pointed.emit(None)
            return
        place = self._box.mapSceneToView(position).x()
        self.pointed.emit(self._steps((place, place))[0])

    def _dress_best(self) -> None:
        theme = themes.current
        colour = theme.validation if self._is_by_validation else theme.training
        self._best.setPen(symbol_pen(theme.panel))
        self._best.setBrush(symbol_brush(colour))

    def _dress(self) -> None:
        theme = themes.current
        faint = QColor(theme.training)
        faint.setAlphaF(_RAW_OPACITY)
        self._view.setBackground(theme.panel)
        self._raw.setPen(pg.mkPen(faint, width=1))
        self._smooth.setPen(line_pen(theme.training, 2))
        self._validation.setPen(line_pen(theme.validation, 2))
        self._validation.setSymbolPen(symbol_pen(None))
        self._validation.setSymbolBrush(symbol_brush(theme.validation))
        self._dress_best()
        self._pointer.setPen(pg.mkPen(theme.wire, width=1))


def draw_line(
    line: pg.PlotDataItem, points: Points, *, has_symbols: bool = False, is_faint: bool = False
) -> None:
    """Draw other points, as smoothly as they leave time for."""
    shown = _drawable(points)
    count = len(shown.values)
    is_dense = count > _MOST_SPARSE
    heights = _DENSE_HEIGHTS if is_dense else _SPARSE_HEIGHTS
    line.setDynamicRangeLimit(heights, _HEIGHTS_TOLERANCE)
    symbol = "o" if has_symbols and count <= _MOST_SYMBOLS else None
    line.setData(*shown, symbol=symbol, antialias=not is_dense and not is_faint)


def _drawable(points: Points) -> Points:
    """Return the points that have a place: pyqtgraph 0.14 crashes over symbols at NaN."""
    is_finite = np.isfinite(points.values)
    if is_finite.all():
        return points
    return Points(points.positions[is_finite], points.values[is_finite])
