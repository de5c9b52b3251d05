"""The palette: every block kind by family, to be searched, dragged or added."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from cnnstudio.text import _
from cnnstudio.ui.designer.kind_list import KindList

_TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)

_LEFT_PX = 12
_BAR_PX = 8
"""The scroll bar of the list stands in the margin."""


class Palette(QWidget):
    """`kind_activated` carries the kind that was double-clicked or chosen with Enter."""

    kind_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Palette"))
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setPlaceholderText(_("Search blocks"))
        self.search.setAccessibleName(_("Search blocks"))
        self.search.setClearButtonEnabled(True)
        self.kinds = KindList()
        self.nothing = QLabel()
        self.nothing.setWordWrap(True)
        self.nothing.setProperty("tone", "dim")
        self.nothing.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_LEFT_PX, 12, _LEFT_PX - _BAR_PX, 4)
        layout.setSpacing(8)
        searching = QHBoxLayout()
        searching.setContentsMargins(0, 0, _BAR_PX, 0)
        searching.addWidget(self.search)
        layout.addLayout(searching)
        layout.addWidget(self.nothing)
        layout.addWidget(self.kinds, 1)
        layout.setAlignment(self.nothing, Qt.AlignmentFlag.AlignTop)
        self.search.textChanged.connect(self._on_search_text_changed)
        self.search.returnPressed.connect(self.kinds.activate_current)
        self.search.installEventFilter(self)
        self.kinds.kind_activated.connect(self.kind_activated)

    def focus_search(self) -> None:
        """Put the cursor into the search field, its text selected."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def shown_kinds(self) -> tuple[str, ...]:
        """Return the names of the kinds that the search leaves, in their order."""
        return self.kinds.shown()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search field walk through the list; Escape empties the field."""
        if not isValid(self):
            return False  # the window is being taken apart
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        if event.key() in _TO_LIST:
            self.kinds.keyPressEvent(event)
            return True
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            return True
        return False

    def _on_search_text_changed(self, text: str) -> None:
        self.kinds.filter(text)
        self.nothing.setText(
            _('No block is called "{text}". Try a shorter word, such as "pool" or "norm".').format(
                text=text if len(text) <= 30 else text[:30] + "…"
            )
        )
        self.nothing.setVisible(not self.kinds.shown())
