"""What the selected block gives out for the chosen picture: all its maps, or all its values."""

from array import array

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.network.graph import Shape
from cnnstudio.text import _, plural
from cnnstudio.training.messages import Activations, BlockMaps, BlockValues
from cnnstudio.ui.designer.colour_bar import ColourBar, figure
from cnnstudio.ui.designer.tiles import Tiles, TileView, fitted
from cnnstudio.ui.designer.value_view import ValueView
from cnnstudio.ui.theme import TINY_PX, number_font, themes
from cnnstudio.ui.widgets.elided_label import ElidedLabel
from cnnstudio.ui.widgets.section_label import SectionLabel

_LARGE_PX = 160


class LargeMap(QWidget):
    """One map drawn large, its values left square."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: Tiles | None = None
        self._index = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    def show_map(self, tiles: Tiles, index: int) -> None:
        """Show another map."""
        self._tiles, self._index = tiles, index
        self.setAccessibleName(tiles.describe(index))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_LARGE_PX, _LARGE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._tiles is None:
            return
        theme, painter = themes.current, QPainter(self)
        image = self._tiles.image(self._index, self._tiles.colours(theme))
        image.convertTo(QImage.Format.Format_RGB32)  # or colours could not be mixed
        place = fitted(image.size(), QRect(0, 0, self.width() - 1, self.height() - 1))
        place.moveLeft(0)
        is_reduced = place.height() < image.height()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_reduced)
        painter.drawImage(place, image)
        painter.setPen(theme.line)
        painter.drawRect(place)
        painter.end()


class OutputView(QWidget):
    """All maps small and one of them large; the one under the mouse, else the chosen one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: Tiles | None = None
        self.title = SectionLabel("")
        self.source = ElidedLabel()
        self.source.setProperty("tone", "dim")
        self.large = LargeMap()
        self.numbers = QLabel()
        self.numbers.setFont(number_font(TINY_PX))
        self.numbers.setProperty("tone", "dim")
        self.numbers.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.maps = TileView(can_choose=True)
        self.values = ValueView()
        self.range = ColourBar()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(6)
        shown = (self.title, self.source, self.large, self.numbers, self.maps, self.values)
        for widget in (*shown, self.range):
            layout.addWidget(widget)
        self.maps.pointed.connect(self._on_maps_pointed)
        self.maps.chosen.connect(self._enlarge)
        self.hide()

    def show_output(self, activations: Activations | None, block: str, shape: Shape | None) -> None:
        """Show what `block` gave out, as long as its output still has this shape."""
        detail = None if activations is None else activations.detail
        is_fresh = detail is not None and detail.block == block and _shape(detail) == shape
        self.setVisible(is_fresh)
        if not is_fresh or activations is None:
            return
        self.source.setText(activations.source)
        self.source.setToolTip(activations.source)
        is_maps = isinstance(detail, BlockMaps)
        for widget in (self.large, self.maps):
            widget.setVisible(is_maps)
        self.values.setVisible(not is_maps)
        if isinstance(detail, BlockMaps):
            self._show_maps(detail)
        elif detail is not None:
            self._show_values(detail)

    def _show_maps(self, detail: BlockMaps) -> None:
        tiles = self._tiles = _tiles(detail)
        self.title.setText(_title(detail))
        self.maps.setAccessibleName(self.title.text())
        self.maps.show_tiles(tiles)
        self._enlarge(self.maps.index)
        self.range.show_range(tiles.low, tiles.high)

    def _show_values(self, detail: BlockValues) -> None:
        values = array("f")
        values.frombytes(detail.values)
        self.values.show_values(values)
        self.title.setText(_title_of_values(len(values), detail.count))
        self.values.setAccessibleName(self.title.text())
        self.numbers.setText(
            _("{least} to {greatest}, mean {mean}").format(
                least=figure(self.values.low),
                greatest=figure(self.values.high),
                mean=figure(sum(values) / max(1, len(values))),
            )
        )
        self.range.show_range(self.values.low, self.values.high)

    def _on_maps_pointed(self, index: int) -> None:
        self._enlarge(index if index >= 0 else self.maps.index)

    def _enlarge(self, index: int) -> None:
        if self._tiles is not None:
            self.large.show_map(self._tiles, index)
            self.numbers.setText(self._tiles.describe(index))


def _shape(detail: BlockMaps | BlockValues) -> Shape:
    return detail.shape if isinstance(detail, BlockMaps) else (detail.count,)


def _title(detail: BlockMaps) -> str:
    shown, channels = len(detail.figures), detail.shape[0]
    if shown < channels:
        return _("First {shown} of {count} feature maps").format(shown=shown, count=channels)
    return plural("{count} feature map", "{count} feature maps", channels)


def _title_of_values(shown: int, count: int) -> str:
    if shown < count:
        return _("First {shown:,} of {count:,} values").format(shown=shown, count=count)
    return plural("{count} value", "{count} values", count)


def _tiles(detail: BlockMaps) -> Tiles:
    def describe(index: int) -> str:
        figures = detail.figures[index]
        return _("Map {number}: {least} to {greatest}, mean {mean}").format(
            number=index + 1,
            least=figure(figures.least),
            greatest=figure(figures.greatest),
            mean=figure(figures.mean),
        )

    _channels, height, width = detail.shape
    pixels = detail.pixels
    return Tiles(len(detail.figures), height, width, pixels, detail.low, detail.high, describe)
