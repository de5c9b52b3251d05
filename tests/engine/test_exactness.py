"""The same seed and plan give the same bits, however often a run was interrupted."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.engine.checkpoints import load_checkpoint, save_checkpoint
from cnnstudio.engine.control import Control, Wish
from cnnstudio.engine.loop import Training
from cnnstudio.training.augmentation import NONE, Augmentation
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.messages import BatchReport, EpochReport
from cnnstudio.training.plan import Implementation, Plan
from tests.engine.networks import bright_and_dark, dense, training, two_classes

# All that a state can hide in: running averages and random numbers of the layers.
NETWORK = two_classes(
    dense(8), "batch_norm", "relu", "dropout", dense(2), ("output", {"classes": 2})
)
EXAMPLES = 36
STEPS = 4 * 5
EVERYTHING = Augmentation(
    horizontal_flip=True, rotation=20, zoom=0.2, crop=0.2, contrast=0.2, noise=0.05, cutout=0.2
)
CONFIGS = st.builds(
    TrainingConfig,
    epochs=st.just(4),
    batch_size=st.just(8),
    optimizer=st.sampled_from(["adam", "adamw", "sgd", "rmsprop", "adagrad"]),
    learning_rate=st.sampled_from([1e-3, 3e-2]),
    schedule=st.sampled_from(["constant", "step", "cosine", "one-cycle", "plateau"]),
    schedule_epochs=st.sampled_from([1, 2]),
    nesterov=st.booleans(),
    weight_decay=st.sampled_from([0.0, 0.01]),
    gradient_clip=st.sampled_from([0.0, 0.5]),
    loss=st.sampled_from(["auto", "binary", "mse"]),
    label_smoothing=st.sampled_from([0.0, 0.1]),
    class_weights=st.booleans(),
    early_stopping=st.sampled_from([0, 1]),
    seed=st.integers(0, 99),
    augmentation=st.sampled_from([NONE, EVERYTHING]),
)
PLANS = st.builds(
    Plan,
    channels_last=st.booleans(),
    threads=st.just(1),
    implementation=st.sampled_from(Implementation),
    bfloat16=st.booleans(),
)


class StopAfter(Control):
    """Stops after some batches."""

    def __init__(self, batches: int) -> None:
        super().__init__()
        self._left = batches

    def wish(self) -> Wish:
        self._left -= 1
        return Wish.GO_ON if self._left >= 0 else Wish.STOP


class Changing(Control):
    """Goes on with other settings after some batches, and stops after some more."""

    def __init__(self, batches: int, config: TrainingConfig, stop_after: int = 10**6) -> None:
        super().__init__()
        self._left = batches
        self._config = config
        self._stop_after = stop_after

    def wish(self) -> Wish:
        self._left -= 1
        if self._left == -1:
            self.change = self._config
        return Wish.GO_ON if self._left >= -1 - self._stop_after else Wish.STOP


def begun(config: TrainingConfig, plan: Plan) -> Training:
    running = training(NETWORK, bright_and_dark(EXAMPLES), config, plan)
    running.pairs = True  # because of the batch norm
    return running


def numbers(running: Training, control: Control | None = None) -> tuple[list[float], list[object]]:
    """Train, and return the losses of the steps and what the epochs were worth."""
    losses, epochs = [], []
    for report in running.reports(control or Control()):
        if isinstance(report, BatchReport):
            losses += report.losses
        elif isinstance(report, EpochReport):
            epochs.append((report.step, report.train_loss, report.val_loss, report.is_best))
    return losses, epochs


def resumed_from(running: Training, config: TrainingConfig, plan: Plan) -> Training:
    """Return what another process makes of the checkpoint of a run."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "last.safetensors"
        save_checkpoint(path, running)
        other = begun(config, plan)
        torch.rand(7)  # whatever happens in between
        load_checkpoint(path, other)
    return other


