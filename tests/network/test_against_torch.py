"""Every shape, count and refusal held against real torch modules."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import partial, reduce
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from cnnstudio.engine import layers as own_layers
from cnnstudio.network import edits
from cnnstudio.network.blocks.kind import Misfit, Values
from cnnstudio.network.blocks.layer import Layer, Step, layer
from cnnstudio.network.blocks.parameters import CLASSES
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Network, Shape
from cnnstudio.network.shapes import ShapeReport, infer_shapes
from cnnstudio.network.stricter import BLOCK_RULES, STRUCTURE_RULES, is_stricter
from tests.network.drawn import INPUT, blocks, networks, working_networks

# Together with the networks 2,000 and more in each run.
many = partial(
    settings, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)

BATCH = 2  # batch normalisation needs two examples to train on


class Refusal(Exception):
    """torch does not run this."""


def torch_layers(kind: str, values: Values, inputs: Sequence[Shape]) -> Sequence[Step]:
    """The kind's layers, also where the kind itself refuses to describe them."""
    try:
        return find_kind(kind).layers(values, inputs)
    except Misfit:
        if kind == "reshape":
            shape = (values["channels"], values["height"], values["width"])
            return (Layer("Flatten"), layer("Unflatten", dim=1, unflattened_size=shape))
        if kind == "separable":
            return find_kind("depthwise").layers({**values, "activation": "none"}, inputs)
        raise


def function_of(step: Step) -> Callable[..., Tensor]:
    arguments = dict(step.arguments)
    if isinstance(step, Layer):
        made: nn.Module = getattr(own_layers if step.own else nn, step.name)(**arguments)
        return made
    function = partial(getattr(torch, step.function.removeprefix("torch.")), **arguments)
    return (
        (lambda *all_: function(all_)) if step.takes_list else lambda *all_: reduce(function, all_)
    )


def run(kind: str, values: Values, tensors: Sequence[Tensor]) -> tuple[Tensor, int]:
    """Return the output of a block and how many weights it has; raise `Refusal` like torch."""
    inputs = [tuple(tensor.shape[1:]) for tensor in tensors]
    try:
        functions = [function_of(step) for step in torch_layers(kind, values, inputs)]
        for function in functions:
            tensors = [function(*tensors)]
    except (RuntimeError, ValueError, TypeError, IndexError) as error:
        raise Refusal(str(error)) from error
    modules = nn.ModuleList(each for each in functions if isinstance(each, nn.Module))
    return tensors[0], sum(weight.numel() for weight in modules.parameters())


def outcome(kind: str, values: Values, inputs: Sequence[Shape]) -> tuple[Shape, int, int] | Refusal:
    """Return torch's shape, weight count and multiply-adds for one example, or its refusal."""
    tensors = [torch.zeros(BATCH, *shape) for shape in inputs]
    with warnings.catch_warnings(), FlopCounterMode(display=False) as counter:
        warnings.simplefilter("ignore")
        try:
            output, weights = run(kind, values, tensors)
        except Refusal as refusal:
            return refusal
    return tuple(output.shape[1:]), weights, counter.get_total_flops() // (2 * BATCH)


@many(max_examples=1_700)
@given(blocks())
def test_block_has_the_shape_the_counts_and_the_validity_of_its_torch_layers(
    drawn: tuple[str, dict[str, Any], tuple[Shape, ...]],
) -> None:
    kind, values, inputs = drawn
    theirs, ours = outcome(kind, values, inputs), described(kind, values, inputs)
    if isinstance(ours, Misfit):
        refused = isinstance(theirs, Refusal) or is_stricter(kind, values, inputs)
        assert refused, f"torch runs what we refuse: {ours.message}"
    else:
        assert theirs == ours


def described(
    kind: str, values: Values, inputs: Sequence[Shape]
) -> tuple[Shape, int, int] | Misfit:
    """Return our shape, weight count and multiply-adds for one example, or our refusal."""
    block = find_kind(kind)
    if len(inputs) < block.fewest_inputs:
        return Misfit("too few inputs")
    try:
        shape = block.output_shape(values, inputs)
    except Misfit as misfit:
        return misfit
    return shape, block.weight_count(values, inputs), block.multiply_adds(values, inputs)


# A refusal for each rule of ours that torch does not share.
STRICTER = [
    ("dense", {}, [(2, 3, 2)]),
    ("add", {}, [(8, 1, 1), (8, 5, 5)]),
    ("multiply", {}, [(4,), (1, 2, 4)]),
    ("concat", {}, [(4, 3, 3)]),
    ("global_average", {}, [(4,)]),
    ("adaptive_pool", {"size": (1, 1)}, [(4,)]),
    ("padding", {}, [(4,)]),
    ("crop", {"sides": 0}, [(4,)]),
    ("crop", {"sides": 1}, [(1, 2, 2)]),
    ("transposed", {"kernel": 1, "padding": 1, "extra": 1}, [(1, 1, 1)]),
    ("spatial_dropout", {}, [(4,)]),
    ("output", {"classes": 3}, [(4,)]),
    ("output", {"task": "picture"}, [(1, *INPUT[1:])]),
]


