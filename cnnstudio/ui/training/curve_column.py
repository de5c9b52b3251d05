"""One plot of a run with its title, its legend and its menus."""

from pathlib import Path
from typing import Protocol

import numpy as np
from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnstudio.errors import StudioError
from cnnstudio.text import _
from cnnstudio.training.history import PER_STEP, BestValue, History, Quantity
from cnnstudio.training.series import Points
from cnnstudio.ui.icons import icons
from cnnstudio.ui.theme import themes
from cnnstudio.ui.training.curve_head import CurveHead
from cnnstudio.ui.training.curve_kinds import SMOOTHED, TITLES, CurveKind, Smoothing
from cnnstudio.ui.training.curve_legend import CurveLegend
from cnnstudio.ui.training.curve_menu import CurveMenu, KindButton
from cnnstudio.ui.training.curve_saving import ask_where, save
from cnnstudio.ui.training.curve_words import (
    change_marks,
    expected_entries,
    layer_entries,
    line_entries,
    told_at,
)
from cnnstudio.ui.training.layer_choice import LayerButton, line_look
from cnnstudio.ui.training.plot_room import PlotRoom
from cnnstudio.ui.training.plots import CurvePlot
from cnnstudio.ui.training.report_making import report_of
from cnnstudio.ui.widgets.buttons import FlatButton

_NOTHING = Points(np.empty(0), np.empty(0, np.float32))


class CurveSource(Protocol):
    """Whose curves are drawn: those of the session's run, or of one that was kept.

    `grown` says that the history has more, `changed` that the run began or ended.
    """

    @property
    def grown(self) -> SignalInstance: ...

    @property
    def changed(self) -> SignalInstance: ...

    @property
    def history(self) -> History:
        """What the run has reported."""
        ...

    @property
    def is_active(self) -> bool:
        """Whether the run goes on."""
        ...

    @property
    def run_title(self) -> str:
        """Which run it is, in words."""
        ...


