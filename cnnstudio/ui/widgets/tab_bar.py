"""The tabs above a page's parts."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QTabBar, QWidget

_BETWEEN_PX = 18  # as the style sheet has it, and a little for the fraction of a pixel


class TabBar(QTabBar):
    """Shows all of its tabs, side by side: where room is short their titles end in an ellipsis."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)

    def tabSizeHint(self, index: int) -> QSize:
        """Return room for a title in bold, as it is when chosen: or all tabs move then.

        Qt asks with titles of two letters and "..." for how little room will do.
        """
        size = super().tabSizeHint(index)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        title = self.tabText(index)
        if not title.endswith("..."):
            needed = QFontMetrics(bold).horizontalAdvance(title) + _BETWEEN_PX
            size.setWidth(max(size.width(), needed))
        return size
