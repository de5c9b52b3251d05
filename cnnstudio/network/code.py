"""Networks as PyTorch source that needs nothing but torch.

The source is printed from the same layer descriptions as the engine builds,
with the block ids as names, so trained weights fit it as they are.
"""

import ast
import keyword
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from importlib import resources
from itertools import pairwise
from textwrap import indent
from typing import NamedTuple

from cnnstudio.errors import InvalidNetworkError
from cnnstudio.network import edits
from cnnstudio.network.blocks.data import Task
from cnnstudio.network.blocks.layer import Call, Layer, Step
from cnnstudio.network.graph import Network, Value
from cnnstudio.network.shapes import ShapeReport

_LINE_LENGTH = 100

# torch takes these first and in this order: nobody writes their names.
_POSITIONAL = {"in_channels", "out_channels", "in_features", "out_features", "num_features"}

# What the loss takes over, because it is exacter on what comes before it.
_FOLDED = {Task.CLASSES: "Softmax", Task.YES_NO: "Sigmoid"}


def source(network: Network, report: ShapeReport, *, class_name: str = "Network") -> str:
    """Return a module with the class `class_name`; raise `InvalidNetworkError` for problems.

    Its `forward` gives what is drawn; `logits` stops before a softmax (classes)
    or sigmoid (yes/no) that comes last.
    """
    return listing(network, report, class_name=class_name).text


@dataclass(frozen=True, slots=True)
class Listing:
    """The source of a network, and where in it each block stands."""

    text: str
    lines: Mapping[str, tuple[int, ...]]
    """Of each block the lines that are its own, from 0; a bypassed one has none."""


def listing(network: Network, report: ShapeReport, *, class_name: str = "Network") -> Listing:
    """Return what `source` returns, with the lines of each block."""
    for problem in report.problems:
        raise InvalidNetworkError(problem.message)
    plan = _plan(network, report)
    lines: list[str] = []
    places: dict[str, list[int]] = {}
    for piece in _pieces(plan, class_name):
        new = piece.text.split("\n")
        if piece.block:
            places.setdefault(piece.block, []).extend(range(len(lines), len(lines) + len(new)))
        lines += new
    found = {block: tuple(numbers) for block, numbers in places.items()}
    return Listing("\n".join(lines) + "\n", found)


def class_name_of(text: str) -> str:
    """Return a class name made of the words of `text`: "tiny-vgg" becomes "TinyVgg".

    It is never that of a layer of our own, whose class may stand in the same module.
    """
    words = re.findall(r"[A-Za-z0-9]+", text)
    name = "".join(word[0].upper() + word[1:] for word in words)
    if not name.isidentifier() or keyword.iskeyword(name):
        return f"Network{name}"
    return f"{name}Network" if name in _own_sources() else name


def gives_probabilities(network: Network, report: ShapeReport) -> bool:
    """Return whether `forward` ends with the softmax or sigmoid that the task asks for."""
    return _plan(network, report).ends_folded


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the source says: the layers of each block, and a variable for each output."""

    network: Network
    """Without the bypassed blocks."""
    report: ShapeReport
    steps: Mapping[str, Sequence[Step]]
    order: tuple[str, ...]
    """The blocks from Input to the one before Output, branch by branch."""
    variables: Mapping[str, str]
    task: Task

    @property
    def final(self) -> str:
        """The block that feeds Output."""
        return self.order[-1]

    @property
    def ends_folded(self) -> bool:
        """Whether the last layer is one that the loss takes over."""
        last = self.steps[self.final][-1:]
        return bool(last) and last[0] == Layer(_FOLDED.get(self.task, ""), last[0].arguments)

    def axes(self, block: str) -> str:
        """Return the shape of a block's output with its batch: "(N, 16, 8, 8)"."""
        shape = self.report.blocks[block].output or ()
        return f"(N, {', '.join(map(str, shape))})"


class _Piece(NamedTuple):
    """One or more whole lines, and the block that they are about."""

    text: str
    block: str = ""


def _plan(network: Network, report: ShapeReport) -> _Plan:
    (output,) = network.of_kind("output")
    steps = {name: report.layers(name) for name in network.order}
    bypassed = [name for name, block in network.blocks.items() if block.is_bypassed]
    wired = edits.remove(network, bypassed)
    order = _reading_order(wired, output.id)[:-1]
    task = Task(report.blocks[output.id].values["task"])
    return _Plan(wired, report, steps, order, _variables(wired, order), task)


def _reading_order(network: Network, output: str) -> tuple[str, ...]:
    """Return the blocks up to `output`, each branch in one piece before the next one."""
    order: dict[str, None] = {}
    pending = [output]
    while pending:
        sources = [wire.source for wire in network.incoming.get(pending[-1], ())]
        waiting = [source for source in sources if source not in order]
        if waiting:
            pending += waiting[:1]
        else:
            order[pending.pop()] = None
    return tuple(order)


def _variables(network: Network, order: Sequence[str]) -> dict[str, str]:
    """Name each output: "x" where only the next line needs it, else the block's id."""
    following = dict(pairwise(order))
    names = {}
    for name in order:
        users = {wire.target for wire in network.outgoing.get(name, ())}
        names[name] = "x" if users == {following.get(name)} or name == order[-1] else name
    return names


