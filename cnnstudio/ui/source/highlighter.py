"""Colours for Python source: as few as help the eye to find its way."""

import keyword
import re
from collections.abc import Callable, Mapping

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from cnnstudio.ui.style import mixed
from cnnstudio.ui.theme import Theme, themes

_QUOTES = '"""'
_PLAIN, _IN_TEXT = -1, 1
"""States of a line at its end: inside a text of three quotes or not; Qt begins with −1."""

_TOKEN = re.compile(
    rf"""(?P<text>{_QUOTES}|"[^"]*"|'[^']*')
    | (?P<comment>\#.*)
    | (?P<definition>(?<=\bdef\ )\w+|(?<=\bclass\ )\w+)
    | (?P<keyword>\b(?:{"|".join(keyword.kwlist)})\b)
    | (?P<number>\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?\b)
    """,
    re.VERBOSE,
)

_COLOURS: Mapping[str, Callable[[Theme], QColor]] = {
    "text": lambda theme: theme.good,
    "comment": lambda theme: theme.dim,
    "definition": lambda theme: theme.text,
    "keyword": lambda theme: theme.accent,
    "number": lambda theme: mixed(theme.positive, theme.text, 0.35),
}


class PythonHighlighter(QSyntaxHighlighter):
    """Colours a document, and colours it anew when the theme changes."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
        self._take_colours()
        themes.changed.connect(self._on_themes_changed)

    def highlightBlock(self, text: str) -> None:
        at = 0
        if self.previousBlockState() == _IN_TEXT:
            at = self._colour_text(text, 0, 0)
        while found := _TOKEN.search(text, at):
            kind = found.lastgroup or ""
            if found.group() == _QUOTES:
                at = self._colour_text(text, found.start(), found.end())
            else:
                self.setFormat(found.start(), len(found.group()), self._formats[kind])
                at = found.end()

    def _colour_text(self, text: str, start: int, inside: int) -> int:
        """Colour a text of three quotes up to its end, or the end of the line; return where."""
        closing = text.find(_QUOTES, inside)
        end = len(text) if closing < 0 else closing + len(_QUOTES)
        self.setFormat(start, end - start, self._formats["text"])
        self.setCurrentBlockState(_IN_TEXT if closing < 0 else _PLAIN)
        return end

    def _on_themes_changed(self) -> None:
        self._take_colours()
        self.rehighlight()

    def _take_colours(self) -> None:
        for name, colour in _COLOURS.items():
            self._formats[name] = QTextCharFormat()
            self._formats[name].setForeground(colour(themes.current))
        self._formats["definition"].setFontWeight(QFont.Weight.DemiBold)
