from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnstudio.data import file_names
from cnnstudio.data.choice import DataChoice
from cnnstudio.data.dataset import Split
from cnnstudio.data.file_names import named_files
from cnnstudio.data.folder import read_folder

CHOICE = DataChoice(name="folder", folder="pictures")
SHAPE = (1, 4, 4)


def fill(folder: Path, levels: range) -> None:
    folder.mkdir(parents=True)
    for level in levels:
        Image.fromarray(np.full((6, 6), level, np.uint8)).save(folder / f"{level}.png")


@pytest.fixture(autouse=True)
def _small_portions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNNSTUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(file_names, "_FILES_AT_ONCE", 7)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for part, start in (("train", 0), ("val", 60), ("test", 120)):
        for place, name in enumerate(("cats", "dogs")):
            first = start + 30 * place
            fill(tmp_path / "pets" / part / name, range(first, first + 20))
    return tmp_path / "pets"


def found(root: Path, split: Split) -> dict[int, str]:
    names: dict[int, str] = {}
    for portion in named_files(root, CHOICE, split):
        names |= dict(zip(portion.indices.tolist(), portion.names, strict=True))
    return names


@pytest.mark.parametrize("part", ["train", "validation", "test"])
def test_each_picture_of_a_part_has_its_file(root: Path, part: str) -> None:
    split = getattr(read_folder(root, CHOICE, shape=SHAPE), part)
    names = found(root, split)
    assert len(names) == len(split) == 40
    for index, name in names.items():
        assert int(Path(name).stem) == split.pictures[index, 0, 0, 0]
        assert (root / name).is_file()


def test_a_file_that_is_gone_has_no_name(root: Path) -> None:
    split = read_folder(root, CHOICE, shape=SHAPE).train
    (root / "train" / "cats" / "3.png").unlink()
    names = found(root, split)
    assert len(names) == 39
    assert "train/cats/3.png" not in names.values()


def test_pictures_in_memory_have_no_files(root: Path) -> None:
    assert found(root, Split(np.zeros((2, 1, 4, 4), np.uint8), np.zeros(2, np.int64))) == {}
