"""One training step, against the fastest of the loops that people write by hand.

Such a loop gathers a shuffled batch from tensors in memory, and steps with
torch's stock Adam; the fastest of both memory layouts and of one or all
threads is taken. Our side is the loop that runs in the engine, with its
reports, under the plan that it finds. In each turn every side takes two steps,
of which the second is timed: the first pays for the others' data in the cache.
A second copy of the hand-written loop stands beside as the noise. All of them
have freed memory kept as the engine keeps it, which makes large batches up to
twice as fast by hand too.
Goal: at least 0.97 times its speed.

A setting ends after 1,000 turns, or 40 seconds; with TURNS after so many,
however long they take.

    python tests/benchmarks/training_step.py [NETWORK…] [TURNS]
"""

import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from math import inf
from time import perf_counter

import msgspec
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from cnnstudio.data.dataset import Split
from cnnstudio.engine.allocator import keep_freed_memory
from cnnstudio.engine.build import build
from cnnstudio.engine.control import Control, Wish
from cnnstudio.engine.loop import Training
from cnnstudio.engine.optimizers import make_optimizer
from cnnstudio.engine.plan import apply_layout, find_plan
from cnnstudio.engine.samples import load_samples, scaling_of
from cnnstudio.project.presets import load_preset

GOAL = 0.97
BATCH_SIZES = (32, 128)
MOST_TURNS = 1_000
SECONDS = 40.0
THREADS = torch.get_num_threads()
PICTURES = 2_048


def lenet5() -> nn.Module:
    """LeNet-5 as one writes it."""
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2),
        nn.Tanh(),
        nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.Tanh(),
        nn.AvgPool2d(2),
        nn.Flatten(),
        nn.Linear(400, 120),
        nn.Tanh(),
        nn.Linear(120, 84),
        nn.Tanh(),
        nn.Linear(84, 10),
    )


