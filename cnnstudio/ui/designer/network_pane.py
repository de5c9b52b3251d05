"""The inspector while no block is selected: the whole network."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from cnnstudio.network.shapes import Problem, ShapeReport
from cnnstudio.project.project import Design
from cnnstudio.text import _
from cnnstudio.ui.actions import plain_text
from cnnstudio.ui.designer.block_facts import network_facts
from cnnstudio.ui.designer.number_box import NumberBox
from cnnstudio.ui.designer.problem_box import ProblemBox
from cnnstudio.ui.theme import HEADING_PX, body_font
from cnnstudio.ui.widgets.section_label import SectionLabel

_MOST_PROBLEMS = 8


class NetworkPane(QWidget):
    """Totals, problems, and what can be done next. `block_chosen` carries a block's id.

    A problem of a block is mended there; one of the network has its repairs here.
    """

    block_chosen = Signal(str)
    repair_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(_("Network"))
        self._title.setFont(body_font(HEADING_PX, bold=True))
        self._totals = NumberBox(_("Totals"))
        self._problems_label = SectionLabel(_("Problems"))
        self._problems = QVBoxLayout()
        self._problems.setSpacing(4)
        self._lines: list[QWidget] = []
        self._shown: ShapeReport | None = None
        self._hint = QLabel(
            _(
                "Select a block to see and change its parameters. Drag blocks from the palette "
                "onto the canvas, or onto a wire to insert them. Drag from a block's edge to "
                "another block to connect them."
            )
        )
        self._hint.setWordWrap(True)
        self._hint.setProperty("tone", "dim")
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._totals)
        layout.addSpacing(8)
        layout.addWidget(self._problems_label)
        layout.addLayout(self._problems)
        layout.addSpacing(8)
        layout.addWidget(self._hint)

    def offer(self, action: QAction) -> None:
        """Put an action below the words that say what can be done next."""
        button = QPushButton(action.text().replace("&", ""))
        button.setToolTip(action.toolTip())
        button.setAccessibleName(plain_text(action))
        button.clicked.connect(action.trigger)
        self._layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_design(self, design: Design) -> None:
        """Show another design."""
        self._totals.show_lines(*network_facts(design.report))
        self._show_problems(design.report)

    def _show_problems(self, report: ShapeReport) -> None:
        problems, before = report.problems, self._shown
        # What mends a problem of the network depends on all of it.
        depends = report is not before and any(problem.block is None for problem in problems)
        if before is not None and problems == before.problems and not depends:
            return
        self._shown = report
        for line in self._lines:
            self._problems.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(problem, report) for problem in problems[:_MOST_PROBLEMS]]
        self._problems_label.setVisible(bool(problems))
        for line in self._lines:
            self._problems.addWidget(line)
            line.show()

    def _line(self, problem: Problem, report: ShapeReport) -> QWidget:
        if problem.block is None:
            box = ProblemBox(self)
            box.show_problem(problem, report)
            box.repair_chosen.connect(self.repair_chosen)
            return box
        line = _problem_line(problem, problem.block)
        line.linkActivated.connect(self.block_chosen)
        return line


def _problem_line(problem: Problem, block: str) -> QLabel:
    label = QLabel(_problem_text(problem, block))
    label.setWordWrap(True)
    label.setProperty("tone", "bad")
    label.setAccessibleName(problem.message)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.LinksAccessibleByMouse
        | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
    )
    return label


def _problem_text(problem: Problem, block: str) -> str:
    return _("{message} {link}").format(
        message=escape(problem.message),
        link=f'<a href="{escape(block)}">{escape(_("Show"))}</a>',
    )
