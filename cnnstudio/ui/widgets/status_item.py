"""One entry of the status bar."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QStyleOptionToolButton, QToolButton, QWidget

from cnnstudio.ui.widgets.tone import set_tone

_BETWEEN = " · "
_AROUND_PX = 10
"""What the style sheet puts around a text."""


class StatusItem(QToolButton):
    """A short text; `tone` colours it, and a click does something where that is wanted."""

    def __init__(
        self, name: str, parent: QWidget | None = None, *, is_clickable: bool = False
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._parts: tuple[str, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_clickable else Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not is_clickable)

    @property
    def shown(self) -> str:
        """As much of the text as there is room for, in whole parts; the last one is the main."""
        room = self.width() - _AROUND_PX
        for first in range(len(self._parts)):
            text = _BETWEEN.join(self._parts[first:])
            if self.fontMetrics().horizontalAdvance(text) <= room:
                return text
        return "" if self._parts else self.text()

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return QSize(0, whole.height()) if self._parts else whole

    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        super().initStyleOption(option)
        option.text = self.shown

    def say_parts(self, parts: Sequence[str], tip: str = "") -> None:
        """Show a text that may lose its first parts where room is short."""
        self._parts = tuple(parts)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.say(_BETWEEN.join(parts), tip=tip)

    def say(self, text: str, tone: str = "", tip: str = "") -> None:
        """Show a text; `tone` is "good", "bad" or empty."""
        self.setText(text)
        self.setToolTip(tip)
        self.setAccessibleName(f"{self._name}: {text}")
        self.setVisible(bool(text))
        set_tone(self, tone)
