"""What a block or a network amounts to, in lines of numbers."""

from collections.abc import Iterator, Sequence

from cnnstudio.network.blocks.data import Task
from cnnstudio.network.blocks.kind import BlockKind, Values, shape_text
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Block, Shape
from cnnstudio.network.receptive import receptive_field
from cnnstudio.network.shapes import BlockReport, ShapeReport
from cnnstudio.text import _, plural
from cnnstudio.training.loss import AUTO, loss_title


def block_rule(
    kind: BlockKind, values: Values, inputs: Sequence[Shape], *, loss: str = AUTO
) -> tuple[str, ...]:
    """Return the shape rule with its numbers; of an Output, the loss that follows from `loss`."""
    if kind.name != "output":
        return kind.formula(values, inputs)
    return (_("loss: {name}").format(name=loss_title(Task(values["task"]), loss)),)


def block_facts(block: Block, shapes: ShapeReport, *, loss: str) -> tuple[str, ...]:
    """Return the rule of a block, its output's shape, the counts and the reach.

    `loss` is what the training settings choose.
    """
    report = shapes.blocks[block.id]
    if report.output is None:
        return (_("Not known yet: the input has no shape."),) if not report.problem else ("–",)
    kind = find_kind(block.kind)
    rule = block_rule(kind, report.values, report.inputs, loss=loss)
    rule = () if block.is_bypassed else rule
    counts = (each for each in _counts(report) if not any(line.endswith(each) for line in rule))
    lines = [*rule, shape_text(report.output), *counts]
    return (*lines, *_uncovered(shapes.uncovered(block.id)), *_seen(block, shapes))


def _counts(report: BlockReport) -> Iterator[str]:
    if report.weight_count:
        yield _parameters(report.weight_count)
    if report.multiply_adds:
        yield _("{count} multiply-adds").format(count=f"{report.multiply_adds:,}")


def _uncovered(left: tuple[int, int]) -> Iterator[str]:
    """Say what the stride leaves out: pixels that no window ever reaches."""
    rows, columns = left
    if rows:
        yield plural("{count} row is not covered", "{count} rows are not covered", rows)
    if columns:
        yield plural("{count} column is not covered", "{count} columns are not covered", columns)


def _seen(block: Block, shapes: ShapeReport) -> Iterator[str]:
    """Say how much of the input one value sees, and how far its neighbour looks from it."""
    field = receptive_field(shapes, block.id)
    if field is None or field.size == (1, 1):
        return
    if field.size is None:
        yield _("sees the whole input")
        return
    yield _("sees {rows}×{columns} pixels of the input").format(
        rows=field.size[0], columns=field.size[1]
    )
    down, right = field.stride
    if field.stride != (1.0, 1.0):
        yield _("neighbours {rows:g}×{columns:g} pixels apart").format(rows=down, columns=right)


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
