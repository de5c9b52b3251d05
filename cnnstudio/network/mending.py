"""What repairs lead to: the shape that one would give, and all that are beyond doubt at once."""

from cnnstudio.network import repairs
from cnnstudio.network.blocks.kind import shape_text
from cnnstudio.network.repairs import Repair
from cnnstudio.network.shapes import ShapeReport, infer_shapes
from cnnstudio.text import _

_MOST_STEPS = 1_000
"""Keeps two repairs that undo each other from going on for ever."""


def outcome(report: ShapeReport, repair: Repair) -> str:
    """Return in words what the block would put out after a repair."""
    mended = infer_shapes(repairs.apply(report.network, repair), report)
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
    choices = (problem.repairs for problem in report.problems)
    return next((each[0] for each in choices if len(each) == 1), None)


def mended(report: ShapeReport) -> ShapeReport:
    """Return the network after all repairs that are the only choice, one after the other.

    A problem that is gone may uncover others further on. It ends where no
    choice is unique, or where a repair leaves its block as wrong as before.
    """
    for _step in range(_MOST_STEPS):
        repair = obvious_repair(report)
        if repair is None:
            break
        after = infer_shapes(repairs.apply(report.network, repair), report)
        if after.problem_of(repair.block) == report.problem_of(repair.block):
            break
        report = after
    return report
