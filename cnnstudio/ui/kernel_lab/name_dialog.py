"""Asks what a kernel is to be called."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.files import checked_name
from cnnstudio.text import _
from cnnstudio.ui.widgets.tone import set_tone

_WIDTH_PX = 360


class NameDialog(QDialog):
    """`on_named` is called with an allowed name; what is not allowed is said below the field."""

    def __init__(
        self,
        title: str,
        name: str,
        kept: set[str],
        on_named: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self._kept = kept - {name}
        self._on_named = on_named
        self.field = QLineEdit(name)
        self.field.setAccessibleName(_("Name"))
        self.field.selectAll()
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        for widget in (QLabel(_("Name")), self.field, self.message, self.buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(_WIDTH_PX)
        self.field.textChanged.connect(self._show_message)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._show_message()

    def accept(self) -> None:
        """Close and hand the name over, where it is allowed."""
        try:
            name = checked_name(self.field.text())
        except InvalidValueError as error:
            self._say(str(error), "bad")
            return
        super().accept()
        self._on_named(name)

    def _show_message(self) -> None:
        is_kept = self.field.text().strip() in self._kept
        self._say(_("Takes the place of the kernel that has this name.") if is_kept else "", "dim")

    def _say(self, message: str, tone: str) -> None:
        self.message.setText(message)
        set_tone(self.message, tone)
