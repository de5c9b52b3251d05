"""The filters of a convolution as small pictures, signed, with their range in numbers."""

from array import array

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from cnnstudio.text import _
from cnnstudio.training.messages import Filters
from cnnstudio.ui.designer.colour_bar import ColourBar
from cnnstudio.ui.designer.tiles import Tiles, TileView
from cnnstudio.ui.widgets.section_label import SectionLabel

_MOST = 64
_WIDEST_WRITTEN = 7


class FilterView(QWidget):
    """A tile for each filter and one input channel; blue is negative, orange positive."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filters: Filters | None = None
        self.title = SectionLabel("")
        self.channel = QSpinBox()
        self.channel.setMinimum(1)
        self.channel.setAccessibleName(_("Input channel"))
        self._channels = QWidget()
        row = QHBoxLayout(self._channels)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel(_("Input channel")))
        row.addStretch(1)
        row.addWidget(self.channel)
        self.tiles = TileView()
        self.range = ColourBar()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(6)
        for widget in (self.title, self._channels, self.tiles, self.range):
            layout.addWidget(widget)
        self.channel.valueChanged.connect(self._show_channel)
        self.hide()

    def show_filters(self, filters: Filters | None) -> None:
        """Show these filters, or hide."""
        self.setVisible(filters is not None)
        if filters is None:
            self._filters = None
            return
        is_other = self._filters is None or self._filters.block != filters.block
        self._filters = filters
        self.title.setText(_title(filters))
        self.tiles.setAccessibleName(self.title.text())
        self._channels.setVisible(filters.channels > 1)
        self.channel.setSuffix(_(" of {count}").format(count=filters.channels))
        if is_other or filters.planes > 1:  # else the other channels come with the next answer
            self.channel.setMaximum(filters.planes)
        if is_other:
            self.channel.setValue(1)
        self._show_channel()

    def _show_channel(self) -> None:
        filters = self._filters
        if filters is None or self.channel.value() > filters.planes:
            return
        tiles = _tiles(filters, self.channel.value() - 1)
        self.tiles.show_tiles(tiles)
        self.range.show_range(tiles.low, tiles.high)


def _title(filters: Filters) -> str:
    if filters.count > _MOST:
        return _("First {shown} of {count} filters now").format(shown=_MOST, count=filters.count)
    return _("Filters now")


def _tiles(filters: Filters, channel: int) -> Tiles:
    count, size = min(filters.count, _MOST), filters.height * filters.width
    values = array("f")
    plane = values.itemsize * filters.count * size
    values.frombytes(filters.values[channel * plane : (channel + 1) * plane])
    limit = max(map(abs, values), default=0.0) or 1.0
    pixels = bytes(round(127.5 + 127.5 * value / limit) for value in values[: count * size])

    def describe(index: int) -> str:
        title = _("Filter {number}, input channel {channel}").format(
            number=index + 1, channel=channel + 1
        )
        cells = [f"{value:+.2f}" for value in values[index * size : (index + 1) * size]]
        width = filters.width
        rows = [" ".join(cells[at : at + width]) for at in range(0, size, width)]
        return "\n".join([title, *rows]) if width <= _WIDEST_WRITTEN else title

    return Tiles(count, filters.height, filters.width, pixels, -limit, limit, describe)
