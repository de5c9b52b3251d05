"""Renaming a block on its card."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from cnnstudio.errors import InvalidValueError
from cnnstudio.network import edits
from cnnstudio.network.catalog import find_kind
from cnnstudio.text import _
from cnnstudio.ui.widgets.tone import set_property

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas

_SMALLEST_WIDTH_PX, _HEIGHT_PX = 132, 28


class TitleField(QLineEdit):
    """Stands over a card's title while its name is typed; an empty name shows the kind's."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._block = ""
        self.setAccessibleName(_("Name of the block"))
        self.textEdited.connect(self._on_text_edited)
        self.hide()

    def open(self, block: str) -> None:
        """Ask for another name of a block."""
        self._block = block
        found = self._canvas.editor.network.blocks[block]
        self._canvas.reveal(block)
        item = self._canvas.scene_of_blocks.blocks[block]
        title = item.card.title.rect.translated(item.pos())
        place = self._canvas.viewportTransform().mapRect(title).toRect()
        width = max(_SMALLEST_WIDTH_PX, place.width())
        self.setGeometry(place.left() - 6, place.center().y() - 14, width, _HEIGHT_PX)
        self.setPlaceholderText(_(find_kind(found.kind).title))
        self.setText(found.name)
        self.selectAll()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    # Overridden, not filtered: a filter would still hear of the focus that is lost
    # while the field is being deleted, when the canvas is half gone.
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.isVisible() and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._take(stays=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(stays=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _take(self, *, stays: bool) -> None:
        """Give the block the name, unless it is gone or the name is not allowed.

        With `stays`, a name that is not allowed is left in the field to be mended.
        """
        block, network = self._block, self._canvas.editor.network
        if block not in network.blocks:
            self._leave()
            return
        try:
            renamed = edits.rename(network, block, self.text())
        except InvalidValueError as error:
            place = self.geometry().bottomLeft()
            if stays:
                set_property(self, "invalid", True)
            else:
                self._leave()
            self._canvas.explanation.say(str(error), QPointF(place))
            return
        self._leave()
        self._canvas.editor.apply(_("Rename Block"), renamed)

    def _on_text_edited(self) -> None:
        if self.property("invalid"):
            set_property(self, "invalid", False)
            self._canvas.explanation.clear()

    def _leave(self) -> None:
        self._block = ""
        self._on_text_edited()
        if self.isVisible():
            self.hide()
            self._canvas.setFocus()
