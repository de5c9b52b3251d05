"""A problem in words, with a button for each repair."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from cnnstudio.network.shapes import Problem


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

    def show_problem(self, problem: Problem | None) -> None:
        """Show another problem, or nothing."""
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
            self._add(repair.title, partial(self.repair_chosen.emit, repair))

    def _add(self, title: str, choose: Callable[[], None]) -> None:
        button = QPushButton(title)
        button.setAccessibleName(title)
        button.clicked.connect(lambda _is_checked: choose())
        self._layout.addWidget(button)
        self._buttons.append(button)
