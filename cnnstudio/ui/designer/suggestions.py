"""Which kinds can follow a block, the likeliest first."""

from cnnstudio.network.blocks.kind import BlockKind, Family, Misfit
from cnnstudio.network.blocks.parameters import Units
from cnnstudio.network.catalog import KINDS, find_kind
from cnnstudio.network.graph import Network, Shape
from cnnstudio.network.shapes import ShapeReport

_PICTURE_FOLLOWERS = {
    Family.DATA: ("conv", "batch_norm", "padding", "max_pool", "flatten"),
    Family.CONVOLUTION: ("relu", "batch_norm", "max_pool", "conv", "average_pool", "add"),
    Family.NORMALISATION: ("relu", "conv", "max_pool", "dropout"),
    Family.ACTIVATION: ("max_pool", "conv", "average_pool", "flatten", "global_average", "add"),
    Family.POOLING: ("conv", "flatten", "global_average", "dropout"),
}
_OTHER_PICTURE_FOLLOWERS = ("conv", "relu", "max_pool", "flatten")
_VECTOR_FOLLOWERS = {
    Family.DENSE: ("output", "relu", "tanh", "dropout", "dense"),
}
_OTHER_VECTOR_FOLLOWERS = ("dense", "output", "dropout", "relu")


def followers(report: ShapeReport, source: str) -> tuple[str, ...]:
    """Return the kinds that accept the output of `source`; all with an input if it is unknown."""
    known = report.blocks.get(source)
    shape = known.output if known is not None else None
    classes = _classes(report.network)
    fitting = [
        kind.name
        for kind in KINDS.values()
        if kind.most_inputs and (shape is None or _accepts(kind, shape, classes))
    ]
    return _with_first(fitting, _usual(find_kind(report.network.blocks[source].kind), shape))


def leaders() -> tuple[str, ...]:
    """Return the kinds that can feed a block, the likeliest first."""
    return _with_first([kind.name for kind in KINDS.values() if kind.has_output], ("dense",))


def _accepts(kind: BlockKind, shape: Shape, classes: int) -> bool:
    """Whether a new block of this kind takes the shape; a merging block once for each input."""
    values = kind.defaults()
    for parameter in kind.parameters:
        if isinstance(parameter, Units):
            values[parameter.name] = classes
    if not kind.has_output:
        values["classes"] = classes
    try:
        kind.output_shape(values, [shape] * kind.fewest_inputs)
    except Misfit:
        return False
    return True


def _classes(network: Network) -> int:
    outputs = network.of_kind("output")
    values = {**find_kind("output").defaults(), **(outputs[0].parameters if outputs else {})}
    return int(values["classes"])


def _usual(kind: BlockKind, shape: Shape | None) -> tuple[str, ...]:
    if shape is not None and len(shape) == 1:
        return _VECTOR_FOLLOWERS.get(kind.family, _OTHER_VECTOR_FOLLOWERS)
    return _PICTURE_FOLLOWERS.get(kind.family, _OTHER_PICTURE_FOLLOWERS)


def _with_first(names: list[str], first: tuple[str, ...]) -> tuple[str, ...]:
    usual = [name for name in first if name in names]
    return (*usual, *(name for name in names if name not in usual))
