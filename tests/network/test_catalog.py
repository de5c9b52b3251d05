"""Every kind of block is complete: form, rules, words."""

import re

import pytest

from cnnstudio.network.blocks.kind import BlockKind, Misfit
from cnnstudio.network.catalog import KINDS
from cnnstudio.network.graph import Shape

FAMILIES = {
    "data": ["input", "output"],
    "convolution": ["conv", "depthwise", "separable", "transposed"],
    "pooling": [
        "max_pool",
        "average_pool",
        "min_pool",
        "global_average",
        "global_max",
        "adaptive_pool",
    ],
    "activation": [
        "relu",
        "leaky_relu",
        "elu",
        "prelu",
        "tanh",
        "scaled_tanh",
        "softplus",
        "hard_swish",
        "sigmoid",
        "softmax",
        "gelu",
        "silu",
    ],
    "normalisation": [
        "batch_norm",
        "layer_norm",
        "group_norm",
        "local_response_norm",
        "dropout",
        "spatial_dropout",
    ],
    "shape": ["flatten", "reshape", "padding", "crop", "upsample"],
    "dense": ["dense"],
    "merge": ["add", "multiply", "concat"],
}
PICTURE, VECTOR = (16, 8, 8), (64,)
SENTENCE_END = re.compile(r"[.!?](?=\s|$)")


def fitting_inputs(kind: BlockKind) -> list[Shape]:
    """Shapes that the kind accepts at its defaults."""
    count = max(kind.fewest_inputs, min(1, kind.most_inputs))
    for shape in (PICTURE, VECTOR, (10,)):
        try:
            kind.output_shape(kind.defaults(), [shape] * count)
        except Misfit:
            continue
        return [shape] * count
    raise AssertionError(kind.name)


def test_the_catalogue_holds_every_kind_by_family() -> None:
    found: dict[str, list[str]] = {}
    for kind in KINDS.values():
        found.setdefault(kind.family.value, []).append(kind.name)
    assert found == FAMILIES


every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


@every_kind
def test_kind_is_explained_in_two_sentences_a_formula_and_a_source(kind: BlockKind) -> None:
    assert len(SENTENCE_END.findall(kind.explanation)) == 2
    assert " = " in kind.equation
    assert re.search(r"\(\d{4}\)|torch\.nn\.", kind.source)


@every_kind
def test_kind_says_what_each_parameter_means(kind: BlockKind) -> None:
    for parameter in kind.parameters:
        assert parameter.title
        assert parameter.help.endswith(".")
        assert parameter.check(parameter.default) == parameter.default


@every_kind
def test_kind_has_a_shape_rule_in_numbers_counts_and_layers(kind: BlockKind) -> None:
    values, inputs = kind.defaults(), fitting_inputs(kind)
    assert kind.output_shape(values, inputs)
    lines = kind.formula(values, inputs)
    assert lines or not kind.has_output  # the settings have a say in the loss
    assert all(lines)
    assert kind.weight_count(values, inputs) >= 0
    assert kind.multiply_adds(values, inputs) >= 0
    assert kind.name in ("input", "output") or kind.layers(values, inputs)


@pytest.mark.parametrize("name", ["conv", "depthwise", "separable", "transposed", "dense"])
def test_an_activation_can_be_chosen_within(name: str) -> None:
    kind = KINDS[name]
    inputs = fitting_inputs(kind)
    for function in FAMILIES["activation"]:
        if function == "prelu":  # its weights would have no card to be seen on
            continue
        value = kind.parameter("activation").check(function)
        with_it = {**kind.defaults(), "activation": value}
        assert len(kind.layers(with_it, inputs)) == len(kind.layers(kind.defaults(), inputs)) + 1
        assert kind.weight_count(with_it, inputs) == kind.weight_count(kind.defaults(), inputs)
