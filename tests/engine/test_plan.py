from collections.abc import Iterator
from unittest.mock import Mock

import msgspec
import pytest
import torch

from cnnstudio.data.dataset import Split
from cnnstudio.engine import plan as planning
from cnnstudio.engine.build import build
from cnnstudio.engine.plan import (
    find_plan,
    judge_plan,
    known_plan,
    missed_promise,
    remember_plan,
)
from cnnstudio.engine.samples import scaling_of
from cnnstudio.network.edits import move, set_parameters
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.plan import Implementation, Plan
from tests.engine.networks import bright_and_dark, dense, starter, two_classes

CPU = torch.device("cpu")
NETWORK = two_classes(dense(8), "batch_norm", "dropout", dense(2), ("output", {"classes": 2}))


def examples() -> Split:
    return bright_and_dark(32).train


def test_measuring_leaves_weights_and_random_numbers_alone() -> None:
    module = build(NETWORK)
    before = {name: each.clone() for name, each in module.state_dict().items()}
    random, threads = torch.get_rng_state(), torch.get_num_threads()
    find_plan(
        module,
        TrainingConfig(),
        examples=examples(),
        scaling=scaling_of(examples(), "standardise"),
    )
    for name, weights in module.state_dict().items():
        assert torch.equal(weights, before[name])
        assert weights.stride() == before[name].stride()
    assert all(parameter.grad is None for parameter in module.parameters())
    assert torch.equal(torch.get_rng_state(), random)
    assert torch.get_num_threads() == threads


@pytest.mark.parametrize("optimizer", ["adam", "rmsprop"])
def test_the_plan_is_one_that_this_machine_can_carry_out(optimizer: str) -> None:
    plan = find_plan(
        build(NETWORK),
        TrainingConfig(optimizer=optimizer, learning_rate=100.0),
        examples=examples(),
        scaling=scaling_of(examples(), "unit"),
    )
    assert plan.threads in (1, planning._THREADS)
    assert (plan.implementation is not Implementation.FUSED) or optimizer == "adam"


def test_networks_are_measured_as_long_as_their_copies_fit_into_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trials: list[Plan] = []

    def trial(_trials: object, plan: Plan) -> Mock:
        trials.append(plan)
        return Mock(seconds=lambda: 1.0)

    monkeypatch.setattr(planning._Trials, "_trial", trial)
    monkeypatch.setattr(planning, "fits_memory", lambda needed, _device: needed < 1_000_000)
    measure = {"examples": examples(), "scaling": scaling_of(examples(), "unit")}
    output = ("output", {"classes": 2})
    find_plan(build(two_classes(dense(2_000), dense(2), output)), TrainingConfig(), **measure)
    assert not trials
    find_plan(build(NETWORK), TrainingConfig(), **measure)
    assert len(trials) > 2


def test_a_network_without_convolution_keeps_the_default_layout() -> None:
    network = two_classes(dense(2), ("output", {"classes": 2}))
    blocks = {key: block for key, block in network.blocks.items() if key != "conv1"}
    wires = [wire for wire in network.wires if "conv1" not in (wire.source, wire.target)]
    joined = msgspec.structs.replace(
        network,
        blocks=blocks,
        wires=(msgspec.structs.replace(network.wires[0], target="relu1"), *wires),
    )
    plan = find_plan(
        build(joined),
        TrainingConfig(),
        examples=examples(),
        scaling=scaling_of(examples(), "unit"),
    )
    assert not plan.channels_last


def test_measuring_ends_when_it_is_no_longer_wanted() -> None:
    answers: Iterator[bool] = iter([True, False])
    asked = []

    def is_wanted() -> bool:
        asked.append(next(answers, False))
        return asked[-1]

    find_plan(
        build(NETWORK),
        TrainingConfig(),
        examples=examples(),
        scaling=scaling_of(examples(), "unit"),
        is_wanted=is_wanted,
    )
    assert len(asked) <= 4  # once more for each question


def test_a_plan_is_remembered_for_the_like_and_for_nothing_else() -> None:
    network, config, plan = starter(), TrainingConfig(), Plan(True, 2, Implementation.FUSED)
    assert known_plan(network, config, CPU) is None
    remember_plan(network, config, CPU, plan)
    assert known_plan(network, config, CPU) == plan
    moved = move(network, {"conv1": (500.0, 20.0)})
    other_seed = msgspec.structs.replace(config, seed=7, epochs=99, learning_rate=0.1)
    assert known_plan(moved, other_seed, CPU) == plan
    wider = set_parameters(network, "conv1", {"filters": 17})
    assert known_plan(wider, config, CPU) is None
    assert known_plan(network, msgspec.structs.replace(config, batch_size=64), CPU) is None
    assert known_plan(network, msgspec.structs.replace(config, optimizer="sgd"), CPU) is None
    assert known_plan(network, config, torch.device("cuda")) is None


@pytest.mark.parametrize(
    ("later", "kept"), [(0.011, True), (0.014, True), (0.016, False), (0.1, False), (0.001, False)]
)
def test_a_plan_measured_on_a_machine_in_another_mood_is_measured_anew(
    later: float, *, kept: bool
) -> None:
    network, config, plan = starter(), TrainingConfig(), Plan(True, 2, Implementation.FUSED)
    remember_plan(network, config, CPU, plan)
    for _run in range(2):
        judge_plan(network, config, CPU, 0.010)
    assert known_plan(network, config, CPU) == plan
    judge_plan(network, config, CPU, later)
    assert (known_plan(network, config, CPU) == plan) is kept
    missed = missed_promise(network, config, CPU)
    assert missed == (None if kept else pytest.approx(later / 0.010))
    remember_plan(network, config, CPU, plan)
    assert missed_promise(network, config, CPU) is None


def test_a_plan_that_nobody_knows_is_not_judged() -> None:
    judge_plan(starter(), TrainingConfig(), CPU, 0.01)
    assert known_plan(starter(), TrainingConfig(), CPU) is None


@pytest.mark.parametrize(("precision", "mixed"), [("bfloat16", True), ("float32", False)])
def test_precision_follows_the_configuration(precision: str, *, mixed: bool) -> None:
    plan = find_plan(
        build(NETWORK),
        TrainingConfig(precision=precision),
        examples=examples(),
        scaling=scaling_of(examples(), "unit"),
    )
    assert plan.bfloat16 is mixed
    assert plan.text("adam").endswith("mixed precision") is mixed


@pytest.mark.parametrize(
    ("step", "with_half", "mixed"),
    [(0.020, 0.6, True), (0.020, 0.9, False), (0.001, 0.6, False)],
    ids=["much faster", "hardly faster", "steps too short to gain by it"],
)
def test_automatic_precision_is_mixed_where_that_makes_long_steps_much_faster(
    step: float, with_half: float, *, mixed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trial(_trials: object, plan: Plan) -> Mock:
        return Mock(seconds=lambda: step * (with_half if plan.bfloat16 else 1.0))

    monkeypatch.setattr(planning._Trials, "_trial", trial)
    measure = {"examples": examples(), "scaling": scaling_of(examples(), "unit")}
    assert find_plan(build(NETWORK), TrainingConfig(), **measure).bfloat16 is mixed
    exact = TrainingConfig(precision="float32")
    assert not find_plan(build(NETWORK), exact, **measure).bfloat16
