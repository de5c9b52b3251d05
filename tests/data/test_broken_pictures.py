"""A folder in which one picture in twenty cannot be used, of every sort that people have."""

import os
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnstudio.data.choice import DataChoice
from cnnstudio.data.folder import found, read_folder

CHOICE = DataChoice(name="folder", folder="x", validation_fraction=0)
SHAPE = (3, 8, 8)
RED = Image.new("RGB", (40, 20), (250, 10, 10))


def truncated(path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (60, 60, 3), np.uint8)
    Image.fromarray(noise).save(path, "JPEG")
    path.write_bytes(path.read_bytes()[:1500])


def bomb(path: Path) -> None:
    """Announce 900 million pixels, and hold a few."""

    def chunk(name: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(9))) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + parts)


def broken_link(path: Path) -> None:
    path.symlink_to(path.with_name("gone"))


def unreadable(path: Path) -> None:
    """Make a file that the system will not read, also for the superuser where it can be had."""
    if Path("/proc/self/mem").exists():
        path.symlink_to("/proc/self/mem")
    else:
        path.touch(mode=0)


def rotated(path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 8
    RED.save(path, "JPEG", exif=exif)


def deep(path: Path) -> None:
    Image.fromarray(np.full((20, 20), 60_000, np.uint16)).save(path)


def animated(path: Path) -> None:
    RED.save(path, "GIF", save_all=True, append_images=[Image.new("RGB", RED.size)])


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "truncated.jpg": (truncated, "it is damaged, or cut off"),
    "empty.jpg": (lambda path: path.touch(), "the file is empty"),
    "text.png": (lambda path: path.write_text("no picture"), "it is not a picture, or damaged"),
    "bomb.png": (bomb, "it has more than 89 million pixels"),
    "link.jpg": (broken_link, "it is no file, or a link that leads nowhere"),
    "unreadable.jpg": (unreadable, "Input/output error|Permission denied"),
    "notes.doc": (lambda path: path.touch(), "its name does not end as a picture's"),
}
ODD: dict[str, Callable[[Path], object]] = {
    "cmyk.jpg": lambda path: RED.convert("CMYK").save(path),
    "deep.png": deep,
    "rotated.jpg": rotated,
    "animated.gif": animated,
    "transparent.png": lambda path: RED.convert("RGBA").save(path),
    "palette.png": lambda path: RED.convert("P").save(path),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two classes of 140 files, 7 of them broken and 6 odd; the other class is sound."""
    for name in ("odd", "sound"):
        (tmp_path / name).mkdir()
    for number in range(127):
        RED.save(tmp_path / "odd" / f"{number}.png")
        RED.save(tmp_path / "sound" / f"{number}.jpg")
    for name, (make, _reason) in BROKEN.items():
        make(tmp_path / "odd" / name)
    for name, make_odd in ODD.items():
        make_odd(tmp_path / "odd" / name)
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows needs a right to make links")
def test_unusable_files_are_listed_with_their_reason_and_the_others_used(root: Path) -> None:
    first = read_folder(root, CHOICE, shape=SHAPE)
    again = read_folder(root, CHOICE, shape=SHAPE)
    for dataset in (first, again):
        assert found(dataset, dataset.train) == "Found 260 images belonging to 2 classes."
        reasons = {os.path.basename(file.path): file.reason for file in dataset.skipped}  # noqa: PTH119
        assert len(dataset.skipped) == len(BROKEN)
        assert {Path(file.path).parent for file in dataset.skipped} == {root / "odd"}
        for name, (_make, reason) in BROKEN.items():
            assert reasons[name] in reason.split("|")
    assert np.array_equal(np.asarray(first.train.pictures), np.asarray(again.train.pictures))


@pytest.mark.parametrize("name", sorted(ODD))
def test_odd_pictures_are_used(root: Path, name: str) -> None:
    for path in (root / "odd").iterdir():
        if path.name != name:
            path.unlink()
    dataset = read_folder(root, CHOICE, shape=SHAPE)
    assert dataset.skipped == ()
    assert dataset.train.labels[0] == 0
    red, green, _blue = dataset.train.pictures[0].reshape(3, -1).mean(axis=1)
    assert red > 200
    assert name == "deep.png" or green < 60
