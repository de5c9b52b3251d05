"""A thin bar of progress that rests when nothing moves."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QProgressBar, QWidget


class ProgressBar(QProgressBar):
    """Runs to and fro while its range is empty, and stands still as soon as it is not.

    Qt's styles go on with the movement, thirty paintings a second, until there is
    a part of the bar to be filled: at 0 it would never end.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextVisible(False)

    def event(self, event: QEvent) -> bool:
        moves = self.minimum() == self.maximum()
        if event.type() is QEvent.Type.StyleAnimationUpdate and not moves:
            event.ignore()  # which ends the movement
            return True
        return super().event(event)
