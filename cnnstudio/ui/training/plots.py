"""A plot of one quantity over the steps of a run, on pyqtgraph.

Imported when the first curve is to be shown, not before: pyqtgraph takes longer
to import than the rest of the window to open.
"""

from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnstudio.ui.theme import TINY_PX, number_font, themes

Values = NDArray[np.float64]

_STAR_PX = 13
_RAW_OPACITY = 0.30


class StepAxis(pg.AxisItem):
    """The axis of steps: whole numbers, and the word behind the last of them."""

    def tickValues(self, minimum: float, maximum: float, size: int) -> list[Any]:
        return [level for level in super().tickValues(minimum, maximum, size) if level[0] >= 1][:1]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [f"{value * scale:,.0f}" if value >= 0 else "" for value in values]


class CurvePlot(QWidget):
    """Raw values faint, smoothed ones on top, validation beside them, the best epoch starred.

    New data never resets a zoom: the view follows the data until the user moves it,
    and again after `show_all`.
    """

    pointed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        axes = {"bottom": StepAxis("bottom"), "left": pg.AxisItem("left")}
        self._view = pg.PlotWidget(axisItems=axes)
        self._view.setAccessibleName(name)
        self._item = self._view.getPlotItem()
        self._item.setMenuEnabled(False)
        self._item.hideButtons()
        self._item.getViewBox().setDefaultPadding(0.02)
        self._raw = self._item.plot(antialias=False)
        self._smooth = self._item.plot(antialias=True)
        self._validation = self._item.plot(antialias=True, symbolSize=4)
        self._best = pg.ScatterPlotItem(size=_STAR_PX, symbol="star", pxMode=True)
        self._item.addItem(self._best)
        self._view.scene().sigMouseMoved.connect(self._on_mouse_moved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        self._dress()
        themes.changed.connect(self._dress)

    @property
    def item(self) -> pg.PlotItem:
        """The plot behind the widget."""
        return self._item

    @property
    def is_following(self) -> bool:
        """Whether the view follows the data; a zoom ends it."""
        return all(self._item.getViewBox().autoRangeEnabled())

    def show_training(self, raw: tuple[Values, Values], smooth: tuple[Values, Values]) -> None:
        """Show the values of the steps, and the smoothed ones."""
        self._raw.setData(*raw)
        self._smooth.setData(*smooth)

    def show_validation(self, steps: Values, values: Values) -> None:
        """Show a value for each epoch."""
        self._validation.setData(steps, values)

    def show_best(self, step: float | None, value: float | None) -> None:
        """Star the best epoch, or none."""
        points = [] if step is None or value is None else [{"pos": (step, value)}]
        if self._is_logarithmic and points:
            points = [{"pos": (step, np.log10(max(float(value or 0), 1e-12)))}]
        self._best.setData(points)

    def set_logarithmic(self, is_logarithmic: bool) -> None:
        """Use a logarithmic scale for the values."""
        self._item.setLogMode(False, is_logarithmic)
        self.show_all()

    def show_all(self) -> None:
        """Show everything, and follow the data again."""
        self._item.enableAutoRange(True, True)

    @property
    def _is_logarithmic(self) -> bool:
        return bool(self._item.ctrl.logYCheck.isChecked())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.show_all()

    def _on_mouse_moved(self, position: QPointF) -> None:
        box = self._item.getViewBox()
        inside = box.sceneBoundingRect().contains(position)
        self.pointed.emit(box.mapSceneToView(position).x() if inside else None)

    def _dress(self) -> None:
        theme = themes.current
        faint = QColor(theme.training)
        faint.setAlphaF(_RAW_OPACITY)
        self._view.setBackground(theme.panel)
        self._raw.setPen(pg.mkPen(faint, width=1))
        self._smooth.setPen(pg.mkPen(theme.training, width=2))
        self._validation.setPen(pg.mkPen(theme.validation, width=2))
        self._validation.setSymbol("o")
        self._validation.setSymbolPen(pg.mkPen(None))
        self._validation.setSymbolBrush(pg.mkBrush(theme.validation))
        self._best.setPen(pg.mkPen(theme.panel, width=1))
        self._best.setBrush(pg.mkBrush(theme.validation))
        for name in ("left", "bottom"):
            axis = self._item.getAxis(name)
            axis.setPen(pg.mkPen(None))
            axis.setTextPen(theme.dim)
            axis.setTickPen(pg.mkPen(theme.line, width=1))
            axis.setTickFont(number_font(TINY_PX))
            axis.setStyle(tickLength=0, tickTextOffset=6, maxTickLevel=0)
        self._item.getAxis("left").setWidth(40)
        self._item.getAxis("left").setGrid(255)
