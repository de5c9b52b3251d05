"""What repairs lead to: the shape that one would give, and all that are beyond doubt at once."""

from collections.abc import Iterator

from cnnstudio.network import repairs
from cnnstudio.network.blocks.kind import shape_text
from cnnstudio.network.branches import repairs_of
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Block
from cnnstudio.network.repairs import Repair
from cnnstudio.network.shapes import ShapeReport, infer_shapes
from cnnstudio.text import _, plural

_MOST_LINES = 3
_MOST_STEPS = 1_000
"""Keeps two repairs that undo each other from going on for ever."""


def after_repair(report: ShapeReport, repair: Repair) -> ShapeReport:
    """Return the report on the mended network; what is still missing stays as well known."""
    after = infer_shapes(repairs.apply(report.network, repair), report)
    missing = {each.missing.kind for each in after.structure if each.missing is not None}
    known = (each for each in report.outside if each.missing is not None)
    outside = tuple(each for each in known if each.missing and each.missing.kind in missing)
    return after.with_outside(outside) if outside else after


def outcome(report: ShapeReport, repair: Repair) -> str:
    """Return in words what the block would put out after a repair."""
    mended = after_repair(report, repair)
    if repair.block not in mended.blocks:
        return _("The block is gone.")
    known = mended.blocks[repair.block]
    if known.output is not None:
        return _("Then it puts out {shape}.").format(shape=shape_text(known.output))
    if known.problem is not None:
        return _("Then: {problem}").format(problem=known.problem.message)
    return _("Its input is still unknown then.")


def obvious_repair(report: ShapeReport) -> Repair | None:
    """Return the repair of the first problem that has exactly one, or None."""
    choices = (repairs_of(report, problem) for problem in report.problems)
    return next((each[0] for each in choices if len(each) == 1), None)


def preview(report: ShapeReport, repair: Repair) -> tuple[str, ...]:
    """Return what a repair changes: blocks that come and go, and shapes before and after."""
    after = after_repair(report, repair)
    lines = [*_gone(report, after), *_changed(report, after)]
    more = len(lines) - _MOST_LINES
    if more > 0:
        lines[_MOST_LINES:] = [plural("and {count} more", "and {count} more", more)]
    return (*lines, _left(after))


def _gone(before: ShapeReport, after: ShapeReport) -> Iterator[str]:
    for name, block in before.network.blocks.items():
        if name not in after.network.blocks:
            yield _("− {block}").format(block=_title(block))


def _changed(before: ShapeReport, after: ShapeReport) -> Iterator[str]:
    """Yield new blocks, then those of another shape; what is the same object is neither."""
    other = [name for name, known in after.blocks.items() if known is not before.blocks.get(name)]
    for name in sorted(other, key=lambda name: name in before.blocks):
        known, block = after.blocks[name], after.network.blocks[name]
        shape = "?" if known.output is None else shape_text(known.output)
        old = before.blocks.get(name)
        if old is None:
            yield _("+ {block}: {shape}").format(block=_title(block), shape=shape)
        elif old.output != known.output:
            was = "?" if old.output is None else shape_text(old.output)
            yield _("{block}: {old} → {new}").format(block=_title(block), old=was, new=shape)


def _left(after: ShapeReport) -> str:
    if not after.problems:
        return _("No problem is left.")
    return plural("{count} problem is left.", "{count} problems are left.", len(after.problems))


def _title(block: Block) -> str:
    return block.name or _(find_kind(block.kind).title)


def mended(report: ShapeReport) -> ShapeReport:
    """Return the network after all repairs that are the only choice, one after the other.

    A problem that is gone may uncover others further on. It ends where no
    choice is unique, or where a repair leaves its block as wrong as before.
    """
    for _step in range(_MOST_STEPS):
        repair = obvious_repair(report)
        if repair is None:
            break
        after = after_repair(report, repair)
        if after.problem_of(repair.block) == report.problem_of(repair.block):
            break
        report = after
    return report
