import pytest
import torch
from torch import nn

from cnnstudio.engine.control import Control
from cnnstudio.engine.loop import Training
from cnnstudio.engine.watch import Watch, first_not_finite, is_finite
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.messages import BatchReport, LayerReport
from tests.engine.networks import bright_and_dark, dense, training, two_classes

NETWORK = two_classes(dense(6), "relu", dense(2), ("output", {"classes": 2}))


def begun(**config: float) -> Training:
    return training(NETWORK, bright_and_dark(40), TrainingConfig(batch_size=8, epochs=2, **config))


def test_a_look_inside_tells_what_the_step_did() -> None:
    running = begun()
    module = running.module
    before = [each.detach().clone() for each in module.layers_of("dense2")[0].parameters()]
    rows = torch.arange(8)
    pictures = running.train.gather(rows)
    running.objective.loss(module.logits(pictures), running.train.labels[rows], pictures).backward()
    watch = Watch(module)
    watch.before()
    gradients = [each.grad for each in module.layers_of("dense2")[0].parameters()]
    running.optimizer.step()
    states = {state.block: state for state in watch.after(pictures)}
    after = list(module.layers_of("dense2")[0].parameters())
    state = states["dense2"]

    def length(tensors: list[torch.Tensor | None]) -> float:
        return torch.cat([each.flatten() for each in tensors if each is not None]).norm().item()

    assert state.gradient == pytest.approx(length(gradients))
    moved = [now - earlier for now, earlier in zip(after, before, strict=True)]
    assert state.change == pytest.approx(length(moved))
    assert state.weights == pytest.approx(length(after))
    assert state.dead is None
    assert set(states) == {"conv1", "relu1", "dense1", "relu2", "dense2"}


def test_units_are_dead_when_nothing_wakes_them() -> None:
    running = begun()
    layer = running.module.layers_of("dense1")[0]
    assert isinstance(layer, nn.Linear)
    with torch.no_grad():
        layer.bias[:] = torch.tensor([-1e6, 1e6, 1e6, 1e6, -1e6, -1e6])
    watch = Watch(running.module)
    watch.before()
    states = {state.block: state.dead for state in watch.after(running.train.part(0, 20))}
    assert states["relu2"] == 0.5


def test_a_run_is_looked_into_at_its_first_step_and_then_seldom() -> None:
    reports = list(begun().reports(Control()))
    looks = [each for each in reports if isinstance(each, LayerReport)]
    assert [(look.epoch, look.step) for look in looks][:1] == [(1, 1)]
    assert len(looks) < sum(len(each.losses) for each in reports if isinstance(each, BatchReport))
    assert all(state.gradient is None or state.gradient > 0 for state in looks[0].layers)


def test_the_first_block_that_is_not_finite_is_found() -> None:
    running = begun()
    pictures = running.train.part(0, 4)
    assert first_not_finite(running.module, pictures) is None
    assert is_finite(running.module)
    layer = running.module.layers_of("dense1")[0]
    assert isinstance(layer, nn.Linear)
    with torch.no_grad():
        layer.bias[2] = float("inf")
    assert first_not_finite(running.module, pictures) == "dense1"
    assert not is_finite(running.module)
    assert first_not_finite(running.module, pictures * float("nan")) == "input1"
