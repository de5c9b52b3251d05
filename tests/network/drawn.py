"""Random blocks and networks, valid and invalid, small enough to be run by torch."""

from math import prod
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from cnnstudio.network import edits
from cnnstudio.network.blocks.data import Task
from cnnstudio.network.blocks.kind import Family
from cnnstudio.network.blocks.parameters import (
    CLASSES,
    Choice,
    Flag,
    Integer,
    Padding,
    Parameter,
    Real,
    Size,
    Units,
)
from cnnstudio.network.catalog import KINDS
from cnnstudio.network.graph import Network, Shape
from cnnstudio.network.shapes import infer_shapes

PICTURES: SearchStrategy[Shape] = st.tuples(
    st.sampled_from([1, 2, 3, 4, 6]), st.integers(1, 12), st.integers(1, 12)
)
VECTORS: SearchStrategy[Shape] = st.tuples(st.integers(1, 24))
SHAPES = st.one_of(PICTURES, PICTURES, PICTURES, VECTORS)

INPUT = (2, 9, 8)
"""The shape of the pictures that drawn networks take."""

LAYERS = tuple(name for name in KINDS if name not in ("input", "output"))
EXACTING = tuple(
    name for name in LAYERS if KINDS[name].family not in (Family.ACTIVATION, Family.NORMALISATION)
)


def values_of(parameter: Parameter) -> SearchStrategy[Any]:
    """Values that `parameter` allows, small ones preferred."""
    match parameter:
        case Flag():
            return st.booleans()
        case Choice():
            return st.sampled_from([name for name, _title in parameter.options])
        case Size():
            side = st.integers(parameter.minimum, 6)
            return st.one_of(side.map(lambda size: (size, size)), st.tuples(side, side))
        case Padding():
            side = st.integers(0, 5)
            return st.one_of(st.sampled_from(parameter.named or (1,)), side, st.tuples(*[side] * 4))
        case Units():
            return st.integers(1, 12)
        case Integer():
            small = min(parameter.maximum, parameter.minimum + 7)
            return st.integers(parameter.minimum, small)
        case Real():
            return st.floats(parameter.minimum, parameter.maximum)
    raise AssertionError(parameter)


def values(kind: str) -> SearchStrategy[dict[str, Any]]:
    """Complete parameters of `kind`: each its default about half of the time."""
    return st.fixed_dictionaries(
        {
            parameter.name: st.one_of(st.just(parameter.default), values_of(parameter))
            for parameter in KINDS[kind].parameters
        }
    ).map(lambda drawn: edits.checked(kind, drawn))


@st.composite
def blocks(draw: DrawFn) -> tuple[str, dict[str, Any], tuple[Shape, ...]]:
    """A kind, its parameters and the shapes that enter it; often they do not fit."""
    kind = draw(st.one_of(st.sampled_from(LAYERS), st.sampled_from(EXACTING)))
    parameters = draw(values(kind))
    if KINDS[kind].most_inputs == 1:
        return kind, parameters, (draw(_shapes_for(kind, parameters)),)
    first = draw(SHAPES)
    others = st.one_of(st.just(first), st.just((draw(st.integers(1, 6)), *first[1:])), SHAPES)
    return kind, parameters, (first, *draw(st.lists(others, max_size=3)))


def _shapes_for(kind: str, parameters: dict[str, Any]) -> SearchStrategy[Shape]:
    if kind == "reshape":
        return st.one_of(SHAPES, st.just((prod(parameters.values()),)))
    return st.one_of(VECTORS, SHAPES) if kind == "dense" else SHAPES


@st.composite
def networks(draw: DrawFn, *, most: int = 8) -> Network:
    """A network in which each block is fed by blocks before it, or by nothing."""
    kinds = draw(st.lists(st.sampled_from(LAYERS), max_size=most))
    network = Network()
    for kind in ("input", *kinds, "output"):
        network = _grown(draw, network, kind)
        if draw(st.integers(0, 15)) == 0:
            network = edits.disconnect(network, network.wires[-1]) if network.wires else network
    return network


@st.composite
def working_networks(draw: DrawFn, *, most: int = 8) -> Network:
    """A network without problems: layers that do not fit are left out, and an end is added."""
    network = _grown(draw, Network(), "input")
    for kind in draw(st.lists(st.sampled_from(LAYERS), max_size=most)):
        candidate = _grown(draw, network, kind)
        if _end(candidate)[1] is not None:
            network = candidate
    network = _ended(draw, network)
    switched_off = draw(st.lists(st.sampled_from(sorted(network.blocks)), max_size=2))
    bypassing = edits.bypass(network, switched_off, is_bypassed=True)
    return network if infer_shapes(bypassing).problems else bypassing


def _end(network: Network) -> tuple[str, Shape | None]:
    """Return the block that was added last, and its output's shape."""
    last = list(network.blocks)[-1]
    return last, infer_shapes(network).blocks[last].output


def _ended(draw: DrawFn, network: Network) -> Network:
    """Give the network what its task asks for, sometimes with the activation drawn."""
    task = draw(st.sampled_from(list(Task)))
    if task is Task.PICTURE and _end(network)[1] == INPUT:
        return _appended(network, "output", task=task.value)
    if len(_end(network)[1] or ()) != 1:
        network = _appended(network, "flatten")
    if task is not Task.YES_NO:
        network = _appended(network, "dense", units=CLASSES)
        network = _appended(network, "softmax") if draw(st.booleans()) else network
        return _appended(network, "output", classes=draw(st.integers(2, 5)))
    activation = draw(st.sampled_from(["none", "sigmoid", "tanh"]))
    network = _appended(network, "dense", units=1, activation=activation)
    return _appended(network, "output", task=task.value)


def _grown(draw: DrawFn, network: Network, kind: str) -> Network:
    """Append a block with random parameters; a merge is fed by earlier blocks too."""
    chosen = dict(zip(("channels", "height", "width"), INPUT, strict=True))
    before = list(network.blocks)
    network = _appended(network, kind, **(chosen if kind == "input" else draw(values(kind))))
    if KINDS[kind].most_inputs > 1:
        for source in draw(st.lists(st.sampled_from(before), min_size=1, max_size=2)):
            network = edits.connect(network, source, list(network.blocks)[-1])
    return network


def _appended(network: Network, kind: str, **chosen: Any) -> Network:
    """Add a block and feed it from the one that was added before it."""
    block = edits.new_block(network, kind, **chosen)
    grown = edits.add(network, block)
    if not network.blocks or KINDS[kind].most_inputs == 0:
        return grown
    return edits.connect(grown, list(network.blocks)[-1], block.id)
