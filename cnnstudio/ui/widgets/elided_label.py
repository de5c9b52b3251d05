"""Labels that show as much as there is room for."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """Shows as much of one line as there is room for; the whole is its tooltip."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(text, parent)
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self._shown(), self._mode, room.width())
        painter.drawText(room, int(self.alignment()), text)
        painter.end()

    def _shown(self) -> str:
        """Return what is shown, as far as it fits."""
        return self.text()


class PartsLabel(ElidedLabel):
    """Shows the first of its parts, as many as fit as a whole; all of them are its text."""

    _BETWEEN = " · "

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._parts: tuple[str, ...] = ()

    def show_parts(self, parts: Sequence[str]) -> None:
        """Show other parts, the most important first."""
        self._parts = tuple(parts)
        text = self._BETWEEN.join(parts)
        self.setText(text)
        self.setToolTip(text)

    def _shown(self) -> str:
        for count in range(len(self._parts), 1, -1):
            text = self._BETWEEN.join(self._parts[:count])
            if self.fontMetrics().horizontalAdvance(text) <= self.contentsRect().width():
                return text
        return self._parts[0] if self._parts else ""
