"""What lies at a point of the scene."""

from collections.abc import Iterable
from typing import TypeVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QGraphicsItem

from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Wire
from cnnstudio.network.repairs import Repair
from cnnstudio.ui.designer.block_item import BlockItem
from cnnstudio.ui.designer.geometry import Side, port
from cnnstudio.ui.designer.scene import Scene
from cnnstudio.ui.designer.wire_item import WireItem

PORT_REACH_PX = 9.0
WIRE_REACH_PX = 7.0

_Item = TypeVar("_Item", bound=QGraphicsItem)


def block_at(scene: Scene, point: QPointF, *, reach_px: float = 0.0) -> BlockItem | None:
    """Return the block whose card lies at a point, or within `reach_px` of it."""
    around = (-reach_px, -reach_px, reach_px, reach_px)
    near = _near(scene, point, max(reach_px, 1.0), BlockItem)
    return next((item for item in near if item.scene_rect.adjusted(*around).contains(point)), None)


def port_at(scene: Scene, point: QPointF) -> tuple[BlockItem, Side] | None:
    """Return the block and the side whose port lies at a point."""
    for item in _near(scene, point, PORT_REACH_PX, BlockItem):
        for side in ports_of(item):
            gap = port(item.scene_rect, side) - point
            if max(abs(gap.x()), abs(gap.y())) <= PORT_REACH_PX:
                return item, side
    return None


def ports_of(item: BlockItem) -> tuple[Side, ...]:
    """Return the sides from which a wire can be drawn: all, unless nothing can be connected."""
    kind = find_kind(item.card.kind.name)
    return tuple(Side) if kind.has_output or kind.most_inputs else ()


def wire_at(scene: Scene, point: QPointF, *, scale: float = 1.0) -> Wire | None:
    """Return the wire that passes nearest to a point, within reach of the hand."""
    reach = WIRE_REACH_PX / min(1.0, scale)
    near = _near(scene, point, reach, WireItem)
    distances = ((item.way.distance(point), item.wire) for item in near)
    found = min(distances, key=lambda each: each[0], default=None)
    return found[1] if found is not None and found[0] <= reach else None


def titled_block(scene: Scene, point: QPointF) -> str | None:
    """Return the block whose title stands at a point."""
    item = block_at(scene, point)
    is_title = item is not None and item.card.title.rect.contains(point - item.pos())
    return item.block if item is not None and is_title else None


def is_taken(scene: Scene, point: QPointF) -> bool:
    """Whether a card, a port or a wire lies at a point."""
    return (
        block_at(scene, point, reach_px=PORT_REACH_PX) is not None
        or wire_at(scene, point) is not None
    )


def repair_at(scene: Scene, point: QPointF) -> tuple[BlockItem, int, Repair | None] | None:
    """Return the repair button at a point: its block, its place, and what it does.

    None in the place of the repair stands for the list of all.
    """
    item = block_at(scene, point)
    place = item.button_at(point) if item is not None else None
    if item is None or place is None:
        return None
    return item, place, item.card.buttons[place].repair


def blocks_in(scene: Scene, rect: QRectF) -> list[str]:
    """Return the blocks whose cards touch a rectangle."""
    found = _items(scene, rect, BlockItem)
    return [item.block for item in found if item.scene_rect.intersects(rect)]


def _near(scene: Scene, point: QPointF, reach: float, kind: type[_Item]) -> Iterable[_Item]:
    return _items(scene, QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach), kind)


def _items(scene: Scene, rect: QRectF, kind: type[_Item]) -> list[_Item]:
    """Return items whose bounds touch a rectangle, the topmost first."""
    found = scene.items(rect, Qt.ItemSelectionMode.IntersectsItemBoundingRect)
    return [item for item in found if isinstance(item, kind)]
