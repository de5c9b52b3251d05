"""A folder of photographs, 500×375, until they are ready at 64×64, against Pillow.

Pillow decodes each at full size and shrinks it with its bilinear filter, in as
many threads. Both take turns, and Pillow runs twice, so that the noise of the
machine stands beside the result; its cheapest and its default filter are shown
too. Then what comes after the first time: opening 10,000 pictures that are
stored, and the memory that reading all of them takes.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import psutil
from PIL import Image
from real_data import MISSING, real_data

from cnnstudio import paths
from cnnstudio.data import catalog
from cnnstudio.data.choice import DataChoice

PHOTOGRAPHS = 2_000
STORED = 10_000
RUNS = 9
GOAL = 3.0
GOAL_OPEN_S = 0.3
GOAL_MEMORY = 1.2

_SOURCE = real_data("cats-dogs", "training_set")
_FULL = (500, 375)
_SHAPE = (3, 64, 64)


def enlarge(folder: Path) -> list[Path]:
    """Write enlarged photographs as a camera would; return their paths."""
    assert _SOURCE is not None
    found: list[Path] = []
    for name in ("cats", "dogs"):
        (folder / name).mkdir(parents=True)
        for source in sorted((_SOURCE / name).iterdir())[: PHOTOGRAPHS // 2]:
            with Image.open(source) as picture:
                large = picture.convert("RGB").resize(_FULL, Image.Resampling.BICUBIC)
            found.append(folder / name / source.name)
            large.save(found[-1], quality=90)
    return found


def with_pillow(files: list[Path], resampling: Image.Resampling) -> None:
    """Decode all photographs at full size, in parallel."""
    ready = np.empty((len(files), *_SHAPE), np.uint8)

    def decode(row: int) -> None:
        with Image.open(files[row]) as picture:
            small = picture.convert("RGB").resize(_SHAPE[1:], resampling)
        ready[row] = np.asarray(small).transpose(2, 0, 1)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _done in pool.map(decode, range(len(files))):
            pass


def for_the_first_time(folder: Path) -> None:
    """Load the folder as if it had never been seen, what was decoded being out of the way."""
    if paths.cache_folder().is_dir():
        paths.cache_folder().rename(folder.with_name(f"old {time.monotonic_ns()}"))
    load(folder)


def load(folder: Path) -> catalog.DataSet:
    """Load the folder as the program does."""
    return catalog.load(DataChoice(name="folder", folder=str(folder)), shape=_SHAPE)


def seconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(folder: Path, files: list[Path]) -> float:
    """Let both decode in turns, print their times, and return how much faster we are."""
    kinds = Image.Resampling
    sides: dict[str, Callable[[], object]] = {
        "Pillow, bilinear": lambda: with_pillow(files, kinds.BILINEAR),
        "CNN Studio": lambda: for_the_first_time(folder),
        "Pillow, bilinear, again": lambda: with_pillow(files, kinds.BILINEAR),
        "Pillow, bicubic (default)": lambda: with_pillow(files, kinds.BICUBIC),
        "Pillow, nearest pixel": lambda: with_pillow(files, kinds.NEAREST),
    }
    times: dict[str, list[float]] = {name: [] for name in sides}
    for work in sides.values():  # fills the caches of the disk
        work()
    for _run in range(RUNS):
        for name, work in sides.items():
            times[name].append(seconds(work))
    ratios = {
        name: [theirs / ours for theirs, ours in zip(each, times["CNN Studio"], strict=True)]
        for name, each in times.items()
    }
    for name, each in times.items():
        picture_us = statistics.median(each) / len(files) * 1e6
        print(f"{name:26} {picture_us:6.0f} µs a picture  {statistics.median(ratios[name]):5.2f}×")
    return statistics.median(ratios["Pillow, bilinear"] + ratios["Pillow, bilinear, again"])


def store_many(folder: Path, files: list[Path]) -> None:
    """Fill a folder with more pictures, and decode them."""
    for number in range(STORED):
        source = files[number % len(files)]
        target = folder / source.parent.name / f"{number:06}.jpg"
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(source, target)
    load(folder)


def reading_memory(folder: Path) -> float:
    """Return the memory that all pictures take once they were read, against their bytes."""
    import cv2  # noqa: F401 - its own memory is not counted

    process = psutil.Process()
    before = process.memory_info().rss
    dataset = load(folder)
    sizes = 0
    for part in (dataset.train, dataset.validation):
        assert part is not None
        sizes += part.pictures.nbytes
        for start in range(0, len(part), 32):
            part.pictures[start : start + 32].sum()
    return (process.memory_info().rss - before) / sizes


def main() -> int:
    """Measure, print, and return 1 where a goal is missed."""
    if sys.argv[1:]:
        print(json.dumps(reading_memory(Path(sys.argv[1]))))
        return 0
    if _SOURCE is None:
        print(MISSING)
        return 0
    with tempfile.TemporaryDirectory(prefix="cnnstudio-bench-") as place:
        os.environ["CNNSTUDIO_HOME"] = f"{place}/home"
        files = enlarge(Path(place, "photographs"))
        faster = compare(Path(place, "photographs"), files)
        many = Path(place, "many")
        store_many(many, files)
        open_s = statistics.median(seconds(lambda: load(many)) for _run in range(RUNS))
        command = [sys.executable, __file__, str(many)]
        answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    memory = json.loads(answer.stdout)
    print(f"faster than Pillow {faster:.2f}×  (goal {GOAL:g}×)")
    print(f"opening {STORED:,} stored pictures {open_s:.3f} s  (goal {GOAL_OPEN_S:g} s)")
    print(f"memory once all are read {memory:.2f}× their bytes  (goal {GOAL_MEMORY:g}×)")
    return 0 if faster >= GOAL and open_s <= GOAL_OPEN_S and memory <= GOAL_MEMORY else 1


if __name__ == "__main__":
    sys.exit(main())
