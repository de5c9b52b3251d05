"""The value that is painted over cells, shown while painting."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.kernel_grid import KernelGrid
from cnnstudio.ui.kernel_lab.parameters import BRUSH
from cnnstudio.ui.widgets.parameter_fields import NumberField, field_of

_FIELD_PX, _FIELD_HEIGHT_PX = 112, 28


class BrushRow(QWidget):
    """Tells the grid whether it paints, and with which value."""

    def __init__(self, grid: KernelGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        field = field_of(BRUSH)
        assert isinstance(field, NumberField)
        self.field = field
        self.field.setFixedSize(_FIELD_PX, _FIELD_HEIGHT_PX)
        label = QLabel(_("Brush"))
        label.setBuddy(self.field)
        self.message = QLabel()
        self.message.setProperty("tone", "bad")
        self.message.setWordWrap(True)
        self.message.hide()
        row = QHBoxLayout()
        row.addWidget(label, 1)
        row.addWidget(self.field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.message)
        self.field.committed.connect(self._on_field_committed)
        self.field.refused.connect(self._refuse)
        self.hide()

    def use(self, is_painting: bool) -> None:
        """Let the grid paint from now on, or no more."""
        self._grid.is_painting = is_painting
        self.setVisible(is_painting)

    def _on_field_committed(self, value: float) -> None:
        self._grid.brush = value
        self._refuse("")

    def _refuse(self, message: str) -> None:
        self.message.setText(message)
        self.message.setVisible(bool(message))
