"""The bar at the top: what is open, undo, the data set, the device, and training."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QMenuBar, QWidget

from cnnstudio.text import _
from cnnstudio.ui.document import Document
from cnnstudio.ui.theme import HEADING_PX, body_font
from cnnstudio.ui.widgets.buttons import MenuButton, ToolbarButton
from cnnstudio.ui.widgets.elided_label import ElidedLabel

_DATA_PX = 160
_ROOM_FOR_ALL_PX = 1_160
"""Where there is less, the program's name makes way, which the window's title says anyway."""
_ROOM_FOR_FILE_PX = 1_080
"""Where there is still less, that of the file does too."""


class TopBar(QFrame):
    """Title, menus, file name, and the buttons of the window's main actions."""

    def __init__(
        self,
        document: Document,
        actions: Mapping[str, QAction],
        menus: Mapping[str, QMenu],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.menu_bar = QMenuBar()
        self.file = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.file.setProperty("tone", "dim")
        self.data = MenuButton(_("Data set"), menus["data"])
        self.data.setToolTip(_("The data set that the network learns from"))
        self.device = MenuButton(_("Device"), menus["device"])
        self.device.setToolTip(_("Where the network is trained"))
        self.train = ToolbarButton(actions["training.train"], is_primary=True)
        self._fill(actions)
        document.path_changed.connect(self._show_file)
        document.edited_changed.connect(self._show_file)
        self._show_file()

    def _fill(self, actions: Mapping[str, QAction]) -> None:
        title = self._title = QLabel("CNN Studio")
        title.setFont(body_font(HEADING_PX, bold=True))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 7)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(self.menu_bar)
        layout.addWidget(_line())
        layout.addWidget(ToolbarButton(actions["edit.undo"]))
        layout.addWidget(ToolbarButton(actions["edit.redo"]))
        layout.addSpacing(4)
        layout.addWidget(self.file, 1)
        layout.addWidget(self.data)
        layout.addWidget(self.device)
        layout.addWidget(self.train)
        layout.addWidget(ToolbarButton(actions["training.pause"]))
        layout.addWidget(ToolbarButton(actions["training.stop"]))

    def minimumSizeHint(self) -> QSize:
        # What it needs without the name is less than the window ever has.
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._title.setVisible(event.size().width() >= _ROOM_FOR_ALL_PX)
        self.file.setVisible(event.size().width() >= _ROOM_FOR_FILE_PX)
        self.data.setMinimumWidth(_DATA_PX if self._title.isVisibleTo(self) else 0)

    def _show_file(self) -> None:
        path = self._document.path
        name = path.name if path else _("untitled")
        text = _("{name} — edited").format(name=name) if self._document.is_edited else name
        self.file.setText(text)
        self.file.setToolTip(str(path) if path else _("Not saved to a file yet"))


def _line() -> QFrame:
    line = QFrame()
    line.setObjectName("line")
    line.setFixedSize(1, 24)
    return line
