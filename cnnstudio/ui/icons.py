"""Icons from an icon font, loaded after the first paint."""

import os
import weakref
from dataclasses import dataclass
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon

from cnnstudio.ui.style import disabled
from cnnstudio.ui.theme import themes


@dataclass(frozen=True, slots=True)
class _Use:
    """Where an icon is shown, and in which of the theme's colours."""

    target: weakref.ref[Any]
    name: str
    colour: str
    checked_colour: str


class Icons(QObject):
    """Gives actions and buttons their icons once the font is there, and after each new theme."""

    loaded = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._uses: list[_Use] = []
        self._is_loaded = False
        themes.changed.connect(self._show_all)

    def load(self) -> None:
        """Load the font; until then everything stands without its icon."""
        self._is_loaded = True
        self._show_all()
        self.loaded.emit()

    def put(self, target: Any, name: str, colour: str = "text", checked_colour: str = "") -> None:
        """Show icon `name` on `target`, anything with `setIcon`, in a colour of the theme."""
        self._uses = [use for use in self._uses if use.target() not in (None, target)]
        use = _Use(weakref.ref(target), name, colour, checked_colour or colour)
        self._uses.append(use)
        if self._is_loaded:
            _show(use)

    def _show_all(self) -> None:
        if self._is_loaded:
            for use in self._uses:
                _show(use)


def icon(name: str, colour: str = "text", checked_colour: str = "") -> QIcon:
    """Return an icon in a colour of the theme; imports the icon font."""
    # qtpy, which the font's library uses, must not look for another binding.
    os.environ.setdefault("QT_API", "pyside6")
    import qtawesome

    theme = themes.current
    return qtawesome.icon(
        name,
        color=getattr(theme, colour),
        color_disabled=disabled(theme),
        color_on=getattr(theme, checked_colour or colour),
    )


def _show(use: _Use) -> None:
    target = use.target()
    # Python may still hold what Qt has deleted with its window.
    if target is not None and shiboken6.isValid(target):
        target.setIcon(icon(use.name, use.colour, use.checked_colour))


icons = Icons()
