import io
import re
import subprocess
import sys
import tarfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnstudio.data import catalog, cifar
from cnnstudio.data.catalog import choice_of, describe, info, is_available, load
from cnnstudio.data.choice import FOLDER, DataChoice
from cnnstudio.data.idx import USUAL_NAMES, write_idx
from cnnstudio.errors import (
    InvalidValueError,
    NotDownloadedError,
    UnknownNameError,
)
from tests.data.server import Manner, serving

PACKAGED = ["digits", "shapes", "faces"]


@pytest.fixture
def idx_folder(tmp_path: Path) -> Path:
    """A folder of IDX files with 50 + 20 pictures of 5×6 in three classes."""
    for start, count in ((0, 50), (2, 20)):
        write_idx(tmp_path / USUAL_NAMES[start], np.zeros((count, 5, 6), np.uint8))
        write_idx(tmp_path / USUAL_NAMES[start + 1], (np.arange(count) % 3).astype(np.uint8))
    return tmp_path


@pytest.fixture
def picture_folder(tmp_path: Path) -> Path:
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        for number in range(10):
            picture = np.full((9, 9, 3), number, np.uint8)
            Image.fromarray(picture).save(tmp_path / name / f"{number}.png")
    return tmp_path


def test_digits_come_first() -> None:
    assert catalog.names()[0] == DataChoice().name == "digits"


@pytest.mark.parametrize("name", PACKAGED)
def test_a_data_set_is_as_its_description_says(name: str) -> None:
    dataset = load(DataChoice(name=name))
    known = info(name)
    assert dataset.shape == known.shape
    assert dataset.classes == known.classes
    assert dataset.train.pictures.dtype == np.uint8
    assert dataset.train.pictures.max() <= dataset.train.maximum
    assert np.unique(dataset.train.labels).tolist() == list(range(len(known.classes)))
    assert not known.needs_folder


@pytest.mark.parametrize("name", PACKAGED)
def test_a_fifth_of_the_training_pictures_validates(name: str) -> None:
    dataset = load(DataChoice(name=name))
    assert dataset.validation is not None
    total = len(dataset.train) + len(dataset.validation)
    assert len(dataset.validation) == round(0.2 * total)


@pytest.mark.parametrize("name", catalog.names())
def test_every_description_is_whole(name: str) -> None:
    known = info(name)
    assert known.name == name
    assert known.title
    assert known.description.endswith(".")
    assert known.source
    assert known.shape is not None
    assert len(known.classes) >= 2


@pytest.mark.parametrize("act", [info, lambda name: load(DataChoice(name=name))])
def test_an_unknown_name_lists_the_known_ones(act: object) -> None:
    with pytest.raises(UnknownNameError, match=r'"nope"\. Known: digits, mnist'):
        act("nope")  # type: ignore[operator]


def test_idx_files_in_a_folder_are_recognised(idx_folder: Path) -> None:
    choice = choice_of(str(idx_folder))
    known = describe(choice)
    dataset = load(choice, shape=(1, 5, 6))
    assert (known.shape, known.classes) == ((1, 5, 6), ("0", "1", "2"))
    assert dataset.classes == known.classes
    assert dataset.validation is not None
    assert dataset.test is not None
    assert [len(dataset.train), len(dataset.validation), len(dataset.test)] == [40, 10, 20]


def test_class_folders_are_recognised_and_stretched(picture_folder: Path) -> None:
    choice = choice_of(str(picture_folder))
    assert describe(choice).shape is None
    dataset = load(choice, shape=(1, 12, 7))
    assert dataset.classes == ("a", "b")
    assert dataset.shape == (1, 12, 7)
    assert load(choice).shape == (3, 64, 64)


def test_a_folder_has_the_size_that_the_choice_gives_it(picture_folder: Path) -> None:
    choice = DataChoice(name="folder", folder=str(picture_folder), size=(8, 10), channels=1)
    assert describe(choice).shape == (1, 8, 10)
    assert load(choice).shape == (1, 8, 10)
    assert load(choice, shape=(1, 8, 10)).shape == (1, 8, 10)
    with pytest.raises(InvalidValueError, match="are 1×8×10, but Input is 3×8×10"):
        load(choice, shape=(3, 8, 10))


def test_what_a_choice_leaves_open_follows_the_network(picture_folder: Path) -> None:
    only_size = DataChoice(name="folder", folder=str(picture_folder), size=(8, 10))
    assert load(only_size, shape=(1, 8, 10)).shape == (1, 8, 10)
    only_colour = DataChoice(name="folder", folder=str(picture_folder), channels=3)
    assert load(only_colour, shape=(3, 5, 6)).shape == (3, 5, 6)


def test_folder_that_is_still_to_be_chosen_is_asked_for() -> None:
    with pytest.raises(InvalidValueError, match="Choose the folder"):
        catalog.load(DataChoice(name=FOLDER))


def test_pictures_of_fixed_size_must_fit_the_input() -> None:
    with pytest.raises(InvalidValueError, match=r"are 1×8×8, but Input is 3×64×64. Set Input to 1"):
        load(DataChoice(), shape=(3, 64, 64))


def test_a_name_goes_before_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "digits").mkdir()
    monkeypatch.chdir(tmp_path)
    assert choice_of("digits") == DataChoice()
    assert choice_of("./digits") == DataChoice(name="folder", folder=str(tmp_path / "digits"))


