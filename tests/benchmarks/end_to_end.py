"""Cats and dogs from a folder of files, against the scripts that people write.

The first script: a `DataLoader` whose workers open, shrink and augment files
with Pillow, and a loop with Adam. The second, where Keras 3 is installed: `fit`
on arrays that were read with Pillow, once with the augmentation as layers and
once without any; `KERAS_BACKEND` chooses its backend, torch unless set. Ours: a
run as the command line makes it, from an empty cache, always augmented; once as it
comes, where layers may compute with 16 bits, and once with 32 like the scripts.

All train the same network on the same pictures, without validation, each in a
process of its own, and take turns. A first epoch includes reading the pictures,
and ours also finding a plan; what is imported does not count.
Goal: later epochs at least 4 times as fast as the first script's, and as fast as
those of Keras, the faster of the two.

    python tests/benchmarks/end_to_end.py [TURNS] [--pictures N]

trains on 1,000 pictures unless it is told otherwise; there are 8,000.
"""

import argparse
import importlib.metadata
import importlib.util
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from math import cos, radians, sin
from pathlib import Path
from time import perf_counter

import msgspec
import numpy as np
import torch
import torch._dynamo  # which the first optimizer imports, here as in any script
from by_hand import cat_or_dog
from PIL import Image
from real_data import MISSING, real_data
from torch import Tensor
from torch.nn import functional
from torch.utils.data import DataLoader, Dataset

from cnnstudio.data.choice import DataChoice
from cnnstudio.engine.session import train
from cnnstudio.project.presets import load_preset
from cnnstudio.training.messages import EpochReport, RunStarted

OURS = ("ours", "ours-32")
GOALS = {"files": 4.0, "keras": 1.0, "keras-plain": 1.0}
TITLES = {
    "ours": "ours",
    "ours-32": "ours, 32 bits",
    "files": "PyTorch, files through Pillow",
    "keras": "Keras fit, augmenting layers",
    "keras-plain": "Keras fit, no augmentation",
}
PICTURES = 1_000
EPOCHS = 3
TURNS = 2
WORKERS = os.cpu_count() or 1

_SOURCE = real_data("cats-dogs", "training_set")
_KERAS_BACKEND = os.environ.setdefault("KERAS_BACKEND", "torch")


class Files(Dataset[tuple[Tensor, float]]):
    """Opens, shrinks and augments a file when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._files = [
            (path, float(label))
            for label, name in enumerate(("cats", "dogs"))
            for path in sorted((folder / name).iterdir())
        ]

    def __len__(self) -> int:
        return len(self._files)

    def __getitem__(self, index: int) -> tuple[Tensor, float]:
        path, label = self._files[index]
        pixels = np.asarray(_augmented(_small(path)), np.float32) / 255
        return torch.from_numpy(pixels.transpose(2, 0, 1)), label

    def arrays(self) -> tuple[np.ndarray, np.ndarray]:
        """Return all pictures (N, H, W, C) float32, 0–1, and their labels (N,)."""
        pictures = np.stack([np.asarray(_small(path), np.float32) for path, _label in self._files])
        return pictures / 255, np.array([label for _path, label in self._files], np.float32)


def _small(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("RGB").resize((64, 64), Image.Resampling.BILINEAR)


def _augmented(picture: Image.Image) -> Image.Image:
    """Return a picture with shear 0.2°, zoom 0.8 to 1.2 and perhaps flipped, as Keras has it."""
    shear = radians(random.uniform(-0.2, 0.2))
    down, across = random.uniform(0.8, 1.2), random.uniform(0.8, 1.2)
    a, b, d, e = across * cos(shear), 0.0, -across * sin(shear), down
    if random.random() < 0.5:
        a, d = -a, -d
    middle = 31.5
    moved = middle - a * middle - b * middle, middle - d * middle - e * middle
    return picture.transform(
        picture.size,
        Image.Transform.AFFINE,
        (a, b, moved[0], d, e, moved[1]),
        Image.Resampling.BILINEAR,
    )


def by_hand(folder: Path) -> list[float]:
    """Train as the script does; return the seconds of each epoch."""
    started = perf_counter()
    loader = DataLoader(
        Files(folder), batch_size=32, shuffle=True, num_workers=WORKERS, persistent_workers=True
    )
    torch.manual_seed(0)
    model = cat_or_dog()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    times = []
    for _epoch in range(EPOCHS):
        for pictures, labels in loader:
            optimizer.zero_grad()
            logits = model(pictures).squeeze(1)
            functional.binary_cross_entropy_with_logits(logits, labels.float()).backward()
            optimizer.step()
        times.append(perf_counter() - started)
        started = perf_counter()
    return times


def with_keras(folder: Path, *, augments: bool = True) -> list[float]:
    """Train as a script with Keras does; return the seconds of each epoch."""
    import keras
    from keras import layers

    times: list[float] = []
    began = perf_counter()
    pictures, labels = Files(folder).arrays()
    augmentation = [
        layers.RandomFlip("horizontal"),
        layers.RandomShear(x_factor=0.0035),  # the tangent of the course's 0.2°
        layers.RandomZoom(0.2, 0.2),
    ]
    model = keras.Sequential(
        [
            keras.Input((64, 64, 3)),
            *(augmentation if augments else []),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    note = keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: times.append(perf_counter()))
    model.fit(pictures, labels, batch_size=32, epochs=EPOCHS, verbose=0, callbacks=[note])
    return [ended - before for before, ended in pairwise([began, *times])]


def with_plain_keras(folder: Path) -> list[float]:
    """Train with Keras on the pictures as they are."""
    return with_keras(folder, augments=False)


def ours(folder: Path, *, precision: str = "auto") -> list[float]:
    """Train as the program does, as if for the first time; return the seconds of each epoch."""
    with tempfile.TemporaryDirectory(prefix="cnnstudio-bench-") as home:
        os.environ["CNNSTUDIO_HOME"] = home
        return list(_epochs(folder, Path(home) / "run", precision))


def ours_with_32_bits(folder: Path) -> list[float]:
    """Train as the program does where its precision is that of the scripts."""
    return ours(folder, precision="float32")


def _epochs(folder: Path, run: Path, precision: str) -> Iterator[float]:
    project = load_preset("cat-or-dog")
    config = msgspec.structs.replace(project.training, epochs=EPOCHS, precision=precision)
    data = DataChoice(name="folder", folder=str(folder), validation_fraction=0.0)
    run.mkdir()
    started = perf_counter()
    for report in train(project.network, config, data, run):
        if isinstance(report, RunStarted):
            print(f"  {report.plan}", file=sys.stderr)
        if isinstance(report, EpochReport):
            yield perf_counter() - started
            started = perf_counter()


def some_pictures(folder: Path, count: int) -> None:
    """Link the first pictures, half of each class, into a folder."""
    assert _SOURCE is not None
    for name in ("cats", "dogs"):
        (folder / name).mkdir(parents=True)
        for source in sorted((_SOURCE / name).iterdir())[: count // 2]:
            (folder / name / source.name).symlink_to(source)


SIDES: dict[str, Callable[[Path], list[float]]] = {
    "ours": ours,
    "ours-32": ours_with_32_bits,
    "files": by_hand,
    "keras": with_keras,
    "keras-plain": with_plain_keras,
}


def measured(side: str, folder: Path) -> list[float]:
    """Let a side train in a process of its own; return the seconds of each epoch."""
    command = [sys.executable, __file__, side, str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    times: list[float] = json.loads(done.stdout.splitlines()[-1])
    return times


def sides() -> list[str]:
    """Return the sides that can be measured here; say which version of Keras, or that it lacks."""
    if importlib.util.find_spec("keras") is None:
        print("Keras is not installed: that comparison is left out.")
        return [side for side in SIDES if not side.startswith("keras")]
    print(f"Keras {version('keras')} on {_KERAS_BACKEND} {version(_KERAS_BACKEND)}")
    return list(SIDES)


def version(package: str) -> str:
    """Return the version of a package, or that it is installed under another name."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "of an unknown version"


