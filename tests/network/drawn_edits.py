"""Random edits of every sort, as people make them on the canvas."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from cnnstudio.errors import InvalidValueError
from cnnstudio.network import alignment, clipboard, edits, repairs
from cnnstudio.network.alignment import Edge
from cnnstudio.network.arrange import arrange
from cnnstudio.network.catalog import KINDS
from cnnstudio.network.graph import Block, Network, Wire
from cnnstudio.network.mending import mended
from cnnstudio.network.shapes import infer_shapes
from tests.network.drawn import LAYERS, PICTURES, values_of

Edit = Callable[[DrawFn, Network], Network]

_CARD = (148.0, 104.0)
_PLACES = st.integers(-40, 40).map(lambda step: 24.0 * step)
_POSITIONS = st.tuples(_PLACES, _PLACES)


@st.composite
def edited(draw: DrawFn, network: Network) -> Network:
    """The network after one random edit, or the same where that edit is refused."""
    edit = EDITS[draw(st.sampled_from(list(EDITS) if network.blocks else ["add"]))]
    try:
        return edit(draw, network)
    except InvalidValueError:
        return network


def _block(draw: DrawFn, network: Network) -> str:
    return draw(st.sampled_from(list(network.blocks)))


def _blocks(draw: DrawFn, network: Network) -> list[str]:
    return draw(st.lists(st.sampled_from(list(network.blocks)), max_size=4, unique=True))


def _wire(draw: DrawFn, network: Network) -> Wire:
    if not network.wires:
        raise InvalidValueError("There is no wire.")
    return draw(st.sampled_from(network.wires))


def _values(draw: DrawFn, kind: str) -> dict[str, Any]:
    """Return some parameters of a kind, checked."""
    known = KINDS[kind].parameters
    if not known:
        return {}
    chosen = draw(st.lists(st.sampled_from(known), max_size=2, unique=True))
    return edits.checked(kind, {each.name: draw(values_of(each)) for each in chosen})


def _new(draw: DrawFn, network: Network, kind: str) -> Block:
    return edits.new_block(network, kind, draw(_POSITIONS), **_values(draw, kind))


def _add(draw: DrawFn, network: Network) -> Network:
    return edits.add(network, _new(draw, network, draw(st.sampled_from(list(KINDS)))))


def _remove(draw: DrawFn, network: Network) -> Network:
    return edits.remove(network, _blocks(draw, network), heal=draw(st.booleans()))


def _connect(draw: DrawFn, network: Network) -> Network:
    source, target = _block(draw, network), _block(draw, network)
    return edits.connect(network, source, target, replace=draw(st.booleans()))


def _disconnect(draw: DrawFn, network: Network) -> Network:
    return edits.disconnect(network, _wire(draw, network))


def _insert(draw: DrawFn, network: Network) -> Network:
    wire = _wire(draw, network)
    return edits.insert(network, _new(draw, network, draw(st.sampled_from(LAYERS))), wire)


def _move(draw: DrawFn, network: Network) -> Network:
    return edits.move(network, {name: draw(_POSITIONS) for name in _blocks(draw, network)})


def _set(draw: DrawFn, network: Network) -> Network:
    block = _block(draw, network)
    return edits.set_parameters(network, block, _values(draw, network.blocks[block].kind))


def _rename(draw: DrawFn, network: Network) -> Network:
    name = draw(st.sampled_from(["", "stem", " two  words ", "x" * 61]))
    return edits.rename(network, _block(draw, network), name)


def _bypass(draw: DrawFn, network: Network) -> Network:
    return edits.bypass(network, _blocks(draw, network), is_bypassed=draw(st.booleans()))


def _fit(draw: DrawFn, network: Network) -> Network:
    return edits.fit_to_data(network, draw(PICTURES), draw(st.sampled_from([None, 2, 5])))


def _paste(draw: DrawFn, network: Network) -> Network:
    text = clipboard.copied(network, _blocks(draw, network))
    return clipboard.pasted(network, text, draw(_POSITIONS))[0]


def _duplicate(draw: DrawFn, network: Network) -> Network:
    return clipboard.duplicated(network, _blocks(draw, network), draw(_POSITIONS))[0]


def _align(draw: DrawFn, network: Network) -> Network:
    sizes = dict.fromkeys(_blocks(draw, network), _CARD)
    return alignment.align(network, sizes, draw(st.sampled_from(Edge)))


def _distribute(draw: DrawFn, network: Network) -> Network:
    sizes = dict.fromkeys(_blocks(draw, network), _CARD)
    return alignment.distribute(network, sizes, draw(st.sampled_from([0, 1])))


def _repair(draw: DrawFn, network: Network) -> Network:
    offered = [each for problem in infer_shapes(network).problems for each in problem.repairs]
    return repairs.apply(network, draw(st.sampled_from(offered))) if offered else network


EDITS: dict[str, Edit] = {
    "add": _add,
    "remove": _remove,
    "connect": _connect,
    "disconnect": _disconnect,
    "insert": _insert,
    "move": _move,
    "set_parameters": _set,
    "rename": _rename,
    "bypass": _bypass,
    "fit_to_data": _fit,
    "paste": _paste,
    "duplicate": _duplicate,
    "align": _align,
    "distribute": _distribute,
    "repair": _repair,
    "arrange": lambda _draw, network: arrange(network),
    "mend": lambda _draw, network: mended(infer_shapes(network)).network,
}
"""What people do to a network, by name; that of `cnnstudio.network.edits` has its names."""
