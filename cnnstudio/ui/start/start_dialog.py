"""The start page: choose one of the networks that ship with the program."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from cnnstudio.text import _
from cnnstudio.ui.start.example import Example, examples
from cnnstudio.ui.start.example_delegate import CARD_PX, EXAMPLE_ROLE, ExampleDelegate
from cnnstudio.ui.theme import themes

_SIZE_PX = QSize(932, 648)
_BUTTON_PX = 88
_STEPS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class StartDialog(QDialog):
    """Cards with pictures, narrowed by typing; `chosen` carries a preset's name.

    Whoever hears `chosen` closes the page: the user may want to keep what is open.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("New from Example"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_SIZE_PX)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search networks, layers or data sets"))
        self.search.setAccessibleName(_("Search networks, layers or data sets"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.cards = self._built_cards()
        self.details = QLabel()
        self.details.setWordWrap(True)
        self.details.setProperty("tone", "dim")
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel
        )
        for button in self.buttons.buttons():
            button.setMinimumWidth(_BUTTON_PX)
        self.buttons.accepted.connect(self.choose)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self.cards.setCurrentRow(0)
        themes.changed.connect(self.cards.viewport().update)

    @property
    def example(self) -> Example | None:
        """The network whose card is marked, as long as it is shown."""
        item: QListWidgetItem | None = self.cards.currentItem()
        return None if item is None or item.isHidden() else item.data(EXAMPLE_ROLE)

    @property
    def shown(self) -> tuple[str, ...]:
        """The names of the networks that are shown now."""
        return tuple(item.data(EXAMPLE_ROLE).name for item in self._items() if not item.isHidden())

    def choose(self) -> None:
        """Take the marked network."""
        if self.example is not None:
            self.chosen.emit(self.example.name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows step through the cards while the search has the keys."""
        if not isValid(self):
            return False  # the window is being taken apart
        if watched is self.search and isinstance(event, QKeyEvent) and _is_step(event):
            self.cards.setFocus()
            self.cards.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _built_cards(self) -> QListWidget:
        cards = QListWidget()
        cards.setObjectName("cards")
        cards.setAccessibleName(_("Networks"))
        cards.setViewMode(QListWidget.ViewMode.IconMode)
        cards.setMovement(QListWidget.Movement.Static)
        cards.setResizeMode(QListWidget.ResizeMode.Adjust)
        cards.setUniformItemSizes(True)
        cards.setGridSize(CARD_PX)
        cards.setMouseTracking(True)
        cards.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        cards.setItemDelegate(ExampleDelegate(cards))
        for example in examples():
            item = QListWidgetItem(cards)
            item.setData(EXAMPLE_ROLE, example)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, example.text)
            item.setToolTip(example.description)
        cards.currentItemChanged.connect(lambda *_items: self._show_details())
        # Enter reaches the button by itself: activated would choose a second time.
        cards.itemDoubleClicked.connect(lambda _item: self.choose())
        return cards

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(self.search)
        layout.addWidget(self.cards, 1)
        layout.addWidget(self.details)
        layout.addWidget(self.buttons)

    def _items(self) -> list[QListWidgetItem]:
        return [self.cards.item(row) for row in range(self.cards.count())]

    def _narrow(self, text: str) -> None:
        """Show the networks that have all words, and mark one with them in its title, or one."""
        for item in self._items():
            item.setHidden(not item.data(EXAMPLE_ROLE).has(text))
        shown = [item for item in self._items() if not item.isHidden()]
        titled = [item for item in shown if _is_titled(item.data(EXAMPLE_ROLE), text)]
        if shown and (self.example is None or text):
            self.cards.setCurrentItem((titled or shown)[0])
        self._show_details()

    def _show_details(self) -> None:
        example = self.example
        opening = self.buttons.button(QDialogButtonBox.StandardButton.Open)
        opening.setEnabled(example is not None)
        if example is None:
            self.details.setText(_("No network is like that."))
            return
        text = _("{description}\nSource: {source}.")
        self.details.setText(
            text.format(description=example.description, source=example.source.rstrip("."))
        )


def _is_titled(example: Example, text: str) -> bool:
    return text.casefold() in example.title.casefold()


def _is_step(event: QKeyEvent) -> bool:
    return event.type() == QEvent.Type.KeyPress and event.key() in _STEPS
