"""Networks as torch modules."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from math import prod
from typing import Any

import torch
from torch import Tensor, nn

from cnnstudio.engine import layers
from cnnstudio.errors import InvalidNetworkError
from cnnstudio.network.blocks.data import Task
from cnnstudio.network.blocks.kind import Values
from cnnstudio.network.blocks.layer import Call, Layer
from cnnstudio.network.graph import Network
from cnnstudio.network.shapes import ShapeReport, infer_shapes

_Chain = tuple[Callable[..., Tensor], ...]

_SCHEMES: dict[str, Callable[[Tensor], object]] = {
    "kaiming": nn.init.kaiming_normal_,
    "xavier": nn.init.xavier_uniform_,
}
# What the loss takes over, because it is exacter on what comes before it.
_FOLDED = {Task.CLASSES: nn.Softmax, Task.YES_NO: nn.Sigmoid}


@dataclass(frozen=True, slots=True)
class _Step:
    """One layer of one block; sources and target are places in a list of tensors."""

    block: str
    apply: Callable[..., Tensor]
    sources: tuple[int, ...]
    target: int


class NetworkModule(nn.Module):
    """A network, with a submodule for each block that has layers, named by the block's id.

    `forward` gives what is drawn; `logits` stops before a softmax (classes) or
    sigmoid (yes/no) that comes last, which the loss and `probabilities` apply. It
    takes the fastest order that gives the same numbers, and the same gradients.
    """

    def __init__(self, network: Network) -> None:
        super().__init__()
        report = checked_report(network)
        self.task = Task(output_values(report)["task"])
        self.input_block = _only(network, "input")
        # Declared before the blocks: none of them may take these names.
        self._steps: tuple[_Step, ...] = ()
        self._body: tuple[_Step, ...] = ()
        self._chain: _Chain | None = None
        self._body_chain: _Chain | None = None
        self._compile(report)

    def forward(self, pictures: Tensor) -> Tensor:
        """Return what the Output gets for pictures (N, C, H, W)."""
        return _run(self._steps, self._chain, pictures)

    def logits(self, pictures: Tensor) -> Tensor:
        """Return what comes before a last softmax or sigmoid."""
        return _run(self._body, self._body_chain, pictures)

    @property
    def blocks(self) -> tuple[str, ...]:
        """The ids of the blocks that compute something, in order."""
        return tuple(dict.fromkeys(step.block for step in self._steps))

    def layers_of(self, block: str) -> list[nn.Module]:
        """Return the modules of one block, in the order in which they are applied."""
        functions = [step.apply for step in self._steps if step.block == block]
        return [each for each in functions if isinstance(each, nn.Module)]

    def trace(self, pictures: Tensor) -> dict[str, Tensor]:
        """Return the output of every block by id, Input's included and Output's left out."""
        values = {0: pictures}
        outputs = {self.input_block: pictures}
        for step in self._steps:
            values[step.target] = step.apply(*[values[place] for place in step.sources])
            outputs[step.block] = values[step.target]
        return outputs

    def _compile(self, report: ShapeReport) -> None:
        """Register the blocks' modules and put their layers in the order of the network."""
        network = report.network
        places = {self.input_block: 0}
        steps: list[_Step] = []
        for block in network.order:
            sources = tuple(places[wire.source] for wire in network.incoming.get(block, ()))
            functions = [_instantiate(each) for each in report.layers(block)]
            self._register(block, [each for each in functions if isinstance(each, nn.Module)])
            for function in functions:
                steps.append(_Step(block, function, sources, len(steps) + 1))
                sources = (len(steps),)
            if sources:
                places[block] = sources[0]
        self._steps = tuple(steps)
        self._body = _pooled_first(self._steps[:-1] if self._ends_folded() else self._steps)
        self._chain, self._body_chain = _as_chain(self._steps), _as_chain(self._body)

    def _ends_folded(self) -> bool:
        folded = _FOLDED.get(self.task)
        return (
            folded is not None and bool(self._steps) and isinstance(self._steps[-1].apply, folded)
        )

    def _register(self, block: str, modules: Sequence[nn.Module]) -> None:
        """Add a block's only module, or all of them in a row.

        A block may be called "forward" or "train"; such names get an underscore.
        """
        name = block
        while hasattr(self, name):
            name += "_"
        if modules:
            self.add_module(name, modules[0] if len(modules) == 1 else nn.Sequential(*modules))


def build(network: Network, *, initialization: str = "pytorch", seed: int = 0) -> NetworkModule:
    """Return the module of `network` with its initial weights, on the CPU.

    The same seed draws the same weights wherever they go afterwards; the global
    random state stays as it is. Raises `InvalidNetworkError`.
    """
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        module = NetworkModule(network)
        _initialise(module, initialization)
    return module


