"""A problem in words, with a button for each repair and what it would lead to."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from cnnstudio.network.branches import repairs_of
from cnnstudio.network.mending import preview
from cnnstudio.network.repairs import Repair
from cnnstudio.network.shapes import Problem, ShapeReport
from cnnstudio.ui.theme import TINY_PX, number_font

Offer = tuple[Repair, tuple[str, ...]]
"""A repair, and in lines what it would lead to."""


class ProblemBox(QWidget):
    """`repair_chosen` carries the repair whose button was pressed."""

    repair_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._message = QLabel()
        self._message.setWordWrap(True)
        self._message.setProperty("tone", "bad")
        self._layout.addWidget(self._message)
        self._lines: list[QWidget] = []
        self._shown: tuple[Problem | None, tuple[Offer, ...]] = (None, ())
        self.hide()

    def show_problem(self, problem: Problem | None, report: ShapeReport) -> None:
        """Show another problem, or nothing; below each button stands what `report` would become."""
        offers = () if problem is None else _offers(problem, report)
        if (problem, offers) == self._shown:
            return
        self._shown = (problem, offers)
        for line in self._lines:
            self._layout.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        self.setVisible(problem is not None)
        if problem is None:
            return
        # A shape stays in one piece.
        self._message.setText(
            problem.message.replace(" × ", "\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}")
        )
        self._message.setAccessibleName(problem.message)
        for repair, result in offers:
            self._add(repair, result)

    def _add(self, repair: Repair, result: tuple[str, ...]) -> None:
        text = "\n".join(result)
        button = QPushButton(repair.title)
        button.setAccessibleName(repair.title)
        button.setAccessibleDescription(text)
        choose = partial(self.repair_chosen.emit, repair)
        button.clicked.connect(lambda _is_checked: choose())
        shown = QLabel(text)
        shown.setFont(number_font(TINY_PX))
        shown.setProperty("tone", "dim")
        shown.setContentsMargins(4, 0, 0, 6)
        for line in (button, shown):
            self._layout.addWidget(line)
            line.show()
            self._lines.append(line)


def _offers(problem: Problem, report: ShapeReport) -> tuple[Offer, ...]:
    return tuple((each, preview(report, each)) for each in repairs_of(report, problem))
