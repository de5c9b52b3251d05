from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from cnnstudio.data.choice import DataChoice
from cnnstudio.data.dataset import DataSet
from cnnstudio.data.folder import describe_pictures, found, read_folder
from cnnstudio.errors import InvalidFileError, InvalidValueError

CHOICE = DataChoice(name="folder", folder="pictures")


def fill(folder: Path, count: int, level: int = 0) -> None:
    """Write pictures whose levels count up from `level`."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        picture = np.full((6, 6), level + number, np.uint8)
        Image.fromarray(picture).save(folder / f"{number:03}.png")


@pytest.fixture
def classes(tmp_path: Path) -> Path:
    """A folder of 20 cats, dark, and 30 dogs, light."""
    fill(tmp_path / "cats", 20)
    fill(tmp_path / "dogs", 30, level=200)
    return tmp_path


def levels(dataset: DataSet, part: str) -> list[int]:
    return getattr(dataset, part).pictures[:, 0, 0, 0].tolist()


def test_class_folders_are_split_by_fraction(classes: Path) -> None:
    dataset = read_folder(classes, CHOICE, shape=(1, 4, 4))
    assert dataset.validation is not None
    assert (len(dataset.train), len(dataset.validation), dataset.test) == (40, 10, None)
    assert np.bincount(dataset.validation.labels).tolist() == [4, 6]
    assert dataset.shape == (1, 4, 4)
    assert sorted(levels(dataset, "train") + levels(dataset, "validation")) == [
        *range(20),
        *range(200, 230),
    ]


def test_labels_are_those_of_the_folders(classes: Path) -> None:
    dataset = read_folder(classes, CHOICE)
    for part in (dataset.train, dataset.validation):
        assert part is not None
        is_dog = part.pictures[:, 0, 0, 0] >= 200
        assert [dataset.classes[label] == "dogs" for label in part.labels] == is_dog.tolist()


def test_parts_of_their_own_are_kept(tmp_path: Path) -> None:
    for part, count in (("train", 5), ("val", 3), ("test", 2)):
        fill(tmp_path / part / "a", count)
        fill(tmp_path / part / "b", count)
    dataset = read_folder(tmp_path, CHOICE)
    assert dataset.validation is not None
    assert dataset.test is not None
    assert [len(dataset.train), len(dataset.validation), len(dataset.test)] == [10, 6, 4]


def test_a_part_in_use_leaves_the_test_pictures_whole(tmp_path: Path) -> None:
    for part in ("train", "val", "test"):
        fill(tmp_path / part / "a", 10)
        fill(tmp_path / part / "b", 10)
    dataset = read_folder(tmp_path, DataChoice(name="folder", folder="x", part=0.5))
    assert dataset.validation is not None
    assert dataset.test is not None
    assert [len(dataset.train), len(dataset.validation), len(dataset.test)] == [10, 10, 20]


def test_files_that_cannot_be_used_are_listed_and_left_out(classes: Path) -> None:
    (classes / "cats" / "005.png").write_bytes(b"text")
    (classes / "dogs" / "007.png").write_bytes(b"")
    (classes / "dogs" / "notes.txt").write_text("see the vet")
    (classes / "dogs" / ".DS_Store").touch()
    dataset = read_folder(classes, CHOICE)
    skipped = {Path(file.path).name: file.reason for file in dataset.skipped}
    assert skipped == {
        "005.png": "it is not a picture, or damaged",
        "007.png": "the file is empty",
        "notes.txt": "its name does not end as a picture's",
    }
    received = levels(dataset, "train") + levels(dataset, "validation")
    assert sorted(received) == sorted({*range(20), *range(200, 230)} - {5, 207})


def test_pictures_in_deeper_folders_belong_to_the_class(classes: Path) -> None:
    fill(classes / "cats" / "kittens" / "grey", 4, level=100)
    assert len(read_folder(classes, CHOICE).train) == 43


def test_links_in_a_circle_end(classes: Path) -> None:
    (classes / "cats" / "again").symlink_to(classes, target_is_directory=True)
    assert len(read_folder(classes, CHOICE).train) == 40


def test_an_empty_class_is_named(classes: Path) -> None:
    (classes / "birds").mkdir()
    with pytest.raises(InvalidFileError, match=r'class folder ".*birds" holds no pictures'):
        read_folder(classes, CHOICE)


def test_a_class_of_broken_pictures_is_named(classes: Path) -> None:
    for path in (classes / "cats").iterdir():
        path.write_bytes(b"text")
    with pytest.raises(InvalidFileError, match=r'class folder ".*cats", none can be read'):
        read_folder(classes, CHOICE)


def test_a_set_larger_than_memory_is_refused(
    classes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = psutil.virtual_memory()._replace(available=1000)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: memory)
    with pytest.raises(InvalidValueError, match="Use a part of them, or a smaller Input"):
        read_folder(classes, CHOICE)


def test_a_folder_is_described_without_opening_a_picture(classes: Path) -> None:
    (classes / "cats" / "000.png").write_bytes(b"text")
    known = describe_pictures(classes)
    assert known.classes == ("cats", "dogs")
    assert known.shape is None
    assert known.title == classes.name


def test_photographs_of_the_course_are_found(shared_data: Path) -> None:
    choice = DataChoice(name="folder", folder="cats-dogs", part=0.02)
    dataset = read_folder(shared_data / "cats-dogs", choice, shape=(3, 64, 64))
    assert found(dataset.train, dataset) == "Found 160 images belonging to 2 classes."
    assert dataset.validation is not None
    assert found(dataset.validation, dataset) == "Found 40 images belonging to 2 classes."
    assert dataset.classes == ("cats", "dogs")
    assert dataset.skipped == ()
