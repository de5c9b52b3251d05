"""Descriptions of torch layers: what the engine builds and the exporter prints.

A block kind answers with a short sequence of these, so that the trained
module and the exported source cannot differ.
"""

from dataclasses import dataclass

from cnnstudio.network.graph import Value

Arguments = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """A module: `torch.nn.<name>(**arguments)`, or one of ours where torch has none.

    `own` modules live in `cnnstudio.engine.layers`; exported code carries
    their source.
    """

    name: str
    arguments: Arguments = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A function of all inputs of a merging block, such as `torch.cat([a, b], dim=1)`.

    Without `takes_list` the function takes two tensors and is folded over more.
    """

    function: str
    arguments: Arguments = ()
    takes_list: bool = False


Step = Layer | Call


def layer(name: str, **arguments: Value) -> Layer:
    """Return the description of `torch.nn.<name>(**arguments)`."""
    return Layer(name, tuple(arguments.items()))
