"""The ways of wires past cards, over layouts of generated networks."""

from collections.abc import Callable, Iterable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from cnnstudio.network import edits
from cnnstudio.network.graph import Network
from cnnstudio.network.layout import Flow, layered
from cnnstudio.project.presets import NAMES, load_preset
from cnnstudio.ui.designer.card_grid import CardGrid
from cnnstudio.ui.designer.geometry import PORT_X_PX, PORT_Y_PX
from cnnstudio.ui.designer.placement import rearranged
from cnnstudio.ui.designer.routing import way_between
from cnnstudio.ui.designer.way import Way

pytestmark = pytest.mark.gui

Sizes = dict[str, tuple[float, float]]


def in_layers(flow: Flow, network: Network, sizes: Sizes) -> Network:
    return layered(network, sizes, flow, (PORT_X_PX, PORT_Y_PX))


def in_rows(network: Network, _sizes: Sizes) -> Network:
    return rearranged(network)


LAYOUTS = pytest.mark.parametrize(
    "arranged",
    [partial(in_layers, Flow.RIGHT), partial(in_layers, Flow.DOWN), in_rows],
    ids=["right", "down", "rows"],
)
Arranged = Callable[[Network, Sizes], Network]

HEIGHTS = st.sampled_from([62.0, 84.0, 104.0])


@st.composite
def graphs(draw: st.DrawFn, *, most: int = 30) -> Network:
    """Blocks each fed by some of those before it: skips of any length, branches and merges."""
    network = edits.add(Network(), edits.new_block(Network(), "input"))
    for place in range(draw(st.integers(1, most - 1))):
        names = list(network.blocks)
        near = st.integers(max(0, place - 6), place)
        sources = draw(st.lists(st.one_of(near, st.integers(0, place)), min_size=1, max_size=3))
        kind = "add" if len(set(sources)) > 1 else "relu"
        block = edits.new_block(network, kind)
        network = edits.add(network, block)
        for source in sorted(set(sources)):
            network = edits.connect(network, names[source], block.id)
    return network


def ways(network: Network, rects: dict[str, QRectF]) -> Iterable[tuple[str, str, Way]]:
    grid = CardGrid()
    for name, rect in rects.items():
        grid.put(name, rect)

    def near(ends: set[str], area: QRectF) -> list[QRectF]:
        return [rect for name, rect in grid.near(area).items() if name not in ends]

    for wire in network.wires:
        ends = {wire.source, wire.target}
        yield (
            wire.source,
            wire.target,
            way_between(rects[wire.source], rects[wire.target], partial(near, ends)),
        )


def crossed(network: Network, sizes: Sizes) -> list[tuple[str, str, str]]:
    """Return wires that run through cards: their two ends, and the card."""
    rects = {name: QRectF(*block.position, *sizes[name]) for name, block in network.blocks.items()}
    found = []
    for source, target, way in ways(network, rects):
        points = [piece.at(step / 40) for piece in way.pieces for step in range(41)]
        others = (name for name in rects if name not in (source, target))
        found += [(source, target, n) for n in others if any(map(rects[n].contains, points))]
    return found


@LAYOUTS
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_no_wire_of_a_layout_runs_through_a_card(arranged: Arranged, data: st.DataObject) -> None:
    network = data.draw(graphs())
    sizes = {name: (148.0, data.draw(HEIGHTS)) for name in network.blocks}
    assert crossed(arranged(network, sizes), sizes) == []


@LAYOUTS
@pytest.mark.parametrize("name", NAMES)
def test_no_wire_of_a_preset_runs_through_a_card(name: str, arranged: Arranged) -> None:
    network = load_preset(name).network
    sizes = dict.fromkeys(network.blocks, (148.0, 104.0))
    assert crossed(arranged(network, sizes), sizes) == []


def test_a_wire_goes_straight_where_nothing_stands_in_it() -> None:
    one, other = QRectF(0, 0, 148, 62), QRectF(500, 0, 148, 62)
    way = way_between(one, other, lambda _area: [])
    assert len(way.pieces) == 1


def test_a_wire_goes_around_a_card_and_its_pieces_meet() -> None:
    one, other, between = (QRectF(left, 0, 148, 62) for left in (0, 500, 250))
    way = way_between(one, other, lambda _area: [between])
    assert len(way.pieces) > 1
    for before, after in zip(way.pieces, way.pieces[1:], strict=False):
        gap = after.start - before.end
        assert abs(gap.x()) + abs(gap.y()) < 0.1
    highest = min(way.at(step / 20).y() for step in range(21))
    assert -40 < highest < 0 or way.at(0.5).y() > 62


def test_where_no_room_is_left_a_wire_goes_straight() -> None:
    one, other = QRectF(0, 0, 148, 62), QRectF(400, 0, 148, 62)
    wall = QRectF(200, -5_000, 100, 10_000)
    assert len(way_between(one, other, lambda _area: [wall]).pieces) == 1


def test_a_grid_finds_what_touches() -> None:
    grid = CardGrid()
    grid.put("one", QRectF(-100, -100, 600, 10))
    grid.put("other", QRectF(1_000, 0, 10, 10))
    assert set(grid.near(QRectF(300, -95, 10, 10))) == {"one"}
    assert grid.put("one", QRectF(1_000, 20, 10, 10)).contains(QPointF(0, -95))
    assert set(grid.near(QRectF(990, 0, 50, 50))) == {"one", "other"}
    grid.drop("other")
    assert set(grid.near(QRectF(990, 0, 50, 50))) == {"one"}
