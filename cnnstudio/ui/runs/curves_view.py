"""The curves of the chosen runs: of one in the plots of the dock, of several in one plot."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from cnnstudio.text import _
from cnnstudio.training.history import History
from cnnstudio.ui.runs.overlay import NamedHistory, OverlayPanel
from cnnstudio.ui.training.curves_panel import CurvesPanel
from cnnstudio.ui.widgets.empty_state import EmptyState


class ShownRun(QObject):
    """The run whose curves are drawn, for `CurvesPanel`."""

    grown = Signal()
    changed = Signal()
    is_active = False

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history = History()
        self.run_title = ""

    def show(self, history: History, run_title: str) -> None:
        """Draw another history, or the same one where it has grown."""
        self.run_title = run_title
        is_other = history is not self.history
        self.history = history
        if is_other:
            self.changed.emit()
        self.grown.emit()


class CurvesView(QStackedWidget):
    """Shows curves, or why there are none."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = ShownRun(self)
        shared = {
            "training.log_scale": actions["runs.log_scale"],
            "training.show_all": actions["runs.show_all"],
        }
        self.single = CurvesPanel(self.shown, shared)
        self.overlay = OverlayPanel(actions)
        self.message = EmptyState("", "")
        for widget in (self.single, self.overlay, self.message):
            self.addWidget(widget)

    def show_history(self, history: History, *, title: str, is_other: bool) -> None:
        """Show the curves of one run, called `title`; those of another one in full."""
        if not history.step:
            self.say(_("No curves yet"), _("The first step of this run has not been reported."))
            return
        self.setCurrentWidget(self.single)
        self.shown.show(history, title)
        if is_other:
            self.single.show_all()

    def compare(self, runs: Sequence[NamedHistory], *, is_other: bool) -> None:
        """Show the curves of several runs over one another."""
        self.setCurrentWidget(self.overlay)
        self.overlay.show_runs(runs)
        if is_other:
            self.overlay.show_all()

    def say(self, title: str, text: str) -> None:
        """Show words in the place of curves."""
        self.message.say(title, text)
        self.setCurrentWidget(self.message)
