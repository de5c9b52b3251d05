import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from cnnstudio.data.decoding import ENTRY, SIZE, DecodedBatch
from cnnstudio.data.listing import NO_ROW
from cnnstudio.data.picture_store import (
    ENTRIES,
    INDEX,
    LOCK,
    PICTURES,
    PictureStore,
    StoreWriter,
    remove_oldest,
)
from cnnstudio.data.pictures import Flaw
from cnnstudio.errors import StorageError

SHAPE = (1, 2, 2)


class Cancelled(Exception):
    """What a test raises."""


def batch_of(
    *levels: int, flaws: tuple[int, ...] = (), unread: tuple[int, ...] = ()
) -> DecodedBatch:
    """Return files of one level each: a file's key is its level, its content the negative."""
    entries = np.zeros(len(levels), ENTRY)
    entries["key"] = levels
    entries["content"] = [255 - level for level in levels]
    pictures = np.zeros((len(levels), *SHAPE), np.uint8)
    pictures[:] = np.array(levels).reshape(-1, 1, 1, 1)
    return DecodedBatch(
        [f"{level}.png" for level in levels],
        entries,
        pictures,
        np.stack([levels, levels], axis=1).astype(SIZE),
        dict.fromkeys(flaws, Flaw.DAMAGED),
        dict.fromkeys(unread, "Permission denied"),
    )


def opened(folder: Path) -> PictureStore:
    return PictureStore(folder / "store", SHAPE, source="pictures")


@contextmanager
def writing(store: PictureStore) -> Iterator[StoreWriter]:
    def wait() -> None:
        raise Cancelled

    with store.writing(room_for=1, wait=wait) as writer:
        yield writer


def filled(folder: Path, *levels: int) -> PictureStore:
    store = opened(folder)
    with writing(store) as writer:
        writer.add(batch_of(*levels))
    return store


def levels_in(store: PictureStore) -> list[int]:
    return np.asarray(store.pictures(np.arange(len(store))))[:, 0, 0, 0].tolist()


def keys(*values: int) -> np.ndarray:
    return np.array(values, np.uint64)


def test_a_new_store_is_empty_and_writes_nothing(tmp_path: Path) -> None:
    store = opened(tmp_path)
    assert len(store) == 0
    assert store.finder().rows_of(keys(1, 2)).tolist() == [NO_ROW, NO_ROW]
    assert store.pictures(np.empty(0, int)).shape == (0, *SHAPE)
    assert list(tmp_path.iterdir()) == []


def test_what_was_added_is_there_for_this_and_the_next(tmp_path: Path) -> None:
    store = filled(tmp_path, 3, 1, 2)
    with writing(store) as writer:
        assert writer.add(batch_of(9, 8)).tolist() == [3, 4]
    for each in (store, opened(tmp_path)):
        assert levels_in(each) == [3, 1, 2, 9, 8]
        assert each.finder().rows_of(keys(8, 3)).tolist() == [4, 0]


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param([[10, 11], [12, 13], [14]], id="as stored"),
        pytest.param([[10], [12, 13], [14]], id="one deleted"),
        pytest.param([[10, 99, 11], [12, 13, 14, 98]], id="two added"),
        pytest.param([[14, 10], [99], [11], [12, 13]], id="in another order"),
        pytest.param([[], [99, 98], []], id="all unknown"),
    ],
)
def test_rows_are_found_by_keys(tmp_path: Path, asked: list[list[int]]) -> None:
    finder = filled(tmp_path, 10, 11, 12, 13, 14).finder()
    for batch in asked:
        expected = [key - 10 if key < 20 else NO_ROW for key in batch]
        assert finder.rows_of(keys(*batch)).tolist() == expected


def test_files_without_a_picture_keep_a_row_unless_they_were_not_read(tmp_path: Path) -> None:
    store = opened(tmp_path)
    with writing(store) as writer:
        rows = writer.add(batch_of(5, 6, 7, flaws=(1,), unread=(0,)))
    assert rows.tolist() == [NO_ROW, 0, 1]
    again = opened(tmp_path)
    assert again.finder().rows_of(keys(5, 6, 7)).tolist() == [NO_ROW, 0, 1]
    assert {row: (file.name, file.flaw) for row, file in again.flaws.items()} == {
        0: ("6.png", Flaw.DAMAGED)
    }


def test_pictures_are_recalled_by_content(tmp_path: Path) -> None:
    store = opened(tmp_path)
    with writing(store) as writer:
        writer.add(batch_of(5, 6, flaws=(1,)))
    recall = store.recaller()
    known = recall(250)
    assert known is not None
    assert (known == 5).all()
    assert recall(249) is None, "a flawed file has no picture"
    assert recall(1) is None


def test_what_was_added_before_an_error_is_kept(tmp_path: Path) -> None:
    store = opened(tmp_path)

    def add_and_cancel() -> None:
        with writing(store) as writer:
            writer.add(batch_of(1, 2))
            raise Cancelled

    with pytest.raises(Cancelled):
        add_and_cancel()
    assert levels_in(opened(tmp_path)) == [1, 2]


