"""Under the pointer: how the value of one pixel comes about."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cnnstudio.kernels.analysis import number
from cnnstudio.kernels.explanation import PixelProducts
from cnnstudio.kernels.settings import FilterSettings
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.arithmetic_text import products_text, steps_text
from cnnstudio.ui.kernel_lab.products_view import ProductsView
from cnnstudio.ui.theme import HEADING_PX, SMALL_PX, body_font, number_font
from cnnstudio.ui.widgets.buttons import FlatButton
from cnnstudio.ui.widgets.section_label import SectionLabel


class ProbePanel(QWidget):
    """Shows the products, their sum and the value; colour pictures one channel at a time."""

    channel_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.products = ProductsView()
        self.sum = _label()
        self.sum.setWordWrap(True)
        self.steps = _label()
        self.value = _label()
        self.value.setFont(number_font(HEADING_PX + 3, bold=True))
        self.value.setProperty("tone", "")
        self.place = _label()
        self.place.setFont(body_font(SMALL_PX))
        self.hint = QLabel(_("Point at a pixel of the input or the result to see how it is made."))
        self.hint.setProperty("tone", "dim")
        self.channels = _channel_buttons(self)
        self.channels.idClicked.connect(self.channel_chosen)
        self.setAccessibleName(_("Under the pointer"))
        self.setMinimumHeight(110)
        self._lay_out()
        self.show_nothing()

    def show_pixel(
        self, pixel: PixelProducts, settings: FilterSettings, at: QPoint, *, channel: int | None
    ) -> None:
        """Show how the value at `at` comes about; `channel` is None for grey results."""
        self._show_parts(is_empty=False)
        for button in self.channels.buttons():
            button.setVisible(channel is not None)
        if channel is not None:
            self.channels.button(channel).setChecked(True)
        self.products.show_pixel(pixel)
        self.sum.setText(products_text(pixel))
        steps = steps_text(pixel, settings)
        self.steps.setText(steps)
        self.steps.setVisible(bool(steps))
        self.value.setText(_("= {value}").format(value=number(pixel.value)))
        self.place.setText(_("at x {x}, y {y}").format(x=at.x(), y=at.y()))

    def show_nothing(self) -> None:
        """Say what to do to see something here."""
        self.products.show_pixel(None)
        for button in self.channels.buttons():
            button.hide()
        self._show_parts(is_empty=True)

    def _show_parts(self, *, is_empty: bool) -> None:
        self.hint.setVisible(is_empty)
        for part in (self.products, self.sum, self.steps, self.value, self.place):
            part.setVisible(not is_empty)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 12)
        layout.setSpacing(8)
        heading = QHBoxLayout()
        heading.addWidget(SectionLabel(_("Under the pointer")))
        for button in self.channels.buttons():
            heading.addWidget(button)
        heading.addStretch(1)
        layout.addLayout(heading)
        layout.addWidget(self.hint, 1, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self.products)
        row.addLayout(self._text_column(), 1)
        layout.addLayout(row, 1)

    def _text_column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        result = QHBoxLayout()
        result.setSpacing(12)
        for label in (self.steps, self.value, self.place):
            result.addWidget(label, 0, Qt.AlignmentFlag.AlignBaseline)
        result.addStretch(1)
        column.addStretch(1)
        column.addWidget(self.sum)
        column.addLayout(result)
        column.addStretch(2)
        return column


def _label() -> QLabel:
    label = QLabel()
    label.setFont(number_font(SMALL_PX))
    label.setProperty("tone", "dim")
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _channel_buttons(parent: QWidget) -> QButtonGroup:
    group = QButtonGroup(parent)
    for channel, name in enumerate((_("Red"), _("Green"), _("Blue"))):
        button = FlatButton(name, parent)
        button.setCheckable(True)
        group.addButton(button, channel)
    return group
