"""The loops that people write by hand, which training is measured against.

Such a loop gathers a shuffled batch from tensors in memory, and steps with
torch's Adam: the stock one, or the fused one, which fewer people know of. Each
has a memory layout and a number of threads, and what is the fastest depends on
network and machine, so it is tried.
"""

import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from time import perf_counter

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from cnnstudio.data.dataset import Split

_THREADS = torch.get_num_threads()
_TRIED_PICTURES = 2_048
_TRIAL_S = 10.0
_FEWEST_ROUNDS = 15


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


NETWORKS: Mapping[str, Callable[[], nn.Module]] = {
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

    def shortened(self, count: int) -> "Setting":
        """Return the same with the first pictures only."""
        first = Split(self.split.pictures[:count], self.split.labels[:count])
        return replace(self, split=first)


@dataclass(frozen=True, slots=True)
class Way:
    """How a loop may be written."""

    channels_last: bool
    threads: int
    fused: bool

    def __str__(self) -> str:
        layout = "channels-last" if self.channels_last else "default layout"
        threads = "1 thread" if self.threads == 1 else f"{self.threads} threads"
        return f"{'fused' if self.fused else 'stock'} Adam, {layout}, {threads}"


WAYS = tuple(Way(*each) for each in product((False, True), sorted({1, _THREADS}), (False, True)))


class ByHand:
    """One of the loops, with pictures of its own."""

    def __init__(self, setting: Setting, way: Way) -> None:
        layout = torch.channels_last if way.channels_last else torch.contiguous_format
        pictures = torch.from_numpy(np.asarray(setting.split.pictures[:])).float() / 255
        labels = torch.from_numpy(np.asarray(setting.split.labels, np.int64))
        self._threads = way.threads
        self._pictures = pictures.contiguous(memory_format=layout)
        self._labels = labels.float().unsqueeze(1) if setting.is_yes_no else labels
        self._loss = (
            functional.binary_cross_entropy_with_logits
            if setting.is_yes_no
            else functional.cross_entropy
        )
        torch.manual_seed(0)
        self._model = NETWORKS[setting.name]().to(memory_format=layout)
        chosen = {"fused": True} if way.fused else {}
        self._optimizer = torch.optim.Adam(self._model.parameters(), lr=1e-3, **chosen)
        self._batches = self._shuffled(setting.batch_size)

    def second_step_s(self) -> float:
        """Take two steps and return the seconds of the second."""
        torch.set_num_threads(self._threads)
        self._step()
        started = perf_counter()
        self._step()
        return perf_counter() - started

    def steps_per_second(self, seconds: float) -> float:
        """Train for so long and return how many steps a second there were."""
        torch.set_num_threads(self._threads)
        self._step()
        started, steps = perf_counter(), 0
        while (passed := perf_counter() - started) < seconds:
            self._step()
            steps += 1
        return steps / passed

    def _shuffled(self, batch_size: int) -> Iterator[Tensor]:
        while True:
            order = torch.randperm(len(self._pictures))
            for start in range(0, len(order) - batch_size + 1, batch_size):
                yield order[start : start + batch_size]

    def _step(self) -> None:
        rows = next(self._batches)
        pictures, labels = self._pictures[rows], self._labels[rows]
        self._optimizer.zero_grad()
        loss = self._loss(self._model(pictures), labels)
        loss.backward()
        self._optimizer.step()


def tried_ways(setting: Setting) -> dict[Way, float]:
    """Let all loops take turns for a while; return the median seconds of a step of each."""
    loops = {way: ByHand(setting.shortened(_TRIED_PICTURES), way) for way in WAYS}
    times: dict[Way, list[float]] = {way: [] for way in WAYS}
    until, rounds = perf_counter() + _TRIAL_S, 0
    while rounds < _FEWEST_ROUNDS or perf_counter() < until:
        for way, loop in loops.items():
            times[way].append(loop.second_step_s())
        rounds += 1
    return {way: statistics.median(known) for way, known in times.items()}


def fastest_way(tried: Mapping[Way, float], *, fused: bool) -> Way:
    """Return the fastest of those with the fused, or the stock, optimiser."""
    return min((way for way in tried if way.fused is fused), key=lambda way: tried[way])


def told(tried: Mapping[Way, float]) -> Iterable[str]:
    """Return a line for each way, the fastest first."""
    for way in sorted(tried, key=lambda each: tried[each]):
        yield f"{tried[way] * 1e3:9.3f} ms  {way}"
