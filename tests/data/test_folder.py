import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnstudio.data.choice import DataChoice, Fit
from cnnstudio.data.dataset import DataSet
from cnnstudio.data.folder import describe_pictures, file_of, found, picture_store, read_folder
from cnnstudio.data.picture_store import PICTURES
from cnnstudio.errors import InvalidFileError, StorageError

SHAPE = (1, 4, 4)
CHOICE = DataChoice(name="folder", folder="pictures")


def fill(folder: Path, count: int, level: int = 0) -> None:
    """Write pictures whose levels count up from `level`."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        picture = np.full((6, 6), (level + number) % 256, np.uint8)
        Image.fromarray(picture).save(folder / f"{number:03}.png")


@pytest.fixture
def classes(tmp_path: Path) -> Path:
    """A folder of 20 cats, dark, and 30 dogs, light."""
    fill(tmp_path / "classes" / "cats", 20)
    fill(tmp_path / "classes" / "dogs", 30, level=200)
    return tmp_path / "classes"


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


def test_a_picture_leads_back_to_its_file(classes: Path) -> None:
    for part in ("train", "validation"):
        dataset = read_folder(classes, CHOICE, shape=SHAPE)
        split = getattr(dataset, part)
        for index, level in enumerate(levels(dataset, part)):
            name = f"cats/{level:03}.png" if level < 200 else f"dogs/{level - 200:03}.png"
            assert file_of(classes, CHOICE, split, index) == classes / name


def test_a_picture_whose_file_has_changed_leads_nowhere(classes: Path) -> None:
    split = read_folder(classes, CHOICE, shape=SHAPE).train
    for path in classes.rglob("*.png"):
        os.utime(path, ns=(1, 1))
    assert file_of(classes, CHOICE, split, 0) is None


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


def test_a_folder_is_described_without_opening_a_picture(classes: Path) -> None:
    (classes / "cats" / "000.png").write_bytes(b"text")
    known = describe_pictures(classes, CHOICE)
    assert known.classes == ("cats", "dogs")
    assert known.shape is None
    assert known.title == classes.name


def test_photographs_of_the_course_are_found(shared_data: Path) -> None:
    choice = DataChoice(name="folder", folder="cats-dogs", part=0.02)
    dataset = read_folder(shared_data / "cats-dogs", choice, shape=(3, 64, 64))
    assert found(dataset, dataset.train) == "Found 160 images belonging to 2 classes."
    assert dataset.validation is not None
    assert found(dataset, dataset.validation) == "Found 40 images belonging to 2 classes."
    assert dataset.classes == ("cats", "dogs")
    assert dataset.skipped == ()


def loaded(root: Path, choice: DataChoice = CHOICE) -> tuple[DataSet, list[tuple[int, int]]]:
    """Return the data set, and what the progress was told."""
    told: list[tuple[int, int]] = []
    dataset = read_folder(root, choice, shape=SHAPE, progress=lambda *pair: told.append(pair))
    return dataset, told


def mark_stored(root: Path, level: int) -> None:
    """Give every picture that is stored another level, to know it again."""
    path = picture_store(root, SHAPE, Fit.STRETCH).folder / PICTURES
    path.write_bytes(bytes([level]) * path.stat().st_size)


def all_levels(dataset: DataSet) -> list[int]:
    return sorted(levels(dataset, "train") + levels(dataset, "validation"))


def test_nothing_is_decoded_twice(classes: Path) -> None:
    first, told = loaded(classes)
    assert told[-1] == (50, 50)
    mark_stored(classes, 99)
    second, told = loaded(classes)
    assert told == []
    assert all_levels(second) == [99] * 50
    assert second.train.labels.tolist() == first.train.labels.tolist()


def test_of_a_part_only_that_is_decoded_and_kept(classes: Path) -> None:
    _part, told = loaded(classes, DataChoice(name="folder", folder="x", part=0.2))
    assert told[-1] == (10, 10)
    mark_stored(classes, 99)
    whole, told = loaded(classes)
    assert told[-1] == (40, 40)
    assert all_levels(whole).count(99) == 10


def test_another_seed_needs_no_decoding(classes: Path) -> None:
    first, _told = loaded(classes)
    second, told = loaded(classes, DataChoice(name="folder", folder="x", seed=1))
    assert told == []
    assert all_levels(second) == all_levels(first)
    assert levels(second, "train") != levels(first, "train")


def test_only_what_is_new_or_changed_is_decoded(classes: Path) -> None:
    loaded(classes)
    mark_stored(classes, 99)
    Image.fromarray(np.full((6, 6), 150, np.uint8)).save(classes / "cats" / "new.png")
    Image.fromarray(np.full((7, 7), 151, np.uint8)).save(classes / "dogs" / "005.png")
    (classes / "dogs" / "006.png").unlink()
    dataset, told = loaded(classes)
    assert told[-1] == (2, 2)
    assert all_levels(dataset) == [99] * 48 + [150, 151]


def test_a_file_that_was_only_touched_is_known_by_its_content(classes: Path) -> None:
    loaded(classes)
    mark_stored(classes, 99)
    for path in classes.rglob("*.png"):
        os.utime(path, (1, 1))
    dataset, told = loaded(classes)
    assert told[-1] == (50, 50)
    assert all_levels(dataset) == [99] * 50


@pytest.mark.parametrize(
    ("shape", "fit"), [((3, 4, 4), Fit.STRETCH), ((1, 4, 5), Fit.STRETCH), (SHAPE, Fit.PAD)]
)
def test_another_form_is_stored_apart(classes: Path, shape: tuple[int, int, int], fit: Fit) -> None:
    loaded(classes)
    mark_stored(classes, 99)
    choice = DataChoice(name="folder", folder="x", fit=fit)
    dataset = read_folder(classes, choice, shape=shape)
    assert 99 not in all_levels(dataset)


class Cancelled(Exception):
    """What a test's progress raises."""


