"""Receptive fields: how much of the input one value of a block sees.

Source: Araujo, Norris and Sim, Computing receptive fields of convolutional
neural networks (2019), section 2: the field grows by (reach − 1) · jump, and the
jump between neighbours is multiplied by the stride.
"""

from dataclasses import dataclass

from cnnstudio.network.blocks.kind import WHOLE_PICTURE, Reach
from cnnstudio.network.shapes import ShapeReport


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """What one value of a block sees of the input.

    `size` is (rows, columns), None where it is the whole picture, as behind
    Flatten. `stride` is how far apart in the input neighbours are centred.
    """

    size: tuple[int, int] | None = (1, 1)
    stride: tuple[float, float] = (1.0, 1.0)


def receptive_field(report: ShapeReport, block: str) -> ReceptiveField | None:
    """Return what one value of `block` sees of the input; None while its shape is unknown."""
    if report.blocks[block].output is None:
        return None
    found: dict[str, ReceptiveField] = {}
    pending = [block]
    while pending:
        sources = [wire.source for wire in report.network.incoming.get(pending[-1], ())]
        missing = [source for source in sources if source not in found]
        if missing:
            pending += missing
        else:
            name = pending.pop()
            before = [found[source] for source in sources]
            found[name] = _field(report, name, before) if before else ReceptiveField()
    return found[block]


def _field(report: ShapeReport, block: str, before: list[ReceptiveField]) -> ReceptiveField:
    is_vector = len(report.blocks[block].output or ()) == 1
    reach = report.reach(block)
    if is_vector or reach is WHOLE_PICTURE or any(field.size is None for field in before):
        return ReceptiveField(None, before[0].stride)
    if reach.cells == (1, 1) and reach.stride == (1.0, 1.0) and len(before) == 1:
        return before[0]
    # Of several branches the widest counts, at the largest stride.
    sizes = [field.size for field in before if field.size is not None]
    size = (max(rows for rows, _columns in sizes), max(columns for _rows, columns in sizes))
    stride = (max(field.stride[0] for field in before), max(field.stride[1] for field in before))
    return _widened(size, stride, reach)


def _widened(size: tuple[int, int], stride: tuple[float, float], reach: Reach) -> ReceptiveField:
    rows = size[0] + (reach.cells[0] - 1) * stride[0]
    columns = size[1] + (reach.cells[1] - 1) * stride[1]
    jump = (stride[0] * reach.stride[0], stride[1] * reach.stride[1])
    return ReceptiveField((round(rows), round(columns)), jump)
