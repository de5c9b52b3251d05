import os
import sys
from pathlib import Path

import numpy as np
import pytest

from cnnstudio.data.listing import NO_ROW, FileBatch, file_key, list_files, listed
from cnnstudio.errors import InvalidFileError


class Known:
    """Knows the rows of some keys."""

    def __init__(self, rows: dict[int, int] | None = None) -> None:
        self.rows = rows or {}

    def rows_of(self, keys: np.ndarray) -> np.ndarray:
        return np.array([self.rows.get(int(key), NO_ROW) for key in keys], np.int64)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("a/2.png", "a/10.PNG", "a/inner/0.jpg", "b/x.bmp", "b/y.gif"):
        path = tmp_path / "train" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return tmp_path


def test_files_are_listed_by_class_and_name_with_deeper_ones_last(root: Path) -> None:
    listing = list_files(root, root / "train", ("a", "b"), Known())
    assert listing.names == [
        "train/a/10.PNG",
        "train/a/2.png",
        "train/a/inner/0.jpg",
        "train/b/x.bmp",
        "train/b/y.gif",
    ]
    assert listing.labels.tolist() == [0, 0, 0, 1, 1]
    assert listing.rows.tolist() == [NO_ROW] * len(listing)


def test_of_files_with_a_row_nothing_else_is_kept(root: Path) -> None:
    first = list_files(root, root / "train", ("a", "b"), Known())
    rows = Known({int(first.keys[1]): 40, int(first.keys[3]): 7})
    second = list_files(root, root / "train", ("a", "b"), rows)
    assert second.rows.tolist() == [NO_ROW, 40, NO_ROW, 7, NO_ROW]
    assert second.unknown.tolist() == [0, 2, 4]
    assert second.names == [first.names[place] for place in (0, 2, 4)]
    assert second.keys.tolist() == first.keys[[0, 2, 4]].tolist()


def test_looking_again_finds_what_was_added_meanwhile(root: Path) -> None:
    listing = list_files(root, root / "train", ("a", "b"), Known())
    listing.look_again(Known({int(key): row for row, key in enumerate(listing.keys[:2])}))
    assert listing.rows.tolist() == [0, 1, NO_ROW, NO_ROW, NO_ROW]


def test_places_count_on_over_batches() -> None:
    batches = [
        FileBatch(["x", "y"], np.array([1, 2], np.uint64), np.zeros(2, np.int16)),
        FileBatch(["z", "w"], np.array([3, 4], np.uint64), np.ones(2, np.int16)),
    ]
    listing = listed(batches, Known({2: 5, 4: 6}))
    assert listing.unknown.tolist() == [0, 2]
    assert listing.names == ["x", "z"]
    assert listing.rows.tolist() == [NO_ROW, 5, NO_ROW, 6]
    assert listing.labels.tolist() == [0, 0, 1, 1]


def test_other_files_are_told_and_those_of_systems_are_not(root: Path) -> None:
    for name in ("notes.txt", ".DS_Store", "Thumbs.db", "__MACOSX/3.png"):
        path = root / "train/b" / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    listing = list_files(root, root / "train", ("a", "b"), Known())
    assert [file.path for file in listing.foreign] == [str(root / "train/b/notes.txt")]
    assert len(listing) == 5


def test_a_key_changes_with_name_size_and_time(root: Path) -> None:
    path = root / "train/a/2.png"
    status = path.stat()
    key = file_key("a/2.png", status)
    assert file_key("a/3.png", status) != key
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000))
    assert file_key("a/2.png", path.stat()) != key
    path.write_bytes(b"longer than it was")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file_key("a/2.png", path.stat()) != key
    assert 0 <= key < 2**64


def test_links_to_folders_are_not_followed(root: Path) -> None:
    (root / "train/a/again").symlink_to(root, target_is_directory=True)
    assert len(list_files(root, root / "train", ("a", "b"), Known())) == 5


@pytest.mark.parametrize("kind", ["broken link", "pipe"])
def test_what_is_no_file_is_told_and_not_opened(root: Path, kind: str) -> None:
    path = root / "train/a/thing.png"
    if kind == "broken link":
        path.symlink_to(root / "gone.png")
    elif hasattr(os, "mkfifo"):
        os.mkfifo(path)
    else:
        pytest.skip("this system has no named pipes")
    listing = list_files(root, root / "train", ("a", "b"), Known())
    assert [(file.path, file.reason) for file in listing.foreign] == [
        (str(path), "it is no file, or a link that leads nowhere")
    ]
    assert len(listing) == 5


def test_a_class_that_a_part_lacks_has_no_files(root: Path) -> None:
    assert list_files(root, root / "train", ("a", "b", "c"), Known()).labels.max() == 1
    assert len(list_files(root, root / "train", ("c",), Known())) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_name_whose_bytes_are_no_text_is_told_as_text(root: Path) -> None:
    name = os.fsencode(root / "train/a") + b"/\xff.txt"
    Path(os.fsdecode(name)).touch()
    listing = list_files(root, root / "train", ("a", "b"), Known())
    assert listing.foreign[0].path.endswith("/\ufffd.txt")


def test_more_classes_than_labels_can_count_are_refused(root: Path) -> None:
    with pytest.raises(InvalidFileError, match="has 40000 classes; at most 32768"):
        list_files(root, root, tuple(map(str, range(40_000))), Known())
