"""One entry of the status bar."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from cnnstudio.ui.widgets.tone import set_tone


class StatusItem(QToolButton):
    """A short text; `tone` colours it, and a click does something where that is wanted."""

    def __init__(
        self, name: str, parent: QWidget | None = None, *, is_clickable: bool = False
    ) -> None:
        super().__init__(parent)
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_clickable else Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not is_clickable)

    def say(self, text: str, tone: str = "", tip: str = "") -> None:
        """Show a text; `tone` is "good", "bad" or empty."""
        self.setText(text)
        self.setToolTip(tip)
        self.setAccessibleName(f"{self._name}: {text}")
        self.setVisible(bool(text))
        set_tone(self, tone)
