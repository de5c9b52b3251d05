import gzip
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cnnstudio.data.idx import (
    USUAL_NAMES,
    find_idx,
    has_idx,
    read_idx,
    read_labels,
    read_picture_shape,
    read_pictures,
    read_split,
    write_idx,
)
from cnnstudio.errors import InvalidFileError, StorageError

arrays = hnp.arrays(np.uint8, hnp.array_shapes(min_dims=1, max_dims=3, max_side=9))
suffixes = st.sampled_from(["", ".gz"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("idx")


@given(array=arrays, suffix=suffixes)
def test_what_is_written_is_read(folder: Path, array: np.ndarray, suffix: str) -> None:
    path = folder / f"written{suffix}"
    write_idx(path, array)
    assert np.array_equal(read_idx(path, axes=array.ndim), array)


@given(array=arrays, suffix=suffixes, share=st.floats(0, 1, exclude_max=True))
def test_a_file_cut_anywhere_is_refused_by_name(
    folder: Path, array: np.ndarray, suffix: str, share: float
) -> None:
    path = folder / f"cut{suffix}"
    write_idx(path, array)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(InvalidFileError, match=f'"{path}" is damaged'):
        read_idx(path, axes=array.ndim)


@given(array=arrays, suffix=suffixes, extra=st.binary(min_size=1, max_size=20))
def test_a_file_that_goes_on_is_refused(
    folder: Path, array: np.ndarray, suffix: str, extra: bytes
) -> None:
    path = folder / f"longer{suffix}"
    write_idx(folder / "plain", array)
    content = (folder / "plain").read_bytes() + extra
    path.write_bytes(gzip.compress(content) if suffix else content)
    with pytest.raises(InvalidFileError, match=f'"{path}" is damaged: it goes on'):
        read_idx(path, axes=array.ndim)


@given(array=arrays, data=st.data())
def test_an_altered_byte_in_a_packed_file_changes_no_pixel_unseen(
    folder: Path, array: np.ndarray, data: st.DataObject
) -> None:
    path = folder / "altered.gz"
    write_idx(path, array)
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(content)
    try:
        received = read_idx(path, axes=array.ndim)
    except InvalidFileError as error:
        assert str(path) in str(error)  # noqa: PT017 - either outcome is right
    else:  # the time stamp and the name of the system mean nothing
        assert np.array_equal(received, array)


def header(*sizes: int, magic: bytes = b"\0\0\x08") -> bytes:
    return magic + bytes([len(sizes)]) + struct.pack(f">{len(sizes)}I", *sizes)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "does not begin as an IDX file", id="empty"),
        pytest.param(b"P5 28 28", "does not begin as an IDX file", id="another format"),
        pytest.param(header(2, 2, 2, magic=b"\0\0\x0d") + bytes(32), "type 0x0d", id="floats"),
        pytest.param(header(8) + bytes(8), "has 1 axes instead of 3", id="axes"),
        pytest.param(header(2, 2, 2)[:-1], "ends within its header", id="cut header"),
        pytest.param(header(0, 28, 28), "it is empty", id="no pictures"),
        pytest.param(header(2, 2, 2) + bytes(7), "announces 8 bytes|ends after 7", id="cut"),
        pytest.param(header(*[2**32 - 1] * 3), "announces 79228162458924105385", id="boast"),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_damage_is_told_in_a_sentence(
    tmp_path: Path, content: bytes, reason: str, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / ("damaged" + (".gz" if pack is gzip.compress else ""))
    path.write_bytes(pack(content))
    with pytest.raises(InvalidFileError, match=f'"{path}" is damaged: .*({reason})'):
        read_idx(path, axes=3)


def test_a_packed_file_that_is_not_packed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "train-images-idx3-ubyte.gz"
    path.write_bytes(header(1, 2, 2) + bytes(4))
    with pytest.raises(InvalidFileError, match="its compression is broken"):
        read_pictures(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A small file may announce no more than its compression can give."""
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(header(1000, 1000, 1000) + bytes(1000)))
    with pytest.raises(InvalidFileError, match="announces 1000000000 bytes"):
        read_pictures(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match='nowhere" cannot be read: No such file'):
        read_pictures(tmp_path / "nowhere")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written"):
        write_idx(tmp_path / "no folder" / "file", np.zeros(1, np.uint8))


def test_pictures_and_labels_of_different_number_do_not_belong_together(tmp_path: Path) -> None:
    write_idx(tmp_path / "pictures", np.zeros((3, 2, 2), np.uint8))
    write_idx(tmp_path / "labels", np.zeros(4, np.uint8))
    with pytest.raises(InvalidFileError, match="3 pictures, 4 labels"):
        read_split(tmp_path / "pictures", tmp_path / "labels", class_count=10)


def test_a_label_beyond_the_classes_is_refused(tmp_path: Path) -> None:
    write_idx(tmp_path / "labels", np.array([0, 9, 10], np.uint8))
    assert read_labels(tmp_path / "labels", class_count=11).tolist() == [0, 9, 10]
    with pytest.raises(InvalidFileError, match="label 10, where 0 to 9 are allowed"):
        read_labels(tmp_path / "labels", class_count=10)


def test_pictures_have_one_channel(tmp_path: Path) -> None:
    write_idx(tmp_path / "pictures", np.arange(24, dtype=np.uint8).reshape(4, 2, 3))
    assert read_pictures(tmp_path / "pictures").shape == (4, 1, 2, 3)
    assert read_picture_shape(tmp_path / "pictures") == (1, 2, 3)


@pytest.mark.parametrize(
    "rename",
    [
        pytest.param(str, id="dashes, packed"),
        pytest.param(lambda name: name.removesuffix(".gz"), id="dashes"),
        pytest.param(lambda name: name.replace("-idx", ".idx"), id="dots, packed"),
        pytest.param(
            lambda name: name.replace("-idx", ".idx").removesuffix(".gz"), id="dots, plain"
        ),
    ],
)
def test_files_are_found_under_their_usual_names(
    tmp_path: Path, rename: Callable[[str], str]
) -> None:
    for name in USUAL_NAMES:
        (tmp_path / rename(name)).touch()
    files = find_idx(tmp_path)
    assert has_idx(tmp_path)
    assert files.train_pictures == tmp_path / rename("train-images-idx3-ubyte.gz")
    assert files.test_labels == tmp_path / rename("t10k-labels-idx1-ubyte.gz")


@pytest.mark.parametrize("missing", USUAL_NAMES)
def test_the_missing_one_of_four_files_is_named(tmp_path: Path, missing: str) -> None:
    for name in USUAL_NAMES:
        (tmp_path / name).touch()
    (tmp_path / missing).unlink()
    with pytest.raises(InvalidFileError, match=f"lacks {missing}. Four files are needed"):
        find_idx(tmp_path)


def test_a_folder_without_any_names_the_four_files(tmp_path: Path) -> None:
    assert not has_idx(tmp_path)
    with pytest.raises(InvalidFileError, match=", ".join(USUAL_NAMES)):
        find_idx(tmp_path)
