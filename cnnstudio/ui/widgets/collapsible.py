"""A group of things under a heading that folds it away."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from cnnstudio.ui.icons import icons
from cnnstudio.ui.theme import label_font

_ARROW_PX = 10
_GAP_PX = 6


class SectionButton(QToolButton):
    """The heading: small capitals behind an arrow."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self.setFont(label_font())
        self.setIconSize(QSize(_ARROW_PX, _ARROW_PX))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


class Collapsible(QWidget):
    """Shows or hides the widgets that are added below its heading."""

    toggled = Signal(bool)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = SectionButton(title)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP_PX)
        layout.addWidget(self.heading)
        layout.addWidget(self._content)
        self.heading.toggled.connect(self._on_heading_toggled)
        self.set_open(True)

    @property
    def is_open(self) -> bool:
        """Whether what is below the heading is shown."""
        return self.heading.isChecked()

    def set_open(self, is_open: bool) -> None:
        """Show what is below the heading, or fold it away."""
        self.heading.setChecked(is_open)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets below what is there."""
        for widget in widgets:
            self._column.addWidget(widget)

    def _on_heading_toggled(self, is_open: bool) -> None:
        self._content.setVisible(is_open)
        icons.put(self.heading, "ph.caret-down" if is_open else "ph.caret-right", "dim")
        self.toggled.emit(is_open)
