from pathlib import Path

import numpy as np
import pytest

from cnnstudio.data import cifar
from cnnstudio.data.cifar import TEST_NAME, TRAIN_NAMES, is_complete, read_cifar10
from cnnstudio.errors import InvalidFileError

COUNT = 20
RECORD = 1 + 3 * 32 * 32


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Six files of 20 pictures; red is the file's number, the label counts up to 9."""
    monkeypatch.setattr(cifar, "_RECORD_COUNT", COUNT)
    for number, name in enumerate((*TRAIN_NAMES, TEST_NAME)):
        records = np.zeros((COUNT, RECORD), np.uint8)
        records[:, 0] = np.arange(COUNT) % 10
        records[:, 1:1025] = number
        records[:, -1] = 99
        records.tofile(tmp_path / name)
    return tmp_path


def test_records_become_pictures_by_channel(folder: Path) -> None:
    dataset = read_cifar10(folder)
    assert dataset.train.pictures.shape == (5 * COUNT, 3, 32, 32)
    assert dataset.train.pictures[:, 0, 31, 31].tolist() == [
        number for number in range(5) for _ in range(COUNT)
    ]
    assert (dataset.train.pictures[:, 2, 31, 31] == 99).all()
    assert dataset.train.labels.tolist() == [*range(10)] * (5 * COUNT // 10)
    assert dataset.test is not None
    assert (dataset.test.pictures[:, 0] == 5).all()


def test_the_folder_in_the_archive_is_entered(folder: Path) -> None:
    inner = folder / "cifar-10-batches-bin"
    inner.mkdir()
    for path in folder.glob("*.bin"):
        path.rename(inner / path.name)
    assert len(read_cifar10(folder).train) == 5 * COUNT


def test_a_file_of_another_length_is_refused(folder: Path) -> None:
    path = folder / "data_batch_3.bin"
    path.write_bytes(path.read_bytes()[:-RECORD])
    with pytest.raises(InvalidFileError, match=r"data_batch_3.bin\" is damaged: it has \d+ bytes"):
        read_cifar10(folder)


def test_a_label_beyond_the_classes_is_refused(folder: Path) -> None:
    path = folder / TEST_NAME
    content = bytearray(path.read_bytes())
    content[RECORD] = 10
    path.write_bytes(content)
    with pytest.raises(InvalidFileError, match="label 10, where 0 to 9 are allowed"):
        read_cifar10(folder)


def test_a_missing_file_names_all_six(folder: Path) -> None:
    (folder / "data_batch_2.bin").unlink()
    with pytest.raises(InvalidFileError, match=r"lacks data_batch_2.bin. .*data_batch_5.bin, test"):
        read_cifar10(folder)


def test_a_real_file_has_ten_thousand_records() -> None:
    assert cifar._RECORD_BYTES * cifar._RECORD_COUNT == 30_730_000


def test_six_files_of_their_size_are_complete(folder: Path) -> None:
    assert is_complete(folder)
    path = folder / TEST_NAME
    path.write_bytes(path.read_bytes()[:-1])
    assert not is_complete(folder)
    path.unlink()
    assert not is_complete(folder)
