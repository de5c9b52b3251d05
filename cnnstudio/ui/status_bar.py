"""The status bar: problems, counts, memory, and what the engine is doing."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolTip, QWidget

from cnnstudio.network.shapes import ShapeReport
from cnnstudio.text import _, plural
from cnnstudio.training.config import TrainingConfig, field
from cnnstudio.training.memory import Memory, memory_of
from cnnstudio.ui.document import Document
from cnnstudio.ui.problem_list import ProblemList
from cnnstudio.ui.widgets.status_item import StatusItem

_MOST_COUNTED_AT_ONCE = 200
_AFTER_PAINT_MS = 50
"""What a large network keeps is counted over all its blocks: the edit is painted first."""


class StatusBar(QFrame):
    """One line about the open network; a click on the problems lists them.

    `problem_clicked` carries the one that was chosen.
    """

    problem_clicked = Signal(object)

    def __init__(self, document: Document, fix_all: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.problems = StatusItem(_("Problems"), is_clickable=True)
        self.problems.clicked.connect(self._on_problems_clicked)
        self.problem_list = ProblemList(fix_all, self)
        self.problem_list.chosen.connect(self.problem_clicked)
        self.parameters = StatusItem(_("Parameters"))
        self.multiply_adds = StatusItem(_("Multiply-adds"))
        self.memory = StatusItem(_("Memory"))
        self.engine = StatusItem(_("Engine"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 2)
        layout.setSpacing(8)
        for item in (self.problems, self.parameters, self.multiply_adds, self.memory):
            layout.addWidget(item)
        layout.addStretch(1)
        layout.addWidget(self.engine)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._after_paint = QTimer(self)
        self._after_paint.setSingleShot(True)
        self._after_paint.timeout.connect(self._show_memory)
        document.changed.connect(self._on_document_changed)
        self._show()

    def say_engine(self, text: str, tone: str = "") -> None:
        """Say what the engine is doing."""
        self.engine.say(text, tone)

    def event(self, event: QEvent) -> bool:
        """Show the tips of entries that let the mouse through: they are no buttons."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            for item in self.findChildren(StatusItem):
                if item.geometry().contains(event.pos()):
                    QToolTip.showText(event.globalPos(), item.toolTip(), item)
                    return True
        return super().event(event)

    def _on_document_changed(self) -> None:
        self._show()

    def _show(self) -> None:
        report = self._document.design.report
        self._show_problems(report)
        self.parameters.say(
            plural("{count:,} parameter", "{count:,} parameters", report.weight_count),
            tip=_("The number of trainable weights and biases."),
        )
        self.multiply_adds.say(
            _("{count} multiply-adds").format(count=short_count(report.multiply_adds)),
            tip=_(
                "{count:,} multiply-adds of convolution and dense layers for one picture."
            ).format(count=report.multiply_adds),
        )
        if len(report.blocks) > _MOST_COUNTED_AT_ONCE:
            self._after_paint.start(_AFTER_PAINT_MS)
        else:
            self._show_memory()

    def _show_memory(self) -> None:
        config = self._document.project.training
        memory = memory_of(self._document.design.report, config)
        self.memory.say_parts(memory_parts(memory, config), tip=memory_tip(memory, config))

    def _show_problems(self, report: ShapeReport) -> None:
        count = len(report.problems)
        if not count:
            self.problems.say(_("● No problems"), "good", _("The network can be trained."))
            return
        text = plural("● {count} problem", "● {count} problems", count)
        tip = "\n".join(problem.message for problem in report.problems)
        self.problems.say(text, "bad", tip)

    def _on_problems_clicked(self) -> None:
        report = self._document.design.report
        if report.problems:
            self.problem_list.open(report, self.problems)


def memory_parts(memory: Memory, config: TrainingConfig) -> tuple[str, ...]:
    """Return what the weights take, what a batch leaves behind, and what training takes."""
    return (
        _("{size} weights").format(size=bytes_text(memory.weights)),
        _("{size} activations").format(size=bytes_text(memory.activations)),
        _("{size} training at batch {batch}").format(
            size=bytes_text(memory.training), batch=config.batch_size
        ),
    )


def memory_tip(memory: Memory, config: TrainingConfig) -> str:
    """Return what the memory for training is made of."""
    text = _(
        "Training at batch {batch} takes {training}:\n"
        "{weights} for the weights\n"
        "{gradients} for their gradients\n"
        "{state} for the state of the optimizer, {optimizer}\n"
        "{activations} for activations, kept until the gradients are there\n"
        "The library itself and the pictures come on top."
    )
    return text.format(
        batch=config.batch_size,
        training=bytes_text(memory.training),
        weights=bytes_text(memory.weights),
        gradients=bytes_text(memory.gradients),
        state=bytes_text(memory.optimizer_state),
        optimizer=field("optimizer").text(config.optimizer),
        activations=bytes_text(memory.activations),
    )


def bytes_text(count: float) -> str:
    """Return a size in MB or GB, two significant digits where it is small."""
    megabytes = count / 1e6
    if megabytes >= 1000:
        return _("{size:.1f} GB").format(size=megabytes / 1000)
    digits = 0 if megabytes >= 10 else 1 if megabytes >= 1 else 2
    return _("{size:.{digits}f} MB").format(size=megabytes, digits=digits)


def short_count(count: int) -> str:
    """Return a count as people say it: 950, 338 k, 1.2 M."""
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if count >= size:
            value = count / size
            return f"{value:.0f} {unit}" if value >= 100 else f"{value:.1f} {unit}"
    return str(count)
