"""The box of a plot in which curves lie: what it shows by itself, and what a wheel changes."""

from collections.abc import Callable
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt

Range = tuple[float, float]
"""From where to where, in units of the axis: logarithms on a logarithmic one."""

_STEPS, _VALUES = 0, 1
_PER_NOTCH = 1.02
_VALUE_PADDING = 0.05
_LEAST_STEPS = 4.0
_LEAST_DECADES = 0.05
_LEAST_VALUES = 1e-3
_BLANK = (0.0, 1.0)


class CurveBox(pg.ViewBox):
    """Follows the run unless it was moved; the values always follow the steps in view.

    `values_between` tells which values the curves have between two steps, or between which ones
    they are best shown. The box is never moved to where there is no curve.
    """

    def __init__(self, values_between: Callable[[Range, bool], Range | None]) -> None:
        super().__init__(enableMenu=False)
        self._values_between = values_between
        self._extent: Range | None = None
        self.has_log_steps = False
        self.sigXRangeChanged.connect(self.queueUpdateAutoRange)

    @property
    def extent(self) -> Range | None:
        """From which step to which there are curves."""
        return self._extent

    def set_extent(self, extent: Range | None) -> None:
        """Say from which step to which there are curves; those in view may be others."""
        self._extent = extent
        low, high = self.viewRange()[_STEPS]
        if extent is not None and (low > extent[1] or high < extent[0]):
            self.enableAutoRange(x=True)
        self.queueUpdateAutoRange()

    def itemBoundsChanged(self, item: object) -> None:
        """Nothing: what is in view is asked for, and every item says so at every change."""

    def childrenBounds(self, *_args: Any, **_options: Any) -> list[list[float]]:
        """Return what is to be in view where it follows the run: pyqtgraph asks for it."""
        extent = self._extent or _BLANK
        is_following = self.autoRangeEnabled()[_STEPS]
        steps = extent if is_following else tuple(self.viewRange()[_STEPS])
        values = self._values_between(steps, False) or _BLANK
        return [list(extent), list(values)]

    def suggestPadding(self, axis: int) -> float:
        """Leave room for the star above the values."""
        return _VALUE_PADDING if axis == _VALUES else 0.0

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:
        """Zoom into the steps; with Ctrl, or over the left axis, into the values."""
        has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        over_values = axis == _VALUES or (axis is None and has_control)
        factor = _PER_NOTCH ** (event.delta() * self.state["wheelScaleFactor"])
        self.zoom(factor, self._place(event.pos()), over_values=over_values)
        event.accept()

    def zoom(self, factor: float, place: QPointF, *, over_values: bool = False) -> None:
        """Show `factor` times as much around a place."""
        at = place.y() if over_values else place.x()
        low, high = self.viewRange()[_VALUES if over_values else _STEPS]
        wanted = at + (low - at) * factor, at + (high - at) * factor
        self._show_values(wanted) if over_values else self._show_steps(wanted)
        self.sigRangeChangedManually.emit([not over_values, over_values])

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        """Move what was zoomed; all of the rest is in view already."""
        is_following = [bool(each) for each in self.autoRangeEnabled()]
        if all(is_following):
            event.ignore()
            return
        self.setMouseEnabled(x=not is_following[_STEPS], y=not is_following[_VALUES])
        super().mouseDragEvent(event, axis)
        steps, values = (tuple(each) for each in self.viewRange())
        if not is_following[_STEPS]:
            self._show_steps(steps)
        if not is_following[_VALUES]:
            self._show_values(values)
        self.sigRangeChangedManually.emit([not each for each in is_following])

    def _place(self, position: QPointF) -> QPointF:
        return pg.functions.invertQTransform(self.childGroup.transform()).map(position)

    def _show_steps(self, wanted: Range) -> None:
        """Show these steps, as far as there are curves; all of them is to follow the run again."""
        low, high = self._extent or _BLANK
        least = min(_LEAST_DECADES if self.has_log_steps else _LEAST_STEPS, high - low)
        if wanted[1] - wanted[0] >= high - low:
            self.enableAutoRange(x=True)
        else:
            self.setXRange(*_within(_at_least(wanted, least), (low, high)), padding=0)
        if self._shows_nothing():
            self.enableAutoRange(y=True)

    def _show_values(self, wanted: Range) -> None:
        """Show these values, as far as there are any."""
        found = self._values_between(self._steps(), True)
        usual = self._values_between(self._steps(), False)
        if found is None or usual is None:
            return
        low, high = min(found[0], usual[0]), max(found[1], usual[1])
        padding = _VALUE_PADDING * (high - low)
        low, high = low - padding, high + padding
        wanted = _within(_at_least(wanted, _LEAST_VALUES * (high - low)), (low, high))
        self.setYRange(*_touching(wanted, found), padding=0)

    def _steps(self) -> Range:
        low, high = self.viewRange()[_STEPS]
        return low, high

    def _shows_nothing(self) -> bool:
        """Whether the curves lie above or below the values in view."""
        if self.autoRangeEnabled()[_VALUES]:
            return False
        found = self._values_between(self._steps(), True)
        low, high = self.viewRange()[_VALUES]
        return found is not None and (found[0] > high or found[1] < low)


def _at_least(wanted: Range, span: float) -> Range:
    missing = max(0.0, span - (wanted[1] - wanted[0])) / 2
    return wanted[0] - missing, wanted[1] + missing


def _within(wanted: Range, limits: Range) -> Range:
    """Return `wanted` moved, and where that is not enough cut, to lie within `limits`."""
    span = min(wanted[1] - wanted[0], limits[1] - limits[0])
    low = min(max(wanted[0], limits[0]), limits[1] - span)
    return low, low + span


def _touching(wanted: Range, found: Range) -> Range:
    """Return `wanted` moved so that some of what was found lies in it."""
    margin = _VALUE_PADDING * (wanted[1] - wanted[0])
    up = max(0.0, found[0] + margin - wanted[1])
    down = max(0.0, wanted[0] - (found[1] - margin))
    return wanted[0] + up - down, wanted[1] + up - down
