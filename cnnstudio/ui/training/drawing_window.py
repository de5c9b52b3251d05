"""A small window to draw the picture that the network is shown."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cnnstudio.text import _
from cnnstudio.training.messages import Drawing
from cnnstudio.ui.predict.pad import SIDE, DrawingPad
from cnnstudio.ui.widgets.buttons import FlatButton

_SIDE_PX = 204


class DrawingWindow(QDialog):
    """Stays beside the canvas: after every stroke `drawn` carries the picture, None for none."""

    drawn = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog)
        self.setWindowTitle(_("Draw a Picture"))
        self.setAccessibleName(_("Draw a Picture"))
        self.pad = DrawingPad()
        self.undo, self.clear = FlatButton(_("Take Back")), FlatButton(_("Clear"))
        self.undo.clicked.connect(self.pad.undo)
        self.clear.clicked.connect(self.pad.clear)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.undo, self.clear):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 8)
        layout.setSpacing(4)
        layout.addWidget(self.pad, 1)
        layout.addLayout(buttons)
        self.resize(_SIDE_PX, _SIDE_PX + 32)
        self.pad.changed.connect(self._on_pad_changed)
        self._on_pad_changed()

    def open_beside(self, place: QWidget) -> None:
        """Open at the left lower corner of a widget, where the canvas is not covered."""
        corner = place.mapToGlobal(place.rect().bottomLeft())
        self.move(corner.x() + 12, corner.y() - self.frameGeometry().height() - 28)
        self.show()
        self.activateWindow()
        self.pad.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def _on_pad_changed(self) -> None:
        self.undo.setEnabled(self.pad.can_undo)
        self.clear.setEnabled(not self.pad.is_empty)
        self.drawn.emit(None if self.pad.is_empty else Drawing(SIDE, SIDE, self.pad.pixels))
