"""The rail at the left: the pages of the window."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from cnnstudio.ui.widgets.buttons import RailButton


class Rail(QFrame):
    """A button for each page; one of them is on."""

    def __init__(self, pages: Sequence[tuple[QAction, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(64)
        group = QActionGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5, 8, 6, 8)
        layout.setSpacing(4)
        for action, icon in pages:
            group.addAction(action)
            layout.addWidget(RailButton(action, icon))
        layout.addStretch(1)
