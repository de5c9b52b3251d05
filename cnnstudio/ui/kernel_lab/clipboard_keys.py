"""Copying and pasting where the focus is, not where the page would."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence


def takes_clipboard_keys(event: QEvent) -> bool:
    """Claim the keys for copying and pasting from the actions of the window.

    Return whether `event` was such a claim; the key itself follows as a press.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    keys = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Paste)
    is_one = any(event.matches(key) for key in keys)
    if is_one:
        event.accept()
    return is_one
