"""What a block or a network amounts to, in lines of numbers."""

from cnnstudio.network.blocks.kind import shape_text
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Block
from cnnstudio.network.shapes import BlockReport, ShapeReport
from cnnstudio.text import _, plural


def block_facts(block: Block, report: BlockReport) -> tuple[str, ...]:
    """Return the shape rule with its numbers, the output's shape and the counts."""
    kind = find_kind(block.kind)
    if report.output is None:
        return (_("Not known yet: the input has no shape."),) if not report.problem else ("–",)
    lines = [*kind.formula(report.values, report.inputs), shape_text(report.output)]
    if report.weight_count:
        lines.append(_parameters(report.weight_count))
    if report.multiply_adds:
        lines.append(_("{count} multiply-adds").format(count=f"{report.multiply_adds:,}"))
    return tuple(lines)


def network_facts(report: ShapeReport) -> tuple[str, ...]:
    """Return the network's totals."""
    count = len(report.network.blocks)
    return (
        plural("{count} block", "{count} blocks", count),
        _parameters(report.weight_count),
        _("{count} multiply-adds").format(count=f"{report.multiply_adds:,}"),
    )


def _parameters(count: int) -> str:
    if count == 1:
        return _("1 parameter")
    return _("{count} parameters").format(count=f"{count:,}")
