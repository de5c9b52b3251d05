"""Loss and accuracy of a run, side by side."""

from collections.abc import Mapping
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cnnstudio.text import _
from cnnstudio.training.history import History, Quantity
from cnnstudio.ui.training.pacing import Pacing
from cnnstudio.ui.training.plots import CurvePlot
from cnnstudio.ui.widgets.buttons import FlatButton
from cnnstudio.ui.widgets.legend import Legend, LegendEntry

SMOOTHING = 0.9
"""The weight of the past in the smoothed curve: it averages over some ten steps."""

_HEAD_PX = 22


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


class CurveColumn(QWidget):
    """One quantity: a title and a legend above its plot."""

    def __init__(
        self, quantity: Quantity, title: str, source: CurveSource, *buttons: QWidget
    ) -> None:
        super().__init__()
        self.quantity = quantity
        self.plot = CurvePlot(title)
        self._source = source
        self._drawn: tuple[object, ...] = ()
        self._drawn_epochs: tuple[object, ...] = ()
        self._pointed: float | None = None
        self.legend = Legend()
        label = QLabel(title)
        label.setProperty("tone", "dim")
        head = QWidget()
        head.setFixedHeight(_HEAD_PX)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.legend, 1)
        for button in buttons:
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.plot, 1)

    def point_at(self, step: float | None) -> None:
        """Mark a step and let the legend tell the values there; None names the lines again."""
        self._pointed = step
        self.plot.show_pointer(step)
        self._tell()

    @property
    def is_stale(self) -> bool:
        """Whether there is more to be shown than is shown."""
        return self._wanted() != self._drawn

    def draw(self) -> None:
        """Draw the part of the curves in view, with as many points as there is room for."""
        self._drawn = self._wanted()
        history, (first, last) = self._source.history, self.plot.steps_in_view
        width = max(100, self.plot.width())
        raw = history.curve(self.quantity, 2 * width, first=first, last=last)
        smooth = history.curve(self.quantity, width, smoothing=SMOOTHING, first=first, last=last)
        self.plot.show_training(raw, smooth)
        epochs = (history, len(history.epochs), history.epochs[-1:])
        if epochs != self._drawn_epochs:
            self._drawn_epochs = epochs
            self.plot.show_validation(history.validation(self.quantity))
            self.plot.show_best(*self._best(history))
        self._tell()

    def _wanted(self) -> tuple[object, ...]:
        history = self._source.history
        return (history, history.revision, self.plot.steps_in_view)

    def _best(self, history: History) -> tuple[int | None, float | None]:
        """Return the step and the value of the best epoch."""
        best = history.best_epoch
        value = getattr(best, f"val_{self.quantity.value}", None)
        return (None, None) if best is None or value is None else (best.step, value)

    def _tell(self) -> None:
        history = self._source.history
        if self._pointed is None:
            self._name_lines(history)
        else:
            self._name_values(history, self._pointed)

    def _name_lines(self, history: History) -> None:
        best, (_step, value) = history.best_epoch, self._best(history)
        if self.quantity is Quantity.ACCURACY and best is not None and value is not None:
            text = _("★ best {value:.3f} at epoch {epoch}").format(value=value, epoch=best.epoch)
            self.legend.show_entries(LegendEntry(text))
            return
        entries = [LegendEntry(_("training"), "training")]
        if history.epochs and history.epochs[-1].val_loss is not None:
            entries.append(LegendEntry(_("validation"), "validation"))
        self.legend.show_entries(*entries)

    def _name_values(self, history: History, step: float) -> None:
        entries = [LegendEntry(_("step {step:,}").format(step=round(step)))]
        here = history.curve(self.quantity, 2, smoothing=SMOOTHING, first=step, last=step)
        if here.values.size:
            entries.append(LegendEntry(f"{here.values[0]:.3g}", "training"))
        positions, values = history.validation(self.quantity)
        # What the epoch came to in which the step lies.
        later = values[positions >= step]
        if later.size:
            entries.append(LegendEntry(f"{later[0]:.3g}", "validation"))
        self.legend.show_entries(*entries)


class CurvesPanel(QWidget):
    """Both plots, drawn by turns and no oftener than may be.

    Where the user moves one of them, the other shows the same steps.
    """

    def __init__(
        self,
        source: CurveSource,
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self.pacing = Pacing(self._draw_next, self)
        scale = _switch(_("log"), actions["training.log_scale"])
        self._all = FlatButton(_("show all"))
        self._all.clicked.connect(actions["training.show_all"].trigger)
        self.loss = CurveColumn(Quantity.LOSS, _("Loss"), source, self._all, scale)
        self.accuracy = CurveColumn(Quantity.ACCURACY, _("Accuracy"), source)
        self._turns = [*self.columns]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        for column, other in ((self.loss, self.accuracy), (self.accuracy, self.loss)):
            layout.addWidget(column, 1)
            column.plot.pointed.connect(self._on_plot_pointed)
            column.plot.moved.connect(partial(self._on_plot_moved, column, other))
            column.plot.painted.connect(self.pacing.add_cost)
        source.grown.connect(self.pacing.ask)
        actions["training.log_scale"].toggled.connect(self.loss.plot.set_logarithmic)
        actions["training.show_all"].triggered.connect(self.show_all)
        source.changed.connect(self._on_source_changed)
        self._all.hide()

    @property
    def columns(self) -> tuple[CurveColumn, CurveColumn]:
        """The plots from left to right."""
        return self.loss, self.accuracy

    def show_all(self) -> None:
        """Show all steps of both curves, and follow the run again."""
        for column in self.columns:
            column.plot.show_all()
        self._all.hide()
        self.pacing.ask()

    def draw_now(self) -> None:
        """Draw both plots without waiting."""
        for _column in self.columns:
            self.pacing.draw_now()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.pacing.ask()

    def _draw_next(self) -> None:
        """Draw one plot; the other one has its turn next, so that no wait is long."""
        stale = [column for column in self._turns if column.is_stale]
        if not stale or not self.isVisible():
            return
        stale[0].draw()
        self._turns.remove(stale[0])
        self._turns.append(stale[0])
        if stale[1:]:
            self.pacing.ask()

    def _on_source_changed(self) -> None:
        if not self._source.is_active:
            self.draw_now()

    def _on_plot_pointed(self, step: float | None) -> None:
        for column in self.columns:
            column.point_at(step)

    def _on_plot_moved(self, column: CurveColumn, other: CurveColumn) -> None:
        other.plot.show_steps_of(column.plot)
        self._all.setVisible(not all(each.plot.is_following for each in self.columns))
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
