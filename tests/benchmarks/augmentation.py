"""What augmentation costs, against a training step of the network for cats and dogs.

The course's recipe on batches of 32 pictures of 3×64×64. Three loops of the
engine take turns, two steps each, of which the second is timed: one with
augmentation, one without, and the latter again as the noise. Between them,
augmentation alone, in the threads of the plan, gathers the same batches.
Goal: augmentation takes at most a tenth of the step without it.

    python tests/benchmarks/augmentation.py
"""

import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from time import perf_counter

import msgspec
import numpy as np
import torch

from cnnstudio.data.dataset import Split
from cnnstudio.engine.build import build
from cnnstudio.engine.loop import Training
from cnnstudio.engine.optimizers import make_optimizer
from cnnstudio.engine.pending import Pending
from cnnstudio.engine.plan import apply_layout, find_plan
from cnnstudio.engine.samples import AugmentedSamples, load_samples, scaling_of
from cnnstudio.project.presets import load_preset
from cnnstudio.training.augmentation import COURSE, NONE, Augmentation
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.plan import Plan

GOAL = 0.10
MOST_TURNS = 600
SECONDS = 40.0
PICTURES = 2_048
CPU = torch.device("cpu")


def noise_pictures() -> Split:
    """Return noise of the size that the network takes."""
    random = np.random.default_rng(0)
    pictures = random.integers(0, 256, (PICTURES, 3, 64, 64), np.uint8)
    return Split(pictures, random.integers(0, 2, PICTURES))


def our_training(split: Split, config: TrainingConfig, plan: Plan) -> Training:
    """Return a run as the engine begins it."""
    module = build(load_preset("cat-or-dog").network)
    apply_layout(module, plan)
    samples = load_samples(
        split,
        scaling_of(split, "unit"),
        device=CPU,
        channels_last=plan.channels_last,
        augmentation=config.augmentation,
    )
    optimizer = make_optimizer(module.parameters(), config, plan.implementation)
    return Training(module, optimizer, config, train=samples, validation=None)


def stepping(training: Training) -> Callable[[], None]:
    """Return a function that takes a step on another batch each time."""
    pending = Pending(training.objective)
    targets = training.objective.targets(training.train.labels)

    def step() -> None:
        rows = torch.randint(PICTURES, (training.config.batch_size,))
        training.step(rows, targets[rows], pending)
        pending.take()

    return step


def seconds(step: Callable[[], object]) -> float:
    """Return the seconds of the second of two calls."""
    step()
    started = perf_counter()
    step()
    return perf_counter() - started


def measure() -> float:
    """Print what was measured, and return augmentation's share of a step."""
    split = noise_pictures()
    project = load_preset("cat-or-dog")

    def config(augmentation: Augmentation) -> TrainingConfig:
        return msgspec.structs.replace(
            project.training, augmentation=augmentation, batch_size=32, precision="float32"
        )

    scaling = scaling_of(split, "unit")
    examples = Split(split.pictures[:32], split.labels[:32])
    plan = find_plan(build(project.network), config(NONE), examples=examples, scaling=scaling)
    torch.set_num_threads(plan.threads)
    plain, augmented, again = (
        our_training(split, config(each), plan) for each in (NONE, COURSE, NONE)
    )
    only = augmented.train
    assert isinstance(only, AugmentedSamples)
    sides = [*map(stepping, (plain, augmented, again))]
    sides.append(lambda: only.gather(torch.randint(PICTURES, (32,))))
    sides.append(lambda: plain.train.gather(torch.randint(PICTURES, (32,))))
    turns: list[list[float]] = []
    deadline = perf_counter() + SECONDS
    while len(turns) < MOST_TURNS and perf_counter() < deadline:
        turns.append([seconds(side) for side in sides])
    without, with_it, copy, alone, gathering = map(statistics.median, zip(*turns, strict=True))
    pairs = statistics.median(turn[1] / turn[0] for turn in turns)
    share = (alone - gathering) / without
    print(
        f"{len(turns)} turns, {plan.text('adam')}\n"
        f"step {without * 1e3:.3f} ms, with augmentation {with_it * 1e3:.3f} ms "
        f"(turn by turn {pairs:.3f} times), without against itself {copy / without:.3f}\n"
        f"augmented batch {alone * 1e3:.3f} ms, plain batch {gathering * 1e3:.3f} ms: "
        f"augmentation takes {share:.1%} of a step, goal at most {GOAL:.0%}"
    )
    return share


def main() -> int:
    """Measure, and return 1 where the goal is missed."""
    with tempfile.TemporaryDirectory(prefix="cnnstudio-bench-") as home:
        os.environ.setdefault("CNNSTUDIO_HOME", home)
        return 0 if measure() <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
