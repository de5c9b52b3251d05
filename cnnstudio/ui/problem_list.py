"""The problems of the network in a list that opens above the status bar."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.network.graph import Network
from cnnstudio.network.shapes import Problem, ShapeReport
from cnnstudio.text import _, plural
from cnnstudio.ui.actions import plain_text
from cnnstudio.ui.theme import RADIUS_PX, body_font, themes

_WIDTH_PX, _HIGHEST_PX, _MARGIN_PX = 400, 320, 8
_PROBLEM = Qt.ItemDataRole.UserRole


class ProblemList(QFrame):
    """`chosen` carries the problem that was clicked or chosen with Enter; Escape closes."""

    chosen = Signal(object)

    def __init__(self, fix_all: QAction, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("problem_list")
        self.setAccessibleName(_("Problems"))
        self._fix_all = fix_all
        self.title = QLabel()
        self.title.setFont(body_font(bold=True))
        self.problems = QListWidget()
        self.problems.setAccessibleName(_("Problems"))
        self.problems.setFrameShape(QFrame.Shape.NoFrame)
        self.problems.setWordWrap(True)
        self.problems.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fix = QPushButton(plain_text(fix_all))
        self.fix.setAccessibleName(plain_text(fix_all))
        self.fix.setToolTip(fix_all.toolTip())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        for widget in (self.title, self.problems, self.fix):
            layout.addWidget(widget)
        self.problems.itemClicked.connect(self._choose)
        self.fix.clicked.connect(self._on_fix_clicked)
        self.setFixedWidth(_WIDTH_PX)
        themes.changed.connect(self._dress)
        self._dress()

    def open(self, report: ShapeReport, above: QWidget) -> None:
        """List the problems of a report above a widget."""
        count = len(report.problems)
        self.title.setText(plural("{count} problem", "{count} problems", count))
        self.problems.clear()
        for problem in report.problems:
            self._add(problem, report.network)
        self.problems.setCurrentRow(0)
        self.fix.setVisible(self._fix_all.isEnabled())
        self._fit()
        corner = above.mapToGlobal(QPoint(0, -_MARGIN_PX))
        self.move(corner.x(), corner.y() - self.height())
        self.show()
        self.problems.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.problems.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._choose(item)
        else:
            super().keyPressEvent(event)

    def _add(self, problem: Problem, network: Network) -> None:
        item = QListWidgetItem(_line(problem, network), self.problems)
        item.setData(_PROBLEM, problem)
        room = _WIDTH_PX - 2 * 12 - 32
        box = self.problems.fontMetrics().boundingRect(
            0, 0, room, 10_000, Qt.TextFlag.TextWordWrap, item.text()
        )
        item.setSizeHint(QSize(0, box.height() + 14))

    def _fit(self) -> None:
        heights = (
            self.problems.item(row).sizeHint().height() for row in range(self.problems.count())
        )
        self.problems.setFixedHeight(min(_HIGHEST_PX, sum(heights) + 4))
        self.adjustSize()

    def _choose(self, item: QListWidgetItem) -> None:
        problem = item.data(_PROBLEM)
        self.close()
        self.chosen.emit(problem)

    def _on_fix_clicked(self) -> None:
        self.close()
        self._fix_all.trigger()

    def _dress(self) -> None:
        theme = themes.current
        self.setStyleSheet(
            f"#problem_list {{ background: {theme.panel.name()};"
            f" border: 1px solid {theme.line.name()}; border-radius: {RADIUS_PX}px; }}"
            f"QListWidget {{ background: {theme.panel.name()}; color: {theme.text.name()}; }}"
            f"QListWidget::item {{ padding: 4px 6px; border-radius: 6px; }}"
            f"QListWidget::item:hover {{ background: {theme.hover.name()}; }}"
            f"QListWidget::item:selected {{ background: {theme.selection.name()};"
            f" color: {theme.text.name()}; }}"
        )


def _line(problem: Problem, network: Network) -> str:
    """Return the message, after the name of the block where that says more than the message."""
    if problem.block is None or problem.block not in network.blocks:
        return problem.message
    name = network.blocks[problem.block].name or problem.block
    message = problem.message.replace(" × ", "×")  # in one piece at the end of a line
    return _("{block}: {message}").format(block=name, message=message)
