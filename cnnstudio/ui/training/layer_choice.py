"""Which layers have a line in the plot of their gradients."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QColor, QMouseEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from cnnstudio.text import _
from cnnstudio.ui.icons import icons
from cnnstudio.ui.theme import Theme
from cnnstudio.ui.widgets.buttons import FlatButton
from cnnstudio.ui.widgets.line_colours import MOST_LINES, line_colour

_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)


def spread(layers: Sequence[str], most: int = MOST_LINES) -> list[str]:
    """Return at most so many layers, evenly from the first one to the last one."""
    if len(layers) <= most:
        return list(layers)
    last = len(layers) - 1
    return [layers[round(place * last / (most - 1))] for place in range(most)]


def line_look(place: int, theme: Theme | None = None) -> tuple[QColor, Qt.PenStyle]:
    """Return the colour and the style of the line at a place; no two of 24 are alike."""
    colour = line_colour(place % MOST_LINES, theme)
    return colour, _STYLES[place // MOST_LINES % len(_STYLES)]


class LayerButton(FlatButton):
    """Opens the list of the layers. `chosen` says that others are to be drawn."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        icons.put(self, "ph.stack", "dim")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._layers: tuple[str, ...] = ()
        self._wanted: frozenset[str] | None = None
        self._menu = _OpenMenu(self)
        self.actions_by_layer: dict[str, QAction] = {}
        self.usual = self._menu.addAction(_("Spread from First to Last"))
        self.usual.triggered.connect(lambda: self._choose(None))
        self.all = self._menu.addAction(_("All Layers"))
        self.all.triggered.connect(lambda: self._choose(frozenset(self._layers)))
        self._menu.addSeparator()
        self.setMenu(self._menu)
        self._show()

    @property
    def shown(self) -> list[str]:
        """The layers that are drawn, from first to last."""
        if self._wanted is not None:
            found = [layer for layer in self._layers if layer in self._wanted]
            if found:
                return found
        return spread(self._layers)

    @property
    def text_of_count(self) -> str:
        """How many of the layers are drawn: "8 of 13 layers"."""
        text = _("{shown} of {count} layers")
        return text.format(shown=len(self.shown), count=len(self._layers))

    def show_layers(self, layers: Sequence[str]) -> None:
        """Offer the layers of a network."""
        if tuple(layers) == self._layers:
            return
        self._layers = tuple(layers)
        for action in self.actions_by_layer.values():
            self._menu.removeAction(action)
            action.deleteLater()
        self.actions_by_layer = {layer: self._action(layer) for layer in layers}
        self._show()

    def _action(self, layer: str) -> QAction:
        action = self._menu.addAction(layer)
        action.setCheckable(True)
        action.triggered.connect(self._on_layer_triggered)
        return action

    def _on_layer_triggered(self) -> None:
        checked = [name for name, each in self.actions_by_layer.items() if each.isChecked()]
        self._choose(frozenset(checked) or None)

    def _choose(self, wanted: frozenset[str] | None) -> None:
        self._wanted = wanted
        self._show()
        self.chosen.emit()

    def _show(self) -> None:
        shown = self.shown
        for layer, action in self.actions_by_layer.items():
            action.setChecked(layer in shown)
        text = _("{count}: choose which are drawn").format(count=self.text_of_count)
        self.setAccessibleName(text)
        self.setToolTip(text)


class _OpenMenu(QMenu):
    """Stays open while layers are switched on and off."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action: QAction | None = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)
