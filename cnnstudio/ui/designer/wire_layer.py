"""The wires of a scene: they follow the cards, and go around those in between."""

from collections.abc import Collection, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from cnnstudio.network.graph import Network, Wire
from cnnstudio.ui.designer.card_grid import CardGrid
from cnnstudio.ui.designer.geometry import curve_between
from cnnstudio.ui.designer.routing import way_between
from cnnstudio.ui.designer.way import Way
from cnnstudio.ui.designer.wire_item import WireItem

if TYPE_CHECKING:
    from cnnstudio.ui.designer.scene import Scene

_SHORTEST_PASSED_PX = 70.0
"""In a gap narrower than this between two cards no third one stands."""

_BESIDE_PX = 24.0
_MOST_LOOKED_AT = 64
_MOST_ROUTED_IN_PASSING = 60


class WireLayer:
    """Items by wire. Where a card comes or goes, wires that pass there find their way anew."""

    def __init__(self, scene: "Scene") -> None:
        self._scene = scene
        self.items: dict[Wire, WireItem] = {}
        self._cards = CardGrid()
        self._passed: dict[Wire, QRectF] = {}
        """The areas of wires that are long enough to have cards in between."""
        self._touched: list[QRectF] = []

    def drop_card(self, block: str) -> None:
        """Note that a card is gone."""
        self._touched.append(self._cards.drop(block))

    def show_network(self, network: Network, old: Network, changed: Collection[str]) -> None:
        """Show the wires of another network, some of whose cards are new or elsewhere."""
        dirty = wires_of(network, changed)
        if network.wires is not old.wires:
            kept = set(network.wires)
            for wire in self.items.keys() - kept:
                self._scene.removeItem(self.items.pop(wire))
                self._passed.pop(wire, None)
            for wire in kept - self.items.keys():
                self.items[wire] = WireItem(wire)
                dirty.add(wire)
        self._follow(dirty, changed)

    def follow_cards(self, blocks: Collection[str], *, is_passing: bool = False) -> None:
        """Let the wires follow cards that have moved or changed their size.

        While many are only passing, wires go straight: the way is found where they rest.
        """
        dirty = wires_of(self._scene.network, blocks)
        if is_passing and len(blocks) > _MOST_ROUTED_IN_PASSING:
            for wire in dirty:
                self._show(wire, Way.of(curve_between(*self._ends(wire))))
        else:
            self._follow(dirty, blocks)

    def _follow(self, wires: Collection[Wire], blocks: Iterable[str]) -> None:
        for name in blocks:
            self._touched.append(self._cards.put(name, self._scene.blocks[name].scene_rect))
        for wire in {*wires, *self._beside()}:
            self._route(wire)

    def _beside(self) -> list[Wire]:
        """Return the wires that pass where a card has come or gone."""
        touched = [rect for rect in self._touched if not rect.isNull()]
        self._touched = []
        if len(touched) > _MOST_LOOKED_AT:
            return list(self._passed)
        return [wire for wire, area in self._passed.items() if any(map(area.intersects, touched))]

    def _route(self, wire: Wire) -> None:
        source, target = self._ends(wire)
        direct = Way.of(curve_between(source, target))
        if _gap(source, target) < _SHORTEST_PASSED_PX:
            self._passed.pop(wire, None)
            self._show(wire, direct)
            return
        way = way_between(source, target, partial(self._near, wire))
        around = (-_BESIDE_PX, -_BESIDE_PX, _BESIDE_PX, _BESIDE_PX)
        self._passed[wire] = (way.bounds() | direct.bounds()).adjusted(*around)
        self._show(wire, way)

    def _near(self, wire: Wire, area: QRectF) -> list[QRectF]:
        ends = (wire.source, wire.target)
        return [rect for name, rect in self._cards.near(area).items() if name not in ends]

    def _ends(self, wire: Wire) -> tuple[QRectF, QRectF]:
        blocks = self._scene.blocks
        return blocks[wire.source].scene_rect, blocks[wire.target].scene_rect

    def _show(self, wire: Wire, way: Way) -> None:
        item = self.items[wire]
        item.show_way(way, self._scene.report_of(wire.source).output)
        if item.scene() is None:
            self._scene.addItem(item)


def wires_of(network: Network, blocks: Iterable[str]) -> set[Wire]:
    """Return the wires that enter or leave some blocks."""
    found: set[Wire] = set()
    for name in blocks:
        found.update(network.incoming.get(name, ()))
        found.update(network.outgoing.get(name, ()))
    return found


def _gap(source: QRectF, target: QRectF) -> float:
    across = max(target.left() - source.right(), source.left() - target.right())
    return max(across, target.top() - source.bottom(), source.top() - target.bottom())
