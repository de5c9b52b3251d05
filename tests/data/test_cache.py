import logging
from pathlib import Path

import numpy as np
import pytest

from cnnstudio.data.cache import load_pictures, store_pictures

PICTURES = np.arange(48, dtype=np.uint8).reshape(4, 3, 2, 2)


def test_what_is_stored_is_loaded_as_a_memory_map(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "pictures.npy"
    store_pictures(path, PICTURES)
    loaded = load_pictures(path, shape=PICTURES.shape)
    assert isinstance(loaded, np.memmap)
    assert np.array_equal(loaded, PICTURES)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("cut", [0, 5, 100, 150])
def test_a_cut_file_counts_as_missing(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "pictures.npy"
    store_pictures(path, PICTURES)
    path.write_bytes(path.read_bytes()[:cut])
    assert load_pictures(path, shape=PICTURES.shape) is None


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(PICTURES[:3], id="fewer pictures"),
        pytest.param(PICTURES.astype(np.int64), id="another dtype"),
        pytest.param(np.array([{}], object), id="objects"),
    ],
)
def test_another_array_counts_as_missing(tmp_path: Path, other: np.ndarray) -> None:
    np.save(tmp_path / "pictures.npy", other, allow_pickle=True)
    assert load_pictures(tmp_path / "pictures.npy", shape=PICTURES.shape) is None


def test_a_place_that_cannot_be_written_is_only_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    with caplog.at_level(logging.INFO):
        store_pictures(tmp_path / "file" / "pictures.npy", PICTURES)
    assert "was not cached" in caplog.text
