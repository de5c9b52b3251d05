"""The kernel of the inspector: its name, its size, its cells, and what turns it."""

from collections.abc import Mapping

from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cnnstudio.kernels.kernel import Kernel
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.brush_row import BrushRow
from cnnstudio.ui.kernel_lab.cell_painting import fitting_font
from cnnstudio.ui.kernel_lab.edits import Edits
from cnnstudio.ui.kernel_lab.entries import kernel_title
from cnnstudio.ui.kernel_lab.kernel_grid import KernelGrid
from cnnstudio.ui.kernel_lab.parameters import HEIGHT, WIDTH
from cnnstudio.ui.theme import HEADING_PX, SMALL_PX, body_font
from cnnstudio.ui.widgets.buttons import ToolbarButton
from cnnstudio.ui.widgets.elided_label import ElidedLabel
from cnnstudio.ui.widgets.parameter_fields import NumberField, field_of

_SIZE_FIELD_PX = 50
_BUTTON_PX = 34
BUTTONS = (
    "kernel.rotate",
    "kernel.mirror",
    "kernel.upside_down",
    "kernel.transpose",
    "kernel.negate",
    "kernel.paint",
    "kernel.clear",
)


class KernelPanel(QWidget):
    """Shows the kernel; edits go through `Edits`."""

    def __init__(
        self, edits: Edits, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._edits = edits
        kernel = edits.state.kernel
        self.title = ElidedLabel()
        self.title.setFont(body_font(HEADING_PX, bold=True))
        self.height_field, self.width_field = _size_field(True), _size_field(False)
        self.grid = KernelGrid(kernel)
        self.brush = BrushRow(self.grid)
        self.cell = QLabel()
        self.cell.setProperty("tone", "dim")
        self.cell.setFont(body_font(SMALL_PX))
        self.message = QLabel()
        self.message.setProperty("tone", "bad")
        self.message.setWordWrap(True)
        self.message.hide()
        self._lay_out(actions)
        self._connect(actions)
        self.hold_kernel(kernel)
        self.show_held()

    def hold_kernel(self, kernel: Kernel) -> None:
        """Let keys and mouse act on another kernel; it is seen once `show_held` is called."""
        self.grid.hold_kernel(kernel)
        self.refuse("")

    def show_held(self) -> None:
        """Show the kernel that is held; emits nothing."""
        kernel = self.grid.kernel
        self.grid.show_held()
        self.height_field.show_value(kernel.height)
        self.width_field.show_value(kernel.width)
        self.title.setText(kernel_title(kernel))
        self._describe_cell()

    def refuse(self, message: str) -> None:
        """Say below the grid what is allowed in a cell; nothing where all is well."""
        if message != self.message.text():
            self.message.setText(message)
            self.message.setVisible(bool(message))

    def _lay_out(self, actions: Mapping[str, QAction]) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(self.grid)
        layout.addWidget(self.cell)
        layout.addWidget(self.message)
        layout.addLayout(_button_row(actions))
        layout.addWidget(self.brush)
        layout.addLayout(self._size_row())
        QWidget.setTabOrder(self.grid, self.height_field)

    def _size_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        label = QLabel(_("Size"))
        label.setBuddy(self.height_field)
        row.addWidget(label, 1)
        row.addWidget(self.height_field)
        row.addWidget(QLabel("×"))
        row.addWidget(self.width_field)
        return row

    def _connect(self, actions: Mapping[str, QAction]) -> None:
        actions["kernel.paint"].toggled.connect(self.brush.use)
        self.grid.gesture_begun.connect(self._edits.hold_gesture)
        self.grid.cell_edited.connect(self._on_grid_cell_edited)
        self.grid.gesture_ended.connect(self._edits.end_gesture)
        self.grid.refused.connect(self.refuse)
        self.grid.current_changed.connect(self._describe_cell)
        for field in (self.height_field, self.width_field):
            field.committed.connect(self._on_size_committed)
            field.refused.connect(self.refuse)
            field.left.connect(self._edits.end_gesture)

    def _on_grid_cell_edited(self, row: int, column: int, value: float, gesture: str) -> None:
        self._edits.set_cell(row, column, value=value, gesture=gesture)

    def _on_size_committed(self) -> None:
        self._edits.set_size(self.height_field.value, self.width_field.value, "kernel.size")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._describe_cell()

    def _describe_cell(self) -> None:
        """Where the cells have no room for numbers, that of the current one stands below."""
        has_numbers = fitting_font(self.grid.kernel, self.grid.cells) is not None
        self.cell.setVisible(not has_numbers)
        if not has_numbers:
            self.cell.setText(self.grid.accessibleDescription())


def _size_field(is_height: bool) -> NumberField:
    field = field_of(HEIGHT if is_height else WIDTH)
    assert isinstance(field, NumberField)
    field.setFixedWidth(_SIZE_FIELD_PX)
    return field


def _button_row(actions: Mapping[str, QAction]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    for name in BUTTONS:
        button = ToolbarButton(actions[name])
        button.setFixedWidth(_BUTTON_PX)
        row.addWidget(button)
    row.addStretch(1)
    return row
