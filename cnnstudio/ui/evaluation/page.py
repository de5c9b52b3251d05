"""The Evaluate page: what a trained network is worth on a part of its data set."""

from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QHideEvent, QImage, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.text import N_, _
from cnnstudio.training.config import field
from cnnstudio.training.judgement import Judgement
from cnnstudio.training.tasks import (
    Evaluate,
    Evaluated,
    Part,
    TaskProgress,
    TaskRefused,
    TaskReport,
)
from cnnstudio.ui.background import Background
from cnnstudio.ui.engine_client import EngineClient
from cnnstudio.ui.engine_tasks import TaskSlot
from cnnstudio.ui.evaluation.actions import build_actions
from cnnstudio.ui.evaluation.confusion_view import ConfusionView
from cnnstudio.ui.evaluation.examples_pane import ExamplesPane
from cnnstudio.ui.evaluation.exports import Exports
from cnnstudio.ui.evaluation.roc_plot import RocPlot
from cnnstudio.ui.evaluation.run_choice import RunChoice
from cnnstudio.ui.evaluation.saved_matrix import matrix_picture
from cnnstudio.ui.evaluation.score_table import ScoreTable
from cnnstudio.ui.runs.library import RunLibrary
from cnnstudio.ui.settings import Settings
from cnnstudio.ui.theme import SMALL_PX, body_font
from cnnstudio.ui.training.run_status import RunState, Status
from cnnstudio.ui.training.session import TrainingSession
from cnnstudio.ui.widgets.buttons import MenuButton, ToolbarButton
from cnnstudio.ui.widgets.elided_label import ElidedLabel, PartsLabel
from cnnstudio.ui.widgets.empty_state import EmptyState
from cnnstudio.ui.widgets.progress_bar import ProgressBar

_PART_NAMES = {
    Part.TEST: N_("test part"),
    Part.VALIDATION: N_("validation part"),
    Part.TRAIN: N_("training part"),
}
_MATRIX_PX, _SCORES_PX = 560, 600
_ABOVE_PX, _EXAMPLES_PX = 420, 200


