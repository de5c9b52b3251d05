"""The right side of the page: one run, or several compared."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from cnnstudio.errors import StudioError
from cnnstudio.text import _
from cnnstudio.training.history import History
from cnnstudio.training.run_list import RunEntry
from cnnstudio.ui.background import Background
from cnnstudio.ui.runs import words
from cnnstudio.ui.runs.curves_view import CurvesView
from cnnstudio.ui.runs.facts import Fact, Section, facts_of
from cnnstudio.ui.runs.facts_view import Differences, FactsView
from cnnstudio.ui.runs.histories import Histories
from cnnstudio.ui.runs.kept_run import curves_problem
from cnnstudio.ui.runs.overlay import NamedHistory
from cnnstudio.ui.runs.run_header import RunHeader
from cnnstudio.ui.runs.run_marks import MOST_RUNS
from cnnstudio.ui.runs.switch import switch
from cnnstudio.ui.training.session import TrainingSession
from cnnstudio.ui.widgets.empty_state import EmptyState

_LEFT = frozenset({Section.RESULT, Section.SETTINGS})
"""What stands in the left one of two columns where there is one run."""

_CURVES_PX = 250


class Details(QFrame):
    """Shows the chosen runs; curves and facts come as they are read and worked out."""

    def __init__(
        self,
        session: TrainingSession,
        background: Background,
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._background = background
        self._entries: tuple[RunEntry, ...] = ()
        self._facts: tuple[Fact, ...] = ()
        self._generation = 0
        self._is_waiting = False
        self.histories = Histories(background, self)
        self.header = RunHeader(actions)
        self.curves = CurvesView(actions)
        self.left = FactsView(_("Result and settings"))
        self.right = FactsView(_("Network, data and machine"))
        self._only_differences = actions["runs.only_differences"]
        self._switch = switch(_("only differences"), self._only_differences)
        self.nothing = EmptyState(
            _("No run is chosen"), _("Choose a run on the left, or several to compare them.")
        )
        self._lay_out()
        self.histories.arrived.connect(self._on_history_arrived)
        self._only_differences.toggled.connect(self._show_facts)
        session.grown.connect(self._on_session_grown)
        session.epoch_ended.connect(self._show_comparison)

    @property
    def compared(self) -> tuple[RunEntry, ...]:
        """The runs that are shown, damaged ones left out where there are several."""
        if len(self._entries) < 2:
            return self._entries
        whole = [entry for entry in self._entries if entry.record is not None]
        return tuple(whole[:MOST_RUNS])

    def show_runs(self, entries: Sequence[RunEntry], progress: str) -> None:
        """Show other runs, or the same ones where something of them has changed."""
        is_other = [each.folder for each in entries] != [each.folder for each in self._entries]
        is_changed = tuple(entries) != self._entries
        self._entries = tuple(entries)
        self._stack.setCurrentIndex(1 if entries else 0)
        if len(entries) == 1:
            self.header.show_run(entries[0], progress)
        elif entries:
            self.header.show_comparison(entries, len(self.compared))
        if is_other or is_changed:
            self._ask_facts()
            self._show_curves(is_other=is_other)
        if is_other and len(entries) == 1:
            self.header.set_more_epochs(_more_epochs(entries[0]))

    def wake(self) -> None:
        """Go on with what was left undone at `rest`."""
        self.look_again()
        if self._is_waiting:
            self._ask_facts()

    def rest(self) -> None:
        """Ask for nothing more, and let what was asked for come to nothing."""
        self._generation += 1
        self.histories.want(())

    def look_again(self) -> None:
        """Read curves that other processes add to."""
        self.histories.want([each.folder for each in self.compared if not self._is_live(each)])

    def _lay_out(self) -> None:
        facts = QWidget()
        columns = QHBoxLayout(facts)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(12)
        columns.addWidget(self.left, 4)
        columns.addWidget(self.right, 5)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(facts, 1)
        self.parts = QSplitter(Qt.Orientation.Vertical)
        self.parts.setHandleWidth(1)
        self.parts.setChildrenCollapsible(False)
        self.parts.addWidget(self.curves)
        self.parts.addWidget(below)
        self.parts.setSizes([_CURVES_PX, 400])
        self.parts.setStretchFactor(1, 1)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(16, 14, 16, 0)
        layout.setSpacing(12)
        layout.addWidget(self.header)
        layout.addWidget(self.parts, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.setAccessibleName(_("The chosen runs"))

    def _is_live(self, entry: RunEntry) -> bool:
        """Whether this window trains a run: its curves need not be read then."""
        return self._session.is_active and entry.folder == self._session.folder

    def _history(self, entry: RunEntry) -> History | None:
        if self._is_live(entry):
            return self._session.history
        reading = self.histories.get(entry.folder)
        return reading.history if reading else None

    def _show_curves(self, *, is_other: bool) -> None:
        self.look_again()
        if len(self.compared) == 1 and len(self._entries) == 1:
            self._show_single(is_other=is_other)
        elif self._entries:
            self._show_comparison(is_other=is_other)

    def _show_single(self, *, is_other: bool = False) -> None:
        entry = self._entries[0]
        reading, history = self.histories.get(entry.folder), self._history(entry)
        if entry.record is None:
            self.curves.say(_("This run is damaged"), entry.problem)
        elif reading is not None and reading.problem and not self._is_live(entry):
            self.curves.say(_("The curves of this run are damaged"), reading.problem)
        elif history is not None and (missing := curves_problem(entry, history)):
            self.curves.say(_("No curves"), missing)
        elif history is not None:
            title = words.distinct_names([entry])[0]
            self.curves.show_history(history, title=title, is_other=is_other)

    def _show_comparison(self, *_report: object, is_other: bool = False) -> None:
        if len(self._entries) < 2:
            return
        names = words.distinct_names(self.compared)
        histories = [
            (name, self._history(each)) for name, each in zip(names, self.compared, strict=True)
        ]
        known = [NamedHistory(name, history) for name, history in histories if history]
        if not histories:
            self.curves.say(_("Nothing to compare"), _("All of these runs are damaged."))
        elif len(known) == len(histories):
            self.curves.compare(known, is_other=is_other)

    def _on_history_arrived(self, folder: Path) -> None:
        if len(self._entries) == 1 and self._entries[0].folder == folder:
            self._show_single(is_other=True)
        elif any(entry.folder == folder for entry in self.compared):
            self._show_comparison()

    def _on_session_grown(self) -> None:
        if len(self._entries) == 1 and self._is_live(self._entries[0]):
            self._show_single()

    def _ask_facts(self) -> None:
        self._generation += 1
        self._is_waiting = True
        entries = self.compared
        self._background.run(
            partial(facts_of, entries),
            partial(self._on_facts_found, self._generation),
            failed=partial(self._on_facts_failed, self._generation),
        )

    def _on_facts_found(self, generation: int, facts: tuple[Fact, ...]) -> None:
        if generation == self._generation:
            self._is_waiting = False
            self._facts = facts
            self._show_facts()

    def _on_facts_failed(self, generation: int, error: StudioError) -> None:
        self._on_facts_found(generation, ())

    def _show_facts(self) -> None:
        names = words.distinct_names(self.compared) if self._facts else []
        is_comparison = len(self._entries) > 1
        self._switch.setVisible(is_comparison)
        self.right.setVisible(not is_comparison)
        if is_comparison:
            alone = self._only_differences.isChecked()
            differences = Differences.ALONE if alone else Differences.MARKED
            self.left.show_facts(self._facts, names, differences)
            return
        for view, is_left in ((self.left, True), (self.right, False)):
            facts = [fact for fact in self._facts if (fact.section in _LEFT) is is_left]
            view.show_facts(facts, names, Differences.PLAIN)


def _more_epochs(entry: RunEntry) -> int:
    """Return how many epochs are left of those wanted, or as many again."""
    if entry.record is None:
        return 1
    wanted = entry.record.config.epochs
    return (
        max(1, wanted - entry.record.epochs_done) if entry.record.epochs_done < wanted else wanted
    )