class CurveColumn(QWidget):
    """A title that chooses what is shown, a legend, and the plot below.

    `changed` says that something else is to be drawn, `failed` that a file was not written,
    `said` that it was.
    """

    changed = Signal()
    failed = Signal(str)
    said = Signal(str)

    def __init__(self, kind: CurveKind, source: CurveSource, *buttons: QWidget) -> None:
        super().__init__()
        self.kind = kind
        self.smoothing = Smoothing.MEDIUM
        self.plot = CurvePlot(_(TITLES[kind]))
        self.menu = CurveMenu()
        self.title = KindButton(kind)
        self.layers = LayerButton()
        self.reset = FlatButton("")
        self.head = CurveHead(self.title, self.layers, *buttons, self.menu)
        self.room = PlotRoom(self.plot)
        self._source = source
        self._drawn: tuple[object, ...] = ()
        self._drawn_epochs: tuple[object, ...] = ()
        self._pointed: float | None = None
        self._lay_out()
        self.title.chosen.connect(self.show_kind)
        self.menu.smoothing_chosen.connect(self.smooth)
        self.menu.log_values_toggled.connect(self.plot.set_logarithmic)
        self.menu.everything.toggled.connect(self.plot.show_everything)
        self.menu.save_wanted.connect(self._save)
        self.plot.following_changed.connect(self.reset.setHidden)
        self.room.other_wanted.connect(lambda: self.title.choose(None))
        self.layers.chosen.connect(self._redraw)
        themes.changed.connect(self._redraw)

    def show_kind(self, kind: CurveKind) -> None:
        """Show another quantity over the same steps."""
        self.kind = kind
        self.layers.setVisible(kind is None)
        self.plot.setAccessibleName(_(TITLES[kind]))
        self.plot.put_in_corner(self.reset, below=kind is Quantity.ACCURACY)
        self.plot.show_all_values()
        self._redraw()

    def smooth(self, smoothing: Smoothing) -> None:
        """Smooth the curve more, or less."""
        self.smoothing = smoothing
        self._redraw()

    def point_at(self, step: float | None) -> None:
        """Mark a step and tell the values there, or none."""
        self._pointed = step
        self.plot.show_pointer(step)
        self._tell()

    @property
    def legend(self) -> CurveLegend:
        """What the lines are."""
        return self.head.legend

    @property
    def is_stale(self) -> bool:
        """Whether there is more to be shown than is shown."""
        return self._wanted() != self._drawn

    def draw(self) -> None:
        """Draw the part of the curves in view, with as many points as there is room for."""
        self._drawn = self._wanted()
        history = self._source.history
        self.plot.show_extent(history.first_step, history.step)
        self.plot.show_shares(self.kind is Quantity.ACCURACY)
        self.room.show_plot(history.has_accuracy or self.kind is not Quantity.ACCURACY)
        if self.kind is None:
            self._draw_gradients(history)
        else:
            self._draw_quantity(history, self.kind)
        self.plot.show_changes(change_marks(history))
        self.plot.settle()
        self._tell()

    def save_to(self, path: Path) -> None:
        """Write the plot to a file, in the form that its name asks for."""
        history = self._source.history
        report = report_of(
            history,
            self.kind,
            self.plot.view,
            run=self._source.run_title,
            smoothing=0.0 if self.kind is None else self._weight(self.kind),
            layers=self.layers.shown,
        )
        try:
            save(path, report, history, self.kind)
        except StudioError as error:
            self.failed.emit(str(error))
        else:
            self.said.emit(_("Saved {name} in {folder}").format(name=path.name, folder=path.parent))

    def _lay_out(self) -> None:
        icons.put(self.reset, "ph.arrows-out-line-horizontal", "accent")
        self.reset.setAccessibleName(_("Show all steps"))
        self.reset.setToolTip(_("Show all steps again (Home, or a double-click on the plot)"))
        self.plot.put_in_corner(self.reset, below=self.kind is Quantity.ACCURACY)
        self.reset.hide()
        self.layers.setHidden(self.kind is not None)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.room, 1)

    def _redraw(self) -> None:
        """Ask for another drawing of the same run."""
        self._drawn = self._drawn_epochs = ()
        self.changed.emit()

    def _draw_quantity(self, history: History, kind: Quantity) -> None:
        (first, last), width = self.plot.steps_in_view, max(100, self.plot.width())
        weight = self._weight(kind)
        line = history.curve(kind, width, smoothing=weight, first=first, last=last)
        raw = history.curve(kind, 2 * width, first=first, last=last) if weight else _NOTHING
        self.plot.show_lines(())
        if kind is Quantity.LEARNING_RATE:  # how far it is from 0 is what it is about
            self.plot.scale_by((), (Points(line.positions, np.zeros_like(line.values)),))
        self.plot.show_training(raw, line)
        epochs = (history, kind, len(history.epochs), history.epochs[-1:])
        if epochs != self._drawn_epochs:
            self._drawn_epochs = epochs
            self.plot.show_validation(history.validation(kind) if kind in PER_STEP else _NOTHING)
            self._draw_best(history.best_of(kind))

    def _draw_gradients(self, history: History) -> None:
        (first, last), width = self.plot.steps_in_view, max(100, self.plot.width())
        self.plot.show_training(_NOTHING, _NOTHING)
        self.plot.show_validation(_NOTHING)
        self.plot.show_best(None, None)
        self._drawn_epochs = ()
        self.layers.show_layers(history.blocks)
        shown = self.layers.shown
        found = history.gradients(width, first=first, last=last, blocks=shown)
        looks = (line_look(place) for place in range(len(shown)))
        self.plot.show_lines(
            [(found[layer], *look) for layer, look in zip(shown, looks, strict=True)]
        )

    def _draw_best(self, best: BestValue | None) -> None:
        if best is None:
            self.plot.show_best(None, None)
        else:
            self.plot.show_best(best.step, best.value, is_validation=best.is_validation)

    def _weight(self, kind: Quantity) -> float:
        return self.smoothing.value if kind in SMOOTHED else 0.0

    def _wanted(self) -> tuple[object, ...]:
        history = self._source.history
        return (history, history.revision, self.plot.steps_in_view, self.kind, self.smoothing)

    def _tell(self) -> None:
        history, told = self._source.history, []
        if self._pointed is not None:
            weight = 0.0 if self.kind is None else self._weight(self.kind)
            layers = self.layers.shown
            told = told_at(history, self.kind, self._pointed, weight=weight, layers=layers)
        self.plot.tell(told)
        if self.kind is None:
            shown = layer_entries(self.layers.shown, self.layers.text_of_count)
            self.head.show_entries(shown)
        else:
            self.head.show_entries(line_entries(history, self.kind), expected_entries(self.kind))

    def _save(self) -> None:
        path = ask_where(self, self.kind)
        if path is not None:
            self.save_to(path)
