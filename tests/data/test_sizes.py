"""How large the files of a folder are, which nobody opens a second time for it."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnstudio.data.choice import FOLDER, DataChoice
from cnnstudio.data.digits import read_digits
from cnnstudio.data.folder import read_folder
from cnnstudio.data.sizes import FileSizes, file_sizes

SHAPE = (3, 32, 48)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two classes of files in many sizes; a copy of a file is known by its content."""
    monkeypatch.setenv("CNNSTUDIO_HOME", str(tmp_path / "home"))
    for name, sizes in {"a": ((60, 40), (20, 10), (48, 32)), "b": ((500, 375), (47, 90))}.items():
        folder = tmp_path / "pictures" / name
        folder.mkdir(parents=True)
        for width, height in sizes:
            ending = "jpg" if width == 500 else "png"
            Image.new("RGB", (width, height), "teal").save(folder / f"{width}.{ending}")
    copy = tmp_path / "pictures" / "b" / "copy.png"
    copy.write_bytes((tmp_path / "pictures" / "a" / "20.png").read_bytes())
    return tmp_path / "pictures"


def test_smallest_largest_and_those_to_enlarge_are_found(root: Path) -> None:
    choice = DataChoice(name=FOLDER, folder=str(root))
    for _turn in ("decoded", "stored"):
        dataset = read_folder(root, choice, shape=SHAPE)
        splits = [split for split in (dataset.train, dataset.validation) if split is not None]
        assert file_sizes(root, choice, *splits) == FileSizes((10, 20), (375, 500), 3)


def test_a_file_that_was_added_counts(root: Path) -> None:
    choice = DataChoice(name=FOLDER, folder=str(root))
    read_folder(root, choice, shape=SHAPE)
    Image.new("RGB", (5, 4)).save(root / "a" / "tiny.png")
    dataset = read_folder(root, choice, shape=SHAPE)
    splits = [split for split in (dataset.train, dataset.validation) if split is not None]
    sizes = file_sizes(root, choice, *splits)
    assert sizes is not None
    assert sizes.smallest == (4, 5)


def test_a_built_in_data_set_has_no_files() -> None:
    train = read_digits().train
    assert np.shape(train.pictures)[1:] == (1, 8, 8)
    assert file_sizes(Path(), DataChoice(), train) is None