def take_turns(turns: int, pictures: int) -> dict[str, list[list[float]]]:
    """Return the seconds of each epoch of each turn of each side."""
    times: dict[str, list[list[float]]] = {side: [] for side in sides()}
    with tempfile.TemporaryDirectory(prefix="cnnstudio-bench-") as place:
        for turn in range(turns):
            folder = Path(place) / str(turn)  # a new one, so that nothing is known of it
            some_pictures(folder, pictures)
            for side, known in times.items():
                known.append(measured(side, folder))
    return times


def _compared(seconds: Mapping[str, float], side: str) -> str:
    """Return a side's seconds, and how many times those of ours, and of ours with 32 bits."""
    times = ", ".join(f"{seconds[side] / seconds[each]:.2f}" for each in OURS)
    return f"{seconds[side]:6.2f} s ({times})"


def judge(times: dict[str, list[list[float]]]) -> int:
    """Print a table, and return 1 where a goal is missed."""
    first = {side: statistics.median(turn[0] for turn in known) for side, known in times.items()}
    later = {
        side: statistics.median(each for turn in known for each in turn[1:])
        for side, known in times.items()
    }
    has_missed = False
    for side, known in times.items():
        slowest = max(each for turn in known for each in turn[1:]) / later[side]
        goal = GOALS.get(side)
        has_missed |= goal is not None and later[side] < goal * later["ours"]
        aim = f"  goal at least {goal}" if goal else ""
        print(
            f"{TITLES[side]:30} first epoch {_compared(first, side)}"
            f"  later ones {_compared(later, side)}"
            f"  slowest of them {slowest:.2f} of the median{aim}"
        )
    return int(has_missed)


def main(arguments: list[str]) -> int:
    """Measure and judge, or train one side as this program asks itself to."""
    if arguments and arguments[0] in SIDES:
        side, folder = arguments
        print(json.dumps(SIDES[side](Path(folder))))
        return 0
    parser = argparse.ArgumentParser(description="Train on files, against scripts.")
    parser.add_argument("turns", nargs="?", type=int, default=TURNS, metavar="TURNS")
    parser.add_argument("--pictures", type=int, default=PICTURES, metavar="N")
    asked = parser.parse_args(arguments)
    if _SOURCE is None:
        print(MISSING)
        return 0
    pictures = min(asked.pictures, sum(1 for _file in _SOURCE.glob("*/*")))
    print(
        f"{pictures:,} pictures, {WORKERS} workers, {asked.turns} turns of {EPOCHS} epochs",
        flush=True,
    )
    return judge(take_turns(asked.turns, pictures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
