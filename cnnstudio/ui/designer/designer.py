"""The network designer: palette, canvas and inspector on one document."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt

from cnnstudio.network.shapes import Problem
from cnnstudio.training.messages import Activations, LayerReport
from cnnstudio.ui.designer.activity import Activity
from cnnstudio.ui.designer.aligning import DESCRIPTIONS as ALIGNMENTS
from cnnstudio.ui.designer.aligning import Aligning, fewest_blocks
from cnnstudio.ui.designer.arranging import Arranging
from cnnstudio.ui.designer.canvas import Canvas
from cnnstudio.ui.designer.canvas_actions import built_actions, context_menu
from cnnstudio.ui.designer.copying import Copying
from cnnstudio.ui.designer.editor import Editor, bypass_selection
from cnnstudio.ui.designer.finding import Finding
from cnnstudio.ui.designer.inspector import Inspector
from cnnstudio.ui.designer.palette import Palette
from cnnstudio.ui.designer.repairing import Repairing
from cnnstudio.ui.designer.selection import Selection
from cnnstudio.ui.designer.wiring import DESCRIPTIONS as WIRINGS
from cnnstudio.ui.designer.wiring import Wiring
from cnnstudio.ui.document import Document

_OF_BLOCKS = ("edit.cut", "edit.copy", "edit.duplicate", "edit.bypass", "view.zoom_selection")


class Designer(QObject):
    """Three widgets to be placed in a window, the selection they share, and their actions by id."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.selection = Selection(self)
        self.editor = Editor(document, self.selection)
        self.palette = Palette()
        self.canvas = Canvas(self.editor)
        self.inspector = Inspector(self.editor)
        self._copying = Copying(self.canvas)
        self._aligning = Aligning(self.canvas)
        self._wiring = Wiring(self.canvas)
        self._arranging = Arranging(self.canvas)
        self.finding = Finding(self.canvas)
        self.activity = Activity(self.canvas.scene_of_blocks, self)
        self._repairing = Repairing(self.canvas)
        self.actions = built_actions(self.canvas, self._doings())
        self.inspector.offer(self.actions)
        self._repairing.watch(self.actions["network.repair"])
        # From palette and inspector, too: what is looked for is not where the keyboard is.
        self.actions["edit.find"].setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self.palette.kind_activated.connect(self._on_palette_activated)
        self.canvas.customContextMenuRequested.connect(self._on_canvas_menu_requested)
        self.canvas.inspect_requested.connect(self.inspector.focus_form)
        self.selection.changed.connect(self._enable_actions)
        self._enable_actions()

    def show_activations(self, activations: Activations | None) -> None:
        """Show feature maps on the cards and filters in the inspector, or none."""
        self.canvas.show_activations(activations)
        self.inspector.show_activations(activations)

    def show_layers(self, report: LayerReport | None) -> None:
        """Show what goes on in the blocks while a run trains, or nothing."""
        self.inspector.show_layers(report)
        if report is None:
            self.activity.clear()
        else:
            self.activity.show_report(report)

    def show_problem(self, problem: Problem) -> None:
        """Go to the block of a problem, or offer what mends one of the network."""
        if problem.block is None:
            self._repairing.open_for_network()
            return
        self.selection.select([problem.block])
        self.canvas.reveal(problem.block)
        self.canvas.setFocus()

    def _on_palette_activated(self, kind: str) -> None:
        self.editor.add_after_selection(kind)
        if self.selection.block is not None:
            self.canvas.reveal(self.selection.block)

    def _enable_actions(self) -> None:
        self.actions["edit.delete"].setEnabled(not self.selection.is_empty)
        self.actions["edit.rename"].setEnabled(self.selection.block is not None)
        for each in ALIGNMENTS:
            is_enough = len(self.selection.blocks) >= fewest_blocks(each.id)
            self.actions[each.id].setEnabled(is_enough)
        for each in WIRINGS:
            self.actions[each.id].setEnabled(self._wiring.is_possible(each.id))
        for name in _OF_BLOCKS:
            self.actions[name].setEnabled(bool(self.selection.blocks))

    def _doings(self) -> dict[str, Callable[[], None]]:
        """Return what each action does."""
        zoom = self.canvas.zoom
        return {
            "edit.cut": self._copying.cut,
            "edit.copy": self._copying.copy,
            "edit.paste": self._copying.paste,
            "edit.duplicate": self._copying.duplicate,
            "edit.rename": self._rename,
            "edit.bypass": lambda: bypass_selection(self.editor),
            "edit.delete": self.editor.delete_selection,
            "edit.select_all": lambda: self.selection.select(self.editor.network.blocks),
            "view.zoom_in": lambda: zoom.step(1),
            "view.zoom_out": lambda: zoom.step(-1),
            "view.zoom_reset": zoom.reset,
            "view.zoom_fit": self.canvas.zoom_to_fit,
            "view.zoom_selection": self.canvas.zoom_to_selection,
            "network.add": self.canvas.search.open,
            **self._arranging.doings(),
            **self._aligning.doings(),
            **self._wiring.doings(),
            **self.finding.doings(),
            **self._repairing.doings(),
        }

    def _on_canvas_menu_requested(self, place: QPoint) -> None:
        menu = context_menu(self.canvas, self.actions)
        self._repairing.add_to(menu)
        menu.popup(self.canvas.mapToGlobal(place))

    def _rename(self) -> None:
        if self.selection.block is not None:
            self.canvas.title_field.open(self.selection.block)
