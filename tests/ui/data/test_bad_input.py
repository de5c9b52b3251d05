"""What is wrong with a folder or a file is told in a sentence, and nothing is lost."""

import gzip
import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cnnstudio.data import cifar
from cnnstudio.data.idx import USUAL_NAMES
from cnnstudio.ui.data import loaded
from tests.ui.data.conftest import Desk, fill, of_folder

pytestmark = pytest.mark.gui


def one_class(folder: Path) -> None:
    fill(folder / "cats", 3)


def no_classes(folder: Path) -> None:
    fill(folder, 3)


def nothing(folder: Path) -> None:
    folder.mkdir()


def cases(folder: Path) -> None:
    for name in ("Cats", "cats"):
        fill(folder / name, 3)
    if len(list(folder.iterdir())) < 2:
        pytest.skip("this disk does not tell names by case")


def unknown_class(folder: Path) -> None:
    for part, name in (("train", "a"), ("train", "b"), ("test", "a"), ("test", "c")):
        fill(folder / part / name, 2)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (one_class, 'has one class, "cats". At least two'),
        (no_classes, "has no sub-folders. Put the pictures of each class into one"),
        (nothing, "has no sub-folders"),
        (cases, 'The classes "Cats" and "cats"'),
        (unknown_class, 'has the class "c", which'),
    ],
)
def test_a_folder_that_is_no_data_set_is_refused_and_the_last_one_stays(
    desk: Desk, tmp_path: Path, make: Callable[[Path], None], said: str
) -> None:
    make(tmp_path / "folder")
    before = desk.studio.document.project
    desk.use(tmp_path / "folder")
    assert said in desk.page.notice.text
    assert desk.studio.document.project == before
    assert desk.page.pictures.shows_pictures


def test_an_empty_class_is_named(desk: Desk, pets: Path) -> None:
    (pets / "owls").mkdir()
    desk.use(pets)
    desk.wait_for("The pictures cannot be read")
    assert "owls" in desk.text
    assert "holds no pictures. Put some into it, or remove it." in desk.text
    (pets / "owls").rmdir()
    desk.click(desk.button("Read Again"))
    desk.wait()


def test_a_class_of_broken_pictures_alone_is_named(desk: Desk, pets: Path) -> None:
    for path in (pets / "dogs").iterdir():
        path.write_bytes(path.read_bytes()[:40])
    desk.use(pets)
    desk.wait_for("The pictures cannot be read")
    assert "dogs" in desk.text
    assert "none can be read" in desk.text


def test_a_folder_that_is_gone_is_named(desk: Desk, pets: Path) -> None:
    desk.use(pets)
    desk.wait()
    desk.click_source("Shapes")
    desk.qtbot.waitUntil(lambda: desk.choice.name == "shapes")
    shutil.rmtree(pets)
    desk.undo()
    desk.wait_for("The pictures cannot be read")
    assert "There is no folder" in desk.text
    assert str(pets) in desk.text


def test_a_folder_that_goes_while_it_is_read_is_named(
    desk: Desk, pets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(pets / "cats", 400)  # more than are ever read ahead
    known = loaded.load

    def load(wanted: loaded.Wanted, progress: Callable[[int, int], None]) -> loaded.LoadedData:
        def told(done: int, total: int) -> None:
            shutil.rmtree(pets, ignore_errors=True)
            progress(done, total)

        return known(wanted, told)

    monkeypatch.setattr("cnnstudio.ui.data.loading.load", load)
    desk.use(pets)
    desk.wait_for("The pictures cannot be read")
    assert "disappeared while its pictures were read" in desk.text
    assert "what was read so far is kept" in desk.text


def test_a_disk_without_room_is_named(
    desk: Desk, pets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type(shutil.disk_usage("/"))(100, 99, 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    desk.use(pets)
    desk.wait_for("The pictures cannot be read")
    assert "Make room there, or use a part of the pictures or a smaller Input." in desk.text


def write_idx(folder: Path) -> None:
    """Write a tiny data set like MNIST."""
    folder.mkdir()
    labels = np.arange(20, dtype=np.uint8) % 10
    for name in USUAL_NAMES:
        is_pictures = "images" in name
        sizes = (20, 28, 28) if is_pictures else (20,)
        header = struct.pack(f">HBB{len(sizes)}I", 0, 8, len(sizes), *sizes)
        body = bytes(20 * 28 * 28) if is_pictures else labels.tobytes()
        (folder / name).write_bytes(gzip.compress(header + body))


@pytest.mark.parametrize("damage", ["cut", "altered"])
def test_a_damaged_idx_file_is_named(desk: Desk, tmp_path: Path, damage: str) -> None:
    write_idx(tmp_path / "mnist")
    file = tmp_path / "mnist" / USUAL_NAMES[0]
    content = bytearray(file.read_bytes())
    if damage == "cut":
        del content[len(content) // 2 :]
    else:
        content[-6] ^= 0xFF  # the checksum at the end of a gzip file
    file.write_bytes(content)
    desk.studio.settings.set_data_folder("mnist", str(tmp_path / "mnist"))
    desk.click_source("MNIST")
    desk.wait_for("The pictures cannot be read")
    assert USUAL_NAMES[0] in desk.text


def test_a_cifar_file_that_was_cut_is_named(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "cifar"
    folder.mkdir()
    for name in (*cifar.TRAIN_NAMES, cifar.TEST_NAME):
        (folder / name).write_bytes(bytes(3_073 * 3))
    desk.answer(folder)
    desk.click_source("CIFAR-10")
    desk.wait_for("CIFAR-10")
    desk.click(desk.button("Use Files From a Folder…"))
    desk.wait_for("The pictures cannot be read")
    assert cifar.TRAIN_NAMES[0] in desk.text


def test_unreadable_pictures_are_counted_and_the_others_used(desk: Desk, pets: Path) -> None:
    for path in sorted((pets / "cats").iterdir())[:2]:
        path.write_text("no picture")
    desk.use(pets)
    desk.wait()
    assert desk.choice == of_folder(pets)
    assert desk.tabs == ["Training 22", "Validation 6", "Not used 2"]
    assert "Found 28 images belonging to 2 classes." in desk.page.pictures.found.text()
