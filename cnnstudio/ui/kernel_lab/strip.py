"""The strips above and below the pictures."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.ui.theme import themes


class Strip(QWidget):
    """A widget on one of the theme's colours, with a line at its lower edge where wanted."""

    def __init__(
        self, token: str, *, has_line: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._token = token
        self._has_line = has_line
        themes.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), getattr(themes.current, self._token))
        if self._has_line:
            painter.fillRect(0, self.height() - 1, self.width(), 1, themes.current.line)
        painter.end()
