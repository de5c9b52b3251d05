"""How a text is meant: the style sheet colours it by this property."""

from PySide6.QtWidgets import QWidget


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet asks for; it looks again only when told to."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def set_tone(widget: QWidget, tone: str) -> None:
    """Let a widget look "dim", "good", "bad", "info" or, with an empty tone, as usual."""
    set_property(widget, "tone", tone)