def complete(kind: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    values = {**find_kind(kind).defaults(), **edits.checked(kind, parameters)}
    return {**values, "units": 7} if values.get("units") == CLASSES else values


@pytest.mark.parametrize(("kind", "parameters", "inputs"), STRICTER)
def test_stricter_rule_refuses_what_torch_runs(
    kind: str, parameters: dict[str, Any], inputs: list[Shape]
) -> None:
    values = complete(kind, parameters)
    theirs = loss(values, inputs[0]) if kind == "output" else outcome(kind, values, inputs)
    assert not isinstance(theirs, Refusal)
    assert is_stricter(kind, values, inputs)


def test_every_stricter_rule_has_an_example_and_a_reason() -> None:
    for rule in BLOCK_RULES:
        assert any(
            kind in rule.kinds and rule.applies(complete(kind, parameters), inputs)
            for kind, parameters, inputs in STRICTER
        ), rule.refused
    assert all(rule.reason.endswith(".") for rule in BLOCK_RULES)


def loss(values: Values, shape: Shape) -> float | Refusal:
    """Return the loss of an Output whose target is as good as targets get, or torch's refusal."""
    answers = torch.zeros(BATCH, *shape)
    try:
        if values["task"] == "classes":
            last = torch.full((BATCH,), values["classes"] - 1)
            return nn.functional.cross_entropy(answers, last).item()
        if values["task"] == "yes/no":
            return nn.functional.binary_cross_entropy_with_logits(
                answers, torch.ones(BATCH, 1)
            ).item()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return nn.functional.mse_loss(answers, torch.zeros(BATCH, *INPUT)).item()
    except (RuntimeError, ValueError, IndexError) as error:
        return Refusal(str(error))


def check_block(report: ShapeReport, block: str) -> None:
    """Hold what is reported of one block against what torch makes of the same inputs."""
    kind, known = report.network.blocks[block].kind, report.blocks[block]
    if kind == "output":
        theirs: Any = loss(known.values, known.inputs[0]) if known.inputs else Refusal("no input")
    else:
        theirs = outcome(kind, known.values, known.inputs)
    if known.problem is not None:
        refused = isinstance(theirs, Refusal) or is_stricter(kind, known.values, known.inputs)
        assert refused, f"torch runs what we refuse: {known.problem.message}"
    elif kind == "output":
        assert not isinstance(theirs, Refusal)
    else:
        assert theirs == (known.output, known.weight_count, known.multiply_adds)


def check_structure(report: ShapeReport) -> None:
    """Find each refusal of the whole network in the table of rules that torch does not share."""
    network = report.network
    for problem in report.structure:
        blamed = None if problem.block is None else network.blocks[problem.block]
        assert any(rule.applies(network, blamed) for rule in STRUCTURE_RULES), problem.message


def test_every_rule_of_the_structure_has_a_reason_and_refuses_something() -> None:
    twice = Network()
    for kind in ("input", "input", "flatten", "output"):
        twice = edits.add(twice, edits.new_block(twice, kind))
    loose = edits.connect(twice, "input1", "flatten1")
    reports = [infer_shapes(each) for each in (Network(), twice, loose)]
    for rule in STRUCTURE_RULES:
        assert rule.reason.endswith(".")
        assert any(
            rule.applies(report.network, report.network.blocks.get(problem.block or ""))
            for report in reports
            for problem in report.structure
        ), rule.refused


@many(max_examples=250)
@given(networks())
def test_network_has_the_shapes_the_counts_and_the_validity_that_torch_has(
    network: Network,
) -> None:
    report = infer_shapes(network)
    assert set(report.order) == set(network.blocks)
    check_structure(report)
    for block, known in report.blocks.items():
        wires = network.incoming.get(block, ())
        if len(known.inputs) == len(wires) and network.blocks[block].kind != "input":
            check_block(report, block)
        elif network.blocks[block].kind != "input":
            assert known.output is None, "a shape without inputs"
    assert report.weight_count == sum(known.weight_count for known in report.blocks.values())


@many(max_examples=150)
@given(working_networks())
def test_network_without_problems_runs_from_pictures_to_loss(network: Network) -> None:
    report = infer_shapes(network)
    assert report.problems == ()
    tensors = {"input1": torch.zeros(BATCH, *INPUT)}
    total = 0
    for block in report.order[1:]:
        sources = [tensors[wire.source] for wire in network.incoming[block]]
        kind, known = network.blocks[block].kind, report.blocks[block]
        if kind == "output":
            assert not isinstance(loss(known.values, tuple(sources[0].shape[1:])), Refusal)
        elif network.blocks[block].is_bypassed:
            tensors[block] = sources[0]
        else:
            tensors[block], weights = run(kind, known.values, sources)
            total += weights
    assert report.weight_count == total
