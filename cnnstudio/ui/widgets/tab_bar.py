"""The tabs above a page's parts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar, QWidget


class TabBar(QTabBar):
    """Shows all of its tabs, side by side: where room is short their titles end in an ellipsis."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        # The chosen title is bold, and Qt 6.11 makes no more room for a longer one.
        self.currentChanged.connect(self.updateGeometry)
