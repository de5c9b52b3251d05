from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from cnnstudio.engine.build import build
from cnnstudio.engine.checkpoints import (
    load_checkpoint,
    load_weights,
    save_checkpoint,
    save_weights,
)
from cnnstudio.engine.control import Control, Wish
from cnnstudio.engine.loop import Training
from cnnstudio.errors import InvalidFileError
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.messages import EpochReport
from cnnstudio.training.plan import Implementation, Plan
from tests.engine.networks import bright_and_dark, dense, starter, training, two_classes

# Everything that a state can hide in: running averages, random numbers, an optimiser.
NETWORK = two_classes(
    dense(8), "batch_norm", "relu", "dropout", dense(2), ("output", {"classes": 2})
)


class StopAfter(Control):
    """Stops after some batches."""

    def __init__(self, batches: int) -> None:
        super().__init__()
        self._left = batches

    def wish(self) -> Wish:
        self._left -= 1
        return Wish.GO_ON if self._left >= 0 else Wish.STOP


def begun(optimizer: str, plan: Plan) -> Training:
    config = TrainingConfig(epochs=3, batch_size=8, optimizer=optimizer, weight_decay=0.01)
    return training(NETWORK, bright_and_dark(36), config, plan)


def epochs(running: Training, control: Control) -> list[EpochReport]:
    return [each for each in running.reports(control) if isinstance(each, EpochReport)]


PLANS = {
    "channels-last, fused": Plan(True, 2, Implementation.FUSED),
    "default, batched": Plan(False, 2, Implementation.FOREACH),
    "default, loop": Plan(False, 2, Implementation.LOOP),
}


@pytest.mark.parametrize("optimizer", ["adam", "adamw", "sgd", "rmsprop"])
@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
@pytest.mark.parametrize("batches", [2, 5, 6, 7, 12], ids="stopped after {}".format)
def test_a_run_goes_on_as_if_it_had_never_stopped(
    tmp_path: Path, optimizer: str, plan: Plan, batches: int
) -> None:
    whole = begun(optimizer, plan)
    expected = epochs(whole, Control())

    stopped = begun(optimizer, plan)
    found = epochs(stopped, StopAfter(batches))
    save_checkpoint(tmp_path / "last.safetensors", stopped)
    torch.manual_seed(99)  # whatever happens in between
    resumed = begun(optimizer, plan)
    torch.rand(7)
    load_checkpoint(tmp_path / "last.safetensors", resumed)
    found += epochs(resumed, Control())

    assert resumed.position == whole.position
    for name, weights in whole.module.state_dict().items():
        assert torch.equal(weights, resumed.module.state_dict()[name]), name
    for one, other in zip(expected, found, strict=True):
        for field in ("epoch", "step", "train_loss", "train_accuracy", "val_loss", "is_best"):
            assert getattr(one, field) == getattr(other, field)


def test_weights_are_read_as_they_were_written(tmp_path: Path) -> None:
    saved = build(starter(), seed=1)
    save_weights(tmp_path / "best.safetensors", saved)
    loaded = build(starter(), seed=2)
    load_weights(tmp_path / "best.safetensors", loaded)
    for name, weights in saved.state_dict().items():
        assert torch.equal(weights, loaded.state_dict()[name])


def test_weights_of_a_checkpoint_can_be_read_alone(tmp_path: Path) -> None:
    running = begun("adam", Plan(True, 2))
    epochs(running, StopAfter(3))
    save_checkpoint(tmp_path / "last.safetensors", running)
    loaded = build(NETWORK)
    load_weights(tmp_path / "last.safetensors", loaded)
    for name, weights in running.module.state_dict().items():
        assert torch.equal(weights, loaded.state_dict()[name])


def test_weight_files_are_plain_safetensors_named_as_the_module(tmp_path: Path) -> None:
    module = build(starter())
    save_weights(tmp_path / "best.safetensors", module)
    assert load_file(tmp_path / "best.safetensors").keys() == module.state_dict().keys()


@pytest.mark.parametrize("length", [0, 5, 1_000], ids="{} bytes left".format)
def test_a_damaged_file_is_named_and_nothing_half_loaded(tmp_path: Path, length: int) -> None:
    path = tmp_path / "best.safetensors"
    save_weights(path, build(starter(), seed=1))
    path.write_bytes(path.read_bytes()[:length])
    module = build(starter(), seed=2)
    before = {name: each.clone() for name, each in module.state_dict().items()}
    with pytest.raises(InvalidFileError, match=r"best\.safetensors"):
        load_weights(path, module)
    for name, weights in module.state_dict().items():
        assert torch.equal(weights, before[name])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match=r"best\.safetensors"):
        load_weights(tmp_path / "best.safetensors", build(starter()))


@pytest.mark.parametrize("lacking", ["conv2.weight", "dense1.bias"])
def test_weights_of_another_network_are_refused(tmp_path: Path, lacking: str) -> None:
    tensors = dict(build(starter()).state_dict())
    tensors[lacking] = torch.zeros(3)
    save_file(tensors, tmp_path / "best.safetensors")
    with pytest.raises(InvalidFileError, match=f"another network: {lacking} differs"):
        load_weights(tmp_path / "best.safetensors", build(starter()))


def test_weights_alone_are_no_checkpoint(tmp_path: Path) -> None:
    running = begun("adam", Plan())
    save_weights(tmp_path / "best.safetensors", running.module)
    with pytest.raises(InvalidFileError, match="does not say where the run stood"):
        load_checkpoint(tmp_path / "best.safetensors", running)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("@random/cpu", None),
        ("@random/cpu", torch.zeros(3, dtype=torch.uint8)),
        ("@random/cpu", torch.zeros(3)),
        ("@optimizer/dense1.weight/exp_avg", torch.zeros(2, 2)),
        ("@optimizer/dense9.weight/exp_avg", torch.zeros(2, 2)),
        ("@optimizer/nothing", torch.zeros(2, 2)),
    ],
    ids=["no random state", "a short one", "another kind", "shape", "block", "name"],
)
def test_a_state_that_does_not_fit_is_refused(
    tmp_path: Path, name: str, value: torch.Tensor | None
) -> None:
    path = tmp_path / "last.safetensors"
    running = begun("adam", Plan())
    epochs(running, StopAfter(3))
    save_checkpoint(path, running)
    tensors = load_file(path)
    with safe_open(path, framework="pt") as file:
        metadata = file.metadata()
    tensors.pop(name, None)
    if value is not None:
        tensors[name] = value
    save_file(tensors, path, metadata)
    with pytest.raises(InvalidFileError, match=r"last\.safetensors\" is damaged: what the opt"):
        load_checkpoint(path, begun("adam", Plan()))
