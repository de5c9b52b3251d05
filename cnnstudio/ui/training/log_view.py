"""What happened, line by line."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cnnstudio.text import _
from cnnstudio.ui.theme import SMALL_PX, number_font

# Qt lays out each of them, which takes 3.5 KB.
_MOST_LINES = 500


class LogView(QPlainTextEdit):
    """Lines with the time of day; can be selected and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.document().setDocumentMargin(0)
        # Lines are wrapped, yet the space at the end of one may count as too wide.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMaximumBlockCount(_MOST_LINES)
        self.setFont(number_font(SMALL_PX))
        self.setAccessibleName(_("Log"))
        self.setPlaceholderText(_("What happens in a run is written here."))

    def add(self, text: str) -> None:
        """Write a line; the view follows where it stands at the end."""
        time = datetime.now().astimezone().strftime("%H:%M:%S")
        self.appendPlainText(f"{time}  {text}")
