"""One training step, against the fastest of the loops that people write by hand.

Loops with both memory layouts, one and all threads, and torch's stock and fused
Adam are tried first, by turns; the fastest with the stock optimiser is what we
are judged against, and the fastest with the fused one stands beside it. Our side
is the loop that runs in the engine, with its reports, under the plan that it
finds for 32 bits, which are theirs. In each turn every side takes two steps, of
which the second is timed: the first pays for the others' data in the cache. A
second copy of the stock loop stands for the noise. All of them have freed memory
kept as the engine keeps it, which makes large batches up to twice as fast by hand
too.
Goal: at least 0.97 times the stock loop's speed, for each network and batch size.

    python tests/benchmarks/training_step.py [NETWORK…] [--batch-sizes N…] [--turns N]
"""

import argparse
import os
import statistics
import sys
import tempfile
from time import perf_counter

import msgspec
import numpy as np
import torch
from arguments import add_networks
from by_hand import NETWORKS, ByHand, Setting, fastest_way, told, tried_ways

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
TURNS = 1_000
PICTURES = 2_048


class Turns(Control):
    """Is asked between our batches, and lets the others take their turns there."""

    def __init__(self, others: list[ByHand], threads: int, turns: int) -> None:
        super().__init__()
        self.ours: list[float] = []
        self.theirs: list[list[float]] = [[] for _other in others]
        self._others = others
        self._threads = threads
        self._calls = 0
        self._since = perf_counter()
        self._turns = turns

    def wish(self) -> Wish:
        if self._calls % 2 == 0:
            if self._calls:
                self.ours.append(perf_counter() - self._since)
            for other, times in zip(self._others, self.theirs, strict=True):
                times.append(other.second_step_s())
            torch.set_num_threads(self._threads)
        self._calls += 1
        if len(self.ours) >= self._turns:
            return Wish.STOP
        self._since = perf_counter()
        return Wish.GO_ON


def our_training(setting: Setting) -> tuple[Training, int, str]:
    """Return a run as the engine begins it, its threads, and its plan in words."""
    project = load_preset(setting.name)
    config = msgspec.structs.replace(
        project.training,
        batch_size=setting.batch_size,
        epochs=100_000,
        scaling="unit",
        precision="float32",
    )
    module = build(project.network)
    scaling = scaling_of(setting.split, "unit")
    examples = setting.shortened(setting.batch_size).split
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


def measure(setting: Setting, turns: int) -> float:
    """Print a table, and return our speed as a multiple of the stock loop's."""
    print(f"{setting.name}, batches of {setting.batch_size}", flush=True)
    tried = tried_ways(setting)
    print("  tried by hand", *told(tried), sep="\n  ", flush=True)
    stock, fused = (fastest_way(tried, fused=fused) for fused in (False, True))
    training, threads, plan = our_training(setting)
    control = Turns([ByHand(setting, way) for way in (stock, stock, fused)], threads, turns)
    for report in training.reports(control):
        msgspec.msgpack.encode(report)
    ours, theirs, again, unusual = map(statistics.median, (control.ours, *control.theirs))
    taken = len(control.ours)
    print(
        f"  {taken:,} turns, {2 * taken:,} steps of each side, {taken:,} of them timed\n"
        f"  {ours * 1e3:9.3f} ms  ours ({plan})\n"
        f"  {theirs * 1e3:9.3f} ms  by hand ({stock})  ratio {theirs / ours:.3f}, "
        f"goal at least {GOAL}; by hand against itself {theirs / again:.3f}\n"
        f"  {unusual * 1e3:9.3f} ms  by hand ({fused})  ratio {unusual / ours:.3f}, "
        "which the goal does not ask for",
        flush=True,
    )
    return theirs / ours


def main(arguments: list[str]) -> int:
    """Measure, print a table for each setting, and return 1 where the goal is missed."""
    parser = argparse.ArgumentParser(description="Time a training step.")
    add_networks(parser, NETWORKS)
    parser.add_argument("--batch-sizes", nargs="+", type=int, default=BATCH_SIZES, metavar="N")
    parser.add_argument("--turns", type=int, default=TURNS, metavar="N")
    asked = parser.parse_args(arguments)
    keep_freed_memory()
    with tempfile.TemporaryDirectory(prefix="cnnstudio-bench-") as home:
        os.environ.setdefault("CNNSTUDIO_HOME", home)
        ratios = [
            measure(random_pictures(name, batch_size), asked.turns)
            for name in asked.networks or NETWORKS
            for batch_size in asked.batch_sizes
        ]
    print(f"smallest ratio {min(ratios):.3f}, goal at least {GOAL}")
    return 0 if min(ratios) >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
