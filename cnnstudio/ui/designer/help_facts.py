"""What the help says of a kind, or of one block of it, besides its explanation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cnnstudio.network.blocks.kind import MANY, BlockKind, Misfit, shape_text
from cnnstudio.network.graph import Shape
from cnnstudio.project.project import Design
from cnnstudio.text import _, plural
from cnnstudio.ui.designer.block_facts import block_facts, block_rule

_EXAMPLES: tuple[Shape, ...] = ((16, 8, 8), (64,), (10,))


@dataclass(frozen=True, slots=True)
class Numbers:
    """The values of the parameters, and the shape rule worked out with them."""

    title: str
    values: Mapping[str, Any]
    lines: tuple[str, ...]


def block_numbers(design: Design, block: str) -> Numbers:
    """Return the numbers of a block of the network."""
    report = design.report
    found, known = report.network.blocks[block], report.blocks[block]
    facts = block_facts(found, report, loss=design.project.training.loss)
    title = _("Shape of {block}").format(block=found.name or block)
    return Numbers(title, known.values, (*_inputs(known.inputs), *facts))


def example_numbers(kind: BlockKind) -> Numbers:
    """Return the numbers of a kind at its defaults, for an input that fits."""
    values, inputs = kind.defaults(), _example_inputs(kind)
    lines = (*block_rule(kind, values, inputs), shape_text(kind.output_shape(values, inputs)))
    weights = kind.weight_count(values, inputs)
    counts = (plural("{count:,} parameter", "{count:,} parameters", weights),) if weights else ()
    return Numbers(_("Shape, for example"), values, (*_inputs(inputs), *lines, *counts))


def ports(kind: BlockKind) -> str:
    """Return in words what goes in and what comes out."""
    return _("{inputs}; {outputs}.").format(
        inputs=_inputs_text(kind), outputs=_("one output") if kind.has_output else _("no output")
    )


def _inputs_text(kind: BlockKind) -> str:
    if kind.most_inputs == 0:
        return _("No input")
    if kind.most_inputs == 1:
        return _("One input")
    return _("{fewest} to {most} inputs").format(fewest=kind.fewest_inputs, most=MANY)


def _inputs(inputs: Sequence[Shape]) -> tuple[str, ...]:
    if not inputs:
        return ()
    shown = ", ".join(shape_text(shape) for shape in inputs)
    return (_("input {shapes}").format(shapes=shown),)


def _example_inputs(kind: BlockKind) -> tuple[Shape, ...]:
    count = max(kind.fewest_inputs, min(1, kind.most_inputs))
    for shape in _EXAMPLES:
        try:
            kind.output_shape(kind.defaults(), (shape,) * count)
        except Misfit:
            continue
        return (shape,) * count
    raise AssertionError(kind.name)
