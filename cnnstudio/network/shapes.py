"""Shapes, counts and problems of a whole network.

A wrong shape is data, never an exception, and the valid part of a network
always has its numbers. Given the report on an earlier network, only blocks
downstream of a difference are looked at again.
"""

import heapq
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import Any

from cnnstudio.network.blocks.data import Task, output_units
from cnnstudio.network.blocks.fitting import fitting
from cnnstudio.network.blocks.kind import BlockKind, Misfit, Reach, shape_text
from cnnstudio.network.blocks.layer import Step
from cnnstudio.network.blocks.parameters import CLASSES
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Block, Network, Shape
from cnnstudio.network.repairs import Connect, Remove, Repair, repair
from cnnstudio.network.structure import dead_branch, dead_ends, inputs, loose_end, outputs
from cnnstudio.text import _


@dataclass(frozen=True, slots=True)
class Missing:
    """A block that a network needs, with the parameters that are known."""

    kind: str
    parameters: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a network from being trained; `block` is None where one is missing."""

    block: str | None
    message: str
    repairs: tuple[Repair, ...] = ()
    missing: Missing | None = None


@dataclass(frozen=True, slots=True)
class BlockReport:
    """What is known of one block; `output` is None where its shape cannot be told."""

    values: Mapping[str, Any]
    inputs: tuple[Shape, ...]
    output: Shape | None = None
    weight_count: int = 0
    multiply_adds: int = 0
    problem: Problem | None = None


@dataclass(frozen=True)
class ShapeReport:
    """Every block's report, in an order in which the network runs."""

    network: Network
    blocks: Mapping[str, BlockReport]
    structure: tuple[Problem, ...]
    outside: tuple[Problem, ...] = ()
    """Problems with what the network is used for, such as a data set of another size."""

    @property
    def order(self) -> tuple[str, ...]:
        """The block ids, each after those that feed it."""
        return self.network.order

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """All problems: those of the structure first, then block by block, then from outside."""
        names = self.failing
        ordered = names if len(names) < 2 else [name for name in self.order if name in names]
        found = (self.blocks[name].problem for name in ordered)
        own = (problem for problem in found if problem is not None)
        return (*self._structure_known, *own, *self.outside)

    @property
    def _structure_known(self) -> Iterable[Problem]:
        """The problems of the structure without those of which more is known from outside."""
        known = {each.missing.kind for each in self.outside if each.missing is not None}
        return (p for p in self.structure if p.missing is None or p.missing.kind not in known)

    @cached_property
    def failing(self) -> frozenset[str]:
        """The blocks whose own rule finds a problem."""
        return frozenset(name for name, known in self.blocks.items() if known.problem is not None)

    @cached_property
    def weight_count(self) -> int:
        """The number of trainable parameters of all blocks."""
        return sum(report.weight_count for report in self.blocks.values())

    @cached_property
    def multiply_adds(self) -> int:
        """The multiply-adds of all blocks for one example."""
        return sum(report.multiply_adds for report in self.blocks.values())

    @cached_property
    def value_count(self) -> int:
        """The number of values that all blocks put out for one example."""
        return sum(prod(report.output) for report in self.blocks.values() if report.output)

    def with_outside(self, outside: tuple[Problem, ...]) -> "ShapeReport":
        """Return the report with other problems from outside."""
        report = replace(self, outside=outside)
        report.__dict__.update(
            {each: self.__dict__[each] for each in _SUMS if each in self.__dict__}
        )
        return report

    def layers(self, block: str) -> tuple[Step, ...]:
        """Return the torch layers of a block whose shape is known; none where it is bypassed."""
        known, asked = self.blocks[block], self.network.blocks[block]
        if asked.is_bypassed:
            return ()
        return find_kind(asked.kind).layers(known.values, known.inputs)

    def reach(self, block: str) -> Reach | None:
        """Return what one value of a block sees of its input; None where that is all of it."""
        asked = self.network.blocks[block]
        if asked.is_bypassed:
            return Reach()
        return find_kind(asked.kind).reach(self.blocks[block].values)

    def uncovered(self, block: str) -> tuple[int, int]:
        """Return the rows and columns at the end of the input that a stride leaves out."""
        known, asked = self.blocks[block], self.network.blocks[block]
        if asked.is_bypassed or known.output is None:
            return (0, 0)
        return find_kind(asked.kind).uncovered(known.values, known.inputs)

    def problem_of(self, block: str) -> Problem | None:
        """Return the first problem of one block, or None: that of its own rule before others.

        While a chain is built its end goes nowhere; what is wrong with the end says more.
        """
        known = self.blocks.get(block)
        if known is not None and known.problem is not None:
            return known.problem
        return next((problem for problem in self.problems if problem.block == block), None)


_SUMS = ("weight_count", "multiply_adds", "value_count", "failing")
"""What a report adds up over all blocks, and hands on to the next."""


