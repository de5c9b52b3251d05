"""What the colours of the result mean, in numbers."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.kernels.analysis import number
from cnnstudio.kernels.display import Legend
from cnnstudio.text import _
from cnnstudio.ui.theme import TINY_PX, number_font, themes

_BAR_PX = 10.0
_WIDEST_PX = 260


class ValueLegend(QWidget):
    """A bar of the colours with the values at its ends and at zero or in the middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._legend: Legend | None = None
        self._colours = QImage()
        self.setFont(number_font(TINY_PX))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    @property
    def texts(self) -> tuple[str, ...]:
        """The numbers shown, from left to right."""
        if self._legend is None:
            return ()
        low, high = self._legend.low, self._legend.high
        texts = number(low), number((low + high) / 2), number(high)
        return tuple(f"{text}°" for text in texts) if self._legend.is_cyclic else texts

    def show_legend(self, legend: Legend | None) -> None:
        """Show another legend; nothing where there is no result."""
        self._legend = legend
        if legend is not None:
            row = np.ascontiguousarray(legend.colours[None])
            self._colours = QImage(
                row.data, row.shape[1], 1, row.strides[0], QImage.Format.Format_RGB888
            ).copy()
            self.setAccessibleName(
                _("Colours from {low} to {high}").format(low=self.texts[0], high=self.texts[-1])
            )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDEST_PX, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._legend is None:
            return
        theme = themes.current
        painter = QPainter(self)
        bar = QRectF(0.5, 0.5, min(self.width(), _WIDEST_PX) - 1, _BAR_PX)
        painter.drawImage(bar, self._colours)
        painter.setPen(theme.line)
        painter.drawRect(bar)
        painter.setPen(theme.dim)
        below = QRectF(0, _BAR_PX + 4, bar.width(), self.height() - _BAR_PX - 4)
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter)
        for text, side in zip(self.texts, (*sides, Qt.AlignmentFlag.AlignRight), strict=True):
            painter.drawText(below, side | Qt.AlignmentFlag.AlignTop, text)
        painter.end()
