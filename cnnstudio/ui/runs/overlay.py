"""The curves of several runs over one another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cnnstudio.text import N_, _
from cnnstudio.training.history import History, Quantity
from cnnstudio.training.series import Points
from cnnstudio.ui.runs.run_legend import RunLegend
from cnnstudio.ui.runs.run_marks import run_colour, run_symbol
from cnnstudio.ui.runs.switch import switch
from cnnstudio.ui.theme import themes
from cnnstudio.ui.training.curves_panel import SMOOTHING
from cnnstudio.ui.training.pens import line_pen, symbol_brush, symbol_pen
from cnnstudio.ui.training.plots import CurvePlot, draw_line
from cnnstudio.ui.widgets.buttons import FlatButton

_TITLES = {
    (Quantity.LOSS, False): N_("Loss over steps"),
    (Quantity.LOSS, True): N_("Loss over epochs"),
    (Quantity.ACCURACY, False): N_("Accuracy over steps"),
    (Quantity.ACCURACY, True): N_("Accuracy over epochs"),
}
_MOST_POINTS = 600
_TRAINING_OPACITY = 0.5
_SYMBOL_PX = 7
_MOST_MARKS = 12
_HEAD_PX = 22


@dataclass(frozen=True, slots=True, eq=False)
class NamedHistory:
    """A run in a comparison."""

    name: str
    history: History


class EpochScale:
    """Turns steps of a run into epochs and back; the rate of the last epoch goes on after it."""

    def __init__(self, history: History) -> None:
        epochs = history.epochs
        self.is_known = bool(epochs)
        self._steps, self._epochs = [0.0], [0.0]
        for epoch in epochs:
            self._steps.append(epoch.step)
            self._epochs.append(epoch.epoch)
        if epochs:
            self._steps.append(2 * self._steps[-1] - self._steps[-2])
            self._epochs.append(2 * self._epochs[-1] - self._epochs[-2])

    def epochs(self, steps: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the epochs at some steps."""
        return np.interp(steps, self._steps, self._epochs)

    def step(self, epoch: float) -> float:
        """Return the step at an epoch."""
        return float(np.interp(epoch, self._epochs, self._steps))


class _Curves(NamedTuple):
    """What is drawn of one run."""

    training: pg.PlotDataItem
    validation: pg.PlotDataItem
    marks: pg.PlotDataItem


class OverlayColumn(QWidget):
    """One quantity of all runs: validation with some marks, training faint below it."""

    def __init__(self, quantity: Quantity, *buttons: QWidget) -> None:
        super().__init__()
        self.quantity = quantity
        self.plot = CurvePlot(_(_TITLES[quantity, False]))
        self.plot.show_shares(quantity is Quantity.ACCURACY)
        self._curves: list[_Curves] = []
        self.title = QLabel()
        self.title.setProperty("tone", "dim")
        head = QWidget()
        head.setFixedHeight(_HEAD_PX)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.title, 1)
        for button in buttons:
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.plot, 1)

    def draw(self, runs: Sequence[NamedHistory], *, over_epochs: bool) -> None:
        """Draw the part of the curves that is in view."""
        self.title.setText(_(_TITLES[self.quantity, over_epochs]))
        self.plot.steps.set_unit(_("epochs") if over_epochs else _("steps"))
        self._make_curves(len(runs))
        first, last = self.plot.steps_in_view
        cuttable, kept, ends = [], [], [0.0]
        for place, (run, curves) in enumerate(zip(runs, self._curves, strict=True)):
            scale = EpochScale(run.history) if over_epochs else None
            start, stop = _steps(scale, first), _steps(scale, last)
            smooth = run.history.curve(
                self.quantity, _MOST_POINTS, smoothing=SMOOTHING, first=start, last=stop
            )
            training = _placed(smooth, scale)
            curves.training.setData(*training)
            validation = _placed(run.history.validation(self.quantity), scale)
            draw_line(curves.validation, validation)
            curves.marks.setData(*_marked(validation, place, len(runs)))
            cuttable.append(training)
            kept.append(validation)
            ends.append(_end(run.history, scale))
        self.plot.show_extent(0, max(ends))
        self.plot.scale_by(cuttable, kept)

    def value_at(self, run: NamedHistory, position: float, *, over_epochs: bool) -> float | None:
        """Return what a run's epoch came to at a position; without validation, its step."""
        step = EpochScale(run.history).step(position) if over_epochs else position
        steps, values = run.history.validation(self.quantity)
        later = values[steps >= step - 0.5]
        if later.size:
            return float(later[0])
        here = run.history.curve(self.quantity, 2, smoothing=SMOOTHING, first=step, last=step)
        return float(here.values[0]) if here.values.size and not values.size else None

    def dress(self) -> None:
        """Give the curves the colours of the theme."""
        for place, curves in enumerate(self._curves):
            colour = run_colour(place)
            faint = QColor(colour)
            faint.setAlphaF(_TRAINING_OPACITY)
            curves.training.setPen(pg.mkPen(faint, width=1))
            curves.validation.setPen(line_pen(colour, 2))
            curves.marks.setSymbol(run_symbol(place))
            curves.marks.setSymbolSize(_SYMBOL_PX)
            curves.marks.setSymbolPen(symbol_pen(themes.current.panel))
            curves.marks.setSymbolBrush(symbol_brush(colour))

    def _make_curves(self, count: int) -> None:
        while len(self._curves) > count:
            for curve in self._curves.pop():
                self.plot.item.removeItem(curve)
        while len(self._curves) < count:
            plot = partial(self.plot.item.plot, antialias=True)
            self._curves.append(_Curves(plot(), self.plot.add_line(), plot(pen=None)))
        self.dress()