def infer_shapes(network: Network, previous: ShapeReport | None = None) -> ShapeReport:
    """Return the shapes, counts and problems of `network`.

    `previous` is the report on an earlier version of it, or on any other network.
    """
    if previous is None:
        blocks: dict[str, BlockReport] = {}
        _evaluate(network, blocks, set(network.blocks))
        return ShapeReport(network, blocks, _structure(network))
    difference = _difference(network, previous.network)
    blocks = dict(previous.blocks)
    for gone in difference.gone:
        blocks.pop(gone, None)
    seen = _evaluate(network, blocks, _seeds(network, previous.network, difference))
    structure = _structure(network) if difference.is_structural else previous.structure
    report = ShapeReport(network, blocks, structure)
    _hand_on(previous, report, {*seen, *difference.gone})
    return report


def _hand_on(old: ShapeReport, new: ShapeReport, touched: Collection[str]) -> None:
    """Work out the sums of the new report from those of the old one."""
    before = ShapeReport(old.network, _some(old.blocks, touched), ())
    after = ShapeReport(new.network, _some(new.blocks, touched), ())
    for name in ("weight_count", "multiply_adds", "value_count"):
        new.__dict__[name] = getattr(old, name) - getattr(before, name) + getattr(after, name)
    new.__dict__["failing"] = (old.failing - before.failing) | after.failing


def _some(blocks: Mapping[str, BlockReport], names: Collection[str]) -> dict[str, BlockReport]:
    return {name: blocks[name] for name in names if name in blocks}


@dataclass(frozen=True, slots=True)
class _Difference:
    """What sets a network apart from another, block by block."""

    changed: list[str]
    """New blocks, and those whose own rule differs."""
    rewired: list[str]
    """Blocks that other wires enter."""
    gone: list[str]
    is_structural: bool
    """Whether it may begin, or end, elsewhere."""


def _difference(new: Network, old: Network) -> _Difference:
    blocks, before = new.blocks, old.blocks.get
    other = [name for name, block in blocks.items() if before(name) is not block]
    changed = [name for name in other if not _same_rule(blocks[name], before(name))]
    kept = len(blocks) - sum(name not in old.blocks for name in other)
    gone = [name for name in old.blocks if name not in blocks] if kept < len(old.blocks) else []
    is_structural = bool(
        gone
        or new.wires != old.wires
        or any(not _same_place(blocks[name], before(name)) for name in changed)
    )
    return _Difference(changed, _rewired(new, old), gone, is_structural)


def _rewired(new: Network, old: Network) -> list[str]:
    if new.wires is old.wires:
        return []
    before = old.incoming.get
    other = [name for name, wires in new.incoming.items() if before(name) is not wires]
    entered = [name for name in other if before(name) != new.incoming[name]]
    return entered + [name for name in new.sources if name in old.incoming]


def _seeds(network: Network, old: Network, difference: _Difference) -> set[str]:
    """Return the blocks whose own rule or whose wires differ from the earlier network's."""
    seeds = {*difference.changed, *difference.rewired}
    if difference.is_structural:
        # What an unfed block could be connected to depends on every wire.
        seeds.update(network.sources)
    if _context(network) != _context(old):
        seeds.update(name for name, block in network.blocks.items() if _asks_context(block))
    return seeds


def _same_place(new: Block, old: Block | None) -> bool:
    """Whether a block is to its neighbours what it was."""
    return old is not None and (new.kind, new.is_bypassed) == (old.kind, old.is_bypassed)


def _same_rule(new: Block, old: Block | None) -> bool:
    if new is old:
        return True
    return old is not None and _rule(new) == _rule(old)


def _rule(block: Block) -> tuple[Any, ...]:
    return (block.kind, block.parameters, block.is_bypassed)


def _asks_context(block: Block) -> bool:
    return block.kind == "output" or CLASSES in block.parameters.values()


def _evaluate(network: Network, blocks: dict[str, BlockReport], seeds: set[str]) -> set[str]:
    """Look at `seeds` and at whatever their outputs change, upwards; return all of them."""
    rank = network.rank
    pending = [(rank[name], name) for name in seeds if name in rank]
    heapq.heapify(pending)
    queued = {name for _rank, name in pending}
    context = _context(network)
    while pending:
        _rank, name = heapq.heappop(pending)
        old, new = blocks.get(name), _report(network, network.blocks[name], blocks, context)
        if new == old:
            continue  # the same object stays, by which views know that nothing is new
        blocks[name] = new
        if old is not None and old.output == new.output:
            continue
        for wire in network.outgoing.get(name, ()):
            if wire.target not in queued and wire.target in rank:
                queued.add(wire.target)
                heapq.heappush(pending, (rank[wire.target], wire.target))
    return queued


@dataclass(frozen=True, slots=True)
class _Context:
    """What a block may ask of the rest of the network."""

    units: int | None
    picture: Shape | None


