"""Two plots of a run, side by side: loss and accuracy, unless the person wants others."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cnnstudio.text import _
from cnnstudio.training.history import History, Quantity
from cnnstudio.ui.training.curve_column import CurveColumn, CurveSource
from cnnstudio.ui.training.curve_head import align
from cnnstudio.ui.training.curve_kinds import Smoothing
from cnnstudio.ui.training.pacing import Pacing
from cnnstudio.ui.widgets.buttons import FlatButton

SMOOTHING = Smoothing.MEDIUM.value


class CurvesPanel(QWidget):
    """Both plots, drawn together and no oftener than may be.

    They always show the same run up to the same step. Where the user moves one of them, the
    other shows the same steps.
    """

    failed = Signal(str)
    said = Signal(str)

    def __init__(
        self,
        source: CurveSource,
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self.pacing = Pacing(self._draw, self)
        scale = _switch(_("log"), actions["training.log_scale"])
        self.loss = CurveColumn(Quantity.LOSS, source, scale)
        self.accuracy = CurveColumn(Quantity.ACCURACY, source)
        self._history: History | None = None
        self._unpainted: set[CurveColumn] = set()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        for column, other in ((self.loss, self.accuracy), (self.accuracy, self.loss)):
            layout.addWidget(column, 1)
            column.plot.pointed.connect(self._on_plot_pointed)
            column.plot.moved.connect(partial(self._on_plot_moved, column, other))
            column.plot.painted.connect(partial(self._on_plot_painted, column))
            column.changed.connect(self.pacing.ask)
            column.head.wish_changed.connect(self._align)
            column.failed.connect(self.failed)
            column.said.connect(self.said)
            column.reset.clicked.connect(actions["training.show_all"].trigger)
            column.menu.log_steps_toggled.connect(self._on_log_steps_toggled)
        source.grown.connect(self.pacing.ask)
        log_scale = actions["training.log_scale"]
        log_scale.toggled.connect(self.loss.menu.log_values.setChecked)
        self.loss.menu.log_values.toggled.connect(log_scale.setChecked)
        self.loss.menu.log_values.setChecked(log_scale.isChecked())
        actions["training.show_all"].triggered.connect(self.show_all)
        source.changed.connect(self._on_source_changed)

    @property
    def columns(self) -> tuple[CurveColumn, CurveColumn]:
        """The plots from left to right."""
        return self.loss, self.accuracy

    def show_all(self) -> None:
        """Show all steps of both curves, and follow the run again."""
        for column in self.columns:
            column.plot.show_all()
        self.pacing.ask()

    def draw_now(self) -> None:
        """Draw both plots without waiting."""
        self.pacing.draw_now()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # What was drawn before it was hidden may be of a run long gone.
        self.draw_now()

    def _draw(self) -> None:
        """Draw what has more to show: both in one turn, or one would lag behind the other."""
        if not self.isVisible():
            return
        for column in self.columns:
            if column.is_stale:
                column.draw()
                self._unpainted.add(column)

    def _align(self) -> None:
        align([column.head for column in self.columns])

    def _on_source_changed(self) -> None:
        if self._source.history is not self._history:
            self._begin()
        elif not self._source.is_active:
            self.draw_now()

    def _begin(self) -> None:
        """Take the curves of the run before away: another one begins."""
        self._history = self._source.history
        self.pacing.forget()
        self.show_all()
        self.draw_now()

    def _on_log_steps_toggled(self, is_on: bool) -> None:
        for column in self.columns:
            column.menu.log_steps.setChecked(is_on)
            column.plot.set_log_steps(is_on)

    def _on_plot_painted(self, column: CurveColumn, seconds: float) -> None:
        # What the user paints by zooming is no cost of a drawing, and no reason to draw less.
        if column in self._unpainted:
            self._unpainted.remove(column)
            self.pacing.add_cost(seconds)

    def _on_plot_pointed(self, step: float | None) -> None:
        for column in self.columns:
            column.point_at(step)

    def _on_plot_moved(self, column: CurveColumn, other: CurveColumn) -> None:
        other.plot.show_steps_of(column.plot)
        self.pacing.ask()


def _switch(text: str, action: QAction) -> FlatButton:
    """Return a small button that is on while `action` is."""
    button = FlatButton(text)
    button.setCheckable(True)
    button.setChecked(action.isChecked())
    button.setToolTip(action.toolTip())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.toggled.connect(action.setChecked)
    action.toggled.connect(button.setChecked)
    return button
