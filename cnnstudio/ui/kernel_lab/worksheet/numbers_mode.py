"""The numbers mode put together: examples, matrices, how a number is made, and the settings."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.numbers import Worked, worked
from cnnstudio.kernels.sizes import SizeExample
from cnnstudio.kernels.worksheet import Worksheet
from cnnstudio.text import _
from cnnstudio.ui.document import Document
from cnnstudio.ui.kernel_lab.play_bar import PlayBar
from cnnstudio.ui.kernel_lab.player import Player
from cnnstudio.ui.kernel_lab.worksheet.example_list import ExampleList
from cnnstudio.ui.kernel_lab.worksheet.explanation import explain
from cnnstudio.ui.kernel_lab.worksheet.sheet_edits import SheetEdits
from cnnstudio.ui.kernel_lab.worksheet.sheet_inspector import SheetInspector
from cnnstudio.ui.kernel_lab.worksheet.sheet_panel import SheetPanel
from cnnstudio.ui.kernel_lab.worksheet.sheet_view import SheetView
from cnnstudio.ui.kernel_lab.worksheet.sizes_view import SizesView
from cnnstudio.ui.kernel_lab.worksheet.stages import Place, has, walk

_PANEL_PX = 176
_SPEED = 2
_ZOOM_STEP = 1.5


class NumbersMode(QObject):
    """Builds the three parts of the mode and keeps them showing one worksheet."""

    def __init__(
        self, document: Document, actions: Mapping[str, QAction], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.edits = SheetEdits(document, self)
        self.player = Player(_SPEED, self)
        self.examples = ExampleList()
        self.inspector = SheetInspector(self.edits)
        self.view = SheetView()
        self.sizes = SizesView()
        self.panel = SheetPanel()
        self.bar = PlayBar(self.player, actions)
        self._steps: Worked | None = None
        self._walk: tuple[Place, ...] = ()
        self._place: Place | None = None
        self._lay_out()
        self._connect()
        self._connect_zoom(actions)
        self.show_sheet(self.edits.sheet)

    def show_sheet(self, sheet: Worksheet) -> None:
        """Show a worksheet, worked out; emits nothing."""
        try:
            self._steps, problem = worked(sheet), ""
        except InvalidValueError as error:
            self._steps, problem = None, str(error)
        self._walk = walk(sheet, self._steps) if self._steps else ()
        self.player.show_count(len(self._walk))
        self.view.show_sheet(sheet, self._steps, problem=problem, played=self._played)
        self.inspector.show_sheet(sheet, self._steps)
        self.examples.show_sheet(sheet)
        self.centre.setCurrentIndex(0)
        self._show_place(self._place)

    def _lay_out(self) -> None:
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.view, 1)
        self.down = QSplitter(Qt.Orientation.Vertical)
        self.down.setHandleWidth(1)
        self.down.setChildrenCollapsible(False)
        self.down.addWidget(upper)
        self.down.addWidget(self.panel)
        self.down.setSizes([600, _PANEL_PX])
        self.down.setStretchFactor(0, 1)
        self.centre = QStackedWidget()
        self.centre.addWidget(self.down)
        self.centre.addWidget(self.sizes)
        self.centre.setAccessibleName(_("Numbers"))

    def _connect(self) -> None:
        edits, view = self.edits, self.view
        self.examples.chosen.connect(self._on_examples_chosen)
        self.examples.sizes_chosen.connect(self.show_sizes)
        self.player.moved.connect(self._on_player_moved)
        view.pointed.connect(self._show_place)
        view.refused.connect(self.inspector.refuse)
        view.gesture_ended.connect(edits.end_gesture)
        view.input_pasted.connect(edits.paste_input)
        view.weights_pasted.connect(edits.paste_weights)
        view.bias_pasted.connect(edits.paste_bias)
        view.input_edited.connect(
            lambda channel, row, column, value, gesture: edits.set_input(
                channel, row, column, value=value, gesture=gesture
            )
        )
        view.weight_edited.connect(
            lambda number, channel, row, column, value, gesture: edits.set_weight(
                number, channel, row, column, value=value, gesture=gesture
            )
        )
        view.bias_edited.connect(
            lambda number, value, gesture: edits.set_bias(number, value=value, gesture=gesture)
        )

    def _connect_zoom(self, actions: Mapping[str, QAction]) -> None:
        actions["picture.fit"].triggered.connect(self.view.fit)
        actions["picture.zoom_in"].triggered.connect(lambda: self.view.zoom(_ZOOM_STEP))
        actions["picture.zoom_out"].triggered.connect(lambda: self.view.zoom(1 / _ZOOM_STEP))

    @property
    def _played(self) -> Place | None:
        position = self.player.position
        return None if position is None else self._walk[position]

    def _on_examples_chosen(self, example: object, gesture: str) -> None:
        self.player.stop()
        self._place = None  # the first number of another example
        self.edits.use_example(example, gesture)  # type: ignore[arg-type]
        self.show_sheet(self.edits.sheet)  # also where it is the same, behind the sizes

    def show_sizes(self, example: SizeExample) -> None:
        """Show a chain of layers in place of the worksheet."""
        self.player.stop()
        self.sizes.show_example(example)
        self.centre.setCurrentIndex(1)

    def _on_player_moved(self) -> None:
        self.view.show_played(self._played)
        if self._played is not None:
            self._show_place(self._played)

    def _show_place(self, place: Place | None) -> None:
        sheet, steps = self.edits.sheet, self._steps
        is_there = place is not None and steps is not None and has(sheet, steps, place)
        self._place = place if is_there else next(iter(self._walk), None)
        self.view.show_place(self._place)
        explained = explain(sheet, steps, self._place) if steps and self._place else None
        self.panel.show_explanation(explained)
