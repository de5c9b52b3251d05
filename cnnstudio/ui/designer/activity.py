"""What goes on in each block while a run trains: how its weights move, and which units are dead."""

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from cnnstudio.training.messages import LayerReport, LayerState
from cnnstudio.ui.designer.activity_text import long_text, short_text
from cnnstudio.ui.designer.block_item import BlockItem
from cnnstudio.ui.designer.scene import Scene
from cnnstudio.ui.theme import number_font, themes

_TEXT_PX = 10
_HEIGHT_PX = 16.0
_GAP_PX = 3.0
_ALARMING = 0.5
"""A share of dead units that is worth a warning."""


class ActivityItem(QGraphicsItem):
    """A line of numbers below a card, which goes where the card goes."""

    def __init__(self, card: BlockItem) -> None:
        super().__init__(card)
        self._card = card
        self._state: LayerState | None = None
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(-1)

    @property
    def text(self) -> str:
        """The numbers, as short as they can be."""
        return "" if self._state is None else short_text(self._state)

    def show_state(self, state: LayerState) -> None:
        """Show other numbers."""
        if state != self._state:
            self.prepareGeometryChange()
            self._state = state
            self.setToolTip(long_text(state))
            self.update()

    def boundingRect(self) -> QRectF:
        width = QFontMetricsF(number_font(_TEXT_PX)).horizontalAdvance(self.text)
        card = self._card.card.rect
        return QRectF(card.left() + 4, card.bottom() + _GAP_PX, width + 4, _HEIGHT_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        if self._state is None:
            return
        theme = themes.current
        is_alarming = self._state.dead is not None and self._state.dead >= _ALARMING
        painter.fillRect(self.boundingRect(), theme.canvas)  # a wire may leave here
        painter.setFont(number_font(_TEXT_PX))
        painter.setPen(theme.bad if is_alarming else theme.dim)
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(self.boundingRect(), left, self.text)


class Activity(QObject):
    """Puts a line below each block that a report tells of, and takes them away again."""

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self.items: dict[str, ActivityItem] = {}

    def show_report(self, report: LayerReport) -> None:
        """Show what a report tells of the blocks that are on the canvas."""
        states = {state.block: state for state in report.layers if short_text(state)}
        for block in [name for name in self.items if not self._is_there(name)]:
            del self.items[block]
        for block, state in states.items():
            card = self._scene.blocks.get(block)
            if card is None:
                continue
            if block not in self.items:
                self.items[block] = ActivityItem(card)
            self.items[block].show_state(state)

    def clear(self) -> None:
        """Take all lines away."""
        for block, item in self.items.items():
            if self._is_there(block):
                self._scene.removeItem(item)
        self.items.clear()

    def _is_there(self, block: str) -> bool:
        """Whether the card that an item hangs on is still shown: it goes with its card."""
        card = self._scene.blocks.get(block)
        return card is not None and card is self.items[block]._card
