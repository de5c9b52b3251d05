"""Cut, copy, paste and duplicate: blocks travel as text, also to another window."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from cnnstudio.errors import UserError
from cnnstudio.network import clipboard, edits
from cnnstudio.text import plural
from cnnstudio.ui.designer.placement import free_offset, settled, uncovered_place

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas


class Copying:
    """Works on the selected blocks of a canvas; what is added is selected."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._editor = canvas.editor

    def copy(self) -> None:
        """Put the selected blocks, and the wires between them, on the clipboard."""
        blocks = self._canvas.selection.blocks
        if blocks:
            text = clipboard.copied(self._editor.network, blocks)
            QApplication.clipboard().setText(text)

    def cut(self) -> None:
        """Copy the selected blocks and remove them; the chain is joined again."""
        blocks, before = self._canvas.selection.blocks, self._editor.network
        self.copy()
        text = plural("Cut {count} Block", "Cut {count} Blocks", len(blocks))
        self._editor.apply(text, settled(before, edits.remove(before, blocks)))

    def paste(self) -> None:
        """Add the blocks of the clipboard at the pointer."""
        network, point = self._editor.network, self._canvas.pointer.working_point()
        place = uncovered_place(network, (float(round(point.x())), float(round(point.y()))))
        try:
            after, added = clipboard.pasted(network, QApplication.clipboard().text(), place)
        except UserError as error:
            self._editor.refused.emit(str(error))
            return
        text = plural("Paste {count} Block", "Paste {count} Blocks", len(added))
        self._editor.apply(text, after)
        self._canvas.selection.select(added)

    def duplicate(self) -> None:
        """Add copies of the selected blocks below them; they are fed as the originals are."""
        network, blocks = self._editor.network, self._canvas.selection.blocks
        if not blocks:
            return
        after, added = clipboard.duplicated(network, blocks, free_offset(network, blocks))
        text = plural("Duplicate {count} Block", "Duplicate {count} Blocks", len(added))
        self._editor.apply(text, after)
        self._canvas.selection.select(added)