class EvaluationPage(QWidget):
    """Evaluates the chosen run when the page is first seen, and again when it is asked to."""

    actions: dict[str, QAction]  # type: ignore[assignment]  # shadows a list nobody asks for

    failed = Signal(str)
    told = Signal(str)
    evaluated = Signal()

    def __init__(
        self,
        session: TrainingSession,
        engine: EngineClient,
        background: Background,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.judgement: Judgement | None = None
        self._asked: tuple[Path, Part | None] | None = None
        self._last_state: RunState | None = None
        self.actions = build_actions(self)
        self.library = RunLibrary(background, self)
        self.runs = RunChoice(self.library, session)
        self.parts = QComboBox()
        self.parts.setAccessibleName(_("Part of the data set"))
        self.parts.setFixedWidth(140)
        self.summary = PartsLabel()
        self.source = ElidedLabel()
        self.source.setFont(body_font(SMALL_PX))
        self.source.setProperty("tone", "dim")
        self.bar = ProgressBar()
        self.bar.setAccessibleName(_("Progress of the evaluation"))
        self.confusion = ConfusionView()
        self.scores = ScoreTable()
        self.roc = RocPlot()
        self.examples = ExamplesPane(engine.tasks, self.actions)
        self.message = EmptyState(*_NOTHING)
        files = self.examples.model.files
        self.exports = Exports(self.actions, background, settings, files=files, page=self)
        self._slot = TaskSlot(engine.tasks, self)
        self._lay_out()
        self._connect()
        self._show_what_can_be_done()

    def saveState(self) -> QByteArray:
        """Return the sizes of the panes, for `restoreState`."""
        return self._panes.saveState()

    def restoreState(self, state: QByteArray) -> bool:
        """Give the panes their sizes back; return whether `state` was one of `saveState`."""
        return self._panes.restoreState(state)

    def evaluate(self, part: Part | None = None) -> None:
        """Measure the chosen run; without a part, on the one that judges best."""
        folder = self.runs.folder
        if folder is None:
            return
        self._asked = (folder, part)
        self._slot.give(Evaluate(folder=str(folder), part=part))
        self.bar.setRange(0, 0)
        self._tell(_("Evaluating …"))
        self._show_what_can_be_done()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A focus proxy would make Tab pass over what stands before it.
        super().focusInEvent(event)
        self.confusion.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.library.wake()
        self._evaluate_news()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.library.sleep()

    def _lay_out(self) -> None:
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self.scores, _("Classes"))
        self._tabs.addTab(self.roc, _("ROC"))
        above = self._above = QSplitter(Qt.Orientation.Horizontal)
        above.addWidget(self.confusion)
        above.addWidget(_padded(self._tabs, left=16))
        above.setSizes([_MATRIX_PX, _SCORES_PX])
        self._panes = QSplitter(Qt.Orientation.Vertical)
        self._panes.addWidget(above)
        self._panes.addWidget(_padded(self.examples, top=12))
        self._panes.setSizes([_ABOVE_PX, _EXAMPLES_PX])
        self._panes.setStretchFactor(0, 1)
        for panes in (above, self._panes):
            panes.setHandleWidth(1)
            panes.setChildrenCollapsible(False)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.message)
        self._stack.addWidget(self._panes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(self._head())
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)
        self.setAccessibleName(_("Evaluation"))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    def _head(self) -> QHBoxLayout:
        menu = QMenu(self)
        for name in self.exports.names:
            menu.addAction(self.actions[name])
        self._export = MenuButton(_("Export"), menu)
        self._export.setText(_("Export"))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.runs)
        head.addWidget(self.parts)
        head.addWidget(ToolbarButton(self.actions["evaluation.run"]))
        self._cancel = ToolbarButton(self.actions["evaluation.cancel"])
        head.addWidget(self._cancel)
        head.addSpacing(8)
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(self.summary)
        told.addWidget(self.source)
        head.addLayout(told, 1)
        head.addWidget(self._export)
        return head

    def _connect(self) -> None:
        self.actions["evaluation.run"].triggered.connect(lambda: self.evaluate(self._part()))
        self.actions["evaluation.cancel"].triggered.connect(self._slot.cancel)
        self.runs.chosen.connect(self._on_run_chosen)
        self.parts.activated.connect(lambda _index: self.evaluate(self._part()))
        self.confusion.chosen.connect(self._on_cell_chosen)
        self.scores.chosen.connect(self._on_class_chosen)
        self.scores.sorted_anew.connect(self._on_scores_sorted)
        self.examples.all.clicked.connect(self._show_all)
        self.exports.failed.connect(self.failed)
        self.exports.done.connect(
            lambda path: self.told.emit(_("Saved {file}").format(file=path.name))
        )
        self._slot.reported.connect(self._on_slot_reported)
        self._slot.ended.connect(self._on_slot_ended)
        self._session.changed.connect(self._on_session_changed)

    def _part(self) -> Part | None:
        return self.parts.currentData()

    def _evaluate_news(self) -> None:
        """Evaluate the chosen run where that has not been done, and nothing else trains."""
        folder = self.runs.folder
        is_known = self._asked is not None and self._asked[0] == folder
        if self.isVisible() and folder is not None and not is_known:
            if self._session.is_active and folder == self._session.folder:
                self._say(*_RUN_GOES_ON)
                return
            self.evaluate()

    def _on_run_chosen(self, folder: Path | None) -> None:
        self._slot.cancel()
        self._forget()
        self.parts.clear()
        self._evaluate_news()
        self._show_what_can_be_done()

    def _on_session_changed(self, status: Status) -> None:
        """Evaluate again what this window has trained further."""
        if status.state is self._last_state:
            return
        self._last_state = status.state
        if status.state is RunState.ENDED and self.runs.folder == status.folder:
            self._asked = None
            self._evaluate_news()
        self._show_what_can_be_done()

    def _on_slot_reported(self, report: TaskReport) -> None:
        match report:
            case TaskProgress():
                self.bar.setRange(0, report.total)
                self.bar.setValue(report.done)
                if report.text:
                    self._tell(report.text)
            case Evaluated():
                self._show(Judgement(report))
            case TaskRefused():
                self._forget()
                self._say(_("This run cannot be evaluated"), report.text)

    def _on_slot_ended(self) -> None:
        self.bar.setRange(0, 1)
        self.bar.setValue(0)
        if self.judgement is not None:
            found = self.judgement.evaluated
            self._tell(*_measures(found), source=found.source)
            # What was cancelled may have been about another part.
            self.parts.setCurrentIndex(found.parts.index(found.part))
        else:
            self._tell()
            if self.message.title.text() == _NOTHING[0]:
                self._say(_("Not evaluated"), _("Press Evaluate Again to measure this run."))
        self._show_what_can_be_done()

    def _show(self, judgement: Judgement) -> None:
        self.judgement = judgement
        found = judgement.evaluated
        self._show_parts(found)
        self._above.setVisible(bool(found.classes))
        if found.classes:
            self.confusion.show_counts(judgement.confusion, judgement.classes)
            self.scores.show_scores(found.scores)
            self.confusion.set_order(self.scores.order)
            self.roc.show_curve(found.roc, found.classes[-1])
            self._tabs.setTabVisible(1, found.roc is not None)
        self.examples.show_judgement(judgement, self.runs.folder)
        self._stack.setCurrentWidget(self._panes)
        self.evaluated.emit()

    def _show_parts(self, found: Evaluated) -> None:
        self.parts.clear()
        for part in found.parts:
            self.parts.addItem(_(_PART_NAMES[part]), part)
        self.parts.setCurrentIndex(found.parts.index(found.part))

    def _forget(self) -> None:
        self.judgement = None
        self._asked = None
        self.examples.show_judgement(None, None)
        self._say(*_NOTHING)

    def _tell(self, *parts: str, source: str = "") -> None:
        """Tell in the head what was found, or what goes on, and below it whose weights they are."""
        self.summary.show_parts(parts)
        self.source.setText(source)
        self.source.setToolTip(source)
        self.source.setVisible(bool(source))

    def _say(self, title: str, text: str) -> None:
        self.message.say(_(title), _(text))
        self._stack.setCurrentWidget(self.message)

    def _on_cell_chosen(self, label: int, predicted: int) -> None:
        assert self.judgement is not None
        indices = self.judgement.in_cell(label, predicted)
        self.examples.show_chosen(indices, self.confusion.text_of(label, predicted))
        self.scores.choose(label)

    def _on_class_chosen(self, label: int) -> None:
        assert self.judgement is not None
        wrong = self.judgement.wrong
        name = self.judgement.classes[label]
        self.confusion.forget_choice()
        chosen = wrong[self.judgement.labels[wrong] == label]
        title = _("“{name}” taken for something else: {count}")
        if not len(chosen):
            title = _("Every picture of “{name}” was recognised")
        self.examples.show_chosen(chosen, title.format(name=name, count=f"{len(chosen):,}"))

    def _on_scores_sorted(self) -> None:
        if self.judgement is not None:
            self.confusion.set_order(self.scores.order)

    def _show_all(self) -> None:
        self.confusion.forget_choice()
        self.scores.choose(None)
        self.examples.show_chosen(None)

    def _show_what_can_be_done(self) -> None:
        is_busy = self._slot.is_busy
        self.actions["evaluation.run"].setEnabled(self.runs.folder is not None and not is_busy)
        self.actions["evaluation.cancel"].setEnabled(is_busy)
        self._cancel.setVisible(is_busy)
        self.parts.setEnabled(self.parts.count() > 0)
        self.runs.setEnabled(self.runs.count() > 0)
        self.exports.offer(self.judgement, self._picture)
        self._export.setEnabled(self.judgement is not None)

    def _picture(self) -> QImage:
        """Return a picture to keep: the matrix, or the examples of a network without classes."""
        judged, folder = self.judgement, self.runs.folder
        assert judged is not None
        if not judged.classes:
            return self.examples.grab().toImage()
        entry = self.library.entries.get(folder) if folder else None
        name = entry.name if entry else self.runs.currentText()
        part = _(_PART_NAMES[judged.evaluated.part])
        about = _("{part}: {summary}").format(part=part, summary=_summary(judged.evaluated))
        return matrix_picture(self.confusion.matrix, name, about)


