"""The status bar: problems, counts, memory, and what the engine is doing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from cnnstudio.network.shapes import ShapeReport
from cnnstudio.text import N_, _, plural
from cnnstudio.training.config import TrainingConfig
from cnnstudio.ui.document import Document
from cnnstudio.ui.problem_list import ProblemList
from cnnstudio.ui.widgets.status_item import StatusItem

_FLOAT_BYTES = 4
_MEMORY_TIP = N_(
    "The weights, and an estimate for training: weights, gradients, the optimizer's "
    "state, and every block's output with its gradient for one batch."
)
_OPTIMIZER_COPIES = {"adam": 2, "adamw": 2, "sgd": 1, "rmsprop": 2}


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
        document.changed.connect(self._on_document_changed)
        self._show()

    def say_engine(self, text: str, tone: str = "") -> None:
        """Say what the engine is doing."""
        self.engine.say(text, tone)

    def _on_document_changed(self) -> None:
        self._show()

    def _show(self) -> None:
        report, config = self._document.design.report, self._document.project.training
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
        self.memory.say(memory_text(report, config), tip=_(_MEMORY_TIP))

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


def memory_text(report: ShapeReport, config: TrainingConfig) -> str:
    """Return the size of the weights and an estimate of what training takes."""
    weights = report.weight_count * _FLOAT_BYTES
    copies = 2 + _OPTIMIZER_COPIES.get(config.optimizer, 2)
    outputs = 2 * report.value_count * config.batch_size * _FLOAT_BYTES
    return _("{weights} weights · {training} training at batch {batch}").format(
        weights=bytes_text(weights),
        training=bytes_text(weights * copies + outputs),
        batch=config.batch_size,
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
