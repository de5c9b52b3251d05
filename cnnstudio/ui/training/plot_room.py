"""The room of a plot: the plot, or a sentence where the run has nothing of what it would show."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from cnnstudio.text import _


class PlotRoom(QStackedWidget):
    """Shows the plot; `other_wanted` says that the person takes the quantity that is offered."""

    other_wanted = Signal()

    def __init__(self, plot: QWidget) -> None:
        super().__init__()
        self._plot = plot
        self.sentence = QLabel(_("This network answers with pictures: there is no accuracy."))
        self.sentence.setProperty("tone", "dim")
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.other = QPushButton(_("Show Gradient Norms"))
        self.other.clicked.connect(self.other_wanted)
        nothing = QWidget()
        layout = QVBoxLayout(nothing)
        layout.setSpacing(8)
        layout.addStretch(1)
        layout.addWidget(self.sentence)
        layout.addWidget(self.other, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self._nothing = nothing
        self.addWidget(plot)
        self.addWidget(nothing)

    def show_plot(self, has_values: bool) -> None:
        """Show the plot, or why it would be empty."""
        self.setCurrentWidget(self._plot if has_values else self._nothing)
