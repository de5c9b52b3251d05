"""Whatever happens while a file is written, it is whole: the new one or the old one."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

from cnnstudio.errors import StorageError
from cnnstudio.writing import fill_file, make_folder, write_file

OLD, NEW = b"old", b"new" * 1_000


@pytest.fixture
def target(tmp_path: Path) -> Path:
    found = tmp_path / "folder" / "file.json"
    found.parent.mkdir()
    found.write_bytes(OLD)
    return found


def only(path: Path) -> bool:
    """Whether nothing stands beside a file, such as the remains of an attempt."""
    return [each.name for each in path.parent.iterdir()] == [path.name]


def test_new_content_takes_the_place_of_the_old(target: Path) -> None:
    write_file(target, NEW)
    assert target.read_bytes() == NEW
    assert only(target)


def test_disk_that_is_full_leaves_the_old_file(target: Path) -> None:
    def fill(file: BinaryIO) -> None:
        file.write(NEW)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(StorageError, match=r'file\.json" could not be written: No space left'):
        fill_file(target, fill)
    assert target.read_bytes() == OLD
    assert only(target)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_real_disk_without_room_is_said(target: Path) -> None:
    def fill(_file: BinaryIO) -> None:
        with Path("/dev/full").open("wb", buffering=0) as full:
            full.write(NEW)

    with pytest.raises(StorageError, match="No space left"):
        fill_file(target, fill)
    assert target.read_bytes() == OLD


def test_folder_that_is_gone_is_said(target: Path) -> None:
    target.unlink()
    target.parent.rmdir()
    with pytest.raises(StorageError, match="could not be written"):
        write_file(target, NEW)
    assert not target.parent.exists()


def test_folder_in_the_way_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "file.json"
    folder.mkdir()
    with pytest.raises(StorageError, match=r"file\.json"):
        write_file(folder, NEW)
    assert only(folder)


def test_error_of_the_one_who_fills_leaves_the_old_file(target: Path) -> None:
    def fill(_file: BinaryIO) -> None:
        raise ValueError("nothing to write")

    with pytest.raises(ValueError, match="nothing to write"):
        fill_file(target, fill)
    assert target.read_bytes() == OLD
    assert only(target)


CRASH = """
import os, sys
from pathlib import Path
from cnnstudio.writing import fill_file

def fill(file):
    file.write(b"half of it")
    file.flush()
    os._exit(3)

fill_file(Path(sys.argv[1]), fill)
"""


def test_crash_between_leaves_the_old_file_whole(target: Path) -> None:
    done = subprocess.run([sys.executable, "-c", CRASH, str(target)], check=False, timeout=60)
    assert done.returncode == 3
    assert target.read_bytes() == OLD
    write_file(target, NEW)
    assert target.read_bytes() == NEW


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_permissions_and_links_stay(target: Path) -> None:
    target.chmod(0o640)
    link = target.parent / "link"
    link.symlink_to(target)
    write_file(link, NEW)
    assert link.is_symlink()
    assert target.read_bytes() == NEW
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_folders_are_made_with_those_above(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    write_file(tmp_path / "c", NEW)
    with pytest.raises(StorageError, match="could not be written"):
        make_folder(tmp_path / "c" / "d")
