"""The search on the canvas: a field, and below it the kinds that can be added."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from cnnstudio.text import _
from cnnstudio.ui.designer.kind_list import KindList
from cnnstudio.ui.designer.typed_kind import split
from cnnstudio.ui.theme import RADIUS_PX, themes

_SIZE_PX = (232, 316)
_MARGIN_PX = 8
_TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_ELSEWHERE = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class _OfferedKinds(KindList):
    """Kinds that a click chooses; the keyboard stays in the field above."""

    clicked_with = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setDragEnabled(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        item = self.itemAt(event.position().toPoint())
        if item is not None and item.isSelected():
            self.clicked_with.emit(event.modifiers())


def _is_final(event: QFocusEvent) -> bool:
    """Whether the keyboard went elsewhere in the window, not to a menu or another window."""
    return event.reason() not in _ELSEWHERE


class SearchPopup(QFrame):
    """`chosen(kind, values, goes_on)` carries what was typed after the kind's name.

    With Shift, choosing goes on: the popup stays for the next block of a chain.
    """

    chosen = Signal(str, object, bool)
    closed = Signal()

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setObjectName("search_popup")
        self.setAccessibleName(_("Add a block"))
        self.setFixedSize(*_SIZE_PX)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.field = QLineEdit()
        # A click beside the field would else go through to the canvas and take the keyboard along.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.field)
        self.field.setPlaceholderText(_("Add a block, such as conv 6 5×5"))
        self.field.setAccessibleName(_("Search blocks to add"))
        self.kinds = _OfferedKinds(self)
        self.message = QLabel()
        self.message.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        layout.setSpacing(6)
        layout.addWidget(self.field)
        layout.addWidget(self.message)
        layout.addWidget(self.kinds, 1)
        self.field.textChanged.connect(self._on_field_text_changed)
        self.field.installEventFilter(self)
        self.kinds.clicked_with.connect(self._choose)
        themes.changed.connect(self._dress)
        self._dress()
        self.hide()

    def open(self, place: QPoint, kinds: Sequence[str]) -> None:
        """Show the kinds in this order near a place of the canvas."""
        room = self._canvas.rect().adjusted(
            _MARGIN_PX, _MARGIN_PX, -_MARGIN_PX - self.width(), -_MARGIN_PX - self.height()
        )
        left = max(room.left(), min(place.x(), room.right()))
        top = max(room.top(), min(place.y(), room.bottom()))
        self.move(left, top)
        self.offer(kinds)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def offer(self, kinds: Sequence[str]) -> None:
        """Begin a search among these kinds."""
        self.field.clear()
        self.kinds.offer(kinds)
        self._on_field_text_changed("")

    def refuse(self, text: str) -> None:
        """Say why what was typed is not taken."""
        self._say(text, "bad")

    def close_search(self) -> None:
        """Go away; the canvas has the keyboard again."""
        if self.isVisible():
            has_keyboard = self.field.hasFocus()
            self.hide()
            if has_keyboard:
                self._canvas.setFocus()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isValid(self):
            return False  # the window is being taken apart
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        if isinstance(event, QFocusEvent) and event.lostFocus() and _is_final(event):
            self.close_search()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()  # the list's end does not zoom the canvas behind it

    def _press(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in _TO_LIST:
            self.kinds.keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(event.modifiers())
        elif key == Qt.Key.Key_Escape:
            self.close_search()
        else:
            return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return True

    def _choose(self, modifiers: Qt.KeyboardModifier) -> None:
        kind = self.kinds.current()
        if kind is not None:
            goes_on = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            self.chosen.emit(kind, split(self.field.text())[1], goes_on)

    def _on_field_text_changed(self, text: str) -> None:
        self.kinds.filter(split(text)[0])
        if self.kinds.current() is None:
            self.kinds.mark_first()
        is_empty = not self.kinds.shown()
        self._say(_("No block that fits here is called so.") if is_empty else "", "dim")

    def _say(self, text: str, tone: str) -> None:
        self.message.setText(text)
        self.message.setAccessibleName(text)
        self.message.setProperty("tone", tone)
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)
        self.message.setVisible(bool(text))

    def _dress(self) -> None:
        theme = themes.current
        self.setStyleSheet(
            f"#search_popup {{ background: {theme.panel.name()};"
            f" border: 1px solid {theme.line.name()}; border-radius: {RADIUS_PX}px; }}"
        )
