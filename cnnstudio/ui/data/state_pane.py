"""What stands in place of the pictures: work that goes on, or what is wrong and what helps."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cnnstudio.ui.theme import HEADING_PX, body_font
from cnnstudio.ui.widgets.buttons import ToolbarButton
from cnnstudio.ui.widgets.progress_bar import ProgressBar

_TEXT_PX = 440


class StatePane(QWidget):
    """A heading, a sentence, a bar where something goes on, and buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel()
        self.title.setFont(body_font(HEADING_PX, bold=True))
        self.text = QLabel()
        self.text.setProperty("tone", "dim")
        self.text.setWordWrap(True)
        self.text.setFixedWidth(_TEXT_PX)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = ProgressBar()
        self.bar.setFixedWidth(_TEXT_PX * 2 // 3)
        self._buttons = QHBoxLayout()
        self._shown: tuple[QAction, ...] = ()
        self._lay_out()

    def say(self, title: str, text: str, actions: Sequence[QAction] = ()) -> None:
        """Show a heading, a sentence and buttons, the first of them as the main one."""
        self.bar.hide()
        self._show_texts(title, text)
        self._show_actions(tuple(actions))

    def show_progress(self, title: str, text: str, share: float | None, cancel: QAction) -> None:
        """Show how far something is, 0–1, or None where nobody knows; and how to stop it."""
        self.bar.setAccessibleName(title)
        self.bar.setRange(0, 0 if share is None else 1_000)
        if share is not None:
            self.bar.setValue(round(share * 1_000))
        self.bar.show()
        self._show_texts(title, text)
        self._show_actions((cancel,))

    def _lay_out(self) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addStretch(1)
        for label in (self.title, self.text):
            label.setAlignment(middle)
            layout.addWidget(label, 0, middle)
        layout.addWidget(self.bar, 0, middle)
        layout.addSpacing(4)
        self._buttons.setSpacing(8)
        layout.addLayout(self._buttons)
        layout.addStretch(1)

    def _show_texts(self, title: str, text: str) -> None:
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.text.ensurePolished()
        self.text.setMinimumHeight(max(0, self.text.heightForWidth(_TEXT_PX)))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def _show_actions(self, actions: tuple[QAction, ...]) -> None:
        if actions == self._shown:
            return
        self._shown = actions
        while (item := self._buttons.takeAt(0)) is not None:
            if (button := item.widget()) is not None:
                button.deleteLater()
        self._buttons.addStretch(1)
        for action in actions:
            is_main = action is actions[0] and action.objectName() != "data.cancel"
            made = ToolbarButton(action, is_primary=is_main)
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            made.setMinimumWidth(96)
            made.setMaximumWidth(400)
            self._buttons.addWidget(made)
        self._buttons.addStretch(1)
