"""A problem in words, with a button for each repair."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from cnnstudio.network.mending import outcome
from cnnstudio.network.repairs import Repair
from cnnstudio.network.shapes import Problem, ShapeReport


class ProblemBox(QWidget):
    """`repair_chosen` carries the repair whose button was pressed."""

    repair_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._message = QLabel()
        self._message.setWordWrap(True)
        self._message.setProperty("tone", "bad")
        self._layout.addWidget(self._message)
        self._buttons: list[QPushButton] = []
        self._problem: Problem | None = None
        self.hide()

    def show_problem(self, problem: Problem | None, report: ShapeReport) -> None:
        """Show another problem, or nothing; the buttons tell what `report` would become."""
        if problem == self._problem:
            return
        self._problem = problem
        for button in self._buttons:
            self._layout.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        self.setVisible(problem is not None)
        if problem is None:
            return
        self._message.setText(problem.message)
        self._message.setAccessibleName(problem.message)
        for repair in problem.repairs:
            self._add(repair, outcome(report, repair))

    def _add(self, repair: Repair, result: str) -> None:
        button = QPushButton(repair.title)
        button.setAccessibleName(repair.title)
        button.setToolTip(result)
        button.setAccessibleDescription(result)
        choose = partial(self.repair_chosen.emit, repair)
        button.clicked.connect(lambda _is_checked: choose())
        self._layout.addWidget(button)
        self._buttons.append(button)
