"""The two modes of the page, pictures and numbers, and which parts each of them shows."""

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from cnnstudio.text import N_, _
from cnnstudio.ui.kernel_lab.strip import Strip


class Mode(Enum):
    """What kernels are applied to."""

    PICTURES = 0
    NUMBERS = 1


_TITLES = {Mode.PICTURES: N_("Pictures"), Mode.NUMBERS: N_("Numbers")}


class ModeSwitch(QTabBar):
    """Chooses a mode."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for mode in Mode:
            self.addTab(_(_TITLES[mode]))
        self.setAccessibleName(_("Mode"))
        self.currentChanged.connect(lambda index: self.chosen.emit(Mode(index)))


class ModeParts(QSplitter):
    """Three parts side by side, of which each mode has its own; the sizes are the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.switch = ModeSwitch()
        self._stacks = tuple(QStackedWidget() for _part in range(3))
        left = Strip("panel")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QVBoxLayout()
        row.setContentsMargins(12, 8, 12, 0)
        row.addWidget(self.switch)
        column.addLayout(row)
        column.addWidget(self._stacks[0], 1)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for part in (left, *self._stacks[1:]):
            self.addWidget(part)
        self.setStretchFactor(1, 1)

    @property
    def mode(self) -> Mode:
        """The mode that is shown."""
        return Mode(self._stacks[0].currentIndex())

    def add_mode(self, left: QWidget, centre: QWidget, right: QWidget) -> None:
        """Add the parts of a mode, in the order of `Mode`."""
        for stack, part in zip(self._stacks, (left, centre, right), strict=True):
            stack.addWidget(part)

    def show_mode(self, mode: Mode) -> None:
        """Show the parts of a mode that has been added."""
        for stack in self._stacks:
            stack.setCurrentIndex(mode.value)
        self.switch.setCurrentIndex(mode.value)
