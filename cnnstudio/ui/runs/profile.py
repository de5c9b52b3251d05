"""A network as a row of bars: high where its maps are large, wide where they are many."""

from dataclasses import dataclass
from math import log2

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from cnnstudio.network.blocks.kind import Family
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Network, Shape
from cnnstudio.network.shapes import ShapeReport, infer_shapes
from cnnstudio.ui.theme import family_colour

_SHOWN = frozenset({Family.DATA, Family.CONVOLUTION, Family.POOLING, Family.DENSE, Family.MERGE})
_MOST_BARS = 48
_WIDEST_UNIT_PX = 4.0
_GAP = 0.45
_NARROWEST, _LOWEST = 1.0, 0.12
_VECTOR_BITS = 13
"""A vector of 2¹³ values is drawn at full height."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One block: `height` from 0 to 1, `width` as a share that the others' widths are set to."""

    family: Family
    kind: str
    width: float
    height: float

    @property
    def colour(self) -> QColor:
        """The colour of the block's family."""
        return family_colour(self.family, self.kind)


@dataclass(frozen=True, slots=True)
class Profile:
    """What the list shows of a network."""

    bars: tuple[Bar, ...]
    block_count: int
    weight_count: int

    @property
    def width_px(self) -> float:
        """The width of the bars where there is room enough."""
        return _WIDEST_UNIT_PX * self.width

    @property
    def width(self) -> float:
        """The width of the bars in their own unit."""
        return sum(bar.width + _GAP for bar in self.bars) - _GAP if self.bars else 0.0


def profile_of(network: Network) -> Profile:
    """Return the bars of a network, in the order in which it runs."""
    report = infer_shapes(network)
    blocks = [name for name in report.order if _is_shown(report, name)]
    rows = [shape[1] for name in blocks if len(shape := _shape(report, name)) == 3]
    most = max(rows, default=1)
    bars = (_bar(report, name, most) for name in blocks[:_MOST_BARS])
    return Profile(tuple(bars), len(network.blocks), report.weight_count)


def paint_profile(painter: QPainter, profile: Profile, room: QRectF) -> None:
    """Paint the bars into a box, from the left, along its middle."""
    if not profile.bars:
        return
    unit = min(_WIDEST_UNIT_PX, room.width() / profile.width)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    x = room.left()
    for bar in profile.bars:
        height = max(3.0, bar.height * room.height())
        rect = QRectF(x, room.center().y() - height / 2, bar.width * unit, height)
        painter.setBrush(bar.colour)
        radius = min(1.5, rect.width() / 2)
        painter.drawRoundedRect(rect, radius, radius)
        x += (bar.width + _GAP) * unit
    painter.restore()


def _is_shown(report: ShapeReport, name: str) -> bool:
    block = report.network.blocks[name]
    kind = find_kind(block.kind)
    return kind.family in _SHOWN and kind.has_output and not block.is_bypassed


def _shape(report: ShapeReport, name: str) -> Shape:
    return report.blocks[name].output or ()


def _bar(report: ShapeReport, name: str, most_rows: int) -> Bar:
    kind = find_kind(report.network.blocks[name].kind)
    shape = _shape(report, name)
    if len(shape) == 3:
        width = _NARROWEST + 0.35 * log2(shape[0])
        height = max(_LOWEST, log2(shape[1] + 1) / log2(most_rows + 1))
    else:
        values = shape[0] if shape else 1
        width, height = _NARROWEST, max(_LOWEST, min(1.0, log2(values + 1) / _VECTOR_BITS))
    return Bar(kind.family, kind.name, width, height)