def _context(network: Network) -> _Context:
    output = next(iter(outputs(network)), None)
    source = next(iter(inputs(network)), None)
    units = None if output is None else output_units(_values(output))
    size = None if source is None else find_kind("input").output_shape(_values(source), ())
    return _Context(units, size)


def _values(block: Block) -> dict[str, Any]:
    return {**find_kind(block.kind).defaults(), **block.parameters}


def _report(
    network: Network, block: Block, blocks: Mapping[str, BlockReport], context: _Context
) -> BlockReport:
    kind = find_kind(block.kind)
    values = _values(block)
    wires = network.incoming.get(block.id, ())
    known = [blocks[wire.source].output if wire.source in blocks else None for wire in wires]
    inputs = tuple(shape for shape in known if shape is not None)
    try:
        if len(wires) < (1 if block.is_bypassed else kind.fewest_inputs):
            raise Misfit(_too_few(kind, len(wires)))
        if len(inputs) < len(wires):
            return BlockReport(values, inputs)  # the problem lies upstream and is said there
        if block.is_bypassed:
            return BlockReport(values, inputs, inputs[0])
        values = _resolved(values, context)
        output = _output_shape(block, values, inputs, context)
    except Misfit as misfit:
        repairs = _repairs(network, block, misfit)
        return BlockReport(values, inputs, problem=Problem(block.id, misfit.message, repairs))
    weights = kind.weight_count(values, inputs)
    return BlockReport(values, inputs, output, weights, kind.multiply_adds(values, inputs))


def would_take(network: Network, block: str, shapes: Sequence[Shape]) -> bool:
    """Whether a block would have no problem if `shapes` came in."""
    context, known = _context(network), network.blocks[block]
    try:
        _output_shape(known, _resolved(_values(known), context), tuple(shapes), context)
    except Misfit:
        return False
    return True


def _output_shape(
    block: Block, values: dict[str, Any], inputs: tuple[Shape, ...], context: _Context
) -> Shape:
    output = find_kind(block.kind).output_shape(values, inputs)
    if block.kind == "output":
        _check_picture(values, output, context)
    return output


def _resolved(values: dict[str, Any], context: _Context) -> dict[str, Any]:
    """Replace "classes" by the number that the Output asks for."""
    names = [name for name, value in values.items() if name == "units" and value == CLASSES]
    if not names:
        return values
    if context.units is None:
        raise Misfit(_('"classes" needs an Output that asks for classes.'))
    return {**values, **dict.fromkeys(names, context.units)}


def _check_picture(values: Mapping[str, Any], shape: Shape, context: _Context) -> None:
    if values["task"] == Task.PICTURE and context.picture is not None and shape != context.picture:
        raise Misfit(
            _("Output needs a picture like the input, {wanted}, not {shape}.").format(
                wanted=shape_text(context.picture), shape=shape_text(shape)
            ),
            *fitting(context.picture, shape),
        )


def _too_few(kind: BlockKind, count: int) -> str:
    if kind.most_inputs == 1:
        return _("{block} needs an input. Connect one to it.").format(block=_(kind.title))
    return _("{block} needs at least {fewest} inputs and has {count}.").format(
        block=_(kind.title), fewest=kind.fewest_inputs, count=count
    )


def _repairs(network: Network, block: Block, misfit: Misfit) -> tuple[Repair, ...]:
    found = [repair(network, block.id, remedy) for remedy in misfit.remedies]
    if block.id not in network.incoming and (loose := loose_end(network, block.id)):
        found.append(repair(network, block.id, Connect(loose)))
    return tuple(found)


def _structure(network: Network) -> tuple[Problem, ...]:
    return tuple(_missing_ends(network)) + tuple(_dead_ends(network))


def _missing_ends(network: Network) -> Iterable[Problem]:
    for kind, found in (("input", inputs(network)), ("output", outputs(network))):
        if not found:
            yield missing_end(kind)
        for extra in found[1:]:
            message = _("A network that is trained has one {kind}; this is another.").format(
                kind=_(find_kind(kind).title)
            )
            yield Problem(extra.id, message, (repair(network, extra.id, Remove()),))


def missing_end(kind: str, **parameters: Any) -> Problem:
    """Return the problem that there is no Input, or no Output, and how one would be."""
    return Problem(None, _no_end(kind), missing=Missing(kind, tuple(parameters.items())))


def _no_end(kind: str) -> str:
    if kind == "input":
        return _("There is no Input. Add one, so that pictures can enter the network.")
    return _("There is no Output. Add one, so that the network has something to learn.")


def _dead_ends(network: Network) -> Iterable[Problem]:
    for block in dead_ends(network):
        message = _("The output of {block} goes nowhere. Connect it or remove the block.")
        remedy = Remove(dead_branch(network, block.id))
        repairs = () if block.kind == "input" else (repair(network, block.id, remedy),)
        title = _(find_kind(block.kind).title)
        yield Problem(block.id, message.format(block=title), repairs)