def test_rows_of_a_process_that_died_are_not_used_and_are_written_over(tmp_path: Path) -> None:
    program = f"""
import os, sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_picture_store import batch_of, opened, writing
with writing(opened(Path({str(tmp_path)!r}))) as writer:
    writer.add(batch_of(1, 2))
    writer.commit()
    writer.add(batch_of(3, 4))
    os._exit(9)
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 9
    store = opened(tmp_path)
    assert (tmp_path / "store" / PICTURES).stat().st_size == 16
    assert levels_in(store) == [1, 2]
    assert store.finder().rows_of(keys(3)).tolist() == [NO_ROW]
    with writing(store) as writer:
        writer.add(batch_of(7))
    assert levels_in(opened(tmp_path)) == [1, 2, 7]


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda store: cut(store / PICTURES), id="pictures cut"),
        pytest.param(lambda store: cut(store / ENTRIES), id="entries cut"),
        pytest.param(lambda store: cut(store / INDEX), id="index cut"),
        pytest.param(lambda store: (store / PICTURES).unlink(), id="pictures gone"),
        pytest.param(lambda store: (store / INDEX).write_bytes(b"\xff{}"), id="index altered"),
    ],
)
def test_a_damaged_store_is_empty_and_is_filled_again(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    filled(tmp_path, 1, 2)
    harm(tmp_path / "store")
    store = opened(tmp_path)
    assert len(store) == 0
    with writing(store) as writer:
        writer.add(batch_of(5, 6, 7))
    assert levels_in(opened(tmp_path)) == [5, 6, 7]


def test_who_reads_an_old_store_is_not_disturbed_by_a_new_one(tmp_path: Path) -> None:
    old = filled(tmp_path, 1, 2).pictures(np.arange(2))
    (tmp_path / "store" / INDEX).unlink()
    filled(tmp_path, 8, 9)
    assert np.asarray(old)[:, 0, 0, 0].tolist() == [1, 2]


@pytest.mark.parametrize(("shape", "source"), [((1, 1, 2), "pictures"), (SHAPE, "other pictures")])
def test_a_store_of_something_else_is_empty(
    tmp_path: Path, shape: tuple[int, int, int], source: str
) -> None:
    filled(tmp_path, 1, 2)
    assert len(PictureStore(tmp_path / "store", shape, source=source)) == 0


def test_one_writes_while_others_wait(tmp_path: Path) -> None:
    store = filled(tmp_path, 1)
    with FileLock(store.folder / LOCK), pytest.raises(Cancelled), writing(store):
        pytest.fail("two write at once")
    with writing(store) as writer:
        writer.add(batch_of(2))
    assert levels_in(store) == [1, 2]


def test_who_waited_sees_what_the_other_has_written(tmp_path: Path) -> None:
    waiting = opened(tmp_path)
    filled(tmp_path, 1, 2)
    with writing(waiting) as writer:
        assert waiting.finder().rows_of(keys(1, 2)).tolist() == [0, 1]
        assert writer.add(batch_of(3)).tolist() == [2]
    assert levels_in(waiting) == [1, 2, 3]


def test_more_than_the_disk_holds_is_refused_before_anything_is_decoded(tmp_path: Path) -> None:
    with (
        pytest.raises(StorageError, match=r"need 400000\.0 GB .* GB are free\. Make room there"),
        opened(tmp_path).writing(room_for=10**14, wait=lambda: None),
    ):
        pytest.fail("there is no room")


def test_a_disk_that_gets_full_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="the limit on files is Unix's")
    store = filled(tmp_path, 1, 2)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    def add_much() -> None:
        with writing(store) as writer:
            writer.add(batch_of(3, 4))
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
            writer.add(batch_of(*range(250)))

    try:
        with pytest.raises(StorageError, match=r"do not fit in the folder .* Make room there"):
            add_much()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert levels_in(opened(tmp_path)) == [1, 2, 3, 4]
    with writing(store) as writer:
        writer.add(batch_of(5))
    assert levels_in(store) == [1, 2, 3, 4, 5]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "store").touch()
    with pytest.raises(StorageError, match='store" for decoded pictures cannot be written'):
        filled(tmp_path, 1)


def test_stores_used_longest_ago_are_removed_first(tmp_path: Path) -> None:
    for number, name in enumerate("abcd"):
        store = filled(tmp_path / name, 1, 2)  # 8 bytes
        store.folder.rename(tmp_path / f"{name}.store")
        os.utime(tmp_path / f"{name}.store" / INDEX, (number, number))
    stores = sorted(tmp_path.glob("*.store"))
    remove_oldest(tmp_path, keep=stores[0], most_bytes=20)
    assert [store.name for store in sorted(tmp_path.glob("*.store"))] == ["a.store", "d.store"]


def test_using_a_store_makes_it_the_youngest(tmp_path: Path) -> None:
    store = filled(tmp_path, 1)
    os.utime(store.folder / INDEX, (1, 1))
    store.mark_used()
    assert (store.folder / INDEX).stat().st_mtime > 1
    opened(tmp_path / "elsewhere").mark_used()
    assert not (tmp_path / "elsewhere").exists()
