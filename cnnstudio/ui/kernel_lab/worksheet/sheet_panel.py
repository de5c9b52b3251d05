"""Below the worksheet: the products behind the marked number, their sum and the value."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cnnstudio.kernels.analysis import number
from cnnstudio.kernels.explanation import PixelProducts
from cnnstudio.kernels.worksheet import MOST_CHANNELS
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.products_view import ProductsView
from cnnstudio.ui.kernel_lab.strip import Strip
from cnnstudio.ui.kernel_lab.worksheet.explanation import Explanation
from cnnstudio.ui.theme import BODY_PX, HEADING_PX, SMALL_PX, body_font, number_font
from cnnstudio.ui.widgets.section_label import SectionLabel

_LONGEST_LINE = 60
_ALL = 100
"""The products take the room there is; without them the sum stands at the top."""


class SheetPanel(Strip):
    """Shows one explanation; each channel's products side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent=parent)
        self.products = tuple(_ChannelProducts(channel) for channel in range(MOST_CHANNELS))
        self._row = QWidget()
        self.steps = QLabel()
        self.steps.setFont(number_font(BODY_PX))
        self.steps.setProperty("tone", "dim")
        self.value = QLabel()
        self.value.setFont(number_font(HEADING_PX + 7, bold=True))
        self.place = QLabel()
        self.place.setFont(body_font(SMALL_PX))
        self.place.setProperty("tone", "dim")
        for label in (self.steps, self.value):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hint = QLabel(_("Point at a number of the result to see how it is made."))
        self.hint.setProperty("tone", "dim")
        self.setAccessibleName(_("How the marked number is made"))
        self.setMinimumHeight(110)
        self._lay_out()
        self.show_explanation(None)

    def show_explanation(self, explained: Explanation | None) -> None:
        """Show how a number comes about; for None, what to do to see that."""
        self.hint.setVisible(explained is None)
        for label in (self.steps, self.value, self.place):
            label.setVisible(explained is not None)
        channels = explained.channels if explained else ()
        self._row.setVisible(bool(channels))
        for index, part in enumerate(self.products):
            has_products = index < len(channels)
            part.setVisible(has_products)
            part.show_products(channels[index] if has_products else None, len(channels))
        if explained is not None:
            self.steps.setText(explained.steps)
            # One line asks for its width; many terms take several lines of all there is.
            self.steps.setWordWrap(len(explained.steps) > _LONGEST_LINE)
            self.value.setText(_("= {value}").format(value=number(explained.value)))
            self.place.setText(explained.place)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(8)
        layout.addWidget(SectionLabel(_("The marked number")))
        layout.addWidget(self.hint, 1, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        for part in self.products:
            row.addWidget(part)
        row.addStretch(1)
        layout.addWidget(self._row, _ALL)
        result = QHBoxLayout()
        result.setSpacing(12)
        result.addWidget(self.steps)
        result.addWidget(self.value)
        result.addWidget(self.place, 1)
        layout.addLayout(result)
        layout.addStretch(1)


class _ChannelProducts(QWidget):
    """The products of one channel, with their sum below where there are several."""

    def __init__(self, channel: int) -> None:
        super().__init__()
        self._channel = channel
        self.view = ProductsView()
        self.sum = QLabel()
        self.sum.setFont(number_font(SMALL_PX))
        self.sum.setProperty("tone", "dim")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.sum)

    def show_products(self, products: PixelProducts | None, count: int) -> None:
        self.view.show_pixel(products)
        self.sum.setVisible(count > 1)
        if products is not None:
            text = _("channel {channel}: {sum}")
            self.sum.setText(text.format(channel=self._channel + 1, sum=number(products.total)))
