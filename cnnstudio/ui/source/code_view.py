"""Source that can be read, selected and copied, some of its lines marked."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from cnnstudio.text import _
from cnnstudio.ui.source.highlighter import PythonHighlighter
from cnnstudio.ui.theme import SMALL_PX, number_font, themes

_LINES_ABOVE = 2
"""How many lines are left above a marked one that is scrolled to."""


class CodeView(QPlainTextEdit):
    """Read-only Python; marked lines stand on the colour of a selection."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.marked: tuple[int, ...] = ()
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(number_font(SMALL_PX))
        self.setAccessibleName(_("PyTorch source"))
        self.document().setDocumentMargin(0)
        self._highlighter = PythonHighlighter(self.document())
        themes.changed.connect(self._paint_marks)

    def show_code(self, text: str) -> None:
        """Show other source at the same place."""
        if text == self.toPlainText():
            return
        bars = (self.verticalScrollBar(), self.horizontalScrollBar())
        places = [bar.value() for bar in bars]
        self.setPlainText(text)
        for bar, place in zip(bars, places, strict=True):
            bar.setValue(place)

    def mark(self, lines: Sequence[int]) -> None:
        """Mark these lines, counted from 0, and scroll to the first where none is in view."""
        is_new = tuple(lines) != self.marked
        self.marked = tuple(lines)
        self._paint_marks()
        if is_new and lines and not any(self._is_in_view(line) for line in lines):
            self.verticalScrollBar().setValue(max(0, min(lines) - _LINES_ABOVE))

    def _is_in_view(self, line: int) -> bool:
        first = self.firstVisibleBlock().blockNumber()
        fitting = self.viewport().height() // self.fontMetrics().lineSpacing()
        return first <= line < first + fitting

    def _paint_marks(self) -> None:
        self.setExtraSelections([self._mark(line) for line in self.marked])

    def _mark(self, line: int) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        mark.cursor = QTextCursor(self.document().findBlockByNumber(line))
        mark.format.setBackground(themes.current.selection)
        mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        return mark