def _padded(widget: QWidget, *, left: int = 0, top: int = 0) -> QWidget:
    """Return a widget with room between it and the line before it."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(left, top, 0, 0)
    layout.addWidget(widget)
    return holder


_NOTHING = (
    N_("Nothing to evaluate yet"),
    N_(
        "Train a network on the Network page: here you see which classes it confuses, how sure it "
        "is, and which pictures it takes for something else."
    ),
)
_RUN_GOES_ON = (
    N_("The run goes on"),
    N_(
        "When it is over it is evaluated here. Press Evaluate Again to measure the weights that it "
        "has now; that takes a little time from the training."
    ),
)


def _summary(found: Evaluated) -> str:
    return " · ".join((*_measures(found), found.source))


def _measures(found: Evaluated) -> tuple[str, ...]:
    """Return what was measured, in words, the most important first."""
    name = _loss_title(found)
    if found.accuracy is None:
        loss = _("{loss_name} {loss:.5g} over {count:,} pictures")
        return (loss.format(loss_name=name, loss=found.loss, count=found.examples),)
    right = _("{accuracy:.2%} of {count:,} pictures right")
    return (
        right.format(accuracy=found.accuracy, count=found.examples),
        _("{loss_name} {loss:.4f}").format(loss_name=name, loss=found.loss),
    )


def _loss_title(found: Evaluated) -> str:
    return field("loss").text(found.loss_name)
