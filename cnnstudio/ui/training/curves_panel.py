"""Loss and accuracy of a run, side by side."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cnnstudio.text import _
from cnnstudio.training.history import History, Quantity
from cnnstudio.ui.training.pacing import Pacing
from cnnstudio.ui.training.plots import CurvePlot
from cnnstudio.ui.training.session import TrainingSession
from cnnstudio.ui.widgets.buttons import FlatButton
from cnnstudio.ui.widgets.legend import Legend, LegendEntry

SMOOTHING = 0.9
"""The weight of the past in the smoothed curve: it averages over some ten steps."""

Steps = tuple[float | None, float | None]
"""The first and last step in view; None stands for all."""

_POINTS_PER_PIXEL = 2
_HEAD_PX = 22


class CurveColumn(QWidget):
    """One quantity: a title and a legend above its plot."""

    def __init__(self, quantity: Quantity, title: str, *buttons: QWidget) -> None:
        super().__init__()
        self.quantity = quantity
        self.plot = CurvePlot(title)
        self.legend = Legend()
        label = QLabel(title)
        label.setProperty("tone", "dim")
        head = QWidget()
        head.setFixedHeight(_HEAD_PX)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(label)
        row.addWidget(self.legend, 1)
        for button in buttons:
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.plot, 1)

    def draw(self, history: History, steps: Steps) -> None:
        """Draw the curves over some steps, with as many points as there is room for."""
        first, last = steps
        most = _POINTS_PER_PIXEL * max(100, self.plot.width())
        raw = history.curve(self.quantity, most, first=first, last=last)
        smooth = history.curve(self.quantity, most, smoothing=SMOOTHING, first=first, last=last)
        self.plot.show_training(raw, smooth)
        self.plot.show_validation(history.validation(self.quantity))
        best = history.best_epoch
        value = getattr(best, f"val_{self.quantity.value}", None)
        self.plot.show_best(best.step if best and value is not None else None, value)
        self.plot.paint_now()

    def name_lines(self, history: History) -> None:
        """Let the legend name the curves and the best epoch."""
        best = history.best_epoch
        value = getattr(best, f"val_{self.quantity.value}", None)
        if self.quantity is Quantity.ACCURACY and best is not None and value is not None:
            text = _("★ best {value:.3f} at epoch {epoch}").format(value=value, epoch=best.epoch)
            self.legend.show_entries(LegendEntry(text))
            return
        entries = [LegendEntry(_("training"), "training")]
        if history.validation(self.quantity).positions.size:
            entries.append(LegendEntry(_("validation"), "validation"))
        self.legend.show_entries(*entries)

    def name_values(self, history: History, step: float) -> None:
        """Let the legend tell the values at a step."""
        entries = [LegendEntry(_("step {step:,}").format(step=round(step)))]
        here = history.curve(self.quantity, 2, smoothing=SMOOTHING, first=step, last=step)
        if here.values.size:
            entries.append(LegendEntry(f"{here.values[0]:.4g}", "training"))
        validation = history.validation(self.quantity)
        epochs = [
            value
            for position, value in zip(*validation, strict=True)
            if position >= step  # what this epoch came to
        ]
        if epochs:
            entries.append(LegendEntry(f"{epochs[0]:.4g}", "validation"))
        self.legend.show_entries(*entries)


class CurvesPanel(QWidget):
    """Both plots, drawn when the history has grown and no oftener than may be."""

    def __init__(
        self,
        session: TrainingSession,
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._drawn: tuple[object, ...] = ()
        self._pointed: float | None = None
        self.pacing = Pacing(self._draw, self)
        self._scale = _switch(_("log"), actions["training.log_scale"])
        self._all = FlatButton(_("show all"))
        self._all.clicked.connect(actions["training.show_all"].trigger)
        self.loss = CurveColumn(Quantity.LOSS, _("Loss"), self._all, self._scale)
        self.accuracy = CurveColumn(Quantity.ACCURACY, _("Accuracy"))
        self.accuracy.plot.follow_steps_of(self.loss.plot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(20)
        for column in self.columns:
            layout.addWidget(column, 1)
            column.plot.pointed.connect(self._on_plot_pointed)
            column.plot.moved.connect(self._on_plot_moved)
        actions["training.log_scale"].toggled.connect(self.loss.plot.set_logarithmic)
        actions["training.show_all"].triggered.connect(self.show_all)
        session.grown.connect(self.pacing.ask)
        session.changed.connect(self._on_session_changed)
        self._on_plot_moved()

    @property
    def columns(self) -> tuple[CurveColumn, CurveColumn]:
        """The plots from left to right."""
        return self.loss, self.accuracy

    def show_all(self) -> None:
        """Show all steps of both curves, and follow the run again."""
        for column in self.columns:
            column.plot.show_all()
        self._on_plot_moved()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.pacing.ask()

    def _draw(self) -> None:
        history = self._session.history
        steps = self.loss.plot.steps_in_view
        wanted = (history, history.revision, steps)
        if wanted == self._drawn or not self.isVisible():
            return
        self._drawn = wanted
        for column in self.columns:
            column.draw(history, steps)
        self._tell()

    def _tell(self) -> None:
        history = self._session.history
        for column in self.columns:
            if self._pointed is None:
                column.name_lines(history)
            else:
                column.name_values(history, self._pointed)

    def _on_session_changed(self) -> None:
        if not self._session.status.is_active:
            self.pacing.draw_now()

    def _on_plot_pointed(self, step: float | None) -> None:
        self._pointed = step
        for column in self.columns:
            column.plot.show_pointer(step)
        self._tell()

    def _on_plot_moved(self) -> None:
        self._all.setVisible(not all(column.plot.is_following for column in self.columns))
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
