"""Lines of numbers in a quiet frame."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from cnnstudio.ui.theme import RADIUS_PX, TINY_PX, number_font, themes

_JOINER = "\N{WORD JOINER}"
_MOST_ON_A_LINE = 37


class NumberBox(QFrame):
    """Monospaced lines that can be selected and copied."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLabel()
        self._text.setFont(number_font(TINY_PX))
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setAccessibleName(name)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._text)
        self._lines: tuple[str, ...] = ()
        themes.changed.connect(self._dress)
        self._dress()

    def show_lines(self, *lines: str) -> None:
        """Show other lines; what stands behind the last "=" of a line is its result."""
        self._lines = lines
        self._text.setText("<br>".join(_emphasised(line) for line in lines if line))
        self._text.setAccessibleDescription(". ".join(lines))

    def _dress(self) -> None:
        theme = themes.current
        self.setStyleSheet(
            f"NumberBox {{ background: {theme.field.name()}; border: 1px solid {theme.line.name()};"
            f" border-radius: {RADIUS_PX}px; }} NumberBox QLabel {{ color: {theme.dim.name()}; }}"
        )
        self.show_lines(*self._lines)  # results are written in a colour of the theme


def _emphasised(line: str) -> str:
    before, equals, result = line.rpartition(" = ")
    if not equals or not result[0].isdigit():
        return escape(line)  # a formula in letters has no result
    bold = f'<b style="color: {themes.current.text.name()}">{escape(result)}</b>'
    return f"{_in_one_piece(escape(before))} =&nbsp;{bold}"


def _in_one_piece(text: str) -> str:
    """Return `text` with no place to break a line, if it fits on one."""
    text = text.replace("/", f"{_JOINER}/{_JOINER}")
    return text.replace(" ", "\N{NO-BREAK SPACE}") if len(text) <= _MOST_ON_A_LINE else text
