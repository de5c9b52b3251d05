"""What stands where there is nothing to show yet: what it will be, and how to get it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cnnstudio.ui.theme import HEADING_PX, body_font
from cnnstudio.ui.widgets.buttons import ToolbarButton

_TEXT_PX = 312


class EmptyState(QWidget):
    """A heading, a sentence and, where one helps, a button."""

    def __init__(
        self, title: str, text: str, action: QAction | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title = QLabel(title)
        self.title.setFont(body_font(HEADING_PX, bold=True))
        self.text = QLabel(text)
        self.text.setProperty("tone", "dim")
        self.text.setWordWrap(True)
        self.text.setFixedWidth(_TEXT_PX)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch(1)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        if action is not None:
            button = ToolbarButton(action, is_primary=True)
            layout.addSpacing(4)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.say(title, text)

    def say(self, title: str, text: str) -> None:
        """Show another heading and sentence."""
        self.title.setText(title)
        self.text.setText(text)
        # The layout asks how high the text is in all of its own width, which may be one line.
        self.text.ensurePolished()
        self.text.setMinimumHeight(max(0, self.text.heightForWidth(self.text.maximumWidth())))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