def test_what_was_decoded_before_a_cancellation_is_kept(classes: Path) -> None:
    fill(classes / "cats", 200)

    def cancel(done: int, _total: int) -> None:
        if done >= 100:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_folder(classes, CHOICE, shape=SHAPE, progress=cancel)
    dataset, told = loaded(classes)
    assert 0 < told[-1][1] <= 130
    assert len(dataset.train) == 184


def test_a_folder_that_disappears_meanwhile_is_named(classes: Path) -> None:
    fill(classes / "cats", 200)
    fill(classes / "dogs", 2_000)

    def remove(done: int, _total: int) -> None:
        if classes.is_dir():
            classes.rename(classes.with_name("elsewhere"))

    with pytest.raises(InvalidFileError, match=r'classes" disappeared while .* is kept'):
        read_folder(classes, CHOICE, shape=SHAPE, progress=remove)
    classes.with_name("elsewhere").rename(classes)
    dataset, told = loaded(classes)
    assert told[-1][1] < 2_200
    assert len(dataset.train) == 1_760


def test_a_file_that_disappears_meanwhile_is_listed(classes: Path) -> None:
    for path in (classes / "dogs").iterdir():
        path.unlink()
    fill(classes / "dogs", 2_000)
    gone = classes / "dogs" / "1999.png"
    dataset = read_folder(
        classes, CHOICE, shape=SHAPE, progress=lambda *_: gone.unlink(missing_ok=True)
    )
    assert [(file.path, file.reason) for file in dataset.skipped] == [
        (str(gone), "No such file or directory")
    ]
    assert read_folder(classes, CHOICE, shape=SHAPE).skipped == ()


def test_pictures_of_one_part_are_a_part_of_the_store(tmp_path: Path) -> None:
    for part in ("train", "val"):
        fill(tmp_path / part / "a", 5)
        fill(tmp_path / part / "b", 5)
    dataset, _told = loaded(tmp_path)
    assert isinstance(dataset.train.pictures, np.ndarray)
    assert not dataset.train.pictures.flags.owndata
    assert not dataset.train.pictures.flags.writeable


def test_a_disk_without_room_is_named_before_decoding(
    classes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(classes)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(StorageError, match=r"GB are free\. Make room there, or use a part"):
        read_folder(classes, CHOICE)


@pytest.mark.parametrize("seed", range(6))
def test_a_class_with_one_good_picture_among_broken_ones_is_trained_with_it(
    tmp_path: Path, seed: int
) -> None:
    for name in ("cats", "dogs"):
        fill(tmp_path / name, 5)
    for path in sorted((tmp_path / "dogs").iterdir())[1:]:
        path.write_bytes(b"no picture")
    choice = DataChoice(name="folder", folder="x", validation_fraction=0.4, seed=seed)
    dataset = read_folder(tmp_path, choice, shape=SHAPE)
    assert np.bincount(dataset.train.labels).tolist()[1] == 1
    assert len(dataset.skipped) == 4
