"""The field in which a weight is typed, laid over its cell."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from cnnstudio import arithmetic
from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.kernel import LARGEST_NUMBER
from cnnstudio.text import _
from cnnstudio.ui.theme import SMALL_PX, number_font

_NARROWEST_PX = 84
_SHORTEST_PX = 28
_OPENERS = "0123456789.,-+(\N{MINUS SIGN}√π"
_MOVES = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}


def starts_a_number(text: str) -> bool:
    """Return whether typing `text` over a cell begins a number."""
    return len(text) == 1 and (text in _OPENERS or text.lower() in "sp")


class CellEditor(QLineEdit):
    """Takes arithmetic; what is not a number stays, marked, until it is mended or dropped."""

    committed = Signal(float, int, int)
    """The number, and by how many (rows, columns) to move on."""
    refused = Signal(str)
    """The sentence that says what is allowed; empty once nothing is wrong any more."""
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(number_font(SMALL_PX))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(_("Weight"))
        self.textEdited.connect(self._on_text_edited)
        self.hide()

    def open_at(self, cell: QRectF, text: str, *, is_selected: bool) -> None:
        """Show the field over `cell`, holding `text`."""
        self._mark(is_invalid=False)
        self.setText(text)
        width, height = max(cell.width(), _NARROWEST_PX), max(cell.height(), _SHORTEST_PX)
        centre = cell.center()
        parent = self.parentWidget()
        room = (parent.width() if parent else 0) - width
        left = min(max(centre.x() - width / 2, 0.0), max(room, 0.0))
        self.setGeometry(round(left), round(centre.y() - height / 2), round(width), round(height))
        self.show()
        self.setFocus()
        if is_selected:
            self.selectAll()

    def close_unchanged(self) -> None:
        """Drop what was typed."""
        if self.isVisible():
            self.refused.emit("")
            self._close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.close_unchanged()
        elif key in _MOVES:
            self._commit(*_MOVES[key])
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Tab never reaches keyPressEvent: Qt moves the focus with it first.
        if isinstance(event, QKeyEvent) and _is_tab_press(event):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        stays = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if self.isVisible() and event.reason() not in stays:
            self._leave()

    def _leave(self) -> None:
        """Take what was typed if it is a number; otherwise the last good one stays."""
        if (value := self._number()) is not None:
            self._close()
            self.committed.emit(value, 0, 0)
        else:
            self.close_unchanged()

    def _commit(self, rows: int, columns: int) -> None:
        if (value := self._number()) is not None:
            self.refused.emit("")
            self._close()
            self.committed.emit(value, rows, columns)

    def _number(self) -> float | None:
        try:
            return arithmetic.evaluate(self.text(), low=-LARGEST_NUMBER, high=LARGEST_NUMBER)
        except InvalidValueError as error:
            self._mark(is_invalid=True)
            self.refused.emit(str(error))
            return None

    def _on_text_edited(self) -> None:
        self._mark(is_invalid=False)
        self.refused.emit("")

    def _mark(self, *, is_invalid: bool) -> None:
        if self.property("invalid") != is_invalid:
            self.setProperty("invalid", is_invalid)
            self.style().unpolish(self)
            self.style().polish(self)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


def _is_tab_press(event: QKeyEvent) -> bool:
    is_tab = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
    return is_tab and event.type() == QEvent.Type.KeyPress
