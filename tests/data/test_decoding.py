import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnstudio.data.decoding import decode_files


class Cancelled(Exception):
    """What a test's progress raises."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A hundred grey pictures, each of one level; number 7 and 50 are broken."""
    folder = tmp_path_factory.mktemp("pictures")
    paths = [folder / f"{level}.png" for level in range(100)]
    for level, path in enumerate(paths):
        Image.fromarray(np.full((5, 5), level, np.uint8)).save(path)
    paths[7].write_bytes(b"text")
    paths[50].write_bytes(b"")
    return paths


def test_each_file_fills_its_row(files: list[Path]) -> None:
    target = np.zeros((100, 1, 4, 4), np.uint8)
    skipped = decode_files(files, target)
    assert list(skipped) == [7, 50]
    assert skipped[50].path == str(files[50])
    assert skipped[50].reason == "the file is empty"
    good = [row for row in range(100) if row not in skipped]
    assert target[good, 0, 2, 2].tolist() == good


def test_progress_counts_up_to_all_files(files: list[Path]) -> None:
    told: list[tuple[int, int]] = []
    decode_files(
        files, np.empty((100, 1, 2, 2), np.uint8), progress=lambda *pair: told.append(pair)
    )
    assert told == sorted(told)
    assert told[-1] == (100, 100)


def test_what_progress_raises_ends_the_reading(files: list[Path]) -> None:
    def cancel(_done: int, _total: int) -> None:
        raise Cancelled

    many = files * 200
    target = np.zeros((len(many), 1, 2, 2), np.uint8)
    before = threading.active_count()
    with pytest.raises(Cancelled):
        decode_files(many, target, progress=cancel)
    assert threading.active_count() == before
    assert not target[-1].any()
