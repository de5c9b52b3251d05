"""The small capitals above a group of things."""

from PySide6.QtWidgets import QLabel, QWidget

from cnnstudio.ui.theme import label_font


class SectionLabel(QLabel):
    """A section's name, 11 px capitals."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFont(label_font())
        self.setAccessibleName(text)
