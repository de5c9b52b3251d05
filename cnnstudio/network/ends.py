"""Where a missing Input or Output would come to stand, and what it would be like."""

from collections.abc import Iterator

from cnnstudio.network import edits
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Network
from cnnstudio.network.repairs import Add, Append, Prepend, Repair, repair
from cnnstudio.network.shapes import Missing, ShapeReport
from cnnstudio.network.structure import dead_ends
from cnnstudio.text import _

_MOST_PLACES = 4


def additions(report: ShapeReport, missing: Missing) -> tuple[Repair, ...]:
    """Return the ways to put in what is missing: connected, where anything waits for it."""
    network, kind = report.network, missing.kind
    places = (_unfed(network) if kind == "input" else _open(network))[:_MOST_PLACES]
    if not places:
        name = edits.free_id(network, kind)
        return (repair(network, name, Add(kind, missing.parameters)),)
    found = [_connected(report, missing, place) for place in places]
    if len(found) == 1:
        return tuple(found)
    return tuple(Repair(each.block, each.remedy, _at(network, kind, each.block)) for each in found)


def addition_at(report: ShapeReport, kind: str, block: str) -> Repair | None:
    """Return how an Input before a block, or an Output behind it, is added where there is none."""
    wanted = (each.missing for each in report.problems if each.missing is not None)
    missing = next((each for each in wanted if each.kind == kind), None)
    return None if missing is None else _connected(report, missing, block)


def _connected(report: ShapeReport, missing: Missing, block: str) -> Repair:
    network = report.network
    if missing.kind == "input":
        return repair(network, block, Prepend("input", missing.parameters))
    values = missing.parameters or _classes(report, block)
    return repair(network, block, Append("output", values))


def _classes(report: ShapeReport, block: str) -> tuple[tuple[str, int], ...]:
    """Return the parameters with which an Output takes a vector as it is."""
    shape = report.blocks[block].output
    if shape is None or len(shape) != 1 or shape[0] < 2:
        return ()
    return (("classes", shape[0]),)


def _at(network: Network, kind: str, block: str) -> str:
    names = {"block": _(find_kind(kind).title), "other": network.blocks[block].name or block}
    if kind == "input":
        return _("Add {block} before {other}").format(**names)
    return _("Add {block} behind {other}").format(**names)


def _unfed(network: Network) -> list[str]:
    """Return the blocks that wait for an input; Output only where nothing else does."""
    names = [name for name in network.sources if _takes_input(network, name)]
    return [name for name in names if network.blocks[name].kind != "output"] or names


def _takes_input(network: Network, name: str) -> bool:
    return find_kind(network.blocks[name].kind).most_inputs > 0


def _open(network: Network) -> list[str]:
    """Return the blocks whose output goes nowhere; those that are fed, if any are."""
    return [block.id for block in dead_ends(network)] or list(_unused(network))


def _unused(network: Network) -> Iterator[str]:
    for name in network.sinks:
        if find_kind(network.blocks[name].kind).has_output:
            yield name
