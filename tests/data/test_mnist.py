from pathlib import Path

import numpy as np
import pytest

from cnnstudio.data.dataset import statistics
from cnnstudio.data.idx import USUAL_NAMES, write_idx
from cnnstudio.data.mnist import FASHION_MNIST, MNIST, describe_idx, read_mnist
from cnnstudio.errors import InvalidFileError


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder of 30 + 20 pictures of 28×28, with labels 0 to 4."""
    for start, count in ((0, 30), (2, 20)):
        pictures = np.full((count, 28, 28), count, np.uint8)
        write_idx(tmp_path / USUAL_NAMES[start], pictures)
        write_idx(tmp_path / USUAL_NAMES[start + 1], (np.arange(count) % 5).astype(np.uint8))
    return tmp_path


def test_test_files_become_the_test_part(small: Path) -> None:
    dataset = read_mnist(MNIST, small)
    assert dataset.test is not None
    assert (len(dataset.train), len(dataset.test)) == (30, 20)
    assert dataset.test.pictures.max() == 20
    assert dataset.validation is None


def test_a_folder_is_described_by_headers_and_labels(small: Path) -> None:
    known = describe_idx(small)
    assert known.shape == (1, 28, 28)
    assert known.classes == ("0", "1", "2", "3", "4")
    assert read_mnist(known, small).classes == known.classes


def test_pictures_of_another_size_are_refused(small: Path) -> None:
    write_idx(small / USUAL_NAMES[2], np.zeros((20, 32, 32), np.uint8))
    with pytest.raises(InvalidFileError, match=r"t10k.* 32×32 pixels, where 28×28 are expected"):
        read_mnist(MNIST, small)


def test_relatives_have_ten_classes_of_the_same_shape() -> None:
    assert len(set(FASHION_MNIST.classes)) == len(MNIST.classes) == 10
    assert FASHION_MNIST.shape == MNIST.shape


def test_real_mnist_has_its_known_size_and_mean(shared_data: Path) -> None:
    dataset = read_mnist(MNIST, shared_data / "mnist")
    known = statistics(dataset.train)
    assert dataset.train.pictures.shape == (60_000, 1, 28, 28)
    assert dataset.test is not None
    assert dataset.test.pictures.shape == (10_000, 1, 28, 28)
    assert np.bincount(dataset.test.labels).tolist() == [
        *(980, 1135, 1032, 1010, 982),
        *(892, 958, 1028, 974, 1009),
    ]
    assert known.mean == pytest.approx((0.1307,), abs=5e-4)
    assert known.deviation == pytest.approx((0.3081,), abs=5e-4)