def checked_report(network: Network) -> ShapeReport:
    """Return the shapes of a network without problems; raise `InvalidNetworkError` otherwise."""
    report = infer_shapes(network)
    for problem in report.problems:
        raise InvalidNetworkError(problem.message)
    return report


def input_shape(report: ShapeReport) -> tuple[int, int, int]:
    """Return the channels, height and width of the pictures that a network takes."""
    shape = report.blocks[_only(report.network, "input")].output
    assert shape is not None
    channels, height, width = shape
    return channels, height, width


def output_values(report: ShapeReport) -> Values:
    """Return the parameters of the Output: its task, and how many classes it names."""
    return report.blocks[_only(report.network, "output")].values


def _only(network: Network, kind: str) -> str:
    (block,) = network.of_kind(kind)
    return block.id


def _instantiate(description: Layer | Call) -> Callable[..., Tensor]:
    if isinstance(description, Layer):
        made: nn.Module = getattr(layers if description.own else nn, description.name)(
            **dict(description.arguments)
        )
        return made
    function = getattr(torch, description.function.removeprefix("torch."))
    called: Callable[..., Tensor] = partial(function, **dict(description.arguments))
    return partial(_joined if description.takes_list else _folded, called)


def _joined(function: Callable[..., Tensor], *inputs: Tensor) -> Tensor:
    return function(inputs)


def _folded(function: Callable[..., Tensor], *inputs: Tensor) -> Tensor:
    return reduce(function, inputs)


def _pooled_first(steps: Sequence[_Step]) -> tuple[_Step, ...]:
    """Return the steps with ReLU after the max pooling that alone takes its output.

    The largest of rectified values is the largest value rectified, bit for bit, and
    where it is not above 0 no gradient comes back either way; but most values are
    dropped before they are looked at. Other activations may round two values to one,
    and the gradient then goes to another place.
    """
    ordered = list(steps)
    uses = Counter(place for step in steps for place in step.sources)
    for late, step in enumerate(steps):
        early = step.sources[0] - 1  # the place of the step before, as targets count from 1
        if (
            isinstance(step.apply, nn.MaxPool2d | nn.AdaptiveMaxPool2d)
            and early >= 0
            and uses[step.sources[0]] == 1
            and isinstance(ordered[early].apply, nn.ReLU)
        ):
            rectify = ordered[early].apply
            ordered[early] = replace(ordered[early], apply=step.apply)
            ordered[late] = replace(step, apply=rectify)
    return tuple(ordered)


def _as_chain(steps: Sequence[_Step]) -> _Chain | None:
    """Return the layers in a row where each takes the one before it alone, else None."""
    if all(step.sources == (step.target - 1,) for step in steps):
        return tuple(step.apply for step in steps)
    return None


def _run(steps: Sequence[_Step], chain: _Chain | None, pictures: Tensor) -> Tensor:
    if chain is not None:
        for layer in chain:
            pictures = layer(pictures)
        return pictures
    values: list[Any] = [pictures] + [None] * len(steps)
    for step in steps:
        values[step.target] = step.apply(*[values[place] for place in step.sources])
    return values[-1]  # type: ignore[no-any-return]


def _initialise(module: nn.Module, scheme: str) -> None:
    """Draw the weights of the layers that have a fan-in; "pytorch" leaves torch's own.

    Source: He et al., Delving deep into rectifiers (2015); Glorot and Bengio,
    Understanding the difficulty of training deep feedforward networks (2010);
    for "lecun", which draws the biases too, LeCun et al., Backpropagation
    applied to handwritten zip code recognition (1989).
    """
    if scheme == "pytorch":
        return
    for layer in module.modules():
        if not isinstance(layer, nn.Conv2d | nn.ConvTranspose2d | nn.Linear):
            continue
        if scheme == "lecun":
            _draw_within(2.4 / _fan_in(layer), layer)
            continue
        _SCHEMES[scheme](layer.weight)
        if layer.bias is not None:
            nn.init.zeros_(layer.bias)


def _draw_within(bound: float, layer: nn.Module) -> None:
    for weights in layer.parameters():
        nn.init.uniform_(weights, -bound, bound)


def _fan_in(layer: nn.Conv2d | nn.ConvTranspose2d | nn.Linear) -> int:
    """Return how many values each unit adds up."""
    if isinstance(layer, nn.ConvTranspose2d):
        return layer.in_channels // layer.groups * prod(layer.kernel_size)
    return layer.weight[0].numel()
