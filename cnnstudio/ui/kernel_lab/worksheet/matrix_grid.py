"""A matrix whose numbers are typed, or stepped by keys and by the wheel."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.kernels.pasting import table_text
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.cell_editor import CellEditor, starts_a_number
from cnnstudio.ui.kernel_lab.cell_text import editable_text, stepped
from cnnstudio.ui.kernel_lab.clipboard_keys import takes_clipboard_keys
from cnnstudio.ui.kernel_lab.worksheet.matrix_view import CellSize, Matrix, MatrixView

_NOTCH = 120
_STEPS = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
_EMPTYING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class MatrixGrid(MatrixView):
    """Says what the user makes of a cell; it changes nothing itself. Padding is left alone."""

    cell_edited = Signal(int, int, float, str)
    """Row and column without padding, the new number, and its gesture ("" for none)."""
    pasted = Signal(str)
    """The text on the clipboard."""
    gesture_ended = Signal()
    refused = Signal(str)
    """What is allowed in a cell; empty when all is well."""

    def __init__(self, name: str, matrix: Matrix, parent: QWidget | None = None) -> None:
        super().__init__(name, matrix, parent)
        self.editor = CellEditor(self)
        self.editor.setAccessibleName(_("Number"))
        self.editor.committed.connect(self._on_editor_committed)
        self.editor.refused.connect(self.refused)
        self.editor.closed.connect(self.setFocus)
        self.setToolTip(
            _("Type a number; Page Up and Page Down change it by 1. Paste a whole matrix.")
        )

    @property
    def value(self) -> float:
        """The number in the current cell."""
        return self.matrix.rows[self.current.y()][self.current.x()]

    def show_matrix(self, matrix: Matrix, cell: CellSize) -> None:
        if matrix.inner.size() != self.matrix.inner.size():
            self.editor.close_unchanged()
        super().show_matrix(matrix, cell)

    def event(self, event: QEvent) -> bool:
        return takes_clipboard_keys(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(table_text(self.matrix.inner_rows))
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste(QGuiApplication.clipboard().text())
        elif key in _STEPS:
            self._step(_STEPS[key], modifiers, "key")
        elif key in _OPENING:
            self._open_editor(editable_text(self.value), is_selected=True)
        elif key in _EMPTYING and not modifiers:
            self._edit(0.0)
        elif starts_a_number(event.text()):
            self._open_editor(event.text(), is_selected=False)
        else:
            super().keyPressEvent(event)

    def _paste(self, text: str) -> None:
        if text.strip():
            self.pasted.emit(text)
        else:
            self.refused.emit(_("The clipboard holds no text; copy the numbers of a matrix first."))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.cell_at(event.position()) == self.current:
            self._open_editor(editable_text(self.value), is_selected=True)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the current cell's number; without the focus the wheel scrolls the page."""
        notches = event.angleDelta().y() // _NOTCH
        if not self.hasFocus() or self.cell_at(event.position()) != self.current or not notches:
            event.ignore()
            return
        self._step(notches, event.modifiers(), "wheel")

    def _step(self, count: int, modifiers: Qt.KeyboardModifier, gesture: str) -> None:
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            step = 0.1
        else:
            step = 10.0 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1.0
        self._edit(stepped(self.value, count * step), gesture)

    def _edit(self, value: float, gesture: str = "") -> None:
        corner = self.matrix.inner.topLeft()
        cell = self.current - corner
        name = f"{cell.y()}.{cell.x()}.{gesture}" if gesture else ""
        self.cell_edited.emit(cell.y(), cell.x(), value, name)

    def _open_editor(self, text: str, *, is_selected: bool) -> None:
        # In the sheet: a matrix may be narrower than what is typed.
        self.editor.setParent(self.parentWidget())
        rect = self.rect_of(QRect(self.current, QSize(1, 1))).translated(self.pos())
        self.editor.open_at(rect, text, is_selected=is_selected)
        self.editor.raise_()

    def _on_editor_committed(self, value: float, down: int, right: int) -> None:
        self._edit(value)
        self.set_current(self.current.y() + down, self.current.x() + right)
