"""The actions that choose the picture that the network is shown."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from cnnstudio.ui.training.probes import Probes

if TYPE_CHECKING:
    from cnnstudio.ui.training.drawing_window import DrawingWindow


class ChosenPicture(QObject):
    """Goes to the next picture, the one before, any other, or has one drawn."""

    def __init__(
        self, probes: Probes, actions: Mapping[str, QAction], dock: QWidget, window: QWidget
    ) -> None:
        super().__init__(window)
        self._probes = probes
        self._dock, self._window = dock, window
        self._draw = actions["training.draw_picture"]
        actions["training.next_picture"].triggered.connect(lambda: probes.step(1))
        actions["training.previous_picture"].triggered.connect(lambda: probes.step(-1))
        actions["training.random_picture"].triggered.connect(probes.step_anywhere)
        self._draw.toggled.connect(self._on_draw_toggled)

    @cached_property
    def drawing(self) -> "DrawingWindow":
        """The window to draw in; built when it is first wanted."""
        from cnnstudio.ui.training.drawing_window import DrawingWindow

        drawing = DrawingWindow(self._window)
        drawing.drawn.connect(self._probes.show_drawing)
        drawing.closed.connect(lambda: self._draw.setChecked(False))
        return drawing

    def _on_draw_toggled(self, is_on: bool) -> None:
        if is_on:
            self.drawing.open_beside(self._dock)
        else:
            self.drawing.hide()
