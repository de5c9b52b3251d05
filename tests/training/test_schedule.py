from typing import Any

import pytest
import torch
from torch.optim import lr_scheduler

from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.schedule import learning_rate, rates

STEPS = 1_000
EPOCHS = 10


def config(schedule: str, **others: Any) -> TrainingConfig:
    return TrainingConfig(epochs=EPOCHS, learning_rate=0.1, schedule=schedule, **others)


def torchs(kind: type[lr_scheduler.LRScheduler], **options: Any) -> list[float]:
    """Return the learning rates of `STEPS` steps under one of torch's schedulers."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    scheduler = kind(optimizer, **options)
    found = []
    for _step in range(STEPS):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return found


@pytest.mark.parametrize(
    ("chosen", "kind", "options"),
    [
        (config("constant"), lr_scheduler.ConstantLR, {"factor": 1.0}),
        (config("step"), lr_scheduler.StepLR, {"step_size": 500, "gamma": 0.1}),
        (
            config("step", schedule_epochs=3, schedule_factor=0.5),
            lr_scheduler.StepLR,
            {"step_size": 300, "gamma": 0.5},
        ),
        (config("cosine"), lr_scheduler.CosineAnnealingLR, {"T_max": STEPS}),
        (
            config("one-cycle"),
            lr_scheduler.OneCycleLR,
            {"max_lr": 0.1, "total_steps": STEPS, "cycle_momentum": False},
        ),
    ],
    ids=lambda each: each.schedule if isinstance(each, TrainingConfig) else None,
)
def test_schedules_are_torchs(
    chosen: TrainingConfig, kind: type[lr_scheduler.LRScheduler], options: dict[str, Any]
) -> None:
    found = [learning_rate(chosen, step * EPOCHS / STEPS) for step in range(STEPS)]
    # One cycle is parted into steps a little differently there.
    assert found == pytest.approx(torchs(kind, **options), abs=5e-4, rel=1e-9)


def test_a_plateau_lowers_the_rate_each_time() -> None:
    chosen = config("plateau", schedule_factor=0.5)
    assert [learning_rate(chosen, 3, drops=drops) for drops in range(3)] == [0.1, 0.05, 0.025]


def test_a_plateau_is_drawn_as_if_nothing_got_better() -> None:
    chosen = config("plateau", schedule_epochs=3, schedule_factor=0.5)
    epochs, values = rates(chosen, 101)
    found = dict(zip((round(each, 1) for each in epochs), values, strict=True))
    assert [found[each] for each in (0.0, 3.9, 4.0, 6.9, 7.0, 10.0)] == pytest.approx(
        [0.1, 0.1, 0.05, 0.05, 0.025, 0.025]
    )


def test_a_step_comes_exactly_with_its_epoch() -> None:
    chosen = config("step", schedule_epochs=1, schedule_factor=0.5)
    assert learning_rate(chosen, 2 - 1 / 60_000) == 0.05
    assert learning_rate(chosen, 2.0) == 0.025


@pytest.mark.parametrize("schedule", ["cosine", "one-cycle"])
def test_the_rate_stays_low_after_the_planned_end(schedule: str) -> None:
    chosen = config(schedule)
    assert 0 <= learning_rate(chosen, 12.0) <= 0.1 / 1_000


@pytest.mark.parametrize("schedule", ["constant", "step", "cosine", "one-cycle", "plateau"])
def test_the_curve_goes_over_the_whole_run(schedule: str) -> None:
    epochs, values = rates(config(schedule), 50)
    assert (epochs[0], epochs[-1], len(values)) == (0, EPOCHS, 50)
    assert 0 <= min(values) <= max(values) <= 0.1
    assert rates(config(schedule), 1)[0] == (0.0,)