def assert_same_state(one: Training, other: Training) -> None:
    assert one.position == other.position
    for name, weights in one.module.state_dict().items():
        assert torch.equal(weights, other.module.state_dict()[name]), name
    for mine, theirs in zip(one.module.parameters(), other.module.parameters(), strict=True):
        for key, value in one.optimizer.state[mine].items():
            found = other.optimizer.state[theirs][key]
            same = torch.equal(value, found) if isinstance(value, torch.Tensor) else value == found
            assert same, key


@settings(max_examples=40, deadline=None)
@given(config=CONFIGS, plan=PLANS, stops=st.lists(st.integers(0, STEPS), min_size=1, max_size=2))
def test_a_run_goes_on_as_if_it_had_never_stopped(
    config: TrainingConfig, plan: Plan, stops: list[int]
) -> None:
    whole = begun(config, plan)
    losses, epochs = numbers(whole)
    found_losses: list[float] = []
    found_epochs: list[object] = []
    parted = begun(config, plan)
    for stop in (*stops, None):
        more = numbers(parted, StopAfter(stop) if stop is not None else None)
        found_losses += more[0]
        found_epochs += more[1]
        if parted.is_stuck:
            break
        if stop is not None:
            parted = resumed_from(parted, config, plan)
    assert found_losses == losses
    assert found_epochs == epochs
    assert_same_state(parted, whole)


@settings(max_examples=15, deadline=None)
@given(config=CONFIGS, plan=PLANS)
def test_the_same_seed_and_plan_give_the_same_bits(config: TrainingConfig, plan: Plan) -> None:
    one, other = begun(config, plan), begun(config, plan)
    torch.manual_seed(config.seed)
    first = numbers(one)
    torch.manual_seed(config.seed)
    assert numbers(other) == first
    assert_same_state(one, other)


@settings(max_examples=15, deadline=None)
@given(config=CONFIGS, plan=PLANS, at=st.integers(0, 8), later=st.integers(0, 6))
def test_a_run_that_was_changed_goes_on_from_its_checkpoint(
    config: TrainingConfig, plan: Plan, at: int, later: int
) -> None:
    changed = TrainingConfig(
        **{
            **{name: getattr(config, name) for name in config.__struct_fields__},
            "learning_rate": 2e-3,
            "batch_size": 5,
            "early_stopping": 0,
            "augmentation": EVERYTHING if config.augmentation == NONE else NONE,
        }
    )
    whole = begun(config, plan)
    losses, epochs = numbers(whole, Changing(at, changed))
    if whole.is_stuck:
        return
    parted = begun(config, plan)
    more = numbers(parted, Changing(at, changed, stop_after=later))
    parted = resumed_from(parted, changed, plan)
    rest = numbers(parted)
    assert more[0] + rest[0] == losses
    assert more[1] + rest[1] == epochs
    assert_same_state(parted, whole)


@pytest.mark.parametrize("optimizer", ["adam", "adamw", "sgd", "rmsprop", "adagrad"])
@pytest.mark.parametrize("schedule", ["constant", "step", "cosine", "one-cycle", "plateau"])
def test_every_optimizer_and_schedule_is_resumed_exactly(optimizer: str, schedule: str) -> None:
    config = TrainingConfig(
        epochs=3, batch_size=8, optimizer=optimizer, schedule=schedule, schedule_epochs=1
    )
    plan = Plan(channels_last=True)
    whole = begun(config, plan)
    losses, _epochs = numbers(whole)
    parted = begun(config, plan)
    found, _epochs = numbers(parted, StopAfter(7))
    parted = resumed_from(parted, config, plan)
    assert found + numbers(parted)[0] == losses
    assert_same_state(parted, whole)


def test_when_it_was_looked_at_changes_nothing() -> None:
    config, plan = TrainingConfig(epochs=2, batch_size=8), Plan()
    often, never = begun(config, plan), begun(config, plan)
    never._watch_due = float("inf")

    class Often(Control):
        def wish(self) -> Wish:
            often._watch_due = often._due = 0.0
            return Wish.GO_ON

    torch.manual_seed(1)
    expected = numbers(never)
    torch.manual_seed(1)
    assert numbers(often, Often()) == expected
    assert_same_state(often, never)