def course_16_36() -> nn.Module:
    """The course's network for MNIST as one writes it."""
    return nn.Sequential(
        nn.Conv2d(1, 16, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 36, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(1764, 128),
        nn.ReLU(),
        nn.Linear(128, 10),
    )


def cat_or_dog() -> nn.Module:
    """The course's network for photographs as one writes it, without its sigmoid."""
    return nn.Sequential(
        nn.Conv2d(3, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(6272, 128),
        nn.ReLU(),
        nn.Linear(128, 1),
    )


def tiny_vgg() -> nn.Module:
    """Tiny VGG as one writes it, without its softmax."""
    convolutions = [
        nn.Sequential(nn.Conv2d(before, 10, 3), nn.ReLU(), nn.Conv2d(10, 10, 3), nn.ReLU())
        for before in (3, 10)
    ]
    pooled = [layer for block in convolutions for layer in (block, nn.MaxPool2d(2))]
    return nn.Sequential(*pooled, nn.Flatten(), nn.Linear(1690, 10))


HAND_WRITTEN: dict[str, Callable[[], nn.Module]] = {
    "lenet5": lenet5,
    "cat-or-dog": cat_or_dog,
    "course-16-36": course_16_36,
    "tiny-vgg": tiny_vgg,
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What is measured: a network, pictures for it, and a batch size."""

    name: str
    split: Split
    batch_size: int

    @property
    def is_yes_no(self) -> bool:
        return self.name == "cat-or-dog"


class ByHand:
    """The loop that people write."""

    def __init__(self, setting: Setting, *, channels_last: bool, threads: int) -> None:
        layout = torch.channels_last if channels_last else torch.contiguous_format
        pictures = torch.from_numpy(setting.split.pictures).float() / 255
        labels = torch.from_numpy(setting.split.labels)
        self.threads = threads
        self.title = f"{'channels-last' if channels_last else 'default layout'}, {threads} threads"
        self._pictures = pictures.contiguous(memory_format=layout)
        self._labels = labels.float().unsqueeze(1) if setting.is_yes_no else labels
        self._loss = (
            functional.binary_cross_entropy_with_logits
            if setting.is_yes_no
            else functional.cross_entropy
        )
        torch.manual_seed(0)
        self._model = HAND_WRITTEN[setting.name]().to(memory_format=layout)
        self._optimizer = torch.optim.Adam(self._model.parameters(), lr=1e-3)
        self._batches = self._shuffled(setting.batch_size)

    def _shuffled(self, batch_size: int) -> Iterator[Tensor]:
        while True:
            order = torch.randperm(len(self._pictures))
            for start in range(0, len(order) - batch_size + 1, batch_size):
                yield order[start : start + batch_size]

    def step(self) -> float:
        """Take two steps and return the seconds of the second."""
        torch.set_num_threads(self.threads)
        self._step()
        started = perf_counter()
        self._step()
        return perf_counter() - started

    def _step(self) -> None:
        rows = next(self._batches)
        pictures, labels = self._pictures[rows], self._labels[rows]
        self._optimizer.zero_grad()
        loss = self._loss(self._model(pictures), labels)
        loss.backward()
        self._optimizer.step()


class Turns(Control):
    """Is asked between our batches, and lets the others take their turns there."""

    def __init__(self, others: list[ByHand], threads: int, turns: int | None) -> None:
        super().__init__()
        self.ours: list[float] = []
        self.theirs: list[list[float]] = [[] for _other in others]
        self._others = others
        self._threads = threads
        self._calls = 0
        self._since = perf_counter()
        self._turns = turns or MOST_TURNS
        self._deadline = inf if turns else perf_counter() + SECONDS

    def wish(self) -> Wish:
        if self._calls % 2 == 0:
            if self._calls:
                self.ours.append(perf_counter() - self._since)
            for other, times in zip(self._others, self.theirs, strict=True):
                times.append(other.step())
            torch.set_num_threads(self._threads)
        self._calls += 1
        if len(self.ours) >= self._turns or perf_counter() > self._deadline:
            return Wish.STOP
        self._since = perf_counter()
        return Wish.GO_ON


def fastest_by_hand(setting: Setting) -> tuple[ByHand, ByHand]:
    """Return the fastest hand-written loop, and a copy of it."""
    ways = [
        {"channels_last": layout, "threads": threads}
        for layout, threads in product((False, True), sorted({1, THREADS}))
    ]
    loops = [ByHand(setting, **way) for way in ways]
    times: list[list[float]] = [[] for _loop in loops]
    until = perf_counter() + SECONDS / 4
    while perf_counter() < until:
        for loop, known in zip(loops, times, strict=True):
            known.append(loop.step())
    medians = [statistics.median(known) for known in times]
    way = ways[medians.index(min(medians))]
    return ByHand(setting, **way), ByHand(setting, **way)


def our_training(setting: Setting) -> tuple[Training, int, str]:
    """Return a run as the engine begins it, its threads, and its plan in words."""
    project = load_preset(setting.name)
    config = msgspec.structs.replace(
        project.training, batch_size=setting.batch_size, epochs=100_000, scaling="unit"
    )
    module = build(project.network)
    scaling = scaling_of(setting.split, "unit")
    size = slice(0, setting.batch_size)
    examples = Split(setting.split.pictures[size], setting.split.labels[size])
    plan = find_plan(module, config, examples=examples, scaling=scaling)
    apply_layout(module, plan)
    samples = load_samples(
        setting.split, scaling, device=torch.device("cpu"), channels_last=plan.channels_last
    )
    optimizer = make_optimizer(module.parameters(), config, plan.implementation)
    training = Training(module, optimizer, config, train=samples, validation=None)
    return training, plan.threads, plan.text(config.optimizer)


def random_pictures(name: str, batch_size: int) -> Setting:
    """Return noise of the size that a network takes."""
    shape = (3, 64, 64) if name in ("cat-or-dog", "tiny-vgg") else (1, 28, 28)
    random = np.random.default_rng(0)
    pictures = random.integers(0, 255, (PICTURES, *shape), np.uint8)
    labels = random.integers(0, 2 if name == "cat-or-dog" else 10, PICTURES)
    return Setting(name, Split(pictures, labels), batch_size)


def measure(setting: Setting, turns: int | None = None) -> float:
    """Print one row, and return our speed as a multiple of the other's."""
    reference, copy = fastest_by_hand(setting)
    training, threads, plan = our_training(setting)
    control = Turns([reference, copy], threads, turns)
    for report in training.reports(control):
        msgspec.msgpack.encode(report)
    ours, theirs, again = map(statistics.median, (control.ours, *control.theirs))
    print(
        f"{setting.name:13} batch {setting.batch_size:3}  {len(control.ours):4} turns  "
        f"by hand {theirs * 1e3:7.3f} ms ({reference.title})  "
        f"ours {ours * 1e3:7.3f} ms ({plan})  "
        f"ratio {theirs / ours:.3f}  by hand against itself {theirs / again:.3f}",
        flush=True,
    )
    return theirs / ours


def main(arguments: list[str]) -> int:
    """Measure, print a table, and return 1 where the goal is missed."""
    turns = next((int(each) for each in arguments if each.isdecimal()), None)
    names = [each for each in arguments if not each.isdecimal()] or list(HAND_WRITTEN)
    keep_freed_memory()
    with tempfile.TemporaryDirectory(prefix="cnnstudio-bench-") as home:
        os.environ.setdefault("CNNSTUDIO_HOME", home)
        ratios = [
            measure(random_pictures(name, batch_size), turns)
            for name in names
            for batch_size in BATCH_SIZES
        ]
    print(f"smallest ratio {min(ratios):.3f}, goal at least {GOAL}")
    return 0 if min(ratios) >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
