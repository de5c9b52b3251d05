"""Results are written whole, with the values they have, or not at all."""

from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from cnnstudio.errors import InvalidValueError, StorageError
from cnnstudio.kernels import result_files
from cnnstudio.kernels.display import GREYS, Palette, shown
from cnnstudio.kernels.picture_files import load_picture
from cnnstudio.kernels.result_files import save_result
from cnnstudio.kernels.settings import ValueDisplay

SHAPES = [(12, 17), (12, 17, 3)]
VALUES = {
    shape: np.random.default_rng(41).normal(size=shape).astype(np.float32) * 1e4 for shape in SHAPES
}


def pixels_of(values: np.ndarray) -> np.ndarray:
    return shown(values, ValueDisplay.SIGNED, Palette(GREYS, GREYS)).pixels


def save(path: Path, values: np.ndarray) -> None:
    save_result(path, values, pixels_of(values))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("ending", ["tif", "TIFF"])
def test_a_tiff_holds_the_true_values(tmp_path: Path, shape: tuple[int, ...], ending: str) -> None:
    path = tmp_path / f"result.{ending}"
    save(path, VALUES[shape])
    assert np.array_equal(load_picture(path), VALUES[shape])
    assert np.array_equal(tifffile.imread(path), VALUES[shape])
    assert tifffile.imread(path).dtype == np.float32


@pytest.mark.parametrize("shape", SHAPES)
def test_an_npy_holds_the_true_values(tmp_path: Path, shape: tuple[int, ...]) -> None:
    path = tmp_path / "result.npy"
    save(path, VALUES[shape])
    assert np.array_equal(np.load(path, allow_pickle=False), VALUES[shape])


@pytest.mark.parametrize("shape", SHAPES)
def test_a_png_is_what_is_shown(tmp_path: Path, shape: tuple[int, ...]) -> None:
    path = tmp_path / "result.png"
    save(path, VALUES[shape])
    with Image.open(path) as picture:
        assert picture.mode == "RGB"
        assert np.array_equal(np.asarray(picture), pixels_of(VALUES[shape])[..., 2::-1])


@pytest.mark.parametrize("name", ["result.bmp", "result", ".npy"])
def test_another_ending_is_refused_by_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidValueError, match=r'".*" has no known ending; allowed are \.png'):
        save(tmp_path / name, VALUES[SHAPES[0]])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", ["png", "tif", "npy"])
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "absent" / f"result.{ending}"
    with pytest.raises(StorageError, match=r"absent.*could not be written: No such file"):
        save(path, VALUES[SHAPES[0]])


def test_what_was_there_before_survives_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "result.png"
    save(path, VALUES[SHAPES[0]])
    before = path.read_bytes()
    too_wide = np.zeros((1, 1_000_001), np.float32)
    with pytest.raises(StorageError, match="a 1×1000001 picture does not fit"):
        save(path, too_wide)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link_and_permissions_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "result.npy", tmp_path / "link.npy"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    save(link, VALUES[SHAPES[0]])
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert np.load(path).shape == (12, 17)


def test_a_folder_in_the_place_of_the_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "result.npy"
    path.mkdir()
    with pytest.raises(StorageError, match="could not be written"):
        save(path, VALUES[SHAPES[0]])
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("ending", [".png", ".tif", ".npy"])
@pytest.mark.parametrize("turns", [0, 1], ids=["at once", "later"])
def test_a_cancelled_result_leaves_what_was_there(
    tmp_path: Path, ending: str, turns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_files, "_STRETCH_BYTES", 50)
    path = tmp_path / f"result{ending}"
    path.write_bytes(b"before")
    values = np.random.default_rng(0).normal(size=(30, 40)).astype(np.float32)
    pixels = np.random.default_rng(1).integers(0, 256, (30, 40, 4), dtype=np.uint8)
    answers = iter([False] * turns)
    assert not save_result(path, values, pixels, cancelled=lambda: next(answers, True))
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
    assert save_result(path, values, pixels)
    assert path.read_bytes() != b"before"
