"""Where the parts of a confusion matrix lie in a widget; all of them stay inside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF

from cnnstudio.text import _
from cnnstudio.ui.theme import SMALL_PX, TINY_PX, body_font

GAP_PX = 6.0
TITLE_PX = 20.0
MOST_NAME_PX = 96.0
RAMP_PX = 56.0

_LARGEST_CELL_PX = 120.0
_FLAT_PX = 18.0
_RIGHT_PX = 8.0
_LEGEND_PX = 16.0
_LEGEND_GAP_PX = 8.0


@dataclass(frozen=True, slots=True)
class MatrixLayout:
    """In pixels: the first cell's corner and the side of each; whether column names lie flat."""

    left: float
    top: float
    side: float
    count: int
    is_flat: bool
    is_legend_stacked: bool

    @property
    def matrix(self) -> QRectF:
        """The room of all cells."""
        length = self.side * self.count
        return QRectF(self.left, self.top, length, length)

    def cell(self, row: int, column: int) -> QRectF:
        """Return the room of one cell."""
        return QRectF(
            self.left + column * self.side, self.top + row * self.side, self.side, self.side
        )

    def at(self, point: QPointF) -> tuple[int, int] | None:
        """Return row and column of the cell at a point; of several in one pixel, one."""
        row, column = (point.y() - self.top) / self.side, (point.x() - self.left) / self.side
        inside = 0 <= row < self.count and 0 <= column < self.count
        return (int(row), int(column)) if inside else None

    def legend(self, place: int, before_px: float, width: float) -> QPointF:
        """Return the corner of one of the two entries of the legend.

        `before_px` is how wide the entries before it are, `width` that of the widget.
        """
        top = self.matrix.bottom() + _LEGEND_GAP_PX
        if self.is_legend_stacked:
            return QPointF(0, top + place * _LEGEND_PX)
        left = max(0.0, min(self.left, width - legend_px()))
        return QPointF(left + before_px, top)


def matrix_layout(size: QSizeF, names: Sequence[str]) -> MatrixLayout:
    """Return the layout of a matrix of some classes in a widget of a size."""
    count = max(1, len(names))
    metrics = QFontMetricsF(body_font(SMALL_PX))
    longest = max((metrics.horizontalAdvance(name) for name in names), default=0.0)
    name_px = max(min(longest, MOST_NAME_PX), metrics.horizontalAdvance(_("true class"))) + 2
    left = name_px + GAP_PX
    wide = (size.width() - left - _RIGHT_PX) / count
    is_stacked = legend_px() > size.width()
    below = _LEGEND_GAP_PX + _LEGEND_PX * (2 if is_stacked else 1) + 2

    def side_below(top: float) -> float:
        high = (size.height() - top - below) / count
        return max(1 / count, min(wide, high, _LARGEST_CELL_PX))

    flat_top, steep_top = TITLE_PX + _FLAT_PX, TITLE_PX + min(MOST_NAME_PX, longest) + 6
    is_flat = min(MOST_NAME_PX, longest) <= side_below(flat_top) - 4
    top = flat_top if is_flat else steep_top
    return MatrixLayout(left, top, side_below(top), count, is_flat, is_stacked)


def legend_titles() -> tuple[str, str]:
    """Return what the two ramps of the legend mean."""
    return _("right 0–100 % of the class"), _("wrong 0–100 % of the class")


def legend_entry_px(title: str) -> float:
    """Return how wide a ramp with its title is, and the gap behind it."""
    return RAMP_PX + 5 + QFontMetricsF(body_font(TINY_PX)).horizontalAdvance(title) + 16


def legend_px() -> float:
    """Return how wide the legend is in one line."""
    return sum(map(legend_entry_px, legend_titles()))
