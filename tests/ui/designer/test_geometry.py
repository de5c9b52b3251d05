"""Where wires run: plain geometry, no window."""

import pytest
from PySide6.QtCore import QPointF, QRectF

from cnnstudio.ui.designer.geometry import Side, curve_between, facing_side, port

pytestmark = pytest.mark.gui

CARD = QRectF(0, 0, 148, 92)


@pytest.mark.parametrize(
    ("dx", "dy", "side"),
    [
        (212, 0, Side.RIGHT),
        (-212, 0, Side.LEFT),
        (0, 176, Side.BOTTOM),
        (0, -176, Side.TOP),
        (212, 176, Side.RIGHT),
        (424, 176, Side.BOTTOM),
        (212, 400, Side.RIGHT),
        (-636, 176, Side.BOTTOM),
        (212, 60, Side.RIGHT),
    ],
)
def test_a_wire_leaves_by_the_side_that_faces_its_target(dx: int, dy: int, side: Side) -> None:
    assert facing_side(CARD, CARD.translated(dx, dy)) is side
    assert facing_side(CARD.translated(dx, dy), CARD) is side.opposite


@pytest.mark.parametrize("height", [62, 92, 150])
def test_cards_in_a_row_have_straight_wires(height: int) -> None:
    curve = curve_between(CARD, QRectF(212, 0, 148, height))
    assert curve.start.y() == curve.end.y() == curve.at(0.5).y()


@pytest.mark.parametrize("width", [148, 196])
def test_cards_below_each_other_have_straight_wires(width: int) -> None:
    curve = curve_between(CARD, QRectF(0, 176, width, 92))
    assert curve.start.x() == curve.end.x() == curve.at(0.5).x()


def test_a_curve_starts_and_ends_at_its_ports() -> None:
    target = CARD.translated(400, 20)
    curve = curve_between(CARD, target)
    assert curve.at(0) == port(CARD, Side.RIGHT)
    assert curve.at(1) == port(target, Side.LEFT)


@pytest.mark.parametrize(("offset", "distance"), [(0, 0), (5, 5), (-9, 9)])
def test_distance_is_measured_across_the_curve(offset: float, distance: float) -> None:
    curve = curve_between(CARD, CARD.translated(300, 0))
    point = curve.at(0.5) + QPointF(0, offset)
    assert curve.distance(point) == pytest.approx(distance, abs=0.01)
