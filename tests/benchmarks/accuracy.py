"""How well the course's networks learn, trained from the command line as a user would.

Each seed trains with `train --json`, whose validation accuracy is shown epoch by
epoch; `evaluate --json` then says what the best epoch is worth. The photographs
have no part for tests: theirs are the 2,000 that validate. Goals, for each seed:
the cat-or-dog network validates at 0.77 within 10 epochs of the course's recipe,
and the network with 16 and 36 filters reaches 99.0 % of MNIST's test pictures
within 6 epochs.

    python tests/benchmarks/accuracy.py [NETWORK…] [--seeds N…] [--epochs N] [OPTION…]

`--epochs` tries it with fewer; other options go to `train`, as `--set=precision=float32`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from arguments import add_networks
from real_data import MISSING, real_data

from cnnstudio import paths

SEEDS = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class Goal:
    """The accuracy that a network is to reach: while it validates, or on pictures for tests."""

    accuracy: float
    epochs: int
    judged: str


@dataclass(frozen=True, slots=True)
class Learned:
    """What became of a run: the validation accuracy of each epoch, and the last word on it."""

    curve: tuple[float, ...]
    judged: str
    accuracy: float

    def reached(self, goal: Goal) -> float:
        """Return what counts for a goal."""
        return max(self.curve) if goal.judged == "validation" else self.accuracy


GOALS = {
    "cat-or-dog": Goal(0.77, 10, "validation"),
    "course-16-36": Goal(0.99, 6, "test"),
}
DATA = {"cat-or-dog": real_data("cats-dogs"), "course-16-36": real_data("mnist")}


def studio(*arguments: str) -> Iterator[Mapping[str, Any]]:
    """Run a command of the program, and give each object that it prints."""
    command = [sys.executable, "-m", "cnnstudio", *arguments, "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield from map(json.loads, process.stdout)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def chosen_data(name: str) -> str:
    """Return what a user types for the pictures of a network; MNIST is put where downloads go."""
    folder = DATA[name]
    assert folder is not None
    if name == "cat-or-dog":
        return str(folder)
    place = paths.data_folder() / "mnist"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(folder, target_is_directory=True)
    return "mnist"


def learned(name: str, seed: int, epochs: int, run: Path, others: Sequence[str]) -> Learned:
    """Train and evaluate; show each epoch as it comes."""
    options = ("--epochs", str(epochs), "--seed", str(seed), "--output", str(run), *others)
    curve = []
    print(f"{name:13} seed {seed}  validation", end="", flush=True)
    for event in studio("train", "--preset", name, "--data", chosen_data(name), *options):
        if event["event"] == "epoch":
            curve.append(event["val_accuracy"])
            print(f" {curve[-1]:.4f}", end="", flush=True)
    (answer,) = studio("evaluate", str(run))
    print(f"  {answer['split']} {answer['accuracy']:.4f}", flush=True)
    return Learned(tuple(curve), answer["split"], answer["accuracy"])


def measure(name: str, seeds: list[int], epochs: int | None, others: Sequence[str]) -> bool:
    """Print a line for each seed and how they are judged; return whether all reached the goal."""
    goal = GOALS[name]
    if DATA[name] is None:
        print(f"{name} {MISSING}")
        return True
    taken = min(epochs or goal.epochs, goal.epochs)
    with tempfile.TemporaryDirectory(prefix="cnnstudio-runs-") as place:
        runs = [learned(name, seed, taken, Path(place, str(seed)), others) for seed in seeds]
    reached = [run.reached(goal) for run in runs]
    print(
        f"{name:13} {goal.judged} accuracy in {taken} of {goal.epochs} epochs: "
        f"{', '.join(f'{each:.4f}' for each in reached)}; "
        f"goal at least {goal.accuracy} for each seed",
        flush=True,
    )
    return min(reached) >= goal.accuracy


def main(arguments: list[str]) -> int:
    """Train, print what was learned, and return 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description="Train the course's networks, and judge them.")
    add_networks(parser, GOALS)
    parser.add_argument("--seeds", nargs="+", type=int, default=SEEDS, metavar="N")
    parser.add_argument("--epochs", type=int, metavar="N")
    asked, others = parser.parse_known_args(arguments)
    with tempfile.TemporaryDirectory(prefix="cnnstudio-bench-") as home:
        os.environ["CNNSTUDIO_HOME"] = home
        reached = [
            measure(name, asked.seeds, asked.epochs, others) for name in asked.networks or GOALS
        ]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