def _summary(plan: _Plan) -> str:
    shapes = f"Input {plan.axes(plan.order[0])}, output {plan.axes(plan.final)}"
    return f"Made with CNN Studio. {shapes}, {plan.report.weight_count:,} parameters."


def _pieces(plan: _Plan, class_name: str) -> Iterator[_Piece]:
    yield _Piece(f'"""{_summary(plan)}"""\n\nimport torch\nfrom torch import nn\n\n')
    for layer in _own_layers(plan):
        yield _Piece(f"{layer}\n\n")
    yield _Piece(f"class {class_name}(nn.Module):")
    yield from _constructor(plan)
    yield _Piece("")
    yield from _methods(plan)


def _own_layers(plan: _Plan) -> list[str]:
    """Return the source of each layer that torch lacks, in the order of its first use."""
    steps = [step for name in plan.order for step in plan.steps[name]]
    used = dict.fromkeys(step.name for step in steps if isinstance(step, Layer) and step.own)
    return [_own_sources()[name] for name in used]


@cache
def _own_sources() -> Mapping[str, str]:
    """Return the classes of the engine's layers: read, because importing them needs torch."""
    text = resources.files("cnnstudio").joinpath("engine", "layers.py").read_text("utf-8")
    found = [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]
    return {node.name: ast.get_source_segment(text, node) or "" for node in found}


def _constructor(plan: _Plan) -> Iterator[_Piece]:
    yield _Piece("    def __init__(self) -> None:")
    yield _Piece("        super().__init__()")
    # In the engine's order, so that the same seed draws the same weights.
    for name in plan.report.order:
        layers = [step for step in plan.steps[name] if isinstance(step, Layer)]
        if layers:
            made = f"self.{name} = {_module(layers, len(name))}"
            yield _Piece(indent(made, " " * 8), name)


def _module(layers: Sequence[Layer], name_length: int) -> str:
    if len(layers) == 1:
        return _constructed(layers[0], width=_LINE_LENGTH - len("        self. = ") - name_length)
    inside = ",\n".join(_constructed(layer, width=_LINE_LENGTH - 13) for layer in layers)
    return f"nn.Sequential(\n{indent(inside, '    ')},\n)"


def _constructed(layer: Layer, *, width: int) -> str:
    """Return the call that makes `layer`, its arguments on a line of their own if need be."""
    arguments = ", ".join(
        _literal(value) if name in _POSITIONAL else f"{name}={_literal(value)}"
        for name, value in layer.arguments
    )
    name = layer.name if layer.own else f"nn.{layer.name}"
    flat = f"{name}({arguments})"
    return flat if len(flat) <= width else f"{name}(\n    {arguments}\n)"


def _literal(value: Value) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _methods(plan: _Plan) -> Iterator[_Piece]:
    parameter = plan.variables[plan.order[0]]
    if plan.ends_folded:
        yield _signature(plan, "logits")
        yield from _statements(plan)
        last = plan.final if len(plan.steps[plan.final]) == 1 else f"{plan.final}[-1]"
        yield _Piece("")
        yield _signature(plan, "forward")
        yield _Piece(f"        return self.{last}(self.logits({parameter}))", plan.final)
        return
    yield _signature(plan, "forward")
    yield from _statements(plan)
    if plan.task is not Task.PICTURE:
        yield _Piece("")
        yield _signature(plan, "logits")
        missing = _FOLDED[plan.task].lower()
        yield _Piece(f"        return self({parameter})  # it ends without a {missing}")


def _signature(plan: _Plan, method: str) -> _Piece:
    first = plan.order[0]
    typed = f"{plan.variables[first]}: torch.Tensor"
    text = f"    def {method}(self, {typed}) -> torch.Tensor:  # {plan.axes(first)}"
    return _Piece(text, first)


def _statements(plan: _Plan) -> Iterator[_Piece]:
    """Yield a line for each block, a last layer that is folded left out."""
    done = plan.order[0]
    for name in plan.order[1:]:
        cut = plan.ends_folded and name == plan.final
        if cut and len(plan.steps[name]) == 1:
            break
        module = f"self.{name}[:-1]" if cut else f"self.{name}"
        value = _applied(plan, name, module)
        yield _Piece(f"        {plan.variables[name]} = {value}  # {plan.axes(name)}", name)
        done = name
    yield _Piece(f"        return {plan.variables[done]}")


def _applied(plan: _Plan, block: str, module: str) -> str:
    wires = plan.network.incoming[block]
    inputs = [plan.variables[wire.source] for wire in wires]
    step = plan.steps[block][0]
    return _called(step, inputs) if isinstance(step, Call) else f"{module}({inputs[0]})"


def _called(call: Call, inputs: Sequence[str]) -> str:
    options = "".join(f", {name}={_literal(value)}" for name, value in call.arguments)
    if call.takes_list:
        return f"{call.function}([{', '.join(inputs)}]{options})"
    return reduce(lambda done, new: f"{call.function}({done}, {new}{options})", inputs)
