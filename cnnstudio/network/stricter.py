"""Where we refuse on purpose what torch would run, each rule with its reason.

Everything else that is called a problem fails in torch too; the property tests
hold both: no other refusal, and no rule here that torch has come to share.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod

from cnnstudio.network.blocks.kind import Values
from cnnstudio.network.graph import Block, Network, Shape
from cnnstudio.network.structure import dead_ends, inputs, outputs

Inputs = Sequence[Shape]


@dataclass(frozen=True, slots=True)
class Rule:
    """A refusal of our own: `applies` tells it from those that torch shares."""

    kinds: tuple[str, ...]
    refused: str
    reason: str
    applies: Callable[[Values, Inputs], bool]


BLOCK_RULES = (
    Rule(
        ("dense",),
        "a picture",
        "torch.nn.Linear takes a picture whose width happens to fit and treats each row by itself, "
        "which is never what the drawing says.",
        lambda _values, inputs: len(inputs[0]) == 3,
    ),
    Rule(
        ("add", "multiply"),
        "inputs of different shapes",
        "torch broadcasts: 8 × 1 × 1 plus 8 × 5 × 5 runs, but a wrong wire would go unnoticed.",
        lambda _values, inputs: len(set(inputs)) > 1,
    ),
    Rule(
        ("add", "multiply", "concat"),
        "a single input",
        "A merge of one branch does nothing; the second wire has been forgotten.",
        lambda _values, inputs: len(inputs) < 2,
    ),
    Rule(
        ("global_average", "adaptive_pool"),
        "a vector",
        "torch takes its mean together with the batch's, as if examples were rows of pixels.",
        lambda _values, inputs: len(inputs[0]) == 1,
    ),
    Rule(
        ("padding", "crop"),
        "a vector",
        "torch pads or crops the last two axes, and one of those of a vector is the batch.",
        lambda _values, inputs: len(inputs[0]) == 1,
    ),
    Rule(
        ("crop",),
        "to cut everything away",
        "torch goes on with pictures of no pixels.",
        lambda _values, inputs: len(inputs[0]) == 3,
    ),
    Rule(
        ("transposed",),
        "padding that cuts everything away",
        "torch goes on with pictures of no pixels.",
        lambda values, inputs: len(inputs[0]) == 3 and values["extra"] < min(values["stride"]),
    ),
    Rule(
        ("spatial_dropout",),
        "a vector",
        "torch warns and drops single values; Dropout says that better.",
        lambda _values, inputs: len(inputs[0]) == 1,
    ),
    Rule(
        ("output",),
        "more values than there are classes",
        "Cross-entropy runs, but the network could answer with classes that do not exist.",
        lambda values, inputs: values["task"] == "classes" and prod(inputs[0]) > values["classes"],
    ),
    Rule(
        ("output",),
        "a picture that is not of the input's size",
        "torch broadcasts the squared error, for example of one channel against three.",
        lambda values, _inputs: values["task"] == "picture",
    ),
)
"""Refusals of single blocks."""


@dataclass(frozen=True, slots=True)
class StructureRule:
    """A refusal of a whole network; `applies` is asked of the block that is blamed, or None."""

    refused: str
    reason: str
    applies: Callable[[Network, Block | None], bool]


STRUCTURE_RULES = (
    StructureRule(
        "a network that lacks Input or Output",
        "torch has no such notion; the training loop needs to know where pictures enter and "
        "what is learned from.",
        lambda network, block: block is None and not (inputs(network) and outputs(network)),
    ),
    StructureRule(
        "a second Input or Output",
        "torch has no such notion; the training loop has one kind of picture and one loss.",
        lambda network, block: (
            block is not None and block in (*inputs(network)[1:], *outputs(network)[1:])
        ),
    ),
    StructureRule(
        "an output that goes nowhere",
        "torch would compute it in vain.",
        lambda network, block: block is not None and block in dead_ends(network),
    ),
)
"""Refusals of whole networks: all that `ShapeReport.structure` holds."""


def is_stricter(kind: str, values: Values, inputs: Inputs) -> bool:
    """Return whether a refusal of these inputs may be one that torch does not share."""
    return any(kind in rule.kinds and rule.applies(values, inputs) for rule in BLOCK_RULES)
