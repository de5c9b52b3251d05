import os
import sys
from pathlib import Path

import pytest

from cnnstudio.data.layout import existing_folder, find_pictures
from cnnstudio.errors import InvalidFileError


def tree(root: Path, *folders: str) -> Path:
    for folder in folders:
        (root / folder).mkdir(parents=True)
    return root


def test_class_folders_are_one_part_to_be_split(tmp_path: Path) -> None:
    found = find_pictures(tree(tmp_path, "dogs", "cats", ".hidden", "__MACOSX"))
    assert found.classes == ("cats", "dogs")
    assert (found.train, found.validation, found.test) == (tmp_path, None, None)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("training_set", "test_set"),
        ("train", "test"),
        ("train", "val"),
        ("Training", "Validation"),
    ],
)
def test_of_two_parts_the_second_one_validates(tmp_path: Path, first: str, second: str) -> None:
    names = [f"{part}/{name}" for part in (first, second) for name in ("cats", "dogs")]
    found = find_pictures(tree(tmp_path, *names, "single_prediction"))
    assert found.classes == ("cats", "dogs")
    assert (found.train, found.validation) == (tmp_path / first, tmp_path / second)
    assert found.test is None


def test_a_third_part_is_for_testing(tmp_path: Path) -> None:
    parts = ("train", "val", "test")
    found = find_pictures(tree(tmp_path, *(f"{part}/{name}" for part in parts for name in "ab")))
    assert [found.train, found.validation, found.test] == [tmp_path / part for part in parts]


def test_a_class_may_be_called_train(tmp_path: Path) -> None:
    found = find_pictures(tree(tmp_path, "train", "plane", "ship"))
    assert found.classes == ("plane", "ship", "train")


def test_a_training_part_alone_is_split(tmp_path: Path) -> None:
    found = find_pictures(tree(tmp_path, "train/a", "train/b"))
    assert (found.train, found.validation, found.classes) == (tmp_path / "train", None, ("a", "b"))


@pytest.mark.parametrize(
    ("folders", "message"),
    [
        pytest.param((), "has no sub-folders. Put the pictures of each class", id="none"),
        pytest.param(("cats",), 'has one class, "cats". At least two', id="one class"),
        pytest.param(("train/cats",), 'train" has one class, "cats"', id="one class to train"),
        pytest.param(
            ("train/a", "train/b", "test/a", "test/c"),
            'test" has the class "c", which ".*train" lacks',
            id="a class that is not trained",
        ),
        pytest.param(
            ("Cats", "cats", "dogs"), 'classes "Cats" and "cats" .* differ by case', id="case"
        ),
    ],
)
def test_a_folder_that_holds_no_classes_says_what_is_wrong(
    tmp_path: Path, folders: tuple[str, ...], message: str
) -> None:
    tree(tmp_path, *folders)
    if len(list(tmp_path.iterdir())) < len({folder.split("/")[0] for folder in folders}):
        pytest.skip("this file system does not tell names apart by case")
    with pytest.raises(InvalidFileError, match=message):
        find_pictures(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match=r'no folder ".*nowhere"'):
        existing_folder(tmp_path / "nowhere")


def test_a_folder_that_vanished_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match='gone" cannot be read: No such file'):
        find_pictures(tmp_path / "gone")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="this system has no such names")
def test_a_name_whose_bytes_are_no_text_is_refused(tmp_path: Path) -> None:
    name = os.fsdecode(b"c\xffts")
    tree(tmp_path, name, "dogs")
    with pytest.raises(InvalidFileError, match=r'" holds bytes that are no text\. Rename'):
        find_pictures(tmp_path)
    with pytest.raises(InvalidFileError, match="Rename it"):
        existing_folder(tmp_path / name)
