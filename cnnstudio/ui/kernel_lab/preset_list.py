"""The left side of the page: every preset, searched by typing, taken by a click."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QStackedLayout, QVBoxLayout, QWidget

from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.presets import Preset
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.preset_delegate import ITEM_PX, PresetDelegate
from cnnstudio.ui.kernel_lab.preset_model import PRESET_ROLE, PresetModel, PresetSearch
from cnnstudio.ui.theme import themes
from cnnstudio.ui.widgets.empty_state import EmptyState

USUAL_WIDTH_PX = 206
_TEXT_PX = 148
_PRESET_GESTURE = "kernel.preset"


class PresetList(QWidget):
    """Shows the presets; choosing one is announced, with the gesture it belongs to."""

    chosen = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setPlaceholderText(_("Search kernels"))
        self.search.setAccessibleName(_("Search kernels"))
        self.search.setClearButtonEnabled(True)
        self._model = PresetModel(self)
        self._found = PresetSearch(self)
        self._found.setSourceModel(self._model)
        self._delegate = PresetDelegate(self)
        self.view = _PresetView()
        self.view.setModel(self._found)
        self.view.setItemDelegate(self._delegate)
        self.nothing = EmptyState(
            _("No such kernel"),
            _("Try another word, such as edge, blur or line."),
        )
        self.nothing.text.setFixedWidth(_TEXT_PX)
        self._lay_out()
        self._connect()

    @property
    def found(self) -> list[Preset]:
        """The presets that the search leaves."""
        rows = range(self._found.rowCount())
        return [self._found.index(row, 0).data(PRESET_ROLE) for row in rows]

    def show_kernel(self, kernel: Kernel) -> None:
        """Put a ring around the preset from which `kernel` came."""
        if self._delegate.in_use != kernel.name:
            self._delegate.in_use = kernel.name
            self.view.viewport().update()

    def show_thumbnail(self, name: str, image: QImage) -> None:
        """Show what a preset makes of the current picture."""
        self._model.show_thumbnail(name, image)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 12, 4, 0)
        layout.setSpacing(8)
        row = QVBoxLayout()
        row.setContentsMargins(4, 0, 8, 0)
        row.addWidget(self.search)
        layout.addLayout(row)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.nothing)
        layout.addLayout(self._stack, 1)
        self.setMinimumWidth(116)
        self.setAccessibleName(_("Kernels"))

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search_changed)
        self.search.returnPressed.connect(self._choose_first)
        self.view.clicked.connect(lambda index: self._choose(index, ""))
        self.view.activated.connect(lambda index: self._choose(index, ""))
        self.view.walked.connect(lambda index: self._choose(index, _PRESET_GESTURE))
        themes.changed.connect(self.view.viewport().update)

    def _on_search_changed(self, text: str) -> None:
        self._found.search(text)
        self._stack.setCurrentIndex(0 if self._found.rowCount() else 1)

    def _choose_first(self) -> None:
        if self._found.rowCount():
            self._choose(self._found.index(0, 0), "")

    def _choose(self, index: QModelIndex, gesture: str) -> None:
        preset = index.data(PRESET_ROLE)
        if preset is not None:
            self.chosen.emit(preset, gesture)


class _PresetView(QListView):
    """Two columns of thumbnails; the arrow keys walk through them."""

    walked = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setGridSize(ITEM_PX)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Presets"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex().isValid() and self.currentIndex() != before:
            self.walked.emit(self.currentIndex())
