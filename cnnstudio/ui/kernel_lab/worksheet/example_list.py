"""The left side of the numbers mode: every worked example, taken by one click."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from cnnstudio.kernels.examples import EXAMPLES, Example
from cnnstudio.kernels.sizes import SIZE_EXAMPLES, SizeExample
from cnnstudio.kernels.worksheet import Worksheet
from cnnstudio.text import _
from cnnstudio.ui.widgets.section_label import SectionLabel

_ROW_PX = 28
_GESTURE = "sheet.example"
_EXAMPLE_ROLE = Qt.ItemDataRole.UserRole


class ExampleList(QWidget):
    """Announces the example that is chosen, with the gesture it belongs to."""

    chosen = Signal(object, str)
    """An `Example`."""
    sizes_chosen = Signal(object)
    """A `SizeExample`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.worksheets = _List(_("Worked examples"), EXAMPLES)
        self.sizes = _List(_("Sizes, layer by layer"), SIZE_EXAMPLES)
        self.worksheets.taken.connect(self._on_worksheets_taken)
        self.sizes.taken.connect(self._on_sizes_taken)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 12, 4, 8)
        layout.setSpacing(8)
        for title, view in (
            (_("Worked examples"), self.worksheets),
            (_("Sizes"), self.sizes),
        ):
            label = SectionLabel(title)
            label.setContentsMargins(6, 0, 0, 0)
            layout.addWidget(label)
            layout.addWidget(view)
        layout.setStretchFactor(self.worksheets, 1)
        self.sizes.setFixedHeight(_ROW_PX * len(SIZE_EXAMPLES) + 4)

    def show_sheet(self, sheet: Worksheet) -> None:
        """Mark the example that a worksheet is, if it is one."""
        self.sizes.mark(None)
        self.worksheets.mark(example_of(sheet))

    def _on_worksheets_taken(self, example: Example, is_walking: bool) -> None:
        self.sizes.mark(None)
        self.chosen.emit(example, _GESTURE if is_walking else "")

    def _on_sizes_taken(self, example: SizeExample, _is_walking: bool) -> None:
        self.worksheets.mark(None)
        self.sizes_chosen.emit(example)


def example_of(sheet: Worksheet) -> Example | None:
    """Return the example that a worksheet is, unchanged."""
    return next((known for known in EXAMPLES if known.worksheet == sheet), None)


class _List(QListWidget):
    """Examples by title; a click, Return or an arrow key takes one."""

    taken = Signal(object, bool)
    """The example, and whether the arrow keys walk through them."""

    def __init__(self, name: str, examples: tuple[Example | SizeExample, ...]) -> None:
        super().__init__()
        for example in examples:
            item = QListWidgetItem(_(example.title), self)
            item.setData(_EXAMPLE_ROLE, example)
            item.setSizeHint(QSize(0, _ROW_PX))
            if isinstance(example, Example):
                item.setToolTip(_(example.about))
        self.setAccessibleName(name)
        self.setObjectName("examples")
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(lambda item: self._take(item, is_walking=False))
        self.itemActivated.connect(lambda item: self._take(item, is_walking=False))

    def mark(self, example: Example | SizeExample | None) -> None:
        """Select an example, or none; emits nothing."""
        for row in range(self.count()):
            if self.item(row).data(_EXAMPLE_ROLE) is example:
                self.setCurrentRow(row)
                return
        self.setCurrentRow(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentItem()
        super().keyPressEvent(event)
        if self.currentRow() >= 0 and self.currentItem() is not before:
            self._take(self.currentItem(), is_walking=True)

    def _take(self, item: QListWidgetItem, *, is_walking: bool) -> None:
        self.taken.emit(item.data(_EXAMPLE_ROLE), is_walking)
