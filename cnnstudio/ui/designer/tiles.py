"""Small pictures of numbers in rows: filters, or feature maps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.ui.designer.colour_maps import ranged
from cnnstudio.ui.theme import Theme, themes

_TILE_PX = 38
_GAP_PX = 4
_STEP_PX = _TILE_PX + _GAP_PX
_FRAME_PX = 2
_NONE = -1


@dataclass(frozen=True, slots=True)
class Tiles:
    """`count` pictures of height × width uint8 that stand for the values from `low` to `high`."""

    count: int
    height: int
    width: int
    pixels: bytes
    low: float
    high: float
    describe: Callable[[int], str]

    def colours(self, theme: Theme) -> tuple[int, ...]:
        """Return the colours (ARGB) of the 256 levels."""
        return ranged(theme, self.low, self.high)

    def image(self, index: int, colours: Sequence[int]) -> QImage:
        """Return one of them."""
        size = self.height * self.width
        pixels = self.pixels[index * size : (index + 1) * size]
        image = QImage(pixels, self.width, self.height, self.width, QImage.Format.Format_Indexed8)
        image.setColorTable(colours)
        return image.copy()  # the bytes may go


class TileView(QWidget):
    """Tiles from left to right; `pointed` carries the one under the mouse, or −1.

    Where it `can_choose`, a click or an arrow key chooses one, and `chosen` carries it.
    """

    pointed = Signal(int)
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, can_choose: bool = False) -> None:
        super().__init__(parent)
        self._tiles: Tiles | None = None
        self._can_choose = can_choose
        self._pointed = _NONE
        self.index = 0
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(can_choose)
        if can_choose:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        themes.changed.connect(self.update)

    def show_tiles(self, tiles: Tiles) -> None:
        """Show other tiles; the same one stays chosen where there is one in its place."""
        before, self._tiles = self._tiles, tiles
        if self.index >= tiles.count:
            self.index = 0
        if before is None or before.count != tiles.count:
            self.updateGeometry()
        self.update()

    def choose(self, index: int) -> None:
        """Choose a tile."""
        if self._tiles is not None and 0 <= index < self._tiles.count:
            self.index = index
            self.setAccessibleDescription(self._tiles.describe(index))
            self.update()
            self.chosen.emit(index)

    def rect_of(self, index: int) -> QRect:
        """Return where a tile is painted."""
        row, column = divmod(index, self._columns(self.width()))
        left, top = column * _STEP_PX + _FRAME_PX, row * _STEP_PX + _FRAME_PX
        return QRect(left, top, _TILE_PX, _TILE_PX)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        count = self._tiles.count if self._tiles else 0
        return ceil(count / self._columns(width)) * _STEP_PX

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(240))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._tiles is None:
            return
        painter = QPainter(self)
        columns = self._columns(self.width())
        first = event.rect().top() // _STEP_PX * columns
        last = (event.rect().bottom() // _STEP_PX + 1) * columns
        colours = self._tiles.colours(themes.current)
        for index in range(first, min(last, self._tiles.count)):
            self._paint(painter, index, self._tiles.image(index, colours))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._can_choose:
            self._point_at(self._index_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(_NONE)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._can_choose and event.button() is Qt.MouseButton.LeftButton:
            self.choose(self._index_at(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        target = self._target(event.key())
        if target is None:
            super().keyPressEvent(event)
        else:
            self.choose(target)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tell of the tile under the pointer, unless whoever lets it be chosen does."""
        if isinstance(event, QHelpEvent) and self._tiles is not None and not self._can_choose:
            index = self._index_at(event.pos())
            text = self._tiles.describe(index) if index != _NONE else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _paint(self, painter: QPainter, index: int, image: QImage) -> None:
        theme, place = themes.current, fitted(image.size(), self.rect_of(index))
        painter.drawImage(place, image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._can_choose and index == self.index:
            painter.setPen(QPen(theme.accent if self.hasFocus() else theme.dim, 2))
            painter.drawRect(place.adjusted(-1, -1, 1, 1))
        else:
            painter.setPen(theme.line)
            painter.drawRect(place)

    def _point_at(self, index: int) -> None:
        if index != self._pointed:
            self._pointed = index
            self.pointed.emit(index)

    def _target(self, key: int) -> int | None:
        """Return the tile that a key leads to."""
        if self._tiles is None or not self._can_choose:
            return None
        columns = self._columns(self.width())
        steps = {
            Qt.Key.Key_Left: self.index - 1,
            Qt.Key.Key_Right: self.index + 1,
            Qt.Key.Key_Up: self.index - columns,
            Qt.Key.Key_Down: self.index + columns,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self._tiles.count - 1,
        }
        return steps.get(Qt.Key(key))

    def _columns(self, width: int) -> int:
        return max(1, width // _STEP_PX)

    def _index_at(self, place: QPoint) -> int:
        columns = self._columns(self.width())
        column, row = place.x() // _STEP_PX, place.y() // _STEP_PX
        index = row * columns + column
        count = self._tiles.count if self._tiles else 0
        return index if 0 <= column < columns and 0 <= index < count else _NONE


def fitted(size: QSize, room: QRect) -> QRect:
    """Return the largest place of the proportions of `size` in the middle of `room`."""
    place = QRect(room.topLeft(), size.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio))
    place.moveCenter(room.center())
    return place
