"""One plot of a run with its title, its legend and its menus."""

from pathlib import Path
from typing import Protocol

import numpy as np
from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cnnstudio.errors import StudioError
from cnnstudio.text import _
from cnnstudio.training.history import PER_STEP, History, Quantity
from cnnstudio.training.series import Points
from cnnstudio.ui.icons import icons
from cnnstudio.ui.training.curve_kinds import SMOOTHED, TITLES, CurveKind, Smoothing
from cnnstudio.ui.training.curve_menu import CurveMenu, KindButton
from cnnstudio.ui.training.curve_saving import ask_where, save
from cnnstudio.ui.training.plots import CurvePlot
from cnnstudio.ui.widgets.buttons import FlatButton
from cnnstudio.ui.widgets.legend import Legend, LegendEntry
from cnnstudio.ui.widgets.line_colours import MOST_LINES, line_colour

_HEAD_PX = 22
# As near as this share of the steps in view, the pointer is at a change.
_NEAR = 0.02
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


class CurveColumn(QWidget):
    """A title that chooses what is shown, a legend, and the plot below.

    `changed` says that something else is to be drawn, `failed` that a file was not written.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, kind: CurveKind, source: CurveSource, *buttons: QWidget) -> None:
        super().__init__()
        self.kind = kind
        self.smoothing = Smoothing.MEDIUM
        self.plot = CurvePlot(_(TITLES[kind]))
        self.menu = CurveMenu()
        self.title = KindButton(kind)
        self.legend = Legend()
        self.reset = FlatButton("")
        self._source = source
        self._drawn: tuple[object, ...] = ()
        self._drawn_epochs: tuple[object, ...] = ()
        self._pointed: float | None = None
        self._lay_out(*buttons)
        self.title.chosen.connect(self.show_kind)
        self.menu.smoothing_chosen.connect(self.smooth)
        self.menu.log_values_toggled.connect(self.plot.set_logarithmic)
        self.menu.everything.toggled.connect(self.plot.show_everything)
        self.menu.save_wanted.connect(self._save)
        self.plot.following_changed.connect(self.reset.setHidden)

    def show_kind(self, kind: CurveKind) -> None:
        """Show another quantity over the same steps."""
        self.kind = kind
        self._drawn = self._drawn_epochs = ()
        self.plot.setAccessibleName(_(TITLES[kind]))
        self.plot.show_all_values()
        self.changed.emit()

    def smooth(self, smoothing: Smoothing) -> None:
        """Smooth the curve more, or less."""
        self.smoothing = smoothing
        self._drawn = ()
        self.changed.emit()

    def point_at(self, step: float | None) -> None:
        """Mark a step and tell the values there, or none."""
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
        history = self._source.history
        self.plot.show_extent(history.first_step, history.step)
        self.plot.show_shares(self.kind is Quantity.ACCURACY)
        if self.kind is None:
            self._draw_gradients(history)
        else:
            self._draw_quantity(history, self.kind)
        self.plot.show_changes(tuple(float(change.step) for change in history.changes))
        self.plot.settle()
        self._tell()

    def save_to(self, path: Path) -> None:
        """Write the plot to a file, in the form that its name asks for."""
        try:
            save(path, self.plot, self._source.history, self.kind)
        except StudioError as error:
            self.failed.emit(str(error))

    def _lay_out(self, *buttons: QWidget) -> None:
        icons.put(self.reset, "ph.arrows-out-line-horizontal", "accent")
        self.reset.setAccessibleName(_("Show all steps"))
        self.reset.setToolTip(_("Show all steps again (Home, or a double-click on the plot)"))
        self.reset.hide()
        head = QWidget()
        head.setFixedHeight(_HEAD_PX)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.legend, 1)
        for button in (self.reset, *buttons, self.menu):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.plot, 1)

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
            self.plot.show_best(*self._best(history))

    def _draw_gradients(self, history: History) -> None:
        (first, last), width = self.plot.steps_in_view, max(100, self.plot.width())
        self.plot.show_training(_NOTHING, _NOTHING)
        self.plot.show_validation(_NOTHING)
        self.plot.show_best(None, None)
        self._drawn_epochs = ()
        found = list(history.gradients(width, first=first, last=last).values())[:MOST_LINES]
        self.plot.show_lines(
            tuple((points, line_colour(place)) for place, points in enumerate(found))
        )

    def _weight(self, kind: Quantity) -> float:
        return self.smoothing.value if kind in SMOOTHED else 0.0

    def _wanted(self) -> tuple[object, ...]:
        history = self._source.history
        return (history, history.revision, self.plot.steps_in_view, self.kind, self.smoothing)

    def _best(self, history: History) -> tuple[int | None, float | None]:
        """Return the step and the value of the best epoch."""
        best = history.best_epoch
        if best is None or self.kind is None or self.kind not in PER_STEP:
            return None, None
        value = getattr(best, f"val_{self.kind.value}")
        return (None, None) if value is None else (best.step, value)

    def _tell(self) -> None:
        history = self._source.history
        self.plot.tell(self._values(history, self._pointed) if self._pointed is not None else ())
        if self.kind is None:
            self._name_blocks(history)
        else:
            self._name_lines(history)

    def _name_blocks(self, history: History) -> None:
        blocks = list(history.gradients(2))[:MOST_LINES]
        entries = (LegendEntry(name, colour=line_colour(i)) for i, name in enumerate(blocks))
        self.legend.show_entries(*entries)

    def _name_lines(self, history: History) -> None:
        best, (_step, value) = history.best_epoch, self._best(history)
        if self.kind is Quantity.ACCURACY and best is not None and value is not None:
            text = _("★ best {value:.3f} at epoch {epoch}").format(value=value, epoch=best.epoch)
            short = _("★ {value:.3f}").format(value=value)
            self.legend.show_entries(LegendEntry(text, short=short))
            return
        entries = [LegendEntry(_("training"), "training", short=_("train"))]
        has_validation = bool(history.epochs) and history.epochs[-1].val_loss is not None
        if has_validation and self.kind in PER_STEP:
            entries.append(LegendEntry(_("validation"), "validation", short=_("val.")))
        self.legend.show_entries(*entries)

    def _values(self, history: History, step: float) -> list[LegendEntry]:
        """Return what the curves come to at a step, and what was changed there."""
        entries = [LegendEntry(_("step {step:,}").format(step=round(step)))]
        if self.kind is None:
            near = history.gradients(4, first=step, last=step).items()
            entries += [
                LegendEntry(f"{block} {points.values[0]:.2g}", colour=line_colour(place))
                for place, (block, points) in enumerate(near)
                if points.values.size and place < MOST_LINES
            ]
        else:
            entries += self._values_at(history, self.kind, step)
        return [*entries, *self._changes_at(history, step)]

    def _values_at(self, history: History, kind: Quantity, step: float) -> list[LegendEntry]:
        entries = []
        here = history.curve(kind, 2, smoothing=self._weight(kind), first=step, last=step)
        if here.values.size:
            entries.append(LegendEntry(f"{here.values[0]:.3g}", "training"))
        positions, values = history.validation(kind) if kind in PER_STEP else _NOTHING
        # What the epoch came to in which the step lies.
        later = values[positions >= step]
        if later.size:
            entries.append(LegendEntry(f"{later[0]:.3g}", "validation"))
        return entries

    def _changes_at(self, history: History, step: float) -> list[LegendEntry]:
        """Return what was changed at a step, or so near that it looks the same."""
        near = max(2.0, _NEAR * history.step)
        return [
            LegendEntry(change.text)
            for change in history.changes
            if abs(change.step - step) <= near
        ]

    def _save(self) -> None:
        path = ask_where(self.plot)
        if path is not None:
            self.save_to(path)
