"""How much memory a network takes: its weights, and all that training adds to them.

All values are float32. Training holds, at the end of the forward pass,

    weights + gradients + optimizer's state + what is kept for the backward pass
    4·W     + 4·W       + 4·W·k             + B · Σ bytes kept per example

with W parameters, k values of state for each of them and a batch of B examples. Of what
blocks put out only what a gradient needs is kept, and once: the input of a convolution, but
neither that of a sum nor that of a ReLU, whose output says it all.
Source: the saved tensors of torch's autograd, read with `saved_tensors_hooks`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from cnnstudio.network.blocks.data import Task
from cnnstudio.network.shapes import BlockReport, ShapeReport
from cnnstudio.training.config import TrainingConfig

FLOAT_BYTES = 4


@dataclass(frozen=True, slots=True)
class Memory:
    """What a network takes, in bytes."""

    weights: int
    gradients: int
    optimizer_state: int
    activations: int

    @property
    def training(self) -> int:
        """What training takes of all of them."""
        return self.weights + self.gradients + self.optimizer_state + self.activations


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a layer keeps for its gradient, besides weights."""

    input: bool = False
    output: bool = False
    bytes_per_output: int = 0
    bytes_per_input: int = 0


_INPUT, _OUTPUT = _Kept(input=True), _Kept(output=True)
_INDICES = _Kept(input=True, bytes_per_output=8)
_KEPT = {
    **dict.fromkeys(("conv", "depthwise", "separable", "transposed", "dense"), _INPUT),
    **dict.fromkeys(("batch_norm", "layer_norm", "group_norm"), _INPUT),
    **dict.fromkeys(("leaky_relu", "elu", "prelu", "gelu", "silu"), _INPUT),
    **dict.fromkeys(("softplus", "hard_swish"), _INPUT),
    **dict.fromkeys(("average_pool", "adaptive_pool", "multiply"), _INPUT),
    **dict.fromkeys(("relu", "tanh", "sigmoid", "softmax"), _OUTPUT),
    **dict.fromkeys(("max_pool", "global_max"), _INDICES),
    # It is the maximum of a negated copy.
    "min_pool": _Kept(bytes_per_output=8, bytes_per_input=FLOAT_BYTES),
    "scaled_tanh": _Kept(bytes_per_output=FLOAT_BYTES),
    "dropout": _Kept(bytes_per_output=FLOAT_BYTES),
    # Squares, their windowed mean and its power, in part with an axis more.
    "local_response_norm": _Kept(input=True, bytes_per_output=14),
}
_NOTHING = _Kept()
_VIEWS = frozenset({"flatten", "reshape"})
"""Kinds whose output is the memory of their input."""


def memory_of(report: ShapeReport, config: TrainingConfig) -> Memory:
    """Return what the network takes, and its training by `config`."""
    weights = report.weight_count * FLOAT_BYTES
    return Memory(
        weights=weights,
        gradients=weights,
        optimizer_state=weights * state_values(config),
        activations=config.batch_size * kept_bytes(report),
    )


def state_values(config: TrainingConfig) -> int:
    """Return how many values the optimizer remembers of each parameter.

    Source: https://docs.pytorch.org/docs/stable/optim.html, the algorithms' pages.
    """
    momentum = 1 if config.momentum > 0 else 0
    rms_momentum = 1 if config.rms_momentum > 0 else 0
    values = {"adam": 2, "adamw": 2, "rmsprop": 1 + rms_momentum, "adagrad": 1, "sgd": momentum}
    return values[config.optimizer]


def kept_bytes(report: ShapeReport) -> int:
    """Return how many bytes of one example are kept for the backward pass."""
    tensors: set[str] = set()
    extra = 0
    for name, known in report.blocks.items():
        if known.output is not None and not report.network.blocks[name].is_bypassed:
            extra += _own_bytes(report, name, known)
            tensors.update(_origin(report, each) for each in _tensors(report, name))
    outputs = (report.blocks[name].output for name in tensors)
    return extra + FLOAT_BYTES * sum(prod(output) for output in outputs if output)


def _rules(report: ShapeReport, block: str) -> tuple[_Kept, _Kept]:
    """Return what a block keeps, and what the activation inside it does."""
    kind, values = report.network.blocks[block].kind, report.blocks[block].values
    return _KEPT.get(kind, _NOTHING), _KEPT.get(values.get("activation", ""), _NOTHING)


def _tensors(report: ShapeReport, block: str) -> Iterator[str]:
    """Yield the blocks whose outputs this one keeps; it may be one of them."""
    rule, activation = _rules(report, block)
    is_compared = report.blocks[block].values.get("task") == Task.PICTURE
    if rule.input or is_compared:
        yield from (wire.source for wire in report.network.incoming.get(block, ()))
    if rule.output or activation.output:
        yield block


def _own_bytes(report: ShapeReport, block: str, known: BlockReport) -> int:
    """Return the bytes for one example that are neither input nor output."""
    rule, activation = _rules(report, block)
    kind, output = report.network.blocks[block].kind, known.output or ()
    inside = FLOAT_BYTES if activation.input else activation.bytes_per_output
    found = prod(output) * (rule.bytes_per_output + inside)
    found += rule.bytes_per_input * sum(prod(shape) for shape in known.inputs)
    if kind == "separable":  # between its two convolutions
        found += FLOAT_BYTES * known.inputs[0][0] * known.values["multiplier"] * prod(output[1:])
    if kind == "output" and known.values["task"] != Task.PICTURE:  # the logarithms of the classes
        found += FLOAT_BYTES * prod(output)
    return found


def _origin(report: ShapeReport, block: str) -> str:
    """Return the block that made the memory which `block` puts out."""
    blocks = report.network.blocks
    while blocks[block].is_bypassed or blocks[block].kind in _VIEWS:
        block = report.network.incoming[block][0].source
    return block
