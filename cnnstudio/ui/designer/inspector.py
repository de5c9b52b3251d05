"""The inspector: what is selected in words and numbers, and its parameters to change."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cnnstudio.errors import InvalidValueError
from cnnstudio.project.project import Design
from cnnstudio.text import _
from cnnstudio.training.messages import Activations, LayerReport
from cnnstudio.ui.designer.block_pane import BlockPane
from cnnstudio.ui.designer.editor import Editor
from cnnstudio.ui.designer.network_pane import NetworkPane
from cnnstudio.ui.designer.selection_pane import SelectionPane
from cnnstudio.ui.designer.several import set_together, shared_values, step_together


class Inspector(QScrollArea):
    """Shows one of three panes: the network, a block, or a selection of several."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self.setAccessibleName(_("Inspector"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.block_pane = BlockPane()
        self.network_pane = NetworkPane()
        self.selection_pane = SelectionPane()
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(12, 16, 12, 16)
        for pane in (self.network_pane, self.block_pane, self.selection_pane):
            layout.addWidget(pane)
        layout.addStretch(1)
        self.setWidget(content)
        self._connect()
        self._show()

    def show_activations(self, activations: Activations | None) -> None:
        """Show filters and maps as the engine reported them."""
        self.block_pane.show_activations(activations)

    def show_layers(self, report: LayerReport | None) -> None:
        """Tell what goes on in the block while a run trains, or nothing."""
        self.block_pane.show_layers(report)

    def offer(self, actions: Mapping[str, QAction]) -> None:
        """Let what is selected be worked on with buttons."""
        self.selection_pane.offer(actions)

    def focus_form(self) -> None:
        """Bring the keyboard to the first parameter of what is selected."""
        pane = self.block_pane if self._editor.selection.block is not None else self.selection_pane
        pane.focus_form()

    def _connect(self) -> None:
        document, selection = self._editor.document, self._editor.selection
        document.changed.connect(self._on_document_changed)
        selection.changed.connect(self._show)
        self.network_pane.block_chosen.connect(lambda block: selection.select([block]))
        self.selection_pane.changed.connect(self._on_selection_pane_changed)
        self.selection_pane.stepped.connect(self._on_selection_pane_stepped)
        self.selection_pane.gesture_ended.connect(document.end_gesture)
        self.block_pane.changed.connect(self._on_block_changed)
        self.block_pane.gesture_ended.connect(document.end_gesture)
        for pane in (self.block_pane, self.network_pane):
            pane.repair_chosen.connect(self._editor.repair)

    def _on_document_changed(self, old: Design, new: Design) -> None:
        is_same = new.report is old.report and new.network is old.network
        if not is_same or new.project.training.loss != old.project.training.loss:
            self._editor.selection.keep_those_of(new.network)
            self._show()

    def _on_block_changed(self, block: str, name: str, value: Any, gesture: str) -> None:
        self._editor.set_parameter(block, name, value, gesture)

    def _on_selection_pane_changed(self, name: str, value: Any, gesture: str) -> None:
        blocks = self._editor.selection.blocks
        self._try(name, lambda: set_together(self._editor, blocks, name, value, gesture=gesture))

    def _on_selection_pane_stepped(self, name: str, steps: int, gesture: str) -> None:
        blocks = self._editor.selection.blocks
        self._try(name, lambda: step_together(self._editor, blocks, name, steps, gesture=gesture))

    def _try(self, name: str, change: Callable[[], None]) -> None:
        """Change several blocks, or say at the field why not."""
        try:
            change()
        except InvalidValueError as error:
            values = shared_values(self._editor.network, self._editor.selection.blocks)
            self.selection_pane.refuse(name, str(error), values)

    def _show(self) -> None:
        design, selection = self._editor.document.design, self._editor.selection
        block = selection.block if not selection.wires else None
        self.network_pane.setVisible(selection.is_empty)
        self.block_pane.setVisible(block is not None)
        self.selection_pane.setVisible(block is None and not selection.is_empty)
        if block is not None:
            self.block_pane.show_block(design, block)
        elif selection.is_empty:
            self.network_pane.show_design(design)
        else:
            self.selection_pane.show_selection(design, selection)
