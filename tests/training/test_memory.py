"""Memory, held against what torch's autograd and optimisers really keep."""

from typing import Any

import pytest
import torch
from torch import Tensor

from cnnstudio.engine.build import build
from cnnstudio.engine.objective import training_objective
from cnnstudio.engine.optimizers import make_optimizer
from cnnstudio.network import edits
from cnnstudio.network.catalog import KINDS
from cnnstudio.network.graph import Network
from cnnstudio.network.shapes import infer_shapes
from cnnstudio.network.structure import inputs
from cnnstudio.project.presets import NAMES, load_preset
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.memory import kept_bytes, memory_of
from cnnstudio.training.plan import Implementation

TOLERANCE = 0.05
"""What is left out: statistics of normalisations, masks of channels, labels."""

BATCH = 4
OPTIMIZERS = [
    {"optimizer": name, "momentum": momentum, "rms_momentum": momentum}
    for name in ("adam", "adamw", "sgd", "rmsprop", "adagrad")
    for momentum in (0.0, 0.9)
]


def kept_by_torch(network: Network) -> int:
    """Return the bytes that autograd keeps between forward and backward, weights left out."""
    report = infer_shapes(network)
    model = build(network).train()
    (start,) = inputs(network)
    pictures = torch.randn(BATCH, *(report.blocks[start.id].output or ()))
    weights = {each.untyped_storage().data_ptr() for each in model.parameters()}
    kept: dict[int, Tensor] = {}

    def keep(tensor: Tensor) -> Tensor:
        kept[tensor.untyped_storage().data_ptr()] = tensor
        return tensor

    objective = training_objective(model.task, TrainingConfig(), (), torch.device("cpu"))
    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        logits = model.logits(pictures)
        loss = objective.loss(logits, objective.targets(torch.zeros(BATCH).long()), pictures)
    assert loss.requires_grad
    found = (each.untyped_storage() for place, each in kept.items() if place not in weights)
    return sum(storage.nbytes() for storage in found)


@pytest.mark.parametrize("name", NAMES)
def test_preset_keeps_what_torch_keeps(name: str) -> None:
    network = load_preset(name).network
    estimate = BATCH * kept_bytes(infer_shapes(network))
    assert estimate == pytest.approx(kept_by_torch(network), rel=TOLERANCE)


def around(kind: str, **values: Any) -> Network:
    """A network with a block of `kind` between two convolutions."""
    network = Network()
    for each in ("input", "conv", kind, "conv", "flatten", "dense", "output"):
        given = {
            "input": {"channels": 3, "height": 16, "width": 16},
            "conv": {"filters": 8, "padding": "same"},
            "dense": {"units": "classes"},
            "reshape": {"channels": 8, "height": 8, "width": 32},
        }.get(each, {})
        if each == kind:
            given = {**given, **values}
        before = list(network.blocks)
        network = edits.add(network, edits.new_block(network, each, **given))
        after = list(network.blocks)[-1]
        for _slot in range(2 if KINDS[each].fewest_inputs > 1 else 1):
            network = edits.connect(network, before[-1], after) if before else network
    return network


SPATIAL = [
    name
    for name in KINDS
    if name not in ("input", "output", "dense", "global_average", "global_max", "flatten")
]


@pytest.mark.parametrize("kind", SPATIAL)
def test_block_keeps_what_torch_keeps(kind: str) -> None:
    network = around(kind)
    report = infer_shapes(network)
    assert report.problems == ()
    assert BATCH * kept_bytes(report) == pytest.approx(kept_by_torch(network), rel=TOLERANCE)


@pytest.mark.parametrize("activation", ["relu", "gelu", "scaled_tanh"])
def test_activation_inside_a_block_keeps_what_torch_keeps(activation: str) -> None:
    network = around("depthwise", activation=activation)
    report = infer_shapes(network)
    assert BATCH * kept_bytes(report) == pytest.approx(kept_by_torch(network), rel=TOLERANCE)


@pytest.mark.parametrize("settings", OPTIMIZERS, ids=lambda each: "-".join(map(str, each.values())))
def test_optimizer_remembers_what_torch_remembers(settings: dict[str, Any]) -> None:
    network = load_preset("starter").network
    config = TrainingConfig(batch_size=BATCH, **settings)
    model = build(network)
    optimizer = make_optimizer(model.parameters(), config, Implementation.LOOP)
    model(torch.randn(2, 1, 8, 8)).sum().backward()
    optimizer.step()
    states = [each for state in optimizer.state.values() for each in state.values()]
    tensors = [each for each in states if isinstance(each, Tensor) and each.dim() > 0]
    memory = memory_of(infer_shapes(network), config)
    assert memory.optimizer_state == sum(each.nbytes for each in tensors)
    assert memory.weights == sum(each.nbytes for each in model.parameters())
    gradients = [each.grad for each in model.parameters() if each.grad is not None]
    assert memory.gradients == sum(each.nbytes for each in gradients)


def test_training_grows_with_the_batch_by_what_is_kept_alone() -> None:
    report = infer_shapes(load_preset("lenet5").network)
    one, two = (memory_of(report, TrainingConfig(batch_size=size)) for size in (32, 64))
    assert two.training - one.training == 32 * kept_bytes(report)
    assert one.training == sum((one.weights, one.gradients, one.optimizer_state, one.activations))
