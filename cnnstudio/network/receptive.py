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


def receptive_fields(report: ShapeReport) -> dict[str, ReceptiveField]:
    """Return the receptive field of every block whose shape is known."""
    found: dict[str, ReceptiveField] = {}
    for block in report.order:
        if report.blocks[block].output is not None:
            wires = report.network.incoming.get(block, ())
            before = [found[wire.source] for wire in wires]
            found[block] = _field(report, block, before) if before else ReceptiveField()
    return found


def _field(report: ShapeReport, block: str, before: list[ReceptiveField]) -> ReceptiveField:
    sizes = [field.size for field in before if field.size is not None]
    is_vector = len(report.blocks[block].output or ()) == 1
    reach = report.reach(block)
    if is_vector or reach is WHOLE_PICTURE or len(sizes) < len(before):
        return ReceptiveField(None, before[0].stride)
    # Of several branches the widest counts, at the largest stride.
    size = (max(rows for rows, _columns in sizes), max(columns for _rows, columns in sizes))
    stride = (max(field.stride[0] for field in before), max(field.stride[1] for field in before))
    return _widened(size, stride, reach)


def _widened(size: tuple[int, int], stride: tuple[float, float], reach: Reach) -> ReceptiveField:
    rows = size[0] + (reach.cells[0] - 1) * stride[0]
    columns = size[1] + (reach.cells[1] - 1) * stride[1]
    jump = (stride[0] * reach.stride[0], stride[1] * reach.stride[1])
    return ReceptiveField((round(rows), round(columns)), jump)