def test_what_is_neither_name_nor_folder_is_refused() -> None:
    with pytest.raises(UnknownNameError, match='no data set or folder called "nope"'):
        choice_of("nope")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for downloads that is empty."""
    monkeypatch.setenv("CNNSTUDIO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.parametrize("name", sorted(catalog.REMOTES))
def test_what_is_not_downloaded_says_how_to_get_it(home: Path, name: str) -> None:
    assert not is_available(DataChoice(name=name))
    with pytest.raises(NotDownloadedError) as caught:
        load(DataChoice(name=name))
    assert caught.value.name == name
    assert f'into the folder "{home / "data" / name}"' in str(caught.value)
    assert catalog.REMOTES[name].files[0].name in str(caught.value)


def test_everything_else_is_available(tmp_path: Path) -> None:
    for name in PACKAGED:
        assert is_available(DataChoice(name=name))
    assert not is_available(DataChoice(name="folder"))
    assert is_available(DataChoice(name="folder", folder=str(tmp_path)))
    assert not is_available(DataChoice(name="folder", folder=str(tmp_path / "nowhere")))
    assert not is_available(DataChoice(name="mnist", folder=str(tmp_path / "nowhere")))


@pytest.mark.parametrize("name", sorted(catalog.REMOTES))
def test_the_table_of_addresses_is_well_formed(name: str) -> None:
    remote = catalog.REMOTES[name]
    assert len(remote.addresses) >= 2
    for address in remote.addresses:
        assert re.fullmatch(r"https?://[^\s]*[^/\s]", address)
    for file in remote.files:
        assert re.fullmatch("[0-9a-f]{32}", file.md5)
        assert file.size_bytes > 1000


def test_a_downloaded_data_set_is_loaded(
    home: Path, idx_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = np.zeros((50, 28, 28), np.uint8)
    for start in (0, 2):
        write_idx(idx_folder / USUAL_NAMES[start], pictures[: 50 if start == 0 else 20])
    files = {path.name: path.read_bytes() for path in idx_folder.glob("*.gz")}
    with serving(**files) as server:
        remote = replace(catalog.REMOTES["mnist"], addresses=(server.address,))
        remote = replace(remote, files=server.remote().files)
        monkeypatch.setitem(catalog.REMOTES, "mnist", remote)
        told: list[tuple[int, int]] = []
        assert catalog.download("mnist", progress=lambda *pair: told.append(pair))
    assert told[-1] == (remote.size_bytes, remote.size_bytes)
    assert is_available(DataChoice(name="mnist"))
    dataset = load(DataChoice(name="mnist"))
    assert dataset.test is not None
    assert (len(dataset.train), len(dataset.test)) == (40, 20)


def test_real_mnist_is_downloaded_and_loaded(
    home: Path, shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {path.name: path.read_bytes() for path in (shared_data / "mnist").glob("*.gz")}
    with serving(**files) as server:
        server.manners = [Manner.BREAKS_OFF, Manner.WELL]
        remote = replace(
            catalog.REMOTES["mnist"], addresses=(server.address,), files=server.remote().files
        )
        monkeypatch.setitem(catalog.REMOTES, "mnist", remote)
        assert catalog.download("mnist")
    dataset = load(DataChoice(name="mnist"))
    assert dataset.test is not None
    assert (len(dataset.train), len(dataset.test)) == (48_000, 10_000)


def cifar_archive() -> bytes:
    """Return an archive like that of CIFAR-10, with 20 pictures in each file."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name in (*cifar.TRAIN_NAMES, cifar.TEST_NAME, "batches.meta.txt"):
            content = np.zeros((20, 1 + 3 * 32 * 32), np.uint8)
            content[:, 0] = np.arange(20) % 10
            member = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
            member.size = content.nbytes
            archive.addfile(member, io.BytesIO(content.tobytes()))
    return file.getvalue()


@pytest.mark.parametrize("is_by_hand", [False, True], ids=["downloaded", "put there by hand"])
def test_the_archive_of_cifar10_is_unpacked(
    home: Path, monkeypatch: pytest.MonkeyPatch, is_by_hand: bool
) -> None:
    monkeypatch.setattr(cifar, "_RECORD_COUNT", 20)
    name = catalog.REMOTES["cifar10"].files[0].name
    folder = home / "data" / "cifar10"
    with serving(**{name: cifar_archive()}) as server:
        remote = replace(
            catalog.REMOTES["cifar10"], addresses=(server.address,), files=server.remote().files
        )
        monkeypatch.setitem(catalog.REMOTES, "cifar10", remote)
        if is_by_hand:
            folder.mkdir(parents=True)
            (folder / name).write_bytes(cifar_archive())
        else:
            assert catalog.download("cifar10")
        dataset = load(DataChoice(name="cifar10"))
        assert len(server.requests) == (0 if is_by_hand else 1)
    assert dataset.test is not None
    assert (len(dataset.train), len(dataset.test)) == (80, 20)
    assert not (folder / name).exists(), "the archive would take its room for nothing"
    assert not list(folder.rglob("*.part"))


def test_loading_the_digits_imports_no_slow_library() -> None:
    program = (
        "import sys; from cnnstudio.data.catalog import load, DataChoice; load(DataChoice()); "
        "load(DataChoice(name='faces')); "
        "print(sorted({'sklearn', 'skimage', 'scipy', 'torch', 'cv2', 'PIL'} & set(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert answer.stdout.strip() == "[]"
