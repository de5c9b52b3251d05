"""Which picture is shown where."""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF

from cnnstudio.kernels.settings import Comparison

MARGIN_PX = 16.0
GAP_PX = 12.0


class Side(Enum):
    """Before or after the kernel, or what it changed."""

    INPUT = auto()
    RESULT = auto()
    DIFFERENCE = auto()
    """Result − input."""


@dataclass(frozen=True, slots=True)
class Pane:
    """A picture's place: `rect` maps it to the screen, `visible` is what is seen of that."""

    side: Side
    rect: QRectF
    visible: QRectF


def panes(room: QRectF, comparison: Comparison, divider: float = 0.5) -> tuple[Pane, ...]:
    """Return where the pictures lie in `room`; `divider` (0–1) is where one gives way."""
    inner = room.adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX)
    match comparison:
        case Comparison.RESULT:
            return (Pane(Side.RESULT, inner, inner),)
        case Comparison.DIVIDER:
            left, right = _split(inner, inner.left() + divider * inner.width(), 0.0)
            return Pane(Side.INPUT, inner, left), Pane(Side.RESULT, inner, right)
    left, right = _split(inner, inner.center().x(), GAP_PX)
    side = Side.DIFFERENCE if comparison is Comparison.DIFFERENCE else Side.RESULT
    return Pane(Side.INPUT, left, left), Pane(side, right, right)


def _split(room: QRectF, x: float, gap: float) -> tuple[QRectF, QRectF]:
    x = round(x)
    left, right = QRectF(room), QRectF(room)
    left.setRight(x - gap / 2)
    right.setLeft(x + gap / 2)
    return left, right


def pane_at(all_panes: tuple[Pane, ...], point: QPointF) -> Pane | None:
    """Return the pane under a point."""
    return next((pane for pane in all_panes if pane.visible.contains(point)), None)
