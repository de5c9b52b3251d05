import threading
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnstudio.data.decoding import DecodedBatch, decode_files
from cnnstudio.data.listing import file_key
from cnnstudio.data.pictures import Flaw

SHAPE = (1, 4, 4)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred grey pictures, each of one level; number 7 and 50 are broken, 70 is missing."""
    folder = tmp_path_factory.mktemp("pictures")
    for level, name in enumerate(NAMES):
        Image.fromarray(np.full((5, 5), level, np.uint8)).save(folder / name)
    (folder / NAMES[7]).write_bytes(b"text")
    (folder / NAMES[50]).write_bytes(b"")
    (folder / NAMES[70]).unlink()
    return folder


NAMES = [f"{level}.png" for level in range(100)]


def test_batches_come_in_the_order_of_the_names(root: Path) -> None:
    names = [NAMES[level] for level in np.random.default_rng(0).integers(0, 100, 1000)]
    batches = list(decode_files(root, names, SHAPE))
    assert [name for batch in batches for name in batch.names] == names
    for batch in batches:
        for place, name in enumerate(batch.names):
            if place not in batch.flaws and place not in batch.unread:
                assert batch.pictures[place].tolist() == [[[int(name[:-4])] * 4] * 4]


def test_what_is_no_picture_is_black_and_named(root: Path) -> None:
    batches = list(decode_files(root, NAMES, SHAPE))
    assert {
        batch.names[place]: flaw for batch in batches for place, flaw in batch.flaws.items()
    } == {"7.png": Flaw.FOREIGN, "50.png": Flaw.EMPTY}
    assert {
        batch.names[place]: reason for batch in batches for place, reason in batch.unread.items()
    } == {"70.png": "No such file or directory"}
    assert not batches[0].pictures[7].any()


def test_an_entry_says_what_file_it_was(root: Path) -> None:
    (batch,) = decode_files(root, ["1.png", "1.png", "2.png"], SHAPE)
    keys, contents = batch.entries["key"].tolist(), batch.entries["content"].tolist()
    assert keys == [file_key(name, (root / name).stat()) for name in batch.names]
    assert contents[0] == contents[1] != contents[2]


def test_what_is_known_by_its_content_is_not_decoded(root: Path) -> None:
    (first,) = decode_files(root, ["3.png"], SHAPE)
    known = {int(first.entries["content"][0]): np.full(SHAPE, 200, np.uint8)}
    (second,) = decode_files(root, ["3.png", "4.png"], SHAPE, recall=known.get)
    assert second.pictures[:, 0, 0, 0].tolist() == [200, 4]


def test_reading_never_runs_far_ahead_and_ends_when_it_is_closed(root: Path) -> None:
    before = threading.active_count()
    opened: set[str] = set()

    class Names(list[str]):
        def __getitem__(self, key: slice) -> list[str]:  # type: ignore[override]
            opened.update(range(*key.indices(len(self))))
            return super().__getitem__(key)

    with closing(decode_files(root, Names(NAMES * 1000), SHAPE)) as batches:
        first: DecodedBatch = next(batches)
    assert first.names[0] == "0.png"
    assert len(opened) < 10_000
    assert threading.active_count() == before
