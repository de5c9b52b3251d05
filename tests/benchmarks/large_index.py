"""Opening a data set of 10 million pictures and drawing the order of an epoch.

The index is generated, and opened as that of a folder is: the keys of the files
come in batches, as from looking through the folder, the rows of their pictures
are found, a fifth is split off to validate with, and the pictures to train on
are put in the order of an epoch. Looking through a real folder is measured
apart, for each file. Goals: 10 seconds, and 200 MB beyond the program itself.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil

from cnnstudio.data.choice import DataChoice
from cnnstudio.data.decoding import ENTRY, SIZE, DecodedBatch
from cnnstudio.data.folder import Part, usable_pictures
from cnnstudio.data.listing import FileBatch, list_files, listed
from cnnstudio.data.picture_store import ENTRIES, PictureStore
from cnnstudio.data.splits import divide

FILES = 10_000_000
CLASSES = 1_000
LISTED_FILES = 20_000
GOAL_S = 10.0
GOAL_MB = 200.0

_SHAPE = (1, 2, 2)
_BATCH = 100_000
_NAMES = ("",) * _BATCH


def generate(folder: Path) -> None:
    """Fill a store with black pictures of files whose keys are random numbers."""
    random = np.random.default_rng(0)
    pictures = np.zeros((_BATCH, *_SHAPE), np.uint8)
    sizes = np.full((_BATCH, 2), 64, SIZE)
    with open_store(folder).writing(room_for=FILES, wait=lambda: None) as writer:
        for _start in range(0, FILES, _BATCH):
            entries = np.zeros(_BATCH, ENTRY)
            entries["key"] = random.integers(1, 2**64, _BATCH, np.uint64, endpoint=False)
            writer.add(DecodedBatch(_NAMES, entries, pictures, sizes))


def open_store(folder: Path) -> PictureStore:
    """Return the generated store."""
    return PictureStore(folder / "store", _SHAPE, source="generated")


def batches(folder: Path) -> Iterator[FileBatch]:
    """Yield the files as looking through their folder does: class after class."""
    for start in range(0, FILES, _BATCH):
        entries = np.fromfile(
            folder / "store" / ENTRIES, ENTRY, _BATCH, offset=start * ENTRY.itemsize
        )
        labels = np.arange(start, start + _BATCH) // (FILES // CLASSES)
        yield FileBatch(_NAMES, entries["key"].copy(), labels.astype(np.int16))


def measure(folder: Path) -> dict[str, float]:
    """Open the store, split it, draw an order; return seconds and megabytes of each."""
    from cnnstudio.engine.order import epoch_order

    epoch_order(1, seed=0, epoch=1)
    before_mb = resident_mb()
    start = time.perf_counter()
    store = open_store(folder)
    listing = listed(batches(folder), store.finder())
    found = time.perf_counter()
    division = divide(listing.labels, DataChoice())
    train, validation = (usable_pictures(Part(listing, used), store) for used in division)
    del listing, division
    split = time.perf_counter()
    order = epoch_order(len(train), seed=0, epoch=1)
    drawn = time.perf_counter()
    assert len(train) + len(validation) == FILES
    assert train.pictures[order[:32].numpy()].shape == (32, *_SHAPE)
    return {
        "find": found - start,
        "split": split - found,
        "draw": drawn - split,
        "peak_mb": peak_mb() - before_mb,
        "program_mb": before_mb,
    }


def listing_us(folder: Path) -> float:
    """Return the microseconds that looking through a folder takes for each file."""
    for label in range(2):
        (folder / str(label)).mkdir(parents=True)
        for number in range(LISTED_FILES // 2):
            (folder / str(label) / f"picture {number:06}.jpg").touch()
    empty = PictureStore(folder / "no store", _SHAPE, source="none")
    start = time.perf_counter()
    assert len(list_files(folder, folder, ("0", "1"), empty.finder())) == LISTED_FILES
    return (time.perf_counter() - start) / LISTED_FILES * 1e6


def resident_mb() -> float:
    """Return the memory that this process holds now."""
    return psutil.Process().memory_info().rss / 1e6


def peak_mb() -> float:
    """Return the most memory that this process has ever held."""
    if sys.platform == "win32":
        return psutil.Process().memory_info().peak_wset / 1e6
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main() -> int:
    """Measure in a process of its own, print, and return 1 where a goal is missed."""
    if sys.argv[1:]:
        print(json.dumps(measure(Path(sys.argv[1]))))
        return 0
    with tempfile.TemporaryDirectory(prefix="cnnstudio-bench-") as folder:
        generate(Path(folder))
        command = [sys.executable, __file__, folder]
        answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        known = json.loads(answer.stdout)
        per_file_us = listing_us(Path(folder) / "pictures")
    seconds = known["find"] + known["split"] + known["draw"]
    print(f"{FILES:,} files in {CLASSES:,} classes")
    print(f"finding their rows        {known['find']:6.2f} s")
    print(f"splitting                 {known['split']:6.2f} s")
    print(f"drawing an epoch's order  {known['draw']:6.2f} s")
    print(f"together                  {seconds:6.2f} s   (goal {GOAL_S:g} s)")
    print(
        f"memory at the most        {known['peak_mb']:6.0f} MB  (goal {GOAL_MB:g} MB) "
        f"beyond the {known['program_mb']:.0f} MB of the program"
    )
    print(f"looking through a folder  {per_file_us:6.2f} µs for each file")
    return 0 if seconds <= GOAL_S and known["peak_mb"] <= GOAL_MB else 1


if __name__ == "__main__":
    sys.exit(main())