class OverlayPanel(QWidget):
    """Loss and accuracy of several runs, and the legend that tells them apart."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[NamedHistory, ...] = ()
        self._over_epochs = actions["runs.over_epochs"]
        self.legend = RunLegend()
        self._all = FlatButton(_("show all"))
        self._all.clicked.connect(actions["runs.show_all"].trigger)
        scale = switch(_("log"), actions["runs.log_scale"])
        epochs = switch(_("epochs"), self._over_epochs)
        self.loss = OverlayColumn(Quantity.LOSS, self._all, scale)
        self.accuracy = OverlayColumn(Quantity.ACCURACY, epochs)
        self._lay_out()
        for column, other in ((self.loss, self.accuracy), (self.accuracy, self.loss)):
            column.plot.pointed.connect(partial(self._on_plot_pointed, column))
            column.plot.moved.connect(partial(self._on_plot_moved, column, other))
        actions["runs.log_scale"].toggled.connect(self.loss.plot.set_logarithmic)
        actions["runs.show_all"].triggered.connect(self.show_all)
        self._over_epochs.toggled.connect(self._on_axis_changed)
        themes.changed.connect(self._on_theme_changed)
        self._all.hide()

    @property
    def columns(self) -> tuple[OverlayColumn, OverlayColumn]:
        """The plots from left to right."""
        return self.loss, self.accuracy

    @property
    def is_over_epochs(self) -> bool:
        """Whether epochs are drawn: wanted, and known of every run."""
        return self._over_epochs.isChecked() and all(run.history.epochs for run in self._runs)

    def show_runs(self, runs: Sequence[NamedHistory]) -> None:
        """Show the curves of these runs."""
        self._runs = tuple(runs)
        self.legend.show_runs([run.name for run in runs])
        self._draw()

    def show_all(self) -> None:
        """Show all of every curve."""
        for column in self.columns:
            column.plot.show_all()
        self._all.hide()
        self._draw()

    def _lay_out(self) -> None:
        plots = QHBoxLayout()
        plots.setSpacing(20)
        for column in self.columns:
            plots.addWidget(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.legend)
        layout.addLayout(plots, 1)

    def _draw(self) -> None:
        for column in self.columns:
            column.draw(self._runs, over_epochs=self.is_over_epochs)

    def _on_axis_changed(self) -> None:
        self.show_all()

    def _on_theme_changed(self) -> None:
        for column in self.columns:
            column.dress()

    def _on_plot_pointed(self, column: OverlayColumn, position: float | None) -> None:
        for each in self.columns:
            each.plot.show_pointer(position)
        if position is None:
            self.legend.show_values(())
            return
        over_epochs = self.is_over_epochs
        self.legend.show_values(
            [column.value_at(run, position, over_epochs=over_epochs) for run in self._runs]
        )

    def _on_plot_moved(self, column: OverlayColumn, other: OverlayColumn) -> None:
        other.plot.show_steps_of(column.plot)
        self._all.setVisible(not all(each.plot.is_following for each in self.columns))
        self._draw()


def _end(history: History, scale: EpochScale | None) -> float:
    """Return where a run ends on the axis."""
    step = float(history.step)
    return step if scale is None else float(scale.epochs(np.array([step]))[0])


def _steps(scale: EpochScale | None, position: float | None) -> float | None:
    if position is None or scale is None:
        return position
    return scale.step(position)


def _marked(points: Points, place: int, count: int) -> Points:
    """Return the points that carry a mark: not so many that they hide the line.

    The runs have theirs at different places, `place` of `count`.
    """
    every = ceil(len(points.values) / _MOST_MARKS) or 1
    chosen = slice(place * every // count, None, every)
    return Points(points.positions[chosen], points.values[chosen])


def _placed(points: Points, scale: EpochScale | None) -> Points:
    """Return the points that can be drawn, in the units of the axis."""
    finite = np.isfinite(points.values)
    positions, values = points.positions[finite], points.values[finite]
    return Points(positions if scale is None else scale.epochs(positions), values)
