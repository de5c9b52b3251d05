"""Finding blocks: actions by id, and the bar's matches on the canvas."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF

from cnnstudio.network.finding import Finder
from cnnstudio.project.project import Design
from cnnstudio.text import N_
from cnnstudio.ui.actions import ActionDescription
from cnnstudio.ui.designer.find_bar import FindBar

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas

_A = ActionDescription
_GAP_PX = 12

DESCRIPTIONS: tuple[ActionDescription, ...] = (
    _A("edit.find", N_("&Find…"), N_("Find blocks by name, kind, value or problem"), "Ctrl+F"),
    _A("edit.find_next", N_("Find &Next"), N_("Go to the next block that was found"), "F3"),
    _A(
        "edit.find_previous",
        N_("Find Pre&vious"),
        N_("Go to the block that was found before"),
        "Shift+F3",
    ),
)


class Finding(QObject):
    """Keeps the matches of the bar while the network changes, and goes from one to the next."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._text = ""
        self._finder = Finder()
        self.found: tuple[str, ...] = ()
        self.bar = FindBar(canvas)
        self.bar.wanted.connect(self._on_bar_wanted)
        self.bar.stepped.connect(self.step)
        self.bar.closed.connect(self._show_nothing)
        canvas.document.changed.connect(self._on_document_changed)
        canvas.selection.changed.connect(self._say)

    def doings(self) -> dict[str, Callable[[], None]]:
        """Return what each action does."""
        return {
            "edit.find": self.bar.open,
            "edit.find_next": lambda: self.step(1),
            "edit.find_previous": lambda: self.step(-1),
        }

    def step(self, steps: int) -> None:
        """Select and show the match that lies `steps` behind the one shown now."""
        if not self.bar.isVisible():
            self.bar.open()  # the keys work with what was looked for last
        if not self.found:
            return
        place = self._place()
        if place is None:
            place = 0 if steps > 0 else -1
        else:
            place += steps
        block = self.found[place % len(self.found)]
        self._canvas.selection.select([block])
        self._show(block)

    def _show(self, block: str) -> None:
        """Bring a block into view, and near enough to be read."""
        canvas = self._canvas
        if canvas.is_far:
            middle = QPointF(canvas.viewport().rect().center())
            canvas.zoom.by(1.0 / canvas.zoom.scale, middle, is_smooth=False)
            canvas.look_at(canvas.scene_of_blocks.blocks[block].scene_rect.center())
        else:
            canvas.reveal(block)
            self._uncover(block)

    def _uncover(self, block: str) -> None:
        """Scroll until the bar hides nothing of a block."""
        rect = self._canvas.scene_of_blocks.blocks[block].scene_rect
        seen = self._canvas.viewportTransform().mapRect(rect).toRect()
        bar = self.bar.geometry()
        if self.bar.isVisible() and seen.intersects(bar):
            self._canvas.scroll_by(0, seen.top() - bar.bottom() - _GAP_PX)

    def _place(self) -> int | None:
        """Return which match is selected."""
        block = self._canvas.selection.block
        return self.found.index(block) if block in self.found else None

    def _on_bar_wanted(self, text: str) -> None:
        self._text = text
        self._look()
        if self.found and self._place() is None:
            self._canvas.reveal(self.found[0])

    def _on_document_changed(self, old: Design, new: Design) -> None:
        if self.bar.isVisible() and new.report is not old.report:
            self._look()

    def _look(self) -> None:
        self.found = self._finder.find(self._canvas.document.design.report, self._text)
        self._canvas.scene_of_blocks.show_found(self.found)
        self._say()

    def _show_nothing(self) -> None:
        self.found = ()
        self._canvas.scene_of_blocks.show_found(())

    def _say(self) -> None:
        if self.bar.isVisible():
            self.bar.say(self._place(), len(self.found))
