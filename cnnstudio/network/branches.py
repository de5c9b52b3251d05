"""What can be done about a problem further away than at the block that has it.

These repairs depend on blocks far upstream, which a report need not have looked
at again: they are worked out when a person asks for them.
"""

from collections.abc import Iterator
from itertools import islice

from cnnstudio.network import edits
from cnnstudio.network.blocks.kind import Misfit
from cnnstudio.network.blocks.parameters import Padding
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.ends import addition_at, additions
from cnnstudio.network.graph import Shape
from cnnstudio.network.repairs import Connect, Repair, SetOther, TakeOut, repair
from cnnstudio.network.shapes import Problem, ShapeReport, would_take
from cnnstudio.network.structure import dead_ends, loose_end

_MOST_CHANGES = 2
_CHANGES = (("padding", "same"), ("stride", (1, 1)))


def repairs_of(report: ShapeReport, problem: Problem) -> tuple[Repair, ...]:
    """Return the problem's own repairs and those that lie elsewhere in the network."""
    if problem.missing is not None:
        return additions(report, problem.missing)
    if problem.block is None or problem.block not in report.blocks:
        return problem.repairs
    found = dict.fromkeys(problem.repairs)
    found.update(dict.fromkeys(_elsewhere(report, problem.block, problem)))
    return tuple(found)


def _elsewhere(report: ShapeReport, block: str, problem: Problem) -> Iterator[Repair]:
    if report.blocks[block].problem != problem:  # but of the wires that leave it
        yield from _connections(report, block)
        return
    yield from _missing_input(report, block)
    yield from _changes_of_branches(report, block)
    yield from _without_flatten(report, block)


def _missing_input(report: ShapeReport, block: str) -> Iterator[Repair]:
    """Put an Input before what is not fed, or connect a loose end to a merge that needs more."""
    network = report.network
    wires = network.incoming.get(block, ())
    if not wires and (addition := addition_at(report, "input", block)):
        yield addition
        return
    kind = find_kind(network.blocks[block].kind)
    if not 0 < len(wires) < kind.fewest_inputs:
        return
    loose = loose_end(network, block)
    if loose is not None and edits.refusal(network, loose, block) is None:
        yield repair(network, block, Connect(loose))


def _connections(report: ShapeReport, block: str) -> Iterator[Repair]:
    """Connect a loose end to the blocks that wait for an input, or end the network there."""
    network = report.network
    if block in network.outgoing:
        return
    is_end = bool(network.incoming.get(block)) and network.blocks[block] in dead_ends(network)
    if is_end and (addition := addition_at(report, "output", block)):
        yield addition
    for name in sorted(report.failing):
        count = len(network.incoming.get(name, ()))
        fewest = find_kind(network.blocks[name].kind).fewest_inputs
        if count < fewest and edits.refusal(network, block, name) is None:
            yield repair(network, name, Connect(block))


def _changes_of_branches(report: ShapeReport, block: str) -> Iterator[Repair]:
    """Give a block further up other padding or stride, so that what comes in fits."""
    inputs = report.blocks[block].inputs
    if len(inputs) == 1 and "kernel" in report.blocks[block].values:
        yield from islice(_changes(report, block, 0), _MOST_CHANGES)
        return
    other = next((slot for slot, shape in enumerate(inputs) if shape[1:] != inputs[0][1:]), None)
    if other is not None:
        yield from _changes(report, block, other)
        yield from _changes(report, block, 0)


def _changes(report: ShapeReport, block: str, slot: int) -> Iterator[Repair]:
    """Walk up a branch and yield the changes of one of its blocks that mend the merge."""
    network, known = report.network, report.blocks[block]
    branch = _branch(report, network.incoming[block][slot].source)
    for place, name in enumerate(branch):
        for parameter, value in _CHANGES:
            shape = _shape_after(report, branch[: place + 1], parameter, value)
            if shape is None:
                continue
            inputs = [*known.inputs[:slot], shape, *known.inputs[slot + 1 :]]
            if would_take(network, block, inputs):
                yield repair(network, block, SetOther(name, ((parameter, value),)))


def _branch(report: ShapeReport, end: str) -> list[str]:
    """Return the blocks from `end` upwards that feed nothing else."""
    found, network = [], report.network
    while len(network.outgoing.get(end, ())) == 1 and len(network.incoming.get(end, ())) == 1:
        found.append(end)
        end = network.incoming[end][0].source
    return found


def _shape_after(
    report: ShapeReport, branch: list[str], parameter: str, value: object
) -> Shape | None:
    """Return what a branch puts out, written upwards, where its first block is changed."""
    first = branch[-1]
    kind, known = find_kind(report.network.blocks[first].kind), report.blocks[first]
    declared = next((each for each in kind.parameters if each.name == parameter), None)
    is_named = isinstance(declared, Padding) or parameter != "padding"
    if declared is None or not is_named or known.values[parameter] == value:
        return None
    values, shape = {**known.values, parameter: value}, known.inputs
    try:
        output = kind.output_shape(values, shape)
        for name in reversed(branch[:-1]):
            block, after = report.network.blocks[name], report.blocks[name]
            if not block.is_bypassed:
                output = find_kind(block.kind).output_shape(after.values, [output])
    except Misfit:
        return None
    return output


def _without_flatten(report: ShapeReport, block: str) -> Iterator[Repair]:
    """Take away the Flatten in front of a block that needs a picture."""
    network = report.network
    wires = network.incoming.get(block, ())
    if len(wires) != 1 or len(report.blocks[block].inputs) != 1:
        return
    source = network.blocks[wires[0].source]
    if source.kind != "flatten" or source.is_bypassed:
        return
    if would_take(network, block, report.blocks[source.id].inputs):
        yield repair(network, block, TakeOut(source.id))
